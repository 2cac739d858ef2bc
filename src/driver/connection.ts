import type { SqlType } from '../base/types.ts'
import type { OutputColumn } from '../engine/tree.ts'
import type { Parameters } from '../exec/parameters.ts'
import { analyse, prepare } from '../exec/prepare.ts'
import type { Analysis } from '../exec/statement.ts'
import { writeDefaults } from '../exec/write/settings.ts'
import { undoJournal } from '../exec/write/undo.ts'
import type { Explanation } from '../plan/index.ts'
import { AccountCalls } from './account-calls.ts'
import { type QueryCall, readCall, refuseNoText, tagged } from './call.ts'
import { Cursor } from './cursor.ts'
import type { ArrayOptions, NameFilter } from './face/connection.ts'
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

/**
 * A connection to one Zoho account: what its public interface promises (`face/connection.ts` says what each method does),
 * and what programs need that hand rows on to others.
 */
export class Connection extends AccountCalls {
  readonly #extras: ConnectionExtras
  readonly #block: TransactionBlock

  constructor(account: OpenAccount, extras: ConnectionExtras = {}) {
    super(account)
    this.#extras = extras
    this.#block = this.newBlock()
  }

  get connected(): boolean {
    return !this.ends.closed
  }

  get autocommit(): boolean {
    return !this.#block.open
  }

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
    const signal = this.signal({ signal: options.signal })
    const table = await this.table(tablePath(name), { signal })
    const ask = (sql: string, values: readonly unknown[]) => this.query(sql, values, { signal })
    return new Load(
      { account: accountWith(this.account, { writing }), table, signal, ask, ...(hooks && { hooks }) },
      options,
    )
  }

  async undo(journal: string, options: Pick<QueryOptions, 'signal' | 'dryRun'> = {}): Promise<readonly UndoneRow[]> {
    const account = accountWith(this.account, options)
    return undoJournal(journal, account, account.writing ?? writeDefaults, this.signal(options))
  }

  records(table: string): Records {
    return new TableRecords(recordsSource(this, table))
  }

  /** The rows as flat arrays, some at a time: for programs that print or forward them. */
  async open(sql: string, parameters: Parameters = [], options: StatementOptions = {}): Promise<ResultRows> {
    const ends = this.signal(options)
    const statement = await prepare(sql, parameters, accountWith(this.account, options), ends, options.parameterTypes)
    options.admit?.(statement.tables)
    enterBlock(statement, options.block)
    const { forms = this.account.config } = options
    const { statement: parsed } = statement.parsed
    return 'analyze' in parsed
      ? explained(statement, parsed.analyze, forms, ends)
      : new ResultRows(statement, forms, ends)
  }

  /** A transaction block as this connection's properties want it, for whoever keeps sessions over it. */
  newBlock(): TransactionBlock {
    return new TransactionBlock(this.account.config.transactions === 'immediate')
  }

  /** Parses and binds a statement without values for its parameters: what it gives, and what it takes. */
  async analyse(sql: string, options: StatementOptions = {}): Promise<StatementAnalysis> {
    const account = accountWith(this.account, options)
    const found = await analyse(sql, account, this.signal(options), options.parameterTypes)
    const columns = found.columns.map((column) => ({ ...describeColumn(column), origin: column.origin }))
    return { ...found, columns }
  }

  async explain(
    sql: string,
    parameters: Parameters = [],
    { analyze = false, ...options }: StatementOptions & { readonly analyze?: boolean } = {},
  ): Promise<Explanation> {
    refuseNoText(sql)
    const ends = this.signal(options)
    // What is not run may be explained anywhere.
    const writing = analyze ? options.writing : { ...options.writing, readOnly: false }
    const account = accountWith(this.account, { ...options, writing })
    const statement = await prepare(sql, parameters, account, ends, options.parameterTypes)
    if (!analyze) return statement.explain()
    enterBlock(statement, options.block)
    const rows = new ResultRows(statement, this.account.config, ends)
    for await (const _ of rows);
    return statement.explain(rows.spent())
  }

  async createStatement(): Promise<Statement> {
    this.ends.refuseClosed()
    return new Statement(this)
  }

  async describe(
    sql: string,
    parameters: Parameters = [],
    options: QueryOptions = {},
  ): Promise<readonly ColumnDescription[]> {
    refuseNoText(sql)
    const account = accountWith(this.account, { writing: { readOnly: false } })
    const statement = await prepare(sql, parameters, account, this.signal(options))
    return statement.columns.map(describeColumn)
  }

  async callProcedure<Row = RowObject>(
    _catalog: NameFilter,
    schema: NameFilter,
    name: string,
    parameters: readonly unknown[] = [],
  ): Promise<Result<Row>> {
    return this.query<Row>(callText(schema, name, parameters.length), parameters)
  }

  async beginTransaction(): Promise<void> {
    this.ends.refuseClosed()
    if (this.#extras.shared) throw sharedByPool()
    this.#block.begin()
  }

  async commit(): Promise<void> {
    this.ends.refuseClosed()
    this.#block.end()
  }

  async rollback(): Promise<void> {
    this.ends.refuseClosed()
    const standing = this.#block.standing()
    this.#block.end()
    if (standing) throw standing
  }

  async setIsolationLevel(level: number): Promise<void> {
    this.ends.refuseClosed()
    checkIsolation(level)
  }

  async cancel(): Promise<void> {
    this.ends.cancel()
  }

  async close(): Promise<void> {
    if (!this.connected) return
    this.ends.close()
    await (this.#extras.release ?? this.account.close)()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #inBlock<Row>(command: BlockCommand, call: QueryCall): Promise<Result<Row>> {
    if (command === 'commit') await this.commit()
    else if (command === 'rollback') await this.rollback()
    else await this.beginTransaction()
    if (command === 'begin read only') this.#block.begin(true)
    return nothing<Row>(call)
  }

  #call(sql: Sql, parameters: unknown, options: Partial<CursorOptions> | undefined): QueryCall {
    return readCall(sql, parameters, options, this.#extras.rowMode)
  }
}

face(Connection, 'query', 'sql', 'explain', 'describe', 'createStatement', 'load', 'callProcedure')
face(Connection, 'beginTransaction', 'commit', 'rollback', 'setIsolationLevel', 'cancel', 'close')
