import type { About } from '../about.ts'
import type { Explanation } from './explanation.ts'
import type { Loading } from './load.ts'
import type { Callback, CursorOptions, Parameters, QueryOptions, RequestOptions, Sql } from './options.ts'
import type { Records } from './records.ts'
import type { ColumnDescription, Cursor, JsValue, Result, RowObject, RowStream } from './result.ts'
import type { Statement } from './statement.ts'
import type { UndoneRow } from './undo.ts'

/** A row of `tables`, `columns` and kin: names and values as ODBC has them. */
export type CatalogRow = RowObject

export type NameFilter = string | null
export type ArrayOptions = QueryOptions & { readonly rowMode: 'array' }

/** Whatever runs statements: connections and pools. */
export interface Querying {
  /**
   * Runs one statement and gives all its rows; with `cursor: true`, a cursor over them. The last argument may be npm
   * `odbc`'s callback.
   *
   * @example
   * const rows = await db.query('SELECT Last_Name FROM Leads WHERE Lead_Source = ?', ['Web'])
   * const named = await db.query('SELECT Last_Name FROM Leads WHERE Lead_Source = :source', { source: 'Web' })
   * const both = await db.query({ text: 'SELECT Last_Name FROM Leads WHERE id = $1', values: ['5725767000000000004'] })
   * @typeParam Row the shape of a row
   * @throws {ZohoSqlError} what is wrong with the statement, or what Zoho refused
   */
  query<Row = RowObject>(sql: Sql, options: CursorOptions): Promise<Cursor<Row>>
  query<Row = RowObject>(
    sql: Sql,
    parameters: Parameters | null | undefined,
    options: CursorOptions,
  ): Promise<Cursor<Row>>
  query<Row = JsValue[]>(sql: Sql, options: ArrayOptions): Promise<Result<Row>>
  query<Row = JsValue[]>(
    sql: Sql,
    parameters: Parameters | null | undefined,
    options: ArrayOptions,
  ): Promise<Result<Row>>
  query<Row = RowObject>(sql: Sql, callback: Callback<Result<Row>>): undefined
  query<Row = RowObject>(sql: Sql, options: CursorOptions, callback: Callback<Cursor<Row>>): undefined
  query<Row = RowObject>(sql: Sql, parameters: Parameters | null, callback: Callback<Result<Row>>): undefined
  query<Row = RowObject>(
    sql: Sql,
    parameters: Parameters | null | undefined,
    options: CursorOptions,
    callback: Callback<Cursor<Row>>,
  ): undefined
  query<Row = RowObject>(
    sql: Sql,
    parameters: Parameters | null | undefined,
    options: QueryOptions,
    callback: Callback<Result<Row>>,
  ): undefined
  query<Row = RowObject>(
    sql: Sql,
    parameters?: Parameters | QueryOptions | null,
    options?: QueryOptions,
  ): Promise<Result<Row>>
}

/**
 * A connection to one Zoho account: what npm `odbc` has, and streams, plans and cancelling.
 *
 * Statements of one connection may run side by side.
 */
