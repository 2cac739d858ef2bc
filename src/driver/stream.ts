import type { ResultRows, Stats } from './result.ts'
import { type ColumnDescription, type JsValue, toObject } from './values.ts'

/** Rows one by one. The statement begins with the first row that is asked for. */
export class RowStream<Row = Record<string, JsValue>> implements AsyncIterable<Row> {
  readonly #open: () => Promise<ResultRows>
  #opened: Promise<ResultRows> | undefined

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

  async *[Symbol.asyncIterator](): AsyncGenerator<Row> {
    const rows = await this.#rows()
    const make = toObject<Row>(rows.columns.map((column) => column.name))
    for await (const batch of rows) for (const row of batch) yield make(row)
  }

  #rows(): Promise<ResultRows> {
    this.#opened ??= this.#open()
    return this.#opened
  }
}
