import { ZohoSqlError } from '../base/errors.ts'
import type { Parameters } from '../exec/parameters.ts'
import { parse } from '../sql/index.ts'
import type { Connection, CursorOptions, QueryOptions } from './connection.ts'
import type { Cursor } from './cursor.ts'
import type { Result } from './result.ts'
import type { JsValue } from './values.ts'

/** A prepared statement, as npm `odbc` has it: `prepare`, `bind`, `execute`, `close`. */
export class Statement {
  readonly #connection: Connection
  #sql: string | undefined
  #parameters: Parameters = []
  #closed = false

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /**
   * Takes the text; what is wrong with its syntax is said now, what is wrong with its names when it is executed.
   *
   * @throws {ZohoSqlError} 42601 · 0A000 · 08003
   */
  async prepare(sql: string): Promise<void> {
    this.#refuseClosed()
    parse(sql)
    this.#sql = sql
    this.#parameters = []
  }

  /** Values for the next executions, by place or by name. */
  async bind(parameters: Parameters): Promise<void> {
    this.#refuseUnprepared()
    this.#parameters = parameters
  }

  execute<Row = Record<string, JsValue>>(options: CursorOptions & { readonly cursor: true }): Promise<Cursor<Row>>
  execute<Row = Record<string, JsValue>>(options?: QueryOptions): Promise<Result<Row>>
  async execute<Row>(options: Partial<CursorOptions> = {}): Promise<Result<Row> | Cursor<Row>> {
    const sql = this.#refuseUnprepared()
    return this.#connection.query<Row>(sql, this.#parameters, options)
  }

  async close(): Promise<void> {
    this.#closed = true
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #refuseClosed(): void {
    if (this.#closed) throw new ZohoSqlError('CONNECTION_CLOSED', 'The statement is closed.')
  }

  #refuseUnprepared(): string {
    this.#refuseClosed()
    if (this.#sql !== undefined) return this.#sql
    throw new ZohoSqlError('INVALID_STATE', 'The statement has no text yet: call prepare first.')
  }
}
