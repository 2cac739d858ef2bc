import { Spending } from '../base/spending.ts'
import { newMeter, type ReadContext, type Table } from '../source/index.ts'
import { type About, aboutOf } from './about.ts'
import { CatalogueCalls, type TableOptions } from './catalogue.ts'
import { Ends } from './ends.ts'
import type { NameFilter } from './face/connection.ts'
import type { QueryOptions, RequestOptions } from './face/index.ts'
import { face } from './facing.ts'
import type { OpenAccount } from './open.ts'
import type { SignalOption } from './records/source.ts'
import { ask, hidden } from './zoho.ts'

/** What a connection says of its account, and asks of it, without a statement. */
export class AccountCalls {
  protected readonly account: OpenAccount
  protected readonly ends: Ends
  readonly #catalogue: CatalogueCalls
  /** What was spent without a statement: descriptions of tables, the zone. */
  readonly spentBetween = new Spending()

  constructor(account: OpenAccount) {
    this.account = account
    this.ends = new Ends(account.config.queryTimeout)
    this.#catalogue = new CatalogueCalls(account, this.ends)
  }

  /** Every write is refused. */
  get readOnly(): boolean {
    return this.account.config.readOnly
  }

  /** Rows that one statement may write. */
  get writeRowsMax(): number {
    return this.account.config.maxWriteRows
  }

  /**
   * All tables of the account with their columns and keys, as the planner knows them.
   *
   * @param options.notice is told of each that was left out, and why
   */
  async schema(options: SignalOption & { readonly notice?: (text: string) => void } = {}): Promise<readonly Table[]> {
    return this.#between(options, async (context) => {
      const tables = await this.account.catalog.all(context)
      for (const text of context.meter.notices) options.notice?.(text)
      return tables
    })
  }

  /**
   * One table with its columns, keys, lookups and picklist values, found as a statement finds it.
   *
   * @throws {ZohoSqlError} 42P01 with the nearest names
   */
  async table(path: readonly string[], options: SignalOption = {}): Promise<Table> {
    return this.#between(options, (context) => this.account.catalog.table(path, context))
  }

  /** Numbers of tables in the catalogue, by schema and name. */
  async tableNumbers(options: SignalOption = {}): Promise<ReadonlyMap<string, number>> {
    return this.#between(options, (context) => this.account.numbers(context))
  }

  /** Rows of a table, where statements before counted them in passing; nothing is asked. */
  expectedRows(table: Table): number | undefined {
    return this.account.catalog.service(table.schema).expectedRows?.(table)
  }

  /** Seconds that what is known of tables and columns is believed. */
  get metadataTtl(): number {
    return this.account.config.metadataTtl
  }

  /** Version of CRM's API, `v8`. */
  get apiVersion(): string {
    return this.account.config.apiVersion
  }

  async timeZone(options: SignalOption = {}): Promise<string> {
    return this.#between(options, (context) => this.account.timeZone(context))
  }

  async about(options: SignalOption = {}): Promise<About> {
    return aboutOf(this.account, this.signal(options))
  }

  async refresh(): Promise<void> {
    const { catalog } = this.account
    catalog.forget(await this.schema())
    for (const service of catalog.services) service.forget?.()
  }

  async ping(): Promise<boolean> {
    return this.#between({}, (context) => this.account.ping(context))
  }

  async request<Answer = unknown>(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
    return (await ask(this.account, method, path, { ...options, signal: this.signal(options) })) as Answer
  }

  async headers(): Promise<Record<string, string>> {
    return hidden(await this.account.authorization(this.signal({})))
  }

  async tables(
    catalog?: NameFilter,
    schema?: NameFilter,
    table?: NameFilter,
    type?: NameFilter,
    options: TableOptions = {},
  ) {
    return this.#catalogue.tables(catalog, schema, table, type, options)
  }

  async columns(catalog?: NameFilter, schema?: NameFilter, table?: NameFilter, column?: NameFilter) {
    return this.#catalogue.columns(catalog, schema, table, column)
  }

  async primaryKeys(catalog?: NameFilter, schema?: NameFilter, table?: NameFilter) {
    return this.#catalogue.primaryKeys(catalog, schema, table)
  }

  async foreignKeys(
    pkCatalog?: NameFilter,
    pkSchema?: NameFilter,
    pkTable?: NameFilter,
    fkCatalog?: NameFilter,
    fkSchema?: NameFilter,
    fkTable?: NameFilter,
    { signal }: SignalOption = {},
  ) {
    return this.#catalogue.foreignKeys({ pkCatalog, pkSchema, pkTable, fkCatalog, fkSchema, fkTable }, signal)
  }

  async typeInfo() {
    return this.#catalogue.typeInfo()
  }

  async #between<T>(options: SignalOption, work: (context: ReadContext) => Promise<T>): Promise<T> {
    const meter = newMeter()
    try {
      return await work({ signal: this.signal(options), meter })
    } finally {
      this.spentBetween.add(meter)
    }
  }

  protected signal({ signal, timeout }: Pick<QueryOptions, 'signal' | 'timeout'>): AbortSignal {
    return this.ends.signal(signal, timeout)
  }
}

face(AccountCalls, 'about', 'timeZone', 'refresh', 'ping', 'request', 'headers')
face(AccountCalls, 'tables', 'columns', 'primaryKeys', 'foreignKeys', 'typeInfo')
