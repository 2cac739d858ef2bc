import { ZohoSqlError } from '../base/errors.ts'
import { databaseName, type Labelled, matching, nearestNamed, shortName } from '../base/names.ts'
import { closedSchemaHint, secondNameOf } from '../base/schemas.ts'
import type { ReadContext, Service, Table, TableName } from '../source/index.ts'
import { described, labelsOf } from '../source/index.ts'

/** Found only under their schema's name. */
const qualifiedOnly = new Set(['information_schema'])

/** A name as written, taken apart: a schema of that name, or the schemas an unqualified name is looked for in. */
interface WantedName {
  readonly services: readonly Service[]
  readonly table: string
}

/**
 * What one statement sees: tables that were read, and which of its names mean them. Asked without waiting; `load` reads
 * what is not there yet.
 */
export interface CatalogView {
  /**
   * The table that a name means (`Leads`, `crm.Leads`, `zoho.crm.Leads`); `unread`: it has to be loaded first;
   * undefined: there is none.
   *
   * @throws ZohoSqlError 42P09 where it means two tables whose names differ in case only
   */
  find(path: readonly string[]): Table | 'unread' | undefined
  /** A table that was read, by its exact name. */
  tableOf(schema: string, name: string): Table | undefined
  /** All tables that were read. */
  tables(): Table[]
  /** Names of all tables that an unqualified name may mean. */
  names(): Iterable<string>
  /** Names of tables that may have been meant by a name that none has: by their labels, or spelt alike. */
  nearest(wanted: string): readonly string[]
  /** What to do about a name that none has, where its schema tells. */
  hint(path: readonly string[]): string | undefined
  load(paths: readonly (readonly string[])[], context: ReadContext): Promise<void>
}

export class Catalog {
  readonly #services: readonly Service[]

  /** @param services in the order in which an unqualified name is looked for. */
  constructor(services: readonly Service[]) {
    this.#services = services
  }

  get services(): readonly Service[] {
    return this.#services
  }

  get schemas(): readonly string[] {
    return this.#services.map((service) => service.schema)
  }

  /** @throws ZohoSqlError 3F000 */
  service(schema: string): Service {
    const [service] = this.#named(schema)
    if (service) return service
    throw new ZohoSqlError('UNDEFINED_SCHEMA', `schema "${schema}" does not exist`, {
      hint: closedSchemaHint([schema, ''], this.schemas) ?? `There are ${this.schemas.join(', ')}.`,
    })
  }

  view(): CatalogView {
    return new StatementView(this)
  }

  /**
   * The table that a name means.
   *
   * @param position where the name stands in a statement, for the error.
   * @throws ZohoSqlError 42P01 with the nearest names · 3F000 · 42P09
   */
  async table(path: readonly string[], context: ReadContext, position?: number): Promise<Table> {
    const found = await this.find(path, context)
    if (found) return found
    const [schema] = path.slice(-2, -1)
    if (schema !== undefined) this.service(schema)
    const near = nearestNamed(path.at(-1)!, (await this.lists(context)).map(labelled))
    const hint = near.length > 0 ? `Perhaps you meant ${near.map((name) => `"${name}"`).join(', ')}.` : undefined
    throw new ZohoSqlError('UNDEFINED_TABLE', `relation "${path.join('.')}" does not exist`, { hint, position })
  }

  /**
   * The table that a name means, or undefined. A name that means nothing makes the services look again for new tables,
   * unless they did so just now.
   *
   * @throws ZohoSqlError 42P09
   */
  async find(path: readonly string[], context: ReadContext): Promise<Table | undefined> {
    const wanted = this.#wanted(path)
    const found = await this.#search(wanted, context)
    if (found || !forgetLists(wanted.services)) return found
    return this.#search(wanted, context)
  }

  /** Names of the tables that an unqualified name may mean. */
  async names(context: ReadContext): Promise<string[]> {
    return (await this.lists(context)).map((table) => table.name)
  }

  /** The tables that an unqualified name may mean. */
  async lists(context: ReadContext): Promise<readonly TableName[]> {
    const searched = this.#services.filter((service) => !qualifiedOnly.has(service.schema))
    const lists = await Promise.all(searched.map((service) => service.tables(context)))
    return lists.flat()
  }

