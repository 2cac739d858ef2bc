import { ZohoSqlError } from '../../base/errors.ts'
import { tableName } from '../../exec/write/reading.ts'
import type { Table } from '../../source/index.ts'
import type {
  Filter,
  LoadAction,
  LoadOptions,
  LoadSource,
  ReadOptions,
  RecordData,
  RecordOptions,
  Result,
  RowObject,
  WrittenRecord,
} from '../face/index.ts'
import { face } from '../facing.ts'
import type { RecordsSource, SignalOption } from './source.ts'
import { namedColumn, pathOf, whereOf } from './where.ts'

/** The records of one table, each method a statement. `../face/records.ts` says what each does. */
export class TableRecords {
  readonly #source: RecordsSource

  constructor(source: RecordsSource) {
    this.#source = source
  }

  async count(filter?: Filter, { signal }: SignalOption = {}): Promise<number> {
    const table = await this.#source.table(signal)
    const { text, values } = whereOf(filter, table)
    const sql = `SELECT count(*) AS count FROM ${tableName(table)}${text}`
    const [row] = await this.#source.read<{ count: number }>(sql, values, { ...(signal && { signal }) })
    return Number(row!.count)
  }

  async read<Row = RowObject>(options: ReadOptions = {}): Promise<Result<Row>> {
    const { filter, fields, orderBy = 'id', limit, onProgress, pageSize = 200, signal } = options
    for (const [name, value] of Object.entries({ limit, pageSize })) refuseFraction(name, value)
    const table = await this.#source.table(signal)
    const { text, values } = whereOf(filter, table)
    const rows = limit === undefined ? '' : ` LIMIT ${limit}`
    const sql = `SELECT ${itemsOf(fields, table)} FROM ${tableName(table)}${text} ORDER BY ${orderOf(orderBy, table)}${rows}`
    const pages = new Pages(onProgress, pageSize)
    const found = await this.#source.read<Row>(sql, values, { ...(signal && { signal }) }, pages.came)
    pages.ended(found.length)
    return found
  }

  async retrieve<Row = RowObject>(id: string | bigint, { signal }: SignalOption = {}): Promise<Row | undefined> {
    const table = await this.#source.table(signal)
    const sql = `SELECT * FROM ${tableName(table)} WHERE ${pathOf(table.primaryKey[0]!)} = $1`
    return (await this.#source.read<Row>(sql, [id], { ...(signal && { signal }) }))[0]
  }

  async create(data: RecordData | readonly RecordData[], options: RecordOptions = {}) {
    return this.#write(data, { ...options, action: 'insert' })
  }

  async update(data: RecordData | readonly RecordData[], id?: string | bigint, options: RecordOptions = {}) {
    if (id === undefined || id === null) return this.#write(data, { ...options, action: 'update' })
    if (isList(data)) throw wrong('Several records have their ids among their data.')
    return this.#write({ ...data, id: String(id) }, { ...options, action: 'update' })
  }

  async delete(id: string | bigint | readonly (string | bigint)[], options: RecordOptions = {}) {
    const data = isList(id) ? id.map((one) => ({ id: String(one) })) : { id: String(id) }
    return this.#write(data, { ...options, action: 'delete' })
  }

  async integrate(
    data: RecordData | readonly RecordData[],
    key: string | readonly string[],
    options: RecordOptions = {},
  ) {
    return this.#write(data, { ...options, action: 'upsert', key })
  }

  async load<Row extends object = RowObject>(rows: LoadSource<Row>, options: LoadOptions<Row> = {}) {
    return this.#source.load(rows, options)
  }

  async #write(data: RecordData | readonly RecordData[], options: LoadOptions<RecordData> & { action: LoadAction }) {
    const list = isList(data) ? data : [data]
    const { rows } = await this.#source.load<RecordData>(list, options)
    return (isList(data) ? rows : rows[0]!) as WrittenRecord & WrittenRecord[]
  }
}

face(TableRecords, 'count', 'read', 'retrieve', 'create', 'update', 'delete', 'integrate', 'load')

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value)

const wrong = (message: string): ZohoSqlError => new ZohoSqlError('INVALID_ARGUMENT', message)

function refuseFraction(name: string, value: number | undefined): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= (name === 'limit' ? 0 : 1))) return
  throw wrong(`${name} is ${value} and must be a whole number.`)
}

const listOf = (given: string | readonly string[]): readonly string[] =>
  typeof given === 'string' ? given.split(',').map((one) => one.trim()) : given

/** A column, or a path that keeps its name. */
function itemsOf(fields: ReadOptions['fields'], table: Table): string {
  if (fields === undefined || fields.length === 0) return '*'
  const items = listOf(fields).map((field) => {
    const column = namedColumn(field, table)
    return column ? pathOf(column.name) : `${pathOf(field)} AS "${field.replaceAll('"', '""')}"`
  })
  return items.join(', ')
}

function orderOf(orderBy: string | readonly string[], table: Table): string {
  const keys = listOf(orderBy).map((key) => {
    const [, minus, field = '', word] = /^(-?)\s*(\S+?)(?:\s+(asc|desc))?$/i.exec(key.trim()) ?? []
    if (field === '') throw wrong(`orderBy is "${key}" and must be a column, -column or "column desc".`)
    const column = namedColumn(field, table)
    const isDescending = minus === '-' || word?.toLowerCase() === 'desc'
    return `${pathOf(column?.name ?? field)}${isDescending ? ' DESC' : ''}`
  })
  return keys.join(', ')
}

/** Says each page, and the rest at the end. */
class Pages {
  readonly #say: ReadOptions['onProgress']
  readonly #size: number
  #last = 0

  constructor(say: ReadOptions['onProgress'], size: number) {
    this.#say = say
    this.#size = size
  }

  readonly came = (done: number): void => {
    if (done - this.#last >= this.#size) this.ended(done)
  }

  ended(done: number): void {
    if (done === this.#last) return
    this.#last = done
    this.#say?.({ done })
  }
}
