import type { SchemaElement } from 'hyparquet'
import { fileWriter, ParquetWriter } from 'hyparquet-writer'
import { version } from '../../../package.json'
import { ZohoSqlError } from '../../base/errors.ts'
import { type Cell, type Column, plain, type Row } from '../format/format.ts'
import { uniqueNames } from '../format/names.ts'
import type { RowWriter } from './writer.ts'

/**
 * Parquet files. Numerics with a scale are decimals, days dates, instants timestamps of microseconds in UTC; whatever
 * has no such type is text. Rows are kept until a row group is full: that is how the form is made.
 */

const groupCells = 500_000
const groupRows = 100_000
const groupCharacters = 32_000_000

type Shown = Exclude<Cell, null>

interface Storing {
  readonly element: Omit<SchemaElement, 'name' | 'repetition_type'>
  readonly value: (value: Shown, column: Column) => unknown
}

const textColumn: Storing = {
  element: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  value: plain,
}
const numberOf = (value: Shown): number => Number(value)
const integerColumn: Storing = { element: { type: 'INT32' }, value: numberOf }

const storings: Readonly<Partial<Record<string, Storing>>> = {
  boolean: { element: { type: 'BOOLEAN' }, value: Boolean },
  smallint: integerColumn,
  integer: integerColumn,
  bigint: { element: { type: 'INT64' }, value: (value) => BigInt(plain(value)) },
  real: { element: { type: 'FLOAT' }, value: numberOf },
  'double precision': { element: { type: 'DOUBLE' }, value: numberOf },
  date: { element: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } }, value: dayOf },
  timestamp: instantColumn(false),
  timestamptz: instantColumn(true),
}

function instantColumn(isAdjustedToUTC: boolean): Storing {
  const element: Storing['element'] = {
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

function storingOf({ sqlType }: Column): Storing {
  const { name, precision, scale } = sqlType
  if (name !== 'numeric') return storings[name] ?? textColumn
  if (precision === undefined || scale === undefined || precision > wide) return textColumn
  // Not the declared precision: what a field holds may be older than its declaration.
  const digits = precision <= narrow ? narrow : wide
  const type =
    digits === narrow ? ({ type: 'INT64' } as const) : ({ type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16 } as const)
  const logical = { type: 'DECIMAL', precision: digits, scale } as const
  return {
    element: { ...type, converted_type: 'DECIMAL', precision: digits, scale, logical_type: logical },
    value: (value, column) => unscaled(plain(value), scale, digits, column),
  }
}

function unscaled(text: string, scale: number, digits: number, column: Column): bigint {
  const [whole, fraction = ''] = text.split('.')
  const kept = fraction.replace(/0+$/, '')
  if (!/^-?\d+$/.test(whole!) || kept.length > scale) throw unfit(text, column)
  const value = BigInt(whole! + kept.padEnd(scale, '0'))
  if (String(value).replace('-', '').length > digits) throw unfit(text, column)
  return value
}

function dayOf(value: Shown, column: Column): Date {
  const day = new Date(plain(value))
  if (Number.isNaN(day.getTime())) throw unfit(plain(value), column)
  return day
}

function microsOf(value: Shown, column: Column): bigint {
  const ms = Number(value)
  if (!Number.isFinite(ms)) throw unfit(plain(value), column)
  const whole = Math.floor(ms)
  return BigInt(whole) * 1000n + BigInt(Math.round((ms - whole) * 1000))
}

const unfit = (text: string, { name }: Column): ZohoSqlError =>
  new ZohoSqlError('RESULT_LIMIT', `${text} in column "${name}" has no place in the column’s Parquet type.`, {
    hint: `Write it as text: ${name}::text.`,
  })

export const writeParquet: RowWriter = async ({ path, columns, batches, remark }) => {
  const names = uniqueNames(columns.map(({ name }) => name || 'column'))
  const storing = columns.map(storingOf)
  for (const { name, sqlType } of columns.filter(
    (column, i) => column.sqlType.name === 'numeric' && storing[i] === textColumn,
  )) {
    remark(
      `"${name}" is text, because its scale is not known (${sqlType.name}): ${name}::numeric(18,2) makes it a decimal`,
    )
  }
  const schema: SchemaElement[] = [
    { name: 'answer', num_children: columns.length },
    ...storing.map(({ element }, i) => ({ name: names[i]!, repetition_type: 'OPTIONAL' as const, ...element })),
  ]
  const writer = new ParquetWriter({ writer: fileWriter(path), schema, createdBy: `zohosql version ${version}` })
  const group = new Group(columns, storing)
  const flush = async (): Promise<void> => {
    const columnData = names.map((name, i) => ({ name, data: group.data[i]! }))
    await writer.write({ columnData, rowGroupSize: groupRows })
    group.clear()
  }
  for await (const rows of batches) {
    for (const row of rows) group.add(row)
    if (group.full) await flush()
  }
  if (group.rows > 0) await flush()
  await writer.finish()
}

/** Rows as columns, until there are enough of them. */
class Group {
  rows = 0
  data: unknown[][]
  #characters = 0
  readonly #columns: readonly Column[]
  readonly #storing: readonly Storing[]

  constructor(columns: readonly Column[], storing: readonly Storing[]) {
    this.#columns = columns
    this.#storing = storing
    this.data = columns.map(() => [])
  }

  add(row: Row): void {
    this.rows += 1
    for (let i = 0; i < row.length; i++) {
      const value = row[i]!
      this.data[i]!.push(value === null ? null : this.#storing[i]!.value(value, this.#columns[i]!))
      if (typeof value === 'string') this.#characters += value.length
    }
  }

  get full(): boolean {
    const { rows } = this
    return rows >= groupRows || rows * this.data.length >= groupCells || this.#characters >= groupCharacters
  }

  clear(): void {
    this.rows = 0
    this.#characters = 0
    this.data = this.#columns.map(() => [])
  }
}
