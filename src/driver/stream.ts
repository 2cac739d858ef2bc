import { ZohoSqlError } from '../base/errors.ts'
import type { ColumnDescription, QueryOptions, RowObject, Stats } from './face/index.ts'
import { type CallSite, withCaller } from './facing.ts'
import type { ResultRows } from './result.ts'
import { shapeOf } from './values.ts'

/** Rows one by one. The statement begins with the first row that is asked for. */
export class RowStream<Row = RowObject> implements AsyncIterable<Row> {
  readonly #open: () => Promise<ResultRows>
  #opened: Promise<ResultRows> | undefined
  readonly #rowMode: QueryOptions['rowMode']
  readonly #caller: CallSite
  #read = false

  /** @param caller is told in errors */
  constructor(open: () => Promise<ResultRows>, rowMode: QueryOptions['rowMode'], caller: CallSite) {
    this.#open = open
    this.#rowMode = rowMode
    this.#caller = caller
  }

  /** The columns; asking for them begins the statement. */
  get columns(): Promise<readonly ColumnDescription[]> {
    return this.#rows().then((rows) => shapeOf(rows.columns, this.#rowMode).columns)
  }

  /** What the statement has cost so far. */
  get stats(): Promise<Stats> {
    return this.#rows().then((rows) => rows.stats())
  }

  /** @throws {ZohoSqlError} HY010 the second time: rows that were handed out are not kept */
  async *[Symbol.asyncIterator](): AsyncGenerator<Row> {
    if (this.#read) throw new ZohoSqlError('INVALID_STATE', 'A stream is read once: ask for another one.')
    this.#read = true
    try {
      const rows = await this.#rows()
      const { make, notice } = shapeOf<Row>(rows.columns, this.#rowMode)
      if (notice !== undefined) rows.note(notice)
      for await (const batch of rows) for (const row of batch) yield make(row)
    } catch (error) {
      throw withCaller(error, this.#caller)
    }
  }

  #rows(): Promise<ResultRows> {
    this.#opened ??= this.#open()
    return this.#opened
  }
}
