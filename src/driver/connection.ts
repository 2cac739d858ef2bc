import type { SqlType } from '../base/types.ts'
import type { OutputColumn } from '../engine/tree.ts'
import type { Parameters } from '../exec/parameters.ts'
import { analyse, prepare } from '../exec/prepare.ts'
import type { Analysis } from '../exec/statement.ts'
import { writeDefaults } from '../exec/write/settings.ts'
import { readJournal, undoJournal } from '../exec/write/undo.ts'
import type { Explanation } from '../plan/index.ts'
import { newMeter, type Table } from '../source/index.ts'
import { type About, aboutOf } from './about.ts'
import { type Call, readCall, refuseNoText, tagged } from './call.ts'
import { CatalogueCalls, type Name, type TableOptions } from './catalogue.ts'
import { Cursor } from './cursor.ts'
import { Ends } from './ends.ts'
import type {
  ColumnDescription,
  CursorOptions,
  JsValue,
  LoadOptions,
  LoadResult,
  LoadSource,
  LoadStream,
  QueryOptions,
  Records,
  RequestOptions,
  Result,
  RowObject,
  Sql,
  UndoneRow,
} from './face/index.ts'
import { callerOf, face } from './facing.ts'
import { isWriting, Load, type LoadHooks, loadResult, loadStream, readLoadOptions } from './load/index.ts'
import { tablePath } from './names.ts'
import { callText, checkIsolation } from './odbc.ts'
import type { OpenAccount } from './open.ts'
import { recordsSource, TableRecords } from './records/index.ts'
import { collect, explained, nothing, ResultRows } from './result.ts'
import { Statement } from './statement.ts'
import { accountWith, type StatementOptions } from './statement-options.ts'
import { RowStream } from './stream.ts'
import { type BlockCommand, blockCommand, enterBlock, sharedByPool, TransactionBlock } from './transaction.ts'
import { describeColumn } from './values.ts'
import { ask, hidden } from './zoho.ts'

/** What a statement gives and takes, told without running it. */
export interface StatementAnalysis extends Pick<Analysis, 'change' | 'calls'> {
  readonly columns: readonly (ColumnDescription & Pick<OutputColumn, 'origin'>)[]
  readonly parameterTypes: readonly SqlType[]
}

/** What a connection has besides its account. */
export interface ConnectionExtras {
  /** What `close` does instead of closing the account (pools). */
  readonly release?: () => Promise<void>
  /** Many use it at once: no transaction begins on it. */
  readonly shared?: boolean
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
  readonly #block: TransactionBlock

  constructor(account: OpenAccount, extras: ConnectionExtras = {}) {
    this.#account = account
    this.#ends = new Ends(account.config.queryTimeout)
    this.#catalogue = new CatalogueCalls(account, this.#ends)
    this.#extras = extras
    this.#block = this.newBlock()
  }

  get connected(): boolean {
    return !this.#ends.closed
  }

