import { ZohoSqlError } from '../base/errors.ts'
import type { QueryCall } from './call.ts'
import type { ColumnDescription, JsValue, Result, RowObject } from './face/index.ts'
import { face } from './facing.ts'
import { type ResultRows, withProperties } from './result.ts'
import { shapeOf } from './values.ts'

/** A result read in portions, as npm `odbc`'s cursor: `fetch` until `noData`, then `close`. */
export class Cursor<Row = RowObject> {
  readonly columns: readonly ColumnDescription[]
  readonly #rows: ResultRows
  readonly #batches: AsyncIterator<readonly (readonly JsValue[])[]>
  readonly #make: (values: readonly JsValue[]) => Row
  readonly #fetchSize: number
  readonly #call: QueryCall
  #waiting: readonly (readonly JsValue[])[] = []
  #ended = false
  #closed = false
  #fetching = false

  constructor(rows: ResultRows, call: QueryCall) {
    this.#rows = rows
    this.#batches = rows[Symbol.asyncIterator]()
    this.#fetchSize = fetchSizeOf(call.options.fetchSize)
    this.#call = call
    const { columns, make, notice } = shapeOf<Row>(rows.columns, call.options.rowMode)
    if (notice !== undefined) rows.note(notice)
    this.columns = columns
    this.#make = make
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
      return withProperties(rows, {
        columns: [...this.columns],
        statement: this.#call.sql,
        parameters: this.#call.parameters,
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

face(Cursor, 'fetch', 'close')

function fetchSizeOf(given: number | undefined): number {
  const size = given ?? 1
  if (Number.isSafeInteger(size) && size > 0) return size
  throw new ZohoSqlError('INVALID_ARGUMENT', `fetchSize is ${size} and must be a whole number above 0.`)
}
