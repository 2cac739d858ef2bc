/**
 * Zoho Desk as a service: modules are tables, fields are columns, what belongs to tickets has tables of its own.
 *
 * `catalog/` knows what there is; `offer/` turns a want into a scan, handed on as a `request`, and `read/` runs it; `write/`
 * sends changes; `learn`
 * takes refusals into `knowledge`; `about` says whose desk it is. Facts of the vendor stand in `catalog/modules`, `fields`,
 * `limits`, `scopes` and `answers`. What Zoho's other services have as well is in `services/kit`. No SQL is parsed here and
 * no row is joined.
 */
import type { ZohoClient } from '../../auth/index.ts'
import type { Remembered } from '../../base/remembered.ts'
import type { Config } from '../../config/index.ts'
import type {
  Offer,
  OfferOptions,
  Page,
  ReadContext,
  Scan,
  Service,
  ServiceAccount,
  Table,
  TableName,
  Want,
  Writer,
} from '../../source/index.ts'
import { type Requester, respond, type ServiceCall } from '../kit/calls.ts'
import { idOf } from '../kit/rows.ts'
import { namingScopes } from '../kit/scopes.ts'
import { API, about, headersOf, ping } from './about.ts'
import { answers, rowsOf } from './answers.ts'
import { handleOf, schema } from './catalog/columns.ts'
import { DeskCatalog } from './catalog/index.ts'
import { DeskKnowledge, EVERYTHING } from './knowledge.ts'
import { concurrencyOf } from './limits.ts'
import { offer } from './offer/index.ts'
import { countedFromOne } from './read/counting.ts'
import { read } from './read/index.ts'
import type { DeskReader } from './read/reader.ts'
import { roads } from './request.ts'
import { readingScopes, wantedScopes } from './scopes.ts'
import { openWriter } from './write/index.ts'

interface DeskServiceOptions {
  readonly client: ZohoClient
  readonly remembered: Remembered
  readonly orgId: string | undefined
  /** CRM is open as well. */
  readonly crm: boolean
  /** The property `maxConcurrency` was given: the edition does not change it. */
  readonly fixedConcurrency: boolean
}

class DeskService implements Service {
  readonly schema = schema
  readonly roads = roads
  readonly account: ServiceAccount
  readonly knowledge = new DeskKnowledge()
  readonly writer: Writer
  readonly #catalog: DeskCatalog
  readonly #reader: DeskReader
  readonly #options: DeskServiceOptions

  constructor(options: DeskServiceOptions) {
    const { client, remembered, orgId, crm } = options
    const way = client.to('desk')
    this.#options = options
    this.account = {
      timeZone: async (context) => (await this.#catalog.org(context)).timeZone,
      edition: async (context) => (await this.#catalog.org(context)).edition,
      about: (context) => about({ client, way, orgId }, context),
      ping: (context) => ping(way, context),
      reads: () => false,
    }
    this.#catalog = new DeskCatalog({
      get: (path, query, context, org) => {
        context.meter.metadataCalls += 1
        const whole = path === 'organizations' ? answers.organizations : answers.metadata
        return got(way, { path, query, whole }, org, context)
      },
      remembered,
      orgId,
      crm,
    })
    const ask = countedFromOne(async (call, context) => got(way, call, (await this.#catalog.org(context)).id, context))
    this.writer = openWriter({
      client,
      knowledge: this.knowledge,
      org: async (context) => (await this.#catalog.org(context)).id,
      user: async (context) =>
        idOf(
          (await ask({ path: 'myinfo', whole: answers.record, credits: 1 }, context)) as Readonly<
            Record<string, unknown>
          >,
        ),
    })
    this.#reader = {
      ask,
      knowledge: this.knowledge,
      departments: async (context) => {
        const query = { from: '0', limit: '100' }
        return rowsOf(await ask({ path: 'departments', query, whole: answers.list, credits: 3 }, context)).map(idOf)
      },
    }
  }

  /** Every statement comes by here first: so many calls may be in flight as the edition allows. */
  async tables(context: ReadContext): Promise<readonly TableName[]> {
    const { fixedConcurrency, client } = this.#options
    if (!fixedConcurrency) client.to('desk').limiter.setMax(concurrencyOf((await this.#catalog.org(context)).edition))
    return this.#catalog.tables(context)
  }

  table(name: string, context: ReadContext): Promise<Table | undefined> {
    return this.#catalog.table(name, context)
  }

  forget(table?: string): boolean {
    return this.#catalog.forget(table)
  }

  offer(want: Want, options: OfferOptions): Offer {
    return offer(want, { ...options, knowledge: this.knowledge })
  }

  expectedRows(table: Table): number | undefined {
    return handleOf(table).kind === 'module' ? this.knowledge.recall(table.name, EVERYTHING) : undefined
  }

  async *read(scan: Scan, context: ReadContext): AsyncGenerator<Page> {
    for await (const page of read(scan, this.#reader, context)) {
      context.meter.rowsFetched += page.rows.length
      yield page
    }
  }
}

/** GET for an organisation. */
async function got(
  way: Requester,
  call: Pick<ServiceCall, 'path' | 'query' | 'whole' | 'credits'> & { readonly retriesMax?: number },
  org: string | undefined,
  context: ReadContext,
): Promise<unknown> {
  const sent = { ...call, method: 'GET', path: `${API}/${call.path}`, headers: headersOf(org) } as const
  try {
    return (await respond(way, sent, context)).json
  } catch (error) {
    throw namingScopes(error, readingScopes(call.path))
  }
}

/** Desk, as it is opened by its name. */
export const desk = {
  scopes: wantedScopes,
  open: ({ config, client, remembered }: DeskOpening): DeskService =>
    new DeskService({
      client,
      remembered: remembered(config.endpoints.desk, 'desk v1'),
      orgId: config.orgId,
      crm: config.services.includes('crm'),
      fixedConcurrency: config.maxConcurrency !== undefined,
    }),
}

interface DeskOpening {
  readonly config: Pick<Config, 'endpoints' | 'maxConcurrency' | 'orgId' | 'services'>
  readonly client: ZohoClient
  readonly remembered: (origin: string, form: string) => Remembered
}
