import { ZohoSqlError } from '../base/errors.ts'
import type { SqlType } from '../base/types.ts'
import { type CatalogRows, OdbcCatalog } from '../catalog/index.ts'
import { type DataCenterName, dataCenterOfApiHost } from '../config/index.ts'
import type { OutputColumn } from '../engine/tree.ts'
import type { Parameters } from '../exec/parameters.ts'
import { type DeclaredTypes, Statement as Prepared } from '../exec/statement.ts'
import type { Explanation } from '../plan/index.ts'
import { type AccountReport, isUsable, newMeter, type Table } from '../source/index.ts'
import { Cursor } from './cursor.ts'
import type { OpenAccount } from './open.ts'
import { collect, explained, type Result, ResultRows, withProperties } from './result.ts'
import { Statement } from './statement.ts'
import { RowStream } from './stream.ts'
import { type ColumnDescription, describeColumn, type JsValue, type ValueForms } from './values.ts'

export interface QueryOptions {
  /** Ends the statement: no further call begins. */
  readonly signal?: AbortSignal
}

/** For programs that hand rows on to others: what one statement may have otherwise than its connection. */
export interface StatementOptions extends QueryOptions {
  readonly forms?: ValueForms
  /** Zone of literals without an offset. */
  readonly timeZone?: string
  readonly maxCredits?: number
  /** Awaited before each call, with the credits that the statement will have spent then; what it throws ends it. */
  readonly approve?: (credits: number) => Promise<void>
  /** Types of the parameters; undefined where the statement tells. */
  readonly parameterTypes?: DeclaredTypes
}

/** What a statement gives and takes, told without running it. */
export interface StatementAnalysis {
  readonly columns: readonly (ColumnDescription & Pick<OutputColumn, 'origin'>)[]
  readonly parameterTypes: readonly SqlType[]
}

/** What is known of an account, and what asking cost. */
export interface About extends AccountReport {
  /** Undefined where the API's host is none of Zoho's: a stand-in, a proxy. */
  readonly dataCenter: DataCenterName | undefined
  /** Base address of the accounts server. */
  readonly accounts: string
  readonly apiVersion: string
  /** False where not even rows can be read. */
  readonly usable: boolean
  readonly calls: number
  readonly credits: number
}

export interface CursorOptions extends QueryOptions {
  /** `true` for a {@link Cursor} instead of all rows. */
  readonly cursor: boolean
  /** Rows of one `fetch`. Default 1. */
  readonly fetchSize?: number
}

/**
 * A connection to one Zoho account: what npm `odbc` has, and streams, plans and cancelling.
 *
 * Statements of one connection may run side by side.
 */
export class Connection {
  readonly #account: OpenAccount
  readonly #odbc: OdbcCatalog
  readonly #closing = new AbortController()
  readonly #release: (() => Promise<void>) | undefined

  /** @param release what `close` does instead of closing the account (pools). */
  constructor(account: OpenAccount, release?: () => Promise<void>) {
    this.#account = account
    this.#odbc = new OdbcCatalog(account.catalog)
    this.#release = release
  }

  /** False after `close`. */
  get connected(): boolean {
    return !this.#closing.signal.aborted
  }

  /**
   * Runs one statement and gives all its rows; with `cursor: true`, a cursor over them.
   *
   * @example
   * const rows = await db.query('SELECT Last_Name FROM Leads WHERE Lead_Source = ?', ['Web'])
   * @typeParam Row the shape of a row
   * @throws {ZohoSqlError} what is wrong with the statement, or what Zoho refused
   */
  query<Row = Record<string, JsValue>>(
    sql: string,
    parameters: Parameters | undefined,
    options: CursorOptions & { readonly cursor: true },
  ): Promise<Cursor<Row>>
  query<Row = Record<string, JsValue>>(
    sql: string,
    parameters?: Parameters,
    options?: QueryOptions,
  ): Promise<Result<Row>>
  async query<Row>(
    sql: string,
    parameters: Parameters = [],
    options: Partial<CursorOptions> = {},
  ): Promise<Result<Row> | Cursor<Row>> {
    const rows = await this.open(sql, parameters, options)
    if (options.cursor) return new Cursor<Row>(rows, fetchSizeOf(options.fetchSize), parameters)
    return collect<Row>(rows, sql, parameters)
  }