  /** All tables of Zoho's with their columns: one call of metadata for each that is not remembered. */
  async all(context: ReadContext): Promise<Table[]> {
    const found = await Promise.all(
      this.#services.map(async (service) => {
        const names = (await service.tables(context)).filter(({ kind }) => kind === 'table')
        return described(names, ({ name }) => service.table(name, context), context)
      }),
    )
    return found.flat()
  }

  /** Makes the columns of these tables be asked for again; false where that would tell nothing new. */
  forget(tables: Iterable<Table>): boolean {
    const forgotten = [...tables].map((table) => this.service(table.schema).forget?.(table.name) ?? false)
    return forgotten.includes(true)
  }

  #named(schema: string): readonly Service[] {
    const byName = (wanted: string): readonly Service[] => matching(this.#services, (service) => service.schema, wanted)
    const found = byName(schema)
    return found.length > 0 ? found : byName(secondNameOf(schema) ?? '')
  }

  #wanted(path: readonly string[]): WantedName {
    const [table, schema, database] = path.toReversed() as [string, string?, string?]
    const elsewhere = path.length > 3 || (database !== undefined && database.toLowerCase() !== databaseName)
    if (elsewhere) return { services: [], table }
    if (schema !== undefined) return { services: this.#named(schema), table }
    return { services: this.#services.filter((service) => !qualifiedOnly.has(service.schema)), table }
  }

  async #search({ services, table }: WantedName, context: ReadContext): Promise<Table | undefined> {
    for (const service of services) {
      const all = await service.tables(context)
      const named = matching(all, ({ name }) => name, table)
      const found = named.length > 0 ? named : matching(all, ({ name }) => shortName(name), table)
      if (found.length > 1) throw ambiguous(table, found)
      if (found[0]) return service.table(found[0].name, context)
    }
    return undefined
  }
}

const forgetLists = (services: readonly Service[]): boolean =>
  services.map((service) => service.forget?.() ?? false).includes(true)

const ambiguous = (wanted: string, found: readonly TableName[]): ZohoSqlError =>
  new ZohoSqlError('AMBIGUOUS_TABLE', `table name "${wanted}" is ambiguous`, {
    hint: `Write it exactly as one of ${found.map(({ name }) => `"${name}"`).join(', ')}.`,
  })

class StatementView implements CatalogView {
  readonly #catalog: Catalog
  /** By path; an error where the name is ambiguous. */
  readonly #found = new Map<string, Table | ZohoSqlError | undefined>()
  #names: readonly TableName[] = []

  constructor(catalog: Catalog) {
    this.#catalog = catalog
  }

  find(path: readonly string[]): Table | 'unread' | undefined {
    const key = JSON.stringify(path)
    if (!this.#found.has(key)) return 'unread'
    const found = this.#found.get(key)
    if (found instanceof ZohoSqlError) throw found
    return found
  }

  tableOf(schema: string, name: string): Table | undefined {
    return this.tables().find((table) => table.schema === schema && table.name === name)
  }

  tables(): Table[] {
    return [...this.#found.values()].filter(isTable)
  }

  names(): Iterable<string> {
    return this.#names.map(({ name }) => name)
  }

  hint(path: readonly string[]): string | undefined {
    return closedSchemaHint(path, this.#catalog.schemas)
  }

  nearest(wanted: string): readonly string[] {
    return nearestNamed(wanted, this.#names.map(labelled))
  }

  async load(paths: readonly (readonly string[])[], context: ReadContext): Promise<void> {
    await Promise.all(paths.map((path) => this.#load(path, context)))
  }

  async #load(path: readonly string[], context: ReadContext): Promise<void> {
    const found = await this.#catalog.find(path, context).catch(onlyAmbiguous)
    this.#found.set(JSON.stringify(path), found)
    if (!found) this.#names = await this.#catalog.lists(context)
  }
}

const labelled = (table: TableName): Labelled => ({ name: table.name, labels: labelsOf(table) })

const isTable = (found: Table | ZohoSqlError | undefined): found is Table =>
  found !== undefined && !(found instanceof ZohoSqlError)

function onlyAmbiguous(error: unknown): ZohoSqlError {
  if (error instanceof ZohoSqlError && error.code === 'AMBIGUOUS_TABLE') return error
  throw error
}