export interface Connection extends Querying, Loading, AsyncDisposable {
  /** False after `close`. */
  readonly connected: boolean
  /** False between `beginTransaction` and `commit` or `rollback`. */
  readonly autocommit: boolean
  /**
   * The same as a tagged template: what stands in `${…}` travels as a parameter, never as text.
   *
   * @example
   * const rows = await db.sql`SELECT Last_Name FROM Leads WHERE Lead_Source = ${source}`
   */
  sql<Row = RowObject>(texts: TemplateStringsArray, ...values: readonly unknown[]): Promise<Result<Row>>
  /**
   * The rows one by one, as they arrive. Leaving the loop ends the statement.
   *
   * @example
   * for await (const lead of db.stream('SELECT * FROM Leads')) console.log(lead)
   */
  stream<Row = JsValue[]>(sql: Sql, parameters: Parameters | null | undefined, options: ArrayOptions): RowStream<Row>
  stream<Row = RowObject>(
    sql: Sql,
    parameters?: Parameters | QueryOptions | null,
    options?: QueryOptions,
  ): RowStream<Row>
  /**
   * Takes back what a journal tells of (property `journal`): old values where nobody changed them since, no more of what
   * was inserted, and what was deleted anew.
   *
   * @example
   * for (const { table, id, result } of await db.undo('journal.ndjson', { dryRun: true })) console.log(table, id, result)
   * @throws {ZohoSqlError} 58030 it cannot be read
   */
  undo(journal: string, options?: Pick<QueryOptions, 'signal' | 'dryRun'>): Promise<readonly UndoneRow[]>
  /**
   * The records of one table, read and written by methods instead of statements. Nothing is asked before one is called.
   *
   * @example
   * const { id } = await db.records('Leads').create({ Last_Name: 'Noether' })
   */
  records(table: string): Records
  /**
   * The plan of a statement: what travels, what stays here and why, and its price. Nothing is read but metadata, unless
   * `analyze` runs it.
   *
   * @example
   * console.log(String(await db.explain('SELECT count(*) FROM Deals')))
   */
  explain(
    sql: string,
    parameters?: Parameters,
    options?: QueryOptions & { readonly analyze?: boolean },
  ): Promise<Explanation>
  /**
   * The names and types of a statement's columns, and its errors, without running it.
   *
   * @example
   * for (const { name, dataTypeName } of await db.describe('SELECT * FROM Leads')) console.log(name, dataTypeName)
   */
  describe(sql: string, parameters?: Parameters, options?: QueryOptions): Promise<readonly ColumnDescription[]>
  /**
   * Whose account it is, what its token may do, and what is left of the day's credits: asked of Zoho each time.
   *
   * @example
   * console.log((await db.about()).organisation?.name)
   * @throws {ZohoSqlError} where nothing can be asked at all; what is refused by itself is said in the answer
   */
  about(options?: Pick<QueryOptions, 'signal'>): Promise<About>
  /**
   * The zone of literals without an offset: the property `timeZone`, else the organisation's.
   *
   * @example
   * console.log(await db.timeZone()) // 'Europe/Berlin'
   */
  timeZone(options?: Pick<QueryOptions, 'signal'>): Promise<string>
  /**
   * Makes what is known of tables and columns be asked for again when it is needed next.
   *
   * @example
   * await db.refresh()
   */
  refresh(): Promise<void>
  /**
   * Whether the account answers: false where it cannot be reached or its token is refused. One call.
   *
   * @example
   * if (!(await db.ping())) console.error('Zoho is not there')
   */
  ping(): Promise<boolean>
  /**
   * A request of one's own to the service's API: token, retries, limits and errors as here. With `readOnly=true` only
   * those that read.
   *
   * @example
   * const { pipeline } = await db.request('GET', '/crm/v8/settings/pipeline', { query: { layout_id: '1' } })
   * @param path from the host's root; never another host
   * @returns the answer's JSON; undefined where there is none (204)
   * @throws {ZohoSqlError} HV000, 42501 … with Zoho's own words · 25006 readOnly · 22023 the path is none
   */
  request<Answer = unknown>(method: string, path: string, options?: RequestOptions): Promise<Answer>
  /**
   * Headers for requests that others make: a token that is valid now. It shows in no log and no JSON.
   *
   * @example
   * const answer = await fetch('https://www.zohoapis.com/crm/v8/org', { headers: await db.headers() })
   */
  headers(): Promise<Record<string, string>>
  /**
   * A statement to be prepared once and run with several parameters.
   *
   * @example
   * const statement = await db.createStatement()
   */
  createStatement(): Promise<Statement>
  createStatement(callback: Callback<Statement>): undefined
  /**
   * Tables, as ODBC's SQLTables: names may hold `%` and `_`.
   *
   * @example
   * for (const { TABLE_NAME } of await db.tables(null, 'crm', 'L%', 'TABLE')) console.log(TABLE_NAME)
   */
  tables(catalog?: NameFilter, schema?: NameFilter, table?: NameFilter, type?: NameFilter): Promise<Result<CatalogRow>>
  tables(
    catalog: NameFilter,
    schema: NameFilter,
    table: NameFilter,
    type: NameFilter,
    callback: Callback<Result<CatalogRow>>,
  ): undefined
  /**
   * Columns, as ODBC's SQLColumns.
   *
   * @example
   * for (const { COLUMN_NAME } of await db.columns(null, 'crm', 'Deals')) console.log(COLUMN_NAME)
   */
  columns(
    catalog?: NameFilter,
    schema?: NameFilter,
    table?: NameFilter,
    column?: NameFilter,
  ): Promise<Result<CatalogRow>>
  columns(
    catalog: NameFilter,
    schema: NameFilter,
    table: NameFilter,
    column: NameFilter,
    callback: Callback<Result<CatalogRow>>,
  ): undefined
  /**
   * Primary keys, as ODBC's SQLPrimaryKeys.
   *
   * @example
   * const [key] = await db.primaryKeys(null, 'crm', 'Deals')
   */
  primaryKeys(catalog?: NameFilter, schema?: NameFilter, table?: NameFilter): Promise<Result<CatalogRow>>
  primaryKeys(
    catalog: NameFilter,
    schema: NameFilter,
    table: NameFilter,
    callback: Callback<Result<CatalogRow>>,
  ): undefined
  /**
   * Foreign keys that refer to the first table, or that the second has, as ODBC's SQLForeignKeys.
   *
   * @example
   * for (const key of await db.foreignKeys(null, null, null, null, 'crm', 'Deals')) console.log(key.FKCOLUMN_NAME)
   */
  foreignKeys(
    pkCatalog?: NameFilter,
    pkSchema?: NameFilter,
    pkTable?: NameFilter,
    fkCatalog?: NameFilter,
    fkSchema?: NameFilter,
    fkTable?: NameFilter,
  ): Promise<Result<CatalogRow>>
  foreignKeys(
    pkCatalog: NameFilter,
    pkSchema: NameFilter,
    pkTable: NameFilter,
    fkCatalog: NameFilter,
    fkSchema: NameFilter,
    fkTable: NameFilter,
    callback: Callback<Result<CatalogRow>>,
  ): undefined
  /**
   * The types of columns, as ODBC's SQLGetTypeInfo.
   *
   * @example
   * console.log((await db.typeInfo()).map(({ TYPE_NAME }) => TYPE_NAME))
   */
  typeInfo(): Promise<Result<CatalogRow>>
  /**
   * Calls a procedure by its name: `CALL schema.name(…)`.
   *
   * @example
   * await db.callProcedure(null, 'crm', 'convert_lead', ['5725767000000000004'])
   * @throws {ZohoSqlError} 0A000 there are none in this version · 42883 no such procedure
   */
  callProcedure<Row = RowObject>(
    catalog: NameFilter,
    schema: NameFilter,
    name: string,
    parameters?: readonly unknown[],
  ): Promise<Result<Row>>
  callProcedure<Row = RowObject>(
    catalog: NameFilter,
    schema: NameFilter,
    name: string,
    callback: Callback<Result<Row>>,
  ): undefined
  callProcedure<Row = RowObject>(
    catalog: NameFilter,
    schema: NameFilter,
    name: string,
    parameters: readonly unknown[],
    callback: Callback<Result<Row>>,
  ): undefined
  /**
   * Begins a transaction, for programs that want one; `query('BEGIN')` does the same. Zoho has none: nothing is isolated
   * and nothing can be taken back. So writes are refused within (25001), unless the property `transactions` is
   * `immediate`: then they are done at once.
   *
   * @example
   * await db.beginTransaction()
   * @throws {ZohoSqlError} HY010 on a pool, whose statements share a connection
   */
  beginTransaction(): Promise<void>
  beginTransaction(callback: Callback<void>): undefined
  /**
   * Ends the transaction; none is open: nothing happens.
   *
   * @example
   * await db.commit()
   */
  commit(): Promise<void>
  commit(callback: Callback<void>): undefined
  /**
   * Ends the transaction; none is open: nothing happens.
   *
   * @example
   * await db.rollback()
   * @throws {ZohoSqlError} 0A000 where something was written within: it says what stands, and the transaction is over
   */
  rollback(): Promise<void>
  rollback(callback: Callback<void>): undefined
  /**
   * Takes `SQL_TXN_READ_UNCOMMITTED` and `SQL_TXN_READ_COMMITTED`, which is what Zoho gives.
   *
   * @example
   * await db.setIsolationLevel(SQL_TXN_READ_COMMITTED)
   * @throws {ZohoSqlError} 0A000 a higher one · 22023 none at all
   */
  setIsolationLevel(level: number): Promise<void>
  setIsolationLevel(level: number, callback: Callback<void>): undefined
  /**
   * Ends all statements under way (57014, for npm `odbc` HY008); the connection stays.
   *
   * @example
   * setTimeout(() => db.cancel(), 10_000)
   */
  cancel(): Promise<void>
  cancel(callback: Callback<void>): undefined
  /**
   * Ends all statements under way. Closing twice does no harm.
   *
   * @example
   * await db.close()
   */
  close(): Promise<void>
  close(callback: Callback<void>): undefined
}
