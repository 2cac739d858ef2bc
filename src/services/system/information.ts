/**
 * `information_schema` as a service. The only condition that travels is which schema and tables are meant, because
 * columns are read from Zoho module by module.
 */
import { shortName } from '../../base/names.ts'
import type { SqlType, Value } from '../../base/types.ts'
import type {
  Offer,
  OfferOptions,
  Page,
  Predicate,
  ReadContext,
  Scan,
  Service,
  Table,
  TableName,
  Verdict,
  Want,
} from '../../source/index.ts'
import { described } from '../../source/index.ts'
import { shownSchema } from './catalogue.ts'
import { viewDefinitions } from './definitions.ts'
import type { SystemRow } from './rows/row.ts'
import { madeHere, systemTable } from './scan.ts'
import { type SystemView, schema, views } from './views.ts'

/** What is asked of a view: only tables whose schema and name are among these; undefined: all. */
interface ViewRequest {
  readonly view: SystemView
  readonly schemas: ReadonlySet<string> | undefined
  readonly tables: ReadonlySet<string> | undefined
  readonly columns: readonly string[]
}

type ViewFilter = Pick<ViewRequest, 'schemas' | 'tables'>

/** As PostgreSQL types them. */
const typesOf = (view: string): ReadonlyMap<string, SqlType> =>
  new Map(viewDefinitions.find(({ name }) => name === view)?.columns.map(({ name, type }) => [name, type]))

const viewTables: ReadonlyMap<string, Table> = new Map(
  Object.entries(views).map(([name, { description, columns }]) => {
    const types = typesOf(name)
    const typed = columns.map((column) => ({ ...column, type: types.get(column.name) ?? column.type }))
    return [name, systemTable(schema, name, description, typed)]
  }),
)

/** Views of PostgreSQL's that have nothing to tell here: a gateway's clients find them empty. */
const emptyTables: ReadonlyMap<string, Table> = new Map(
  viewDefinitions
    .filter(({ name }) => !Object.hasOwn(views, name))
    .map(({ name, columns }) => [name, systemTable(schema, name, '', columns)]),
)
const empty: SystemView = { description: '', columns: [], made: {}, from: 'names', rows: () => [] }
const viewOf = (name: string): SystemView => (Object.hasOwn(views, name) ? views[name]! : empty)

/** Values that a column must be among for the predicate to be true, where it says so. */
function wantedTexts(predicate: Predicate, column: string | undefined): ReadonlySet<string> | undefined {
  if (column === undefined) return undefined
  if (predicate.kind === 'compare' && predicate.op === '=' && predicate.column.column.name === column) {
    return new Set([String(predicate.constant.value)])
  }
  if (predicate.kind === 'in' && !predicate.negated && predicate.column.column.name === column) {
    return new Set(predicate.constants.map(({ value }) => String(value)))
  }
  return undefined
}

/** The table under the schema that a session sees it in. */
function shownIn(table: Table, show: (schema: string) => string): Table {
  const shown = show(table.schema)
  if (shown === table.schema) return table
  const columns = table.columns.map((column) =>
    column.references
      ? { ...column, references: { ...column.references, schema: show(column.references.schema) } }
      : column,
  )
  return { ...table, schema: shown, columns }
}

/** Seen by the sessions of a gateway. */
const inner: ReadonlySet<string> = new Set(['pg_catalog'])

const both = (a: ReadonlySet<string> | undefined, b: ReadonlySet<string> | undefined): typeof a =>
  a && b ? new Set([...a].filter((name) => b.has(name))) : (a ?? b)

export class SystemService implements Service {
  readonly schema = schema
  readonly roads = { local: 'what is known of the tables' }
  readonly #services: readonly Service[]

  /** @param services whose tables are shown, in the order of their schemas. */
  constructor(services: readonly Service[]) {
    this.#services = [...services, this]
  }

  async tables({ live }: Pick<ReadContext, 'live'> = {}): Promise<readonly TableName[]> {
    return [...viewTables.values(), ...(live ? emptyTables.values() : [])].map(({ name, kind, description }) => ({
      schema,
      name,
      kind,
      description,
    }))
  }

  async table(name: string): Promise<Table | undefined> {
    return viewTables.get(name) ?? emptyTables.get(name)
  }

  offer(want: Want, options: OfferOptions): Offer {
    const { filter, verdicts } = translate(want, options.pushdown)
    const columns = want.columns.map((ref) => ref.column.name)
    const request: ViewRequest = { view: viewOf(want.table.name), ...filter, columns }
    return madeHere(want, describe(want.table.name, filter), verdicts, request)
  }

  async *read(scan: Scan, context: ReadContext): AsyncGenerator<Page> {
    const request = scan.request as ViewRequest
    const rows = await this.#rows(request, context)
    yield { rows: rows.map((row) => request.columns.map((name): Value => row[name] ?? null)) }
  }

  async #rows({ view, schemas, tables }: ViewRequest, context: ReadContext): Promise<SystemRow[]> {
    const show = (name: string): string => shownSchema(context.session, name)
    const services = this.#services.filter(
      (service) =>
        (schemas === undefined || schemas.has(show(service.schema))) && (context.live || !inner.has(service.schema)),
    )
    if (view.from === 'schemas') return services.flatMap((service) => view.rows(show(service.schema)))
    if (view.from === 'procedures') {
      return services.flatMap(({ schema: of, procedures = [] }) =>
        procedures.flatMap((procedure) => view.rows(show(of), procedure)),
      )
    }
    const names = (await Promise.all(services.map((service) => service.tables(context))))
      .flat()
      .filter((table) => tables === undefined || tables.has(table.name) || tables.has(shortName(table.name)))
    if (view.from === 'names')
      return names.flatMap((name) =>
        view.rows({ ...name, schema: show(name.schema) }, context.session?.writes === true),
      )
    const service = (name: TableName) => this.#services.find(({ schema: of }) => of === name.schema)!
    const read = await described(names, (name) => service(name).table(name.name, context), context)
    return read.flatMap((table) => view.rows(shownIn(table, show), context.session?.writes === true))
  }
}

/** Which tables are meant. Every condition is checked again: this only spares reading the columns of others. */
function translate(want: Want, pushdown: boolean): { filter: ViewFilter; verdicts: Verdict[] } {
  const { made } = viewOf(want.table.name)
  let filter: ViewFilter = { schemas: undefined, tables: undefined }
  const verdicts = want.where.map(({ sql, predicate }): Verdict => {
    const schemas = pushdown ? wantedTexts(predicate, made.schema) : undefined
    const tables = pushdown ? wantedTexts(predicate, made.table) : undefined
    if (!schemas && !tables) return { sql, outcome: 'local', why: 'says nothing of which tables are meant' }
    filter = { schemas: both(filter.schemas, schemas), tables: both(filter.tables, tables) }
    return { sql, outcome: 'superset', why: 'only these tables are looked at' }
  })
  return { filter, verdicts }
}

function describe(view: string, { schemas, tables }: ViewFilter): string {
  const only = [schemas && `schema in (${[...schemas].join(', ')})`, tables && `table in (${[...tables].join(', ')})`]
  const words = only.filter((part) => part !== undefined)
  return words.length === 0 ? view : `${view} where ${words.join(' and ')}`
}
