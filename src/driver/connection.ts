import type { LiveSession, SessionState } from '../base/session-state.ts'
import type { SqlType } from '../base/types.ts'
import type { OutputColumn } from '../engine/tree.ts'
import type { Parameters } from '../exec/parameters.ts'
import { analyse, prepare } from '../exec/prepare.ts'
import type { DeclaredTypes } from '../exec/statement.ts'
import { type WriteSettings, writeDefaults } from '../exec/write/settings.ts'
import { readJournal, undoJournal } from '../exec/write/undo.ts'
import type { Explanation } from '../plan/index.ts'
import { newMeter, type Table } from '../source/index.ts'
import { type About, aboutOf } from './about.ts'
import { type Call, readCall, refuseNoText, tagged } from './call.ts'
import { CatalogueCalls, type Name } from './catalogue.ts'
import { Cursor } from './cursor.ts'
import { Ends } from './ends.ts'
import type {
  ColumnDescription,
  CursorOptions,
  JsValue,
  LoadOptions,
  LoadOutcome,
  LoadResult,
  QueryOptions,
  Records,
  RequestOptions,
  Result,
  RowObject,
  Sql,
  UndoneRow,
} from './face/index.ts'
import { callerOf, face } from './facing.ts'
import { type Ask, Loader } from './load.ts'
import { callText, checkIsolation } from './odbc.ts'
import type { OpenAccount } from './open.ts'
import { ModuleRecords } from './records.ts'
import { collect, explained, ResultRows } from './result.ts'
import { Statement } from './statement.ts'
import { RowStream } from './stream.ts'
import { describeColumn, type ValueForms } from './values.ts'
import { ask, hidden } from './zoho.ts'

/** For programs that hand rows on to others: what one statement may have otherwise than its connection. */
export interface StatementOptions extends Pick<QueryOptions, 'signal' | 'timeout' | 'dryRun'> {
  readonly forms?: ValueForms
  /** Zone of literals without an offset. */
  readonly timeZone?: string
  readonly maxCredits?: number
  /** Told of the tables that a statement reads and writes before it runs; what it throws ends it. */
  readonly admit?: (tables: readonly Table[]) => void
  /** What of the connection's properties on writing is otherwise. */
  readonly writing?: Partial<WriteSettings>
  /** Awaited before each call, with the credits that the statement will have spent then; what it throws ends it. */
  readonly approve?: (credits: number) => Promise<void>
  /** Types of the parameters; undefined where the statement tells. */
  readonly parameterTypes?: DeclaredTypes
  /** Whose statement it is: `current_user`, settings, and what `set_config` changes, which is for the caller to keep. */
  readonly session?: SessionState
  /** What catalogue tables tell of sessions; with it, pg_catalog can be asked. */
  readonly live?: LiveSession
}

/** What a statement gives and takes, told without running it. */
export interface StatementAnalysis {
  readonly columns: readonly (ColumnDescription & Pick<OutputColumn, 'origin'>)[]
  readonly parameterTypes: readonly SqlType[]
}

/** What a connection has beside its account. */
export interface ConnectionExtras {
  /** What `close` does instead of closing the account (pools). */
  readonly release?: () => Promise<void>
  /** Of statements that do not say. */
  readonly rowMode?: QueryOptions['rowMode']
}

type ForCursor = CursorOptions
type Arrays = QueryOptions & { readonly rowMode: 'array' }
type Signal = Pick<QueryOptions, 'signal'>

/**
 * A connection to one Zoho account: what its public interface promises (`face/connection.ts` says what each method does),
 * and what programs need that hand rows on to others.
 */
export class Connection {
  readonly #account: OpenAccount
  readonly #ends: Ends
  readonly #catalogue: CatalogueCalls
  readonly #extras: ConnectionExtras
  readonly #loader: Loader
  #transaction = false

  constructor(account: OpenAccount, extras: ConnectionExtras = {}) {
    this.#account = account
    this.#ends = new Ends(account.config.queryTimeout)
    this.#catalogue = new CatalogueCalls(account, this.#ends)
    this.#extras = extras
    this.#loader = new Loader(account, this.#ask, (signal) => this.#signal({ signal }))
  }

  get connected(): boolean {
    return !this.#ends.closed
  }

  get autocommit(): boolean {
    return !this.#transaction
  }

  query<Row = RowObject>(sql: Sql, options: ForCursor): Promise<Cursor<Row>>
  query<Row = RowObject>(sql: Sql, parameters: Parameters | null | undefined, options: ForCursor): Promise<Cursor<Row>>
  query<Row = JsValue[]>(sql: Sql, options: Arrays): Promise<Result<Row>>
  query<Row = JsValue[]>(sql: Sql, parameters: Parameters | null | undefined, options: Arrays): Promise<Result<Row>>
  query<Row = RowObject>(
    sql: Sql,
    parameters?: Parameters | QueryOptions | null,
    options?: QueryOptions,
  ): Promise<Result<Row>>
  async query<Row>(
    sql: Sql,
    parameters?: unknown,
    options?: Partial<CursorOptions>,
  ): Promise<Result<Row> | Cursor<Row>> {
    const call = this.#call(sql, parameters, options)
    const rows = await this.open(call.sql, call.parameters, call.options)
    return call.options.cursor ? new Cursor<Row>(rows, call) : collect<Row>(rows, call)
  }

