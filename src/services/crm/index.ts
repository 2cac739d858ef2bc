/**
 * Zoho CRM as a service: modules are tables, fields are columns.
 *
 * `catalog/` knows what there is; `offer/` turns a want into a scan, handed on as a `request`, and `read/` runs it, road
 * by road; `query` prints COQL; `learn` takes refusals into `knowledge`; `about` says whose account it is. Facts of the
 * vendor stand in `fields`, `limits`, `scopes` and `answers`. What Zoho's other services have as well is in
 * `services/kit`. No SQL is parsed here and no row is joined.
 */
import type { ZohoClient } from '../../auth/index.ts'
import type { Remembered } from '../../base/remembered.ts'
import type { Config } from '../../config/index.ts'
import type {
  Offer,
  OfferOptions,
  Page,
  Procedure,
  ReadContext,
  Scan,
  Service,
  ServiceAccount,
  Table,
  TableName,
  Want,
  Writer,
} from '../../source/index.ts'
import { asking, respond } from '../kit/calls.ts'
import { paceOf } from '../kit/pace.ts'
import { about, ping } from './about.ts'
import { answers, usersPage } from './answers.ts'
import { schema } from './catalog/columns.ts'
import { CrmCatalog } from './catalog/index.ts'
import type { OrgInfo } from './catalog/org.ts'
import { currentUser } from './catalog/users.ts'
import { CrmKnowledge } from './knowledge.ts'
import { bulkLimits, type CrmVersion } from './limits.ts'
import { countedRows } from './offer/coql.ts'
import { offer } from './offer/index.ts'
import { read } from './read/index.ts'
import type { CrmReader } from './read/reader.ts'
import { roads } from './request/index.ts'
import { wantedScopes } from './scopes.ts'
import { openProcedures, openWriter } from './write/index.ts'

interface CrmOptions {
  readonly client: ZohoClient
  readonly version: CrmVersion
  readonly convertedLeads: 'exclude' | 'include' | 'only'
  readonly remembered: Remembered
  /** The property `maxConcurrency` was given: the edition does not change it. */
  readonly fixedConcurrency: boolean
}

/** What is asked by POST and changes nothing. */
const readingPosts = /^\/crm\/(v[\d.]+\/coql|bulk\/v[\d.]+\/read)$/

class CrmService implements Service {
  readonly schema = schema
  readonly roads = roads
  readonly account: ServiceAccount
  readonly writer: Writer
  readonly procedures: readonly Procedure[]
  readonly knowledge: CrmKnowledge
  readonly #options: CrmOptions
  readonly #catalog: CrmCatalog
  readonly #reader: CrmReader
  readonly #tables = new Map<string, Table>()

  constructor(options: CrmOptions) {
    const { version } = options
    this.#options = options
    this.account = {
      timeZone: async (context) => (await this.#org(context)).timeZone,
      edition: async (context) => (await this.#org(context)).editionName,
      about: (context) => about(options.client, version, context),
      ping: (context) => ping(options.client, version, context),
      reads: (method, path) => method === 'POST' && readingPosts.test(path),
    }
    this.knowledge = new CrmKnowledge(version, paceOf(options.client.account, bulkLimits.downloadsPerMinute))
    const ask = asking(options.client)
    this.#catalog = new CrmCatalog({
      get: (endpoint, query, context) => {
        context.meter.metadataCalls += 1
        const whole = endpoint === 'users' ? usersPage(query) : answers[endpoint]
        return ask({ method: 'GET', path: `/crm/${version}/${endpoint}`, query, whole }, context)
      },
      remembered: options.remembered,
    })
    this.procedures = openProcedures(options.client, version)
    this.writer = openWriter({
      client: options.client,
      ask,
      owner: (table, context) => this.#catalog.owner(table, context),
      version,
      user: remembering((context) => currentUser(ask, version, context)),
      org: async (context) => (await this.#org(context)).groupId ?? '',
    })
    this.#reader = {
      ask,
      download: downloading(options.client),
      version,
      knowledge: this.knowledge,
      users: (ids, context) => this.#catalog.userDirectory(context, ids),
      layouts: (module, context) => this.#catalog.layouts(module, context),
      list: (list, context) => (list === 'users' ? this.#catalog.userRows(context) : this.#catalog.orgRows(context)),
      hasField: (module, field) => this.#tables.get(module)?.columns.some((column) => column.field === field) ?? false,
    }
  }

  /** Every statement over CRM comes by here first: so many of its calls may be in flight as the edition allows. */
  async tables(context: ReadContext): Promise<readonly TableName[]> {
    if (!this.#options.fixedConcurrency) await this.#org(context)
    return this.#catalog.tables(context)
  }

  async table(name: string, context: ReadContext): Promise<Table | undefined> {
    const table = await this.#catalog.table(name, context)
    if (table) this.#tables.set(table.name, table)
    return table
  }

  forget(table?: string): boolean {
    return this.#catalog.forget(table)
  }

  offer(want: Want, options: OfferOptions): Offer {
    const { convertedLeads } = this.#options
    return offer(want, { ...options, knowledge: this.knowledge, convertedLeads, users: this.#catalog.knownUsers() })
  }

  expectedRows(table: Table): number | undefined {
    return countedRows(table, { knowledge: this.knowledge, convertedLeads: this.#options.convertedLeads })
  }

  async #org(context: ReadContext): Promise<OrgInfo> {
    const org = await this.#catalog.org(context)
    if (!this.#options.fixedConcurrency) this.#options.client.limiter.setMax(org.edition.concurrency)
    return org
  }

  async *read(scan: Scan, context: ReadContext): AsyncGenerator<Page> {
    for await (const page of read(scan, this.#reader, context)) {
      context.meter.rowsFetched += page.rows.length
      yield page
    }
  }
}

/** Asked once, unless asking fails. */
function remembering(ask: (context: ReadContext) => Promise<string>): (context: ReadContext) => Promise<string> {
  let known: string | undefined
  return async (context) => {
    known ??= await ask(context)
    return known
  }
}

/** CRM, as it is opened by its name. */
export const crm = {
  scopes: wantedScopes,
  open: ({ config, client, remembered }: CrmOpening): CrmService =>
    new CrmService({
      client,
      version: config.apiVersion,
      convertedLeads: config.convertedLeads,
      // The version tells what form the remembered answers have.
      remembered: remembered(config.endpoints.api, `${config.apiVersion} v2`),
      fixedConcurrency: config.maxConcurrency !== undefined,
    }),
}

interface CrmOpening {
  readonly config: Pick<Config, 'apiVersion' | 'convertedLeads' | 'endpoints' | 'maxConcurrency'>
  readonly client: ZohoClient
  readonly remembered: (origin: string, form: string) => Remembered
}

/** A file of Zoho's into a file of ours. */
const downloading =
  (client: ZohoClient): CrmReader['download'] =>
  async (path, file, context) => {
    const whole = answers['bulk/read/{id}/result']
    await respond(client, { method: 'GET', path, whole, saveTo: file, closedMs: bulkLimits.closedMs }, context)
  }