  /**
   * The rows one by one, as they arrive. Leaving the loop ends the statement.
   *
   * @example
   * for await (const lead of db.stream('SELECT * FROM Leads')) console.log(lead)
   */
  stream<Row = Record<string, JsValue>>(
    sql: string,
    parameters: Parameters = [],
    options: QueryOptions = {},
  ): RowStream<Row> {
    return new RowStream<Row>(() => this.open(sql, parameters, options))
  }

  /** The rows as flat arrays, some at a time: for programs that print or forward them. */
  async open(sql: string, parameters: Parameters = [], options: StatementOptions = {}): Promise<ResultRows> {
    const ends = this.#signal(options.signal)
    const statement = await Prepared.prepare(sql, parameters, this.#as(options), ends, options.parameterTypes)
    const { forms = this.#account.config } = options
    if (statement.parsed.statement.kind !== 'explain') return new ResultRows(statement, forms, ends)
    const { analyze } = statement.parsed.statement
    return explained(statement, analyze, forms, ends)
  }

  /** Parses and binds a statement without values for its parameters: what it gives, and what it takes. */
  async analyse(sql: string, options: StatementOptions = {}): Promise<StatementAnalysis> {
    const account = this.#as(options)
    const found = await Prepared.analyse(sql, account, this.#signal(options.signal), options.parameterTypes)
    const columns = found.columns.map((column) => ({ ...describeColumn(column), origin: column.origin }))
    return { columns, parameterTypes: found.parameterTypes }
  }

  /** All tables of the account with their columns and keys, as the planner knows them. */
  async schema({ signal }: QueryOptions = {}): Promise<readonly Table[]> {
    return this.#account.catalog.all({ signal: this.#signal(signal), meter: newMeter() })
  }

  /**
   * One table with its columns, keys, lookups and picklist values, found as a statement finds it.
   *
   * @throws {ZohoSqlError} 42P01 with the nearest names
   */
  table(path: readonly string[], { signal }: QueryOptions = {}): Promise<Table> {
    return this.#account.catalog.table(path, { signal: this.#signal(signal), meter: newMeter() })
  }

  /** Rows of a table, where statements before counted them in passing; nothing is asked. */
  expectedRows(table: Table): number | undefined {
    return this.#account.catalog.service(table.schema).expectedRows?.(table)
  }

  /** Seconds that what is known of tables and columns is believed. */
  get metadataTtl(): number {
    return this.#account.config.metadataTtl
  }

  /** The zone of literals without an offset: the property `timeZone`, else the organisation's. */
  timeZone({ signal }: QueryOptions = {}): Promise<string> {
    return this.#account.timeZone({ signal: this.#signal(signal), meter: newMeter() })
  }

  /**
   * Whose account it is, what its token may do, and what is left of the day's credits: asked of Zoho each time.
   *
   * @throws {ZohoSqlError} where nothing can be asked at all; what is refused by itself is said in the answer
   */
  async about({ signal }: QueryOptions = {}): Promise<About> {
    const meter = newMeter()
    const { config } = this.#account
    const report = await this.#account.about({ signal: this.#signal(signal), meter })
    const { apiVersion, endpoints } = config
    return {
      ...report,
      dataCenter: dataCenterOfApiHost(new URL(report.api).hostname),
      accounts: endpoints.accounts,
      apiVersion,
      usable: isUsable(report),
      calls: meter.calls,
      credits: meter.credits,
    }
  }

  /** Makes metadata be asked for again when it is needed next. */
  async refresh(): Promise<void> {
    const { catalog } = this.#account
    catalog.forget(await this.schema())
    for (const service of catalog.services) service.forget?.()
  }

  /**
   * The plan of a statement: what travels, what stays behind and why, and its price. Nothing is read but metadata,
   * unless `analyze` runs it.
   */
  async explain(
    sql: string,
    parameters: Parameters = [],
    { analyze = false, ...options }: StatementOptions & { readonly analyze?: boolean } = {},
  ): Promise<Explanation> {
    const ends = this.#signal(options.signal)
    const statement = await Prepared.prepare(sql, parameters, this.#as(options), ends, options.parameterTypes)
    if (!analyze) return statement.explain()
    const rows = new ResultRows(statement, this.#account.config, ends)
    for await (const _ of rows);
    return statement.explain(rows.spent())
  }

  /** A statement to be prepared once and run with several parameters. */
  async createStatement(): Promise<Statement> {
    this.#refuseClosed()
    return new Statement(this)
  }

  /** Parses and binds a statement: the names and types of its columns and its errors, without running it. */
  async describe(
    sql: string,
    parameters: Parameters = [],
    { signal }: QueryOptions = {},
  ): Promise<readonly ReturnType<typeof describeColumn>[]> {
    const statement = await Prepared.prepare(sql, parameters, this.#account, this.#signal(signal))
    return statement.columns.map(describeColumn)
  }

  /** Tables, as ODBC's SQLTables: names may hold `%` and `_`. */
  tables(
    catalog?: string | null,
    schema?: string | null,
    table?: string | null,
    type?: string | null,
    { signal }: QueryOptions = {},
  ) {
    return this.#catalogue('tables', (context) => this.#odbc.tables(catalog, schema, table, type, context), signal)
  }

  /** Columns, as ODBC's SQLColumns. */
  columns(catalog?: string | null, schema?: string | null, table?: string | null, column?: string | null) {
    return this.#catalogue('columns', (context) => this.#odbc.columns(catalog, schema, table, column, context))
  }

  /** Primary keys, as ODBC's SQLPrimaryKeys. */
  primaryKeys(catalog?: string | null, schema?: string | null, table?: string | null) {
    return this.#catalogue('primaryKeys', (context) => this.#odbc.primaryKeys(catalog, schema, table, context))
  }

  /** Foreign keys that refer to the first table, or that the second has, as ODBC's SQLForeignKeys. */
  foreignKeys(
    pkCatalog?: string | null,
    pkSchema?: string | null,
    pkTable?: string | null,
    fkCatalog?: string | null,
    fkSchema?: string | null,
    fkTable?: string | null,
    { signal }: QueryOptions = {},
  ) {
    const wanted = { pkCatalog, pkSchema, pkTable, fkCatalog, fkSchema, fkTable }
    return this.#catalogue('foreignKeys', (context) => this.#odbc.foreignKeys(wanted, context), signal)
  }

  /** The types of columns, as ODBC's SQLGetTypeInfo. */
  typeInfo() {
    return this.#catalogue('typeInfo', async () => this.#odbc.typeInfo())
  }

  /** Ends all statements under way. Closing twice does no harm. */
  async close(): Promise<void> {
    if (!this.connected) return
    this.#closing.abort(new ZohoSqlError('CONNECTION_CLOSED', 'The connection was closed.'))
    await (this.#release ?? this.#account.close)()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #catalogue(
    statement: string,
    read: (context: { signal: AbortSignal; meter: ReturnType<typeof newMeter> }) => Promise<CatalogRows>,
    given?: AbortSignal,
  ): Promise<Result> {
    const meter = newMeter()
    const began = performance.now()
    const { columns, rows } = await read({ signal: this.#signal(given), meter })
    const { calls, credits, bytes, retries, rowsFetched, notices } = meter
    const elapsedMs = performance.now() - began
    return withProperties([...rows] as Record<string, JsValue>[], {
      columns: columns.map((column) => describeColumn(column)),
      statement,
      parameters: [],
      stats: { calls, credits, bytes, retries, rowsFetched, notices, road: 'local', elapsedMs, complete: true },
    })
  }

  /** Ends with the caller's signal, the connection, or the time a statement may take. */
  #signal(given: AbortSignal | undefined): AbortSignal {
    this.#refuseClosed()
    const { queryTimeout } = this.#account.config
    const signals = [this.#closing.signal, ...(given ? [given] : [])]
    if (queryTimeout > 0) signals.push(AbortSignal.timeout(queryTimeout * 1000))
    return signals.length === 1 ? signals[0]! : AbortSignal.any(signals)
  }

  /** The account with what one statement has otherwise. */
  #as({ timeZone, maxCredits, approve }: StatementOptions): OpenAccount {
    if (timeZone === undefined && maxCredits === undefined && approve === undefined) return this.#account
    const account = this.#account
    return {
      ...account,
      maxCredits: maxCredits ?? account.maxCredits,
      ...(approve && { approve }),
      timeZone: async (context) => timeZone ?? account.timeZone(context),
    }
  }

  #refuseClosed(): void {
    if (!this.connected) throw new ZohoSqlError('CONNECTION_CLOSED', 'The connection is closed.')
  }
}

function fetchSizeOf(given: number | undefined): number {
  const size = given ?? 1
  if (Number.isSafeInteger(size) && size > 0) return size
  throw new ZohoSqlError('INVALID_ARGUMENT', `fetchSize is ${size} and must be a whole number above 0.`)
}
