import { ZohoSqlError } from '../base/errors.ts'
import type { Parameters } from '../exec/parameters.ts'
import { parse } from '../sql/index.ts'
import { refuseNoText } from './call.ts'
import { Cursor } from './cursor.ts'
import { Ends } from './ends.ts'
import type { CursorOptions, JsValue, QueryOptions, Result, RowObject } from './face/index.ts'
import { face } from './facing.ts'

/** What runs the statement: its connection. */
interface StatementConnection {
  query<Row>(sql: string, parameters: Parameters, options: Partial<CursorOptions>): Promise<Result<Row> | Cursor<Row>>
}

/** A prepared statement, as npm `odbc` has it: `prepare`, `bind`, `execute`, `close`. */
export class Statement {
  readonly #connection: StatementConnection
  #sql: string | undefined
  #parameters: Parameters = []
  readonly #ends = new Ends(0)
  readonly #cursors = new Set<Cursor<unknown>>()

  constructor(connection: StatementConnection) {
    this.#connection = connection
  }

  /**
   * Takes the text; what is wrong with its syntax is said now, what is wrong with its names when it is executed.
   *
   * @throws {ZohoSqlError} 42601 · 0A000 · 08003
   */
  async prepare(sql: string): Promise<void> {
    this.#ends.refuseClosed('statement')
    refuseNoText(sql)
    parse(sql)
    this.#sql = sql
    this.#parameters = []
  }

  /** Values for the next executions, by place or by name. */
  async bind(parameters: Parameters): Promise<void> {
    this.#refuseUnprepared()
    this.#parameters = parameters
  }

  execute<Row = RowObject>(options: CursorOptions): Promise<Cursor<Row>>
  execute<Row = JsValue[]>(options: QueryOptions & { readonly rowMode: 'array' }): Promise<Result<Row>>
  execute<Row = RowObject>(options?: QueryOptions): Promise<Result<Row>>
  async execute<Row>(options: Partial<CursorOptions> = {}): Promise<Result<Row> | Cursor<Row>> {
    const sql = this.#refuseUnprepared()
    const signal = this.#ends.signal(options.signal)
    const result = await this.#connection.query<Row>(sql, this.#parameters, { ...options, signal })
    if (result instanceof Cursor) this.#cursors.add(result)
    return result
  }

  /** Ends what runs of it; the statement stays. */
  async cancel(): Promise<void> {
    this.#ends.cancel()
  }

  /** Ends it, and its cursors. */
  async close(): Promise<void> {
    for (const cursor of this.#cursors) await cursor.close()
    this.#ends.close('statement')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #refuseUnprepared(): string {
    this.#ends.refuseClosed('statement')
    if (this.#sql !== undefined) return this.#sql
    throw new ZohoSqlError('INVALID_STATE', 'The statement has no text yet: call prepare first.')
  }
}

face(Statement, 'prepare', 'bind', 'execute', 'cancel', 'close')