  sql<Row = RowObject>(texts: TemplateStringsArray, ...values: readonly unknown[]): Promise<Result<Row>> {
    return this.query<Row>(tagged(texts, values))
  }

  stream<Row = RowObject>(
    sql: Sql,
    parameters?: Parameters | QueryOptions | null,
    options?: QueryOptions,
  ): RowStream<Row> {
    const call = this.#call(sql, parameters, options)
    const open = () => this.open(call.sql, call.parameters, call.options)
    return new RowStream<Row>(open, call.options.rowMode, callerOf(this.stream))
  }

  async load<Row extends object>(
    table: string,
    rows: Iterable<Row> | AsyncIterable<Row>,
    options: LoadOptions = {},
  ): Promise<LoadResult<Row>> {
    return this.#loader.load(table, rows, options)
  }

  loadStream<Row extends object>(
    table: string,
    rows: Iterable<Row> | AsyncIterable<Row>,
    options: LoadOptions = {},
  ): AsyncIterable<LoadOutcome> {
    return this.#loader.stream(table, rows, options)
  }

  async undo(journal: string, options: Pick<QueryOptions, 'signal' | 'dryRun'> = {}): Promise<readonly UndoneRow[]> {
    const account = this.#as(options)
    return undoJournal(await readJournal(journal), account, account.writing ?? writeDefaults, this.#signal(options))
  }

  records(table: string): Records {
    return new ModuleRecords(this.#ask, (name, rows, options) => this.load(name, rows, options), table)
  }

  readonly #ask: Ask = (sql, values, options) => this.query(sql, values, options)

  /** The rows as flat arrays, some at a time: for programs that print or forward them. */
  async open(sql: string, parameters: Parameters = [], options: StatementOptions = {}): Promise<ResultRows> {
    const ends = this.#signal(options)
    const statement = await prepare(sql, parameters, this.#as(options), ends, options.parameterTypes)
    options.admit?.(statement.tables)
    const { forms = this.#account.config } = options
    const { statement: parsed } = statement.parsed
    const isExplained = parsed.kind === 'explain' || parsed.kind === 'explainChange'
    return isExplained ? explained(statement, parsed.analyze, forms, ends) : new ResultRows(statement, forms, ends)
  }

  /** Parses and binds a statement without values for its parameters: what it gives, and what it takes. */
  async analyse(sql: string, options: StatementOptions = {}): Promise<StatementAnalysis> {
    const account = this.#as(options)
    const found = await analyse(sql, account, this.#signal(options), options.parameterTypes)
    const columns = found.columns.map((column) => ({ ...describeColumn(column), origin: column.origin }))
    return { columns, parameterTypes: found.parameterTypes }
  }

  /**
   * All tables of the account with their columns and keys, as the planner knows them.
   *
   * @param options.notice is told of each that was left out, and why
   */
  async schema(options: Signal & { readonly notice?: (text: string) => void } = {}): Promise<readonly Table[]> {
    const meter = newMeter()
    const tables = await this.#account.catalog.all({ signal: this.#signal(options), meter })
    for (const text of meter.notices) options.notice?.(text)
    return tables
  }

  /**
   * One table with its columns, keys, lookups and picklist values, found as a statement finds it.
   *
   * @throws {ZohoSqlError} 42P01 with the nearest names
   */
  async table(path: readonly string[], options: Signal = {}): Promise<Table> {
    return this.#account.catalog.table(path, { signal: this.#signal(options), meter: newMeter() })
  }

  /** Numbers of tables in the catalogue, by schema and name. */
  async tableNumbers(options: Signal = {}): Promise<ReadonlyMap<string, number>> {
    return this.#account.numbers({ signal: this.#signal(options), meter: newMeter() })
  }

  /** Rows of a table, where statements before counted them in passing; nothing is asked. */
  expectedRows(table: Table): number | undefined {
    return this.#account.catalog.service(table.schema).expectedRows?.(table)
  }

  /** Seconds that what is known of tables and columns is believed. */
  get metadataTtl(): number {
    return this.#account.config.metadataTtl
  }

  /** Version of CRM's API, `v8`. */
  get apiVersion(): string {
    return this.#account.config.apiVersion
  }

  async timeZone(options: Signal = {}): Promise<string> {
    return this.#account.timeZone({ signal: this.#signal(options), meter: newMeter() })
  }

  async about(options: Signal = {}): Promise<About> {
    return aboutOf(this.#account, this.#signal(options))
  }

  async refresh(): Promise<void> {
    const { catalog } = this.#account
    catalog.forget(await this.schema())
    for (const service of catalog.services) service.forget?.()
  }

  async explain(
    sql: string,
    parameters: Parameters = [],
    { analyze = false, ...options }: StatementOptions & { readonly analyze?: boolean } = {},
  ): Promise<Explanation> {
    refuseNoText(sql)
    const ends = this.#signal(options)
    // What is not run may be explained anywhere.
    const writing = analyze ? options.writing : { ...options.writing, readOnly: false }
    const account = this.#as({ ...options, writing })
    const statement = await prepare(sql, parameters, account, ends, options.parameterTypes)
    if (!analyze) return statement.explain()
    const rows = new ResultRows(statement, this.#account.config, ends)
    for await (const _ of rows);
    return statement.explain(rows.spent())
  }

  async ping(): Promise<boolean> {
    return this.#account.ping({ signal: this.#signal({}), meter: newMeter() })
  }

  async request<Answer = unknown>(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
    return (await ask(this.#account, method, path, { ...options, signal: this.#signal(options) })) as Answer
  }

  async headers(): Promise<Record<string, string>> {
    return hidden(await this.#account.authorization(this.#signal({})))
  }

  async createStatement(): Promise<Statement> {
    this.#ends.refuseClosed()
    return new Statement(this)
  }

  async describe(
    sql: string,
    parameters: Parameters = [],
    options: QueryOptions = {},
  ): Promise<readonly ColumnDescription[]> {
    refuseNoText(sql)
    const account = this.#as({ writing: { readOnly: false } })
    const statement = await prepare(sql, parameters, account, this.#signal(options))
    return statement.columns.map(describeColumn)
  }

  async tables(catalog?: Name, schema?: Name, table?: Name, type?: Name, { signal }: Signal = {}) {
    return this.#catalogue.tables(catalog, schema, table, type, signal)
  }

  async columns(catalog?: Name, schema?: Name, table?: Name, column?: Name) {
    return this.#catalogue.columns(catalog, schema, table, column)
  }

  async primaryKeys(catalog?: Name, schema?: Name, table?: Name) {
    return this.#catalogue.primaryKeys(catalog, schema, table)
  }

  async foreignKeys(
    pkCatalog?: Name,
    pkSchema?: Name,
    pkTable?: Name,
    fkCatalog?: Name,
    fkSchema?: Name,
    fkTable?: Name,
    { signal }: Signal = {},
  ) {
    return this.#catalogue.foreignKeys({ pkCatalog, pkSchema, pkTable, fkCatalog, fkSchema, fkTable }, signal)
  }

  async typeInfo() {
    return this.#catalogue.typeInfo()
  }

  async callProcedure<Row = RowObject>(
    _catalog: Name,
    schema: Name,
    name: string,
    parameters: readonly unknown[] = [],
  ): Promise<Result<Row>> {
    return this.query<Row>(callText(schema, name, parameters.length), parameters)
  }

  async beginTransaction(): Promise<void> {
    this.#ends.refuseClosed()
    this.#transaction = true
  }

  async commit(): Promise<void> {
    this.#ends.refuseClosed()
    this.#transaction = false
  }

  async rollback(): Promise<void> {
    this.#ends.refuseClosed()
    this.#transaction = false
  }

  async setIsolationLevel(level: number): Promise<void> {
    this.#ends.refuseClosed()
    checkIsolation(level)
  }

  async cancel(): Promise<void> {
    this.#ends.cancel()
  }

  async close(): Promise<void> {
    if (!this.connected) return
    this.#ends.close()
    await (this.#extras.release ?? this.#account.close)()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #call(sql: Sql, parameters: unknown, options: Partial<CursorOptions> | undefined): Call {
    return readCall(sql, parameters, options, this.#extras.rowMode)
  }

  #signal({ signal, timeout }: Pick<QueryOptions, 'signal' | 'timeout'>): AbortSignal {
    return this.#ends.signal(signal, timeout)
  }

  /** The account with what one statement has otherwise. */
  #as({ timeZone, maxCredits, approve, session, live, writing, dryRun }: StatementOptions): OpenAccount {
    const otherwise = [timeZone, maxCredits, approve, session, live, writing, dryRun]
    if (otherwise.every((option) => option === undefined)) return this.#account
    const account = this.#account
    return {
      ...account,
      writing: { ...(account.writing ?? writeDefaults), ...writing, ...(dryRun !== undefined && { dryRun }) },
      maxCredits: maxCredits ?? account.maxCredits,
      ...(approve && { approve }),
      ...(session && { session }),
      ...(live && { live }),
      timeZone: async (context) => timeZone ?? account.timeZone(context),
    }
  }
}

face(Connection, 'query', 'sql', 'explain', 'describe', 'about', 'timeZone', 'refresh', 'createStatement')
face(Connection, 'ping', 'request', 'headers')
face(Connection, 'tables', 'columns', 'primaryKeys', 'foreignKeys', 'typeInfo', 'callProcedure')
face(Connection, 'beginTransaction', 'commit', 'rollback', 'setIsolationLevel', 'cancel', 'close')
