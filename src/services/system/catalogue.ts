import { labelledType, oid } from '../../base/pg-types.ts'
import { mainSchema } from '../../base/schemas.ts'
import { type CatalogueNames, type LiveSession, newSessionState, type SessionState } from '../../base/session-state.ts'
import type {
  Offer,
  OfferOptions,
  Page,
  ReadContext,
  Scan,
  Service,
  Table,
  TableName,
  Want,
} from '../../source/index.ts'
import { described } from '../../source/index.ts'
import { type Definition, pgDefinitions } from './definitions.ts'
import { namesOf } from './names.ts'
import { fixedRows } from './rows/fixed.ts'
import { functionRows } from './rows/functions.ts'
import { relationRows } from './rows/relations.ts'
import type { RowsOf, Sight, SystemRow } from './rows/row.ts'
import { typeRows } from './rows/types.ts'
import { viewRowsOf } from './rows/views.ts'
import { type LocalRequest, localOffer, localRows, systemTable } from './scan.ts'
import { CatalogueWorld } from './world.ts'

const schema = 'pg_catalog'

/** Who has rows; the other relations of PostgreSQL's are there and empty. */
const rowsOf: ReadonlyMap<string, RowsOf> = new Map(
  Object.entries({ ...relationRows, ...typeRows, ...functionRows, ...fixedRows, ...viewRowsOf }),
)

/** Columns that every table has and `*` leaves out. */
const hidden = [
  { name: 'tableoid', type: oid, hidden: true },
  { name: 'xmin', type: labelledType('xid')!, hidden: true },
  { name: 'ctid', type: labelledType('tid')!, hidden: true },
]

/** Not among PostgreSQL's relations: what its function pg_get_keywords gives. */
const keywords: Definition = {
  schema,
  name: 'pg_keywords',
  kind: 'v',
  oid: 0,
  columns: ['word', 'catcode', 'barelabel', 'catdesc', 'baredesc'].map((name) => ({
    name,
    type: name === 'barelabel' ? { name: 'boolean' } : { name: 'text' },
  })),
}

const definitions = [...pgDefinitions, keywords]
const tables: ReadonlyMap<string, Table> = new Map(
  definitions.map(({ name, columns, kind }) => [
    name,
    systemTable(schema, name, '', kind === 'r' ? [...columns, ...hidden] : columns),
  ]),
)
const tableOids: ReadonlyMap<string, number> = new Map(definitions.map(({ name, oid: number }) => [name, number]))

/** The schema that CRM's tables are seen in: `public`, where a session puts that into its search path. */
export function shownSchema(session: SessionState | undefined, given: string): string {
  if (given !== mainSchema) return given
  return session?.settings.get('zohosql.schema') ?? given
}

/**
 * pg_catalog as a service: its tables say what the other services have, in PostgreSQL's words and numbers. Sessions of
 * a gateway see it, and nobody else.
 */
export class CatalogueService implements Service {
  readonly schema = schema
  readonly roads = { local: 'what is known of the tables' }
  readonly #services: readonly Service[]
  readonly #worlds = new Map<string, { readonly tables: readonly Table[]; readonly world: CatalogueWorld }>()

  /** @param services whose tables it tells of */
  constructor(services: readonly Service[]) {
    this.#services = services
  }

  async tables({ live }: ReadContext): Promise<readonly TableName[]> {
    return live ? tableNames : []
  }

  async table(name: string): Promise<Table | undefined> {
    return tables.get(name)
  }

  offer(want: Want, options: OfferOptions): Offer {
    return localOffer(want, options.pushdown)
  }

  async *read(scan: Scan, context: ReadContext): AsyncGenerator<Page> {
    const request = scan.request as LocalRequest
    const rows = await this.#rows(request.table, context)
    const withHidden = request.columns.some((column) => hidden.some(({ name }) => name === column))
    const all = withHidden ? rows.map((row): SystemRow => ({ ...row, ...hiddenOf(request.table) })) : rows
    yield { rows: localRows(all, request) }
  }

  /** What functions are told of the catalogue. */
  async names(context: ReadContext): Promise<CatalogueNames> {
    return namesOf(await this.#world(context), context.session ?? newSessionState())
  }

  /** Where a table's columns are in the catalogue: its number, and that of its first column is 1. */
  async numbers(context: ReadContext): Promise<ReadonlyMap<string, number>> {
    const { tables: relations } = await this.#world(context)
    return new Map(relations.map(({ oid: number, table }) => [`${table!.schema}.${table!.name}`, number]))
  }

  async #rows(table: string, context: ReadContext): Promise<readonly SystemRow[]> {
    const make = rowsOf.get(table)
    if (!make) return []
    const sight: Sight = {
      world: await this.#world(context),
      session: context.session ?? newSessionState(),
      live: context.live as LiveSession | undefined,
      writes: context.session?.writes === true,
      expectedRows: (of) => this.#services.find(({ schema: name }) => name === of.schema)?.expectedRows?.(of),
    }
    return make(sight)
  }

  async #world(context: ReadContext): Promise<CatalogueWorld> {
    const found = await this.#all(context)
    const show = shownSchema(context.session, mainSchema)
    const known = this.#worlds.get(show)
    if (known && sameList(known.tables, found)) return known.world
    const world = new CatalogueWorld(found, this.#services, (name) => shownSchema(context.session, name))
    this.#worlds.set(show, { tables: found, world })
    return world
  }

  async #all(context: ReadContext): Promise<readonly Table[]> {
    const lists = await Promise.all(
      this.#services.map(async (service) => {
        const names = await service.tables(context)
        return described(names, ({ name }) => service.table(name, context), context)
      }),
    )
    return lists.flat()
  }
}

const hiddenOf = (table: string): SystemRow => ({ tableoid: tableOids.get(table) ?? 0, xmin: 1, ctid: '(0,1)' })

const tableNames: readonly TableName[] = [...tables.values()].map(({ name, kind, description }) => ({
  schema,
  name,
  kind,
  description,
}))

const sameList = (a: readonly Table[], b: readonly Table[]): boolean =>
  a.length === b.length && a.every((table, index) => table === b[index])