  get autocommit(): boolean {
    return !this.#block.open
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
    const command = blockCommand(call.sql)
    if (command) return this.#inBlock(command, call)
    const rows = await this.open(call.sql, call.parameters, { ...call.options, block: this.#block })
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
    const open = () => this.open(call.sql, call.parameters, { ...call.options, block: this.#block })
    return new RowStream<Row>(open, call.options.rowMode, callerOf(this.stream))
  }

  async load<Row extends object = RowObject>(
    table: string,
    rows: LoadSource<Row>,
    options: LoadOptions<Row> = {},
  ): Promise<LoadResult<Row>> {
    const load = async () => loadResult(await this.openLoad(table, options), rows)
    return isWriting(options) ? this.#block.during('load', table, load) : load()
  }

  loadStream<Row extends object = RowObject>(
    table: string,
    rows: LoadSource<Row>,
    options: LoadOptions<Row> = {},
  ): LoadStream<Row> {
    if (isWriting(options)) this.#block.refuseWrite('load')
    return loadStream(() => this.openLoad(table, options), rows, callerOf(this.loadStream))
  }

  /** A load for programs that keep a record: outcomes some at a time, and what is about to be sent. */
  async openLoad<Row extends object>(name: string, options: LoadOptions<Row>, hooks?: LoadHooks): Promise<Load<Row>> {
    const { writing } = readLoadOptions(options)
    const signal = this.#signal({ signal: options.signal })
    const table = await this.table(tablePath(name), { signal })
    const ask = (sql: string, values: readonly unknown[]) => this.query(sql, values, { signal })
    return new Load(
      { account: accountWith(this.#account, { writing }), table, signal, ask, ...(hooks && { hooks }) },
      options,
    )
  }

  async undo(journal: string, options: Pick<QueryOptions, 'signal' | 'dryRun'> = {}): Promise<readonly UndoneRow[]> {
    const account = accountWith(this.#account, options)
    return undoJournal(await readJournal(journal), account, account.writing ?? writeDefaults, this.#signal(options))
  }

  records(table: string): Records {
    return new TableRecords(recordsSource(this, table))
  }

  /** The rows as flat arrays, some at a time: for programs that print or forward them. */
  async open(sql: string, parameters: Parameters = [], options: StatementOptions = {}): Promise<ResultRows> {
    const ends = this.#signal(options)
    const statement = await prepare(sql, parameters, accountWith(this.#account, options), ends, options.parameterTypes)
    options.admit?.(statement.tables)
    enterBlock(statement, options.block)
    const { forms = this.#account.config } = options
    const { statement: parsed } = statement.parsed
    const isExplained = parsed.kind === 'explain' || parsed.kind === 'explainChange'
    return isExplained ? explained(statement, parsed.analyze, forms, ends) : new ResultRows(statement, forms, ends)
  }

  /** Every write is refused. */
  get readOnly(): boolean {
    return this.#account.config.readOnly
  }

  /** Rows that one statement may write. */
  get writeRowsMax(): number {
    return this.#account.config.maxWriteRows
  }

  /** A transaction block as this connection's properties want it, for whoever keeps sessions over it. */
  newBlock(): TransactionBlock {
    return new TransactionBlock(this.#account.config.transactions === 'immediate')
  }

  /** Parses and binds a statement without values for its parameters: what it gives, and what it takes. */
  async analyse(sql: string, options: StatementOptions = {}): Promise<StatementAnalysis> {
    const account = accountWith(this.#account, options)
    const found = await analyse(sql, account, this.#signal(options), options.parameterTypes)
    const columns = found.columns.map((column) => ({ ...describeColumn(column), origin: column.origin }))
    return { ...found, columns }
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
    const account = accountWith(this.#account, { ...options, writing })
    const statement = await prepare(sql, parameters, account, ends, options.parameterTypes)
    if (!analyze) return statement.explain()
    enterBlock(statement, options.block)
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
    const account = accountWith(this.#account, { writing: { readOnly: false } })
    const statement = await prepare(sql, parameters, account, this.#signal(options))
    return statement.columns.map(describeColumn)
  }

  async tables(catalog?: Name, schema?: Name, table?: Name, type?: Name, options: TableOptions = {}) {
    return this.#catalogue.tables(catalog, schema, table, type, options)
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
    if (this.#extras.shared) throw sharedByPool()
    this.#block.begin()
  }

  async commit(): Promise<void> {
    this.#ends.refuseClosed()
    this.#block.end()
  }

  async rollback(): Promise<void> {
    this.#ends.refuseClosed()
    const standing = this.#block.standing()
    this.#block.end()
    if (standing) throw standing
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

  async #inBlock<Row>(command: BlockCommand, call: Call): Promise<Result<Row>> {
    if (command === 'commit') await this.commit()
    else if (command === 'rollback') await this.rollback()
    else await this.beginTransaction()
    if (command === 'begin read only') this.#block.begin(true)
    return nothing<Row>(call)
  }

  #call(sql: Sql, parameters: unknown, options: Partial<CursorOptions> | undefined): Call {
    return readCall(sql, parameters, options, this.#extras.rowMode)
  }

  #signal({ signal, timeout }: Pick<QueryOptions, 'signal' | 'timeout'>): AbortSignal {
    return this.#ends.signal(signal, timeout)
  }
}

face(Connection, 'query', 'sql', 'explain', 'describe', 'about', 'timeZone', 'refresh', 'createStatement')
face(Connection, 'ping', 'request', 'headers', 'load')
face(Connection, 'tables', 'columns', 'primaryKeys', 'foreignKeys', 'typeInfo', 'callProcedure')
face(Connection, 'beginTransaction', 'commit', 'rollback', 'setIsolationLevel', 'cancel', 'close')
