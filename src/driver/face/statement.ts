import type { Callback, CursorOptions, Parameters, QueryOptions } from './options.ts'
import type { Cursor, JsValue, Result, RowObject } from './result.ts'

/**
 * A prepared statement, as npm `odbc` has it: `prepare`, `bind`, `execute`, `close`.
 *
 * @example
 * const statement = await db.createStatement()
 * await statement.prepare('SELECT Last_Name FROM Leads WHERE id = ?')
 * await statement.bind(['5725767000000000004'])
 * const rows = await statement.execute()
 * await statement.close()
 */
export interface Statement extends AsyncDisposable {
  /**
   * Takes the text; what is wrong with its syntax is said now, what is wrong with its names when it is executed.
   *
   * @example
   * await statement.prepare('SELECT Last_Name FROM Leads WHERE id = ?')
   * @throws {ZohoSqlError} 42601 · 0A000 · 08003
   */
  prepare(sql: string): Promise<void>
  prepare(sql: string, callback: Callback<void>): undefined
  /**
   * Values for the next executions, by place or by name.
   *
   * @example
   * await statement.bind(['5725767000000000004'])
   */
  bind(parameters: Parameters): Promise<void>
  bind(parameters: Parameters, callback: Callback<void>): undefined
  /**
   * Runs it with the values that were bound last.
   *
   * @example
   * const rows = await statement.execute<{ Last_Name: string }>()
   */
  execute<Row = RowObject>(options: CursorOptions): Promise<Cursor<Row>>
  execute<Row = JsValue[]>(options: QueryOptions & { readonly rowMode: 'array' }): Promise<Result<Row>>
  execute<Row = RowObject>(options?: QueryOptions): Promise<Result<Row>>
  execute<Row = RowObject>(callback: Callback<Result<Row>>): undefined
  execute<Row = RowObject>(options: CursorOptions, callback: Callback<Cursor<Row>>): undefined
  execute<Row = RowObject>(options: QueryOptions, callback: Callback<Result<Row>>): undefined
  /**
   * Ends what runs of it (57014, for npm `odbc` HY008); the statement stays.
   *
   * @example
   * setTimeout(() => statement.cancel(), 10_000)
   */
  cancel(): Promise<void>
  cancel(callback: Callback<void>): undefined
  /**
   * Ends it, and its cursors.
   *
   * @example
   * await statement.close()
   */
  close(): Promise<void>
  close(callback: Callback<void>): undefined
}
