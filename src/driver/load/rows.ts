/** Rows of a program as rows of a table: transformed, their picklist values mapped, their columns found by name. */
import { bare } from '../../base/by-name.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import { matching, nearest } from '../../base/names.ts'
import type { LoadRow } from '../../exec/write/load.ts'
import type { Column, Table } from '../../source/index.ts'
import type { LoadOptions, LoadSource } from '../face/index.ts'

/** Some rows of the source, as they came, with the place of the first. */
export interface Chunk<Row> {
  readonly first: number
  readonly rows: readonly Row[]
}

/** The source, so many rows at a time: the next ones are asked for when those before are done with. */
export async function* chunksOf<Row>(source: LoadSource<Row>, size: number, signal: AbortSignal) {
  let rows: Row[] = []
  let first = 0
  for await (const row of source as AsyncIterable<Row>) {
    if (signal.aborted) break
    rows.push(row)
    if (rows.length < size) continue
    yield { first, rows }
    first += rows.length
    rows = []
  }
  if (rows.length > 0) yield { first, rows }
}

/** The columns of a table as rows name them. */
export class LoadColumns {
  readonly #table: Table
  readonly #known = new Map<string, Column | undefined>()

  constructor(table: Table) {
    this.#table = table
  }

  /** undefined: there is none. @throws {ZohoSqlError} 42702 */
  find(name: string): Column | undefined {
    if (this.#known.has(name)) return this.#known.get(name)
    const found = matching(this.#table.columns, (column) => column.name, name)
    if (found.length > 1) throw new ZohoSqlError('AMBIGUOUS_COLUMN', `column reference "${name}" is ambiguous`)
    this.#known.set(name, found[0])
    return found[0]
  }

  /** @throws {ZohoSqlError} 42703, 42702 */
  column(name: string): Column {
    const found = this.find(name)
    if (found) return found
    const near = nearest(
      name,
      this.#table.columns.filter(({ settable }) => settable).map((column) => column.name),
    )
    throw new ZohoSqlError('UNDEFINED_COLUMN', `column "${name}" of relation "${this.#table.name}" does not exist`, {
      ...(near.length > 0 && { hint: `Perhaps you meant ${near.map((one) => `"${one}"`).join(', ')}.` }),
    })
  }
}

/** What is sent of rows: by the columns' own names. @param only the one column that is needed */
export async function loadRows<Row extends object>(
  { first, rows }: Chunk<Row>,
  columns: LoadColumns,
  { transform, picklists = {} }: LoadOptions<Row>,
  only?: Column,
): Promise<LoadRow[]> {
  const maps = new Map(Object.entries(picklists).map(([name, values]) => [columns.column(name).name, values]))
  const made: LoadRow[] = []
  for (const [i, row] of rows.entries()) {
    const index = first + i
    const sent = transform ? await transform(row, index) : row
    if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) throw noRow(index, sent)
    made.push({ index, values: valuesOf(sent as Readonly<Record<string, unknown>>, columns, maps, only) })
  }
  return made
}

const noRow = (index: number, given: unknown): ZohoSqlError =>
  new ZohoSqlError(
    'INVALID_ARGUMENT',
    `Row ${index + 1} is ${Array.isArray(given) ? 'a list' : given === null ? 'null' : typeof given} and must be an object of columns.`,
  )

function valuesOf(
  row: Readonly<Record<string, unknown>>,
  columns: LoadColumns,
  maps: ReadonlyMap<string, Readonly<Record<string, string | null>>>,
  only: Column | undefined,
): Record<string, unknown> {
  const values = bare<unknown>()
  for (const [given, cell] of Object.entries(row)) {
    if (cell === undefined || (only && columns.find(given) !== only)) continue
    const [name, value] = unfolded(given, cell, columns)
    const column = columns.column(name)
    if (Object.hasOwn(values, column.name))
      throw new ZohoSqlError('DUPLICATE_COLUMN', `column "${column.name}" specified more than once`)
    values[column.name] = mapped(value, maps.get(column.name))
  }
  return values
}

/** A record as Zoho's API shows a lookup, `{ id, name }`: its id. */
function unfolded(name: string, value: unknown, columns: LoadColumns): readonly [string, unknown] {
  const isRecord = typeof value === 'object' && value !== null && Object.hasOwn(value, 'id')
  const isLookup = isRecord && columns.find(`${name}_id`)?.part === 'id'
  return isLookup ? [`${name}_id`, (value as { readonly id: unknown }).id] : [name, value]
}

function mapped(value: unknown, map: Readonly<Record<string, string | null>> | undefined): unknown {
  if (map === undefined || value === null) return value
  if (Array.isArray(value)) return value.map((one) => mapped(one, map))
  return Object.hasOwn(map, String(value)) ? map[String(value)] : value
}
