import { ZohoSqlError } from '../base/errors.ts'
import type { ResultRows, Stats } from './result.ts'
import { type ColumnDescription, type JsValue, toObject } from './values.ts'

/** Rows one by one. The statement begins with the first row that is asked for. */
export class RowStream<Row = Record<string, JsValue>> implements AsyncIterable<Row> {
  readonly #open: () => Promise<ResultRows>
  #opened: Promise<ResultRows> | undefined
  #read = false

  constructor(open: () => Promise<ResultRows>) {
    this.#open = open
  }

  /** The columns; asking for them begins the statement. */
  get columns(): Promise<readonly ColumnDescription[]> {
    return this.#rows().then((rows) => rows.columns)
  }

  /** What the statement has cost so far. */
  get stats(): Promise<Stats> {
    return this.#rows().then((rows) => rows.stats())
  }

  /** @throws {ZohoSqlError} HY010 the second time: rows that were handed out are not kept */
  async *[Symbol.asyncIterator](): AsyncGenerator<Row> {
    if (this.#read) throw new ZohoSqlError('INVALID_STATE', 'A stream is read once: ask for another one.')
    this.#read = true
    const rows = await this.#rows()
    const make = toObject<Row>(rows.columns.map((column) => column.name))
    for await (const batch of rows) for (const row of batch) yield make(row)
  }

  #rows(): Promise<ResultRows> {
    this.#opened ??= this.#open()
    return this.#opened
  }
}
