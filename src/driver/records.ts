/** The records of one module, in ConnectX's words: each call a statement, or a load of one row. */
import { ZohoSqlError } from '../base/errors.ts'
import { filterSql } from './condition.ts'
import type { Filter, LoadOptions, LoadResult, ReadOptions, Records, RowObject } from './face/index.ts'
import type { Ask, Loading } from './load.ts'

type Given = Readonly<Record<string, unknown>>
type Writing = Pick<LoadOptions, 'triggers' | 'dryRun' | 'signal'>

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

export class ModuleRecords implements Records {
  readonly #ask: Ask
  readonly #load: Loading
  readonly #table: string
  readonly #name: string

  /** @param name as SQL knows the module: `Leads`, `desk.tickets` */
  constructor(ask: Ask, load: Loading, name: string) {
    this.#ask = ask
    this.#load = load
    this.#name = name
    this.#table = name.split('.').map(quoted).join('.')
  }

  async count(filter: Filter = []): Promise<number> {
    const { text, values } = filterSql(filter)
    const [row] = await this.#ask<{ n: number }>(`SELECT count(*) AS n FROM ${this.#table} WHERE ${text}`, values)
    return Number(row!.n)
  }

  async read<Row = RowObject>(options: ReadOptions = {}): Promise<Row[]> {
    const { filter = [], fields, orderBy = [], limit, pageSize = 200, onProgress, signal } = options
    const { text, values } = filterSql(filter)
    const columns = fields ? fields.map(quoted).join(', ') : '*'
    const order = [orderBy].flat().map(orderItem)
    const sql = [
      `SELECT ${columns} FROM ${this.#table} WHERE ${text}`,
      ...(order.length > 0 ? [`ORDER BY ${order.join(', ')}`] : []),
      ...(limit === undefined ? [] : [`LIMIT ${rowsOf(limit)}`]),
    ]
    const rows = await this.#ask<Row>(sql.join(' '), values, { signal })
    if (onProgress)
      for (let done = pageSize; done < rows.length + pageSize; done += pageSize) onProgress(Math.min(done, rows.length))
    return [...rows]
  }

  async retrieve<Row = RowObject>(id: string): Promise<Row | undefined> {
    const rows = await this.#ask<Row>(`SELECT * FROM ${this.#table} WHERE id = $1`, [id])
    return rows[0]
  }

  create(data: Given, options: Writing = {}): Promise<{ id: string }> {
    return this.#one(data, { ...options, action: 'insert' })
  }

  update(data: Given, id: string, options: Writing = {}): Promise<{ id: string }> {
    return this.#one({ ...data, id }, { ...options, action: 'update' })
  }

  delete(id: string, options: Writing = {}): Promise<{ id: string }> {
    return this.#one({ id }, { ...options, action: 'delete' })
  }

  integrate(data: Given, key: string | readonly string[], options: Writing = {}): Promise<{ id: string }> {
    return this.#one(data, { ...options, action: 'upsert', key })
  }

  load<Row extends object>(
    rows: Iterable<Row> | AsyncIterable<Row>,
    options: LoadOptions = {},
  ): Promise<LoadResult<Row>> {
    return this.#load(this.#name, rows, options)
  }

  async #one(row: Given, options: LoadOptions): Promise<{ id: string }> {
    const { rows } = await this.#load(this.#name, [row], { ...options, onError: 'stop' })
    return { id: rows[0]!.id! }
  }
}

/** `Amount DESC NULLS LAST` */
function orderItem(text: string): string {
  const found = /^\s*("(?:[^"]|"")+"|[\w.]+)((?:\s+(?:asc|desc|nulls\s+(?:first|last)))*)\s*$/i.exec(text)
  if (!found) throw new ZohoSqlError('INVALID_ARGUMENT', `"${text}" is no column with a direction.`)
  const [, column, direction] = found as unknown as [string, string, string]
  return `${column.startsWith('"') ? column : column.split('.').map(quoted).join('.')}${direction}`
}

function rowsOf(limit: number): number {
  if (Number.isSafeInteger(limit) && limit >= 0) return limit
  throw new ZohoSqlError('INVALID_ARGUMENT', `limit is ${limit} and must be a whole number.`)
}
