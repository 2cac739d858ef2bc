import { ZohoSqlError } from '../base/errors.ts'
import { type Result, type ResultRows, withProperties } from './result.ts'
import { type ColumnDescription, type JsValue, toObject } from './values.ts'

/** A result read in portions, as npm `odbc`'s cursor: `fetch` until `noData`, then `close`. */
export class Cursor<Row = Record<string, JsValue>> {
  readonly columns: readonly ColumnDescription[]
  readonly #rows: ResultRows
  readonly #batches: AsyncIterator<readonly (readonly JsValue[])[]>
  readonly #make: (values: readonly JsValue[]) => Row
  readonly #fetchSize: number
  readonly #parameters: Result['parameters']
  #waiting: readonly (readonly JsValue[])[] = []
  #ended = false
  #closed = false
  #fetching = false

  constructor(rows: ResultRows, fetchSize: number, parameters: Result['parameters']) {
    this.#rows = rows
    this.#batches = rows[Symbol.asyncIterator]()
    this.#fetchSize = fetchSize
    this.#parameters = parameters
    this.columns = rows.columns
    this.#make = toObject<Row>(rows.columns.map((column) => column.name))
  }

  /** The last row has been fetched. */
  get noData(): boolean {
    return this.#ended && this.#waiting.length === 0
  }

  /**
   * The next rows, at most `fetchSize`; none when there are no more.
   *
   * @throws {ZohoSqlError} 08003 closed · HY010 while another fetch runs · whatever ended the statement
   */
  async fetch(): Promise<Result<Row>> {
    if (this.#closed) throw new ZohoSqlError('CONNECTION_CLOSED', 'The cursor is closed.')
    if (this.#fetching) throw new ZohoSqlError('INVALID_STATE', 'The cursor is fetching: wait for it.')
    this.#fetching = true
    try {
      const rows = (await this.#take()).map(this.#make)
      const { parsed } = this.#rows.statement
      return withProperties(rows, {
        columns: this.columns,
        statement: parsed.text,
        parameters: this.#parameters,
        stats: this.#rows.stats(),
      })
    } finally {
      this.#fetching = false
    }
  }

  async #take(): Promise<readonly (readonly JsValue[])[]> {
    const taken: (readonly JsValue[])[] = []
    // One row more than is handed out tells whether there is more, so that `noData` is true with the last row.
    while (!this.#ended && this.#waiting.length <= this.#fetchSize) {
      const { done, value } = await this.#batches.next()
      if (done) this.#ended = true
      else this.#waiting = [...this.#waiting, ...value]
    }
    taken.push(...this.#waiting.slice(0, this.#fetchSize))
    this.#waiting = this.#waiting.slice(this.#fetchSize)
    return taken
  }

  /** Ends reading. Closing twice does no harm. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#waiting = []
    this.#ended = true
    await this.#rows.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
