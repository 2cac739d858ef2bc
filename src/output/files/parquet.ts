import type { SchemaElement } from 'hyparquet'
import { fileWriter, ParquetWriter } from 'hyparquet-writer'
import { version } from '../../../package.json'
import { byName } from '../../base/by-name.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import { instantMicros } from '../../base/instants.ts'
import { uniqueNames } from '../../base/names.ts'
import { type Cell, type FormatColumn, type FormatRow, plain } from '../format/format.ts'
import type { RowWriter } from './writer.ts'

/**
 * Parquet files. Numerics are decimals, with the places of the column or of its first values, days dates, instants
 * timestamps of microseconds in UTC; whatever has no such type is text. Rows are kept until a row group is full: that is
 * how the form is made.
 */

const groupCells = 500_000
const groupRows = 100_000
const groupCharacters = 32_000_000

type NotNullCell = Exclude<Cell, null>

interface ParquetStorage {
  readonly element: Omit<SchemaElement, 'name' | 'repetition_type'>
  readonly value: (value: NotNullCell, column: FormatColumn) => unknown
}

const textColumn: ParquetStorage = {
  element: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  value: plain,
}
const numberOf = (value: NotNullCell): number => Number(value)
const integerColumn: ParquetStorage = { element: { type: 'INT32' }, value: numberOf }

const storings: Readonly<Partial<Record<string, ParquetStorage>>> = byName({
  boolean: { element: { type: 'BOOLEAN' }, value: Boolean },
  smallint: integerColumn,
  integer: integerColumn,
  bigint: { element: { type: 'INT64' }, value: (value) => BigInt(plain(value)) },
  real: { element: { type: 'FLOAT' }, value: numberOf },
  'double precision': { element: { type: 'DOUBLE' }, value: numberOf },
  date: { element: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } }, value: dayOf },
  timestamp: instantColumn(false),
  timestamptz: instantColumn(true),
})

function instantColumn(isAdjustedToUTC: boolean): ParquetStorage {
  const element: ParquetStorage['element'] = {
    type: 'INT64',
    // The older form of the type means an instant: one without a zone has the newer form only.
    ...(isAdjustedToUTC && { converted_type: 'TIMESTAMP_MICROS' }),
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC, unit: 'MICROS' },
  }
  return { element, value: microsOf }
}

/** Digits that 64 bits hold, and those that Parquet's readers take at the most. */
const narrow = 18
const wide = 38

/** Places of a numeric that has no fixed number of them, unless its first values have more. */
const usualScale = 9

const placesOf = (value: Cell): number => (value === null ? 0 : (/\.(\d*?)0*$/.exec(plain(value))?.[1]?.length ?? 0))

/** @param first the column's first values: fields may hold more places than they are declared to have. */
function storingOf({ sqlType }: FormatColumn, first: readonly Cell[]): ParquetStorage {
  const { name, precision, scale = usualScale } = sqlType
  if (name !== 'numeric') return storings[name] ?? textColumn
  const places = first.reduce((most: number, value) => Math.max(most, placesOf(value)), scale)
  // Not the declared precision: values may be older than the declaration.
  const digits = precision !== undefined && precision <= narrow && places === scale ? narrow : wide
  const type =
    digits === narrow ? ({ type: 'INT64' } as const) : ({ type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16 } as const)
  const decimal = { precision: digits, scale: places }
  return {
    element: { ...type, converted_type: 'DECIMAL', ...decimal, logical_type: { type: 'DECIMAL', ...decimal } },
    value: (value, column) => unscaled(plain(value), places, digits, column),
  }
}

function unscaled(text: string, scale: number, digits: number, column: FormatColumn): bigint {
  const [whole, fraction = ''] = text.split('.')
  const kept = fraction.replace(/0+$/, '')
  if (!/^-?\d+$/.test(whole!) || kept.length > scale) throw unfit(text, column)
  const value = BigInt(whole! + kept.padEnd(scale, '0'))
  if (String(value).replace('-', '').length > digits) throw unfit(text, column)
  return value
}

function dayOf(value: NotNullCell, column: FormatColumn): Date {
  const day = new Date(plain(value))
  if (Number.isNaN(day.getTime())) throw unfit(plain(value), column)
  return day
}

function microsOf(value: NotNullCell, column: FormatColumn): bigint {
  const micros = instantMicros(value as number | string)
  if (micros === undefined || !Number.isFinite(Number(value))) throw unfit(plain(value), column)
  return micros
}

const unfit = (text: string, { name }: FormatColumn): ZohoSqlError =>
  new ZohoSqlError('RESULT_LIMIT', `${text} in column "${name}" has no place in the column’s Parquet type.`, {
    hint: `Round it, round(${name}, 2), or write it as text: ${name}::text.`,
  })

/** Pages as they are, or packed by Snappy, which every reader of the form knows. */
export type ParquetCodec = 'UNCOMPRESSED' | 'SNAPPY'

export const parquetWriter =
  (codec: ParquetCodec): RowWriter =>
  async ({ path, columns, batches }) => {
    const group = new RowGroup(columns.length)
    let file: ParquetFile | undefined
    const flush = async (): Promise<void> => {
      file ??= new ParquetFile(path, columns, group.data, codec)
      await file.write(group.data)
      group.clear()
    }
    for await (const rows of batches) {
      for (const row of rows) group.add(row)
      if (group.full) await flush()
    }
    await flush()
    await file!.finish()
  }

class ParquetFile {
  readonly #columns: readonly FormatColumn[]
  readonly #names: readonly string[]
  readonly #storing: readonly ParquetStorage[]
  readonly #writer: ParquetWriter

  constructor(
    path: string,
    columns: readonly FormatColumn[],
    first: readonly (readonly Cell[])[],
    codec: ParquetCodec,
  ) {
    this.#columns = columns
    this.#names = uniqueNames(columns.map(({ name }) => name || 'column'))
    this.#storing = columns.map((column, i) => storingOf(column, first[i]!))
    const elements = this.#storing.map(({ element }, i) => ({
      name: this.#names[i]!,
      repetition_type: 'OPTIONAL' as const,
      ...element,
    }))
    const schema: SchemaElement[] = [{ name: 'answer', num_children: columns.length }, ...elements]
    this.#writer = new ParquetWriter({
      writer: fileWriter(path),
      schema,
      codec,
      createdBy: `zohosql version ${version}`,
    })
  }

  async write(data: readonly (readonly Cell[])[]): Promise<void> {
    const columnData = this.#names.map((name, i) => {
      const { value } = this.#storing[i]!
      const column = this.#columns[i]!
      return { name, data: data[i]!.map((cell) => (cell === null ? null : value(cell, column))) }
    })
    await this.#writer.write({ columnData, rowGroupSize: groupRows })
  }

  async finish(): Promise<void> {
    await this.#writer.finish()
  }
}

/** Rows as columns, until there are enough of them. */
class RowGroup {
  data: Cell[][]
  #rows = 0
  #characters = 0
  readonly #columns: number

  constructor(columns: number) {
    this.#columns = columns
    this.data = Array.from({ length: columns }, () => [])
  }

  add(row: FormatRow): void {
    this.#rows += 1
    for (let i = 0; i < row.length; i++) {
      const value = row[i]!
      this.data[i]!.push(value)
      if (typeof value === 'string') this.#characters += value.length
    }
  }

  get full(): boolean {
    const cells = this.#rows * this.#columns
    return this.#rows >= groupRows || cells >= groupCells || this.#characters >= groupCharacters
  }

  clear(): void {
    this.#rows = 0
    this.#characters = 0
    this.data = Array.from({ length: this.#columns }, () => [])
  }
}
