/**
 * What is known of the account: modules, their fields (each module's when first needed), users, the organisation.
 * Each is asked for once per `metadataTtl`.
 */
import { byName } from '../../../base/by-name.ts'
import { isZohoSqlError, ZohoSqlError } from '../../../base/errors.ts'
import type { Remembered } from '../../../base/remembered.ts'
import type { ReadContext, Table, TableName } from '../../../source/index.ts'
import { namesOf } from '../../kit/people.ts'
import { usersPerPage } from '../limits.ts'
import { makeTable, nameOf, usersTable } from './columns.ts'
import type { RawRow } from './lists.ts'
import { type CrmFieldMeta, type CrmModuleMeta, readFields, readLayouts, readModules } from './metadata.ts'
import { makeOrgTable, type OrgInfo, orgInfo, orgTable, readOrg } from './org.ts'
import { type KnownUser, knownUser, readUsers, UserDirectory, users } from './users.ts'

type Endpoint = 'settings/modules' | 'settings/fields' | 'settings/layouts' | 'users' | 'org'

/**
 * GET of an endpoint: the parsed body of an answer that is whole, or undefined where there is none (204).
 *
 * @throws {ZohoSqlError} for every status that is no success, with Zoho's code in `zohoCode`.
 */
export type GetMetadata = (
  endpoint: Endpoint,
  query: Readonly<Record<string, string>>,
  context: ReadContext,
) => Promise<unknown>

export interface CrmCatalogOptions {
  readonly get: GetMetadata
  readonly remembered: Remembered
}

interface BuiltTable {
  readonly fields: readonly CrmFieldMeta[]
  readonly modules: readonly CrmModuleMeta[]
  readonly table: Table
}

/** Where rows are that are parts of other records. */
export interface Owner {
  readonly table: Table
  /** The owner's field that shows them. */
  readonly field: string
  /** The field of the rows that leads to the owner. */
  readonly through: string
}

type UserType = 'AllUsers' | 'DeletedUsers'

export class CrmCatalog {
  readonly #get: GetMetadata
  readonly #remembered: Remembered
  readonly #built = new Map<string, BuiltTable>()
  readonly #directories = new WeakMap<readonly RawRow[], UserDirectory>()
  /** What the token may not read; asked for once. */
  readonly #refused = new Set<string>()

  constructor(options: CrmCatalogOptions) {
    this.#get = options.get
    this.#remembered = options.remembered
  }

  async tables(context: ReadContext): Promise<readonly TableName[]> {
    const modules = await this.#modules(context)
    return [...modules.map(nameOf), users, makeOrgTable(orgName(modules))].map(
      ({ schema, name, kind, description, labels, actions }: TableName) => ({
        schema,
        name,
        kind,
        description,
        ...(labels && { labels }),
        ...(actions && { actions }),
      }),
    )
  }

  /** The table of exactly this name, or undefined. */
  async table(name: string, context: ReadContext): Promise<Table | undefined> {
    if (name === usersTable) return users
    const modules = await this.#modules(context)
    const module = modules.find((known) => known.apiName === name)
    if (module) return this.#module(module, modules, context)
    return name === orgName(modules) ? makeOrgTable(name) : undefined
  }

  /**
   * The module that shows the rows of a table as parts of its records: the parent of a subform, the side of a link that
   * has a multi-select lookup. undefined: none that the user may see.
   */
  async owner(table: Table, context: ReadContext): Promise<Owner | undefined> {
    const modules = await this.#modules(context)
    const module = modules.find(({ apiName }) => apiName === table.name)
    const names = new Set([table.name, ...(module?.labels ?? [])])
    for (const { field, references } of endsOf(table)) {
      const parent = modules.find(({ apiName }) => apiName === references?.table)
      const shown =
        parent && (await this.#fields(parent.apiName, context)).find(({ rowsIn }) => names.has(rowsIn ?? ''))
      const owner = shown && (await this.table(parent.apiName, context))
      if (owner) return { table: owner, field: shown.apiName, through: field }
    }
    return undefined
  }

  /**
   * Asks Zoho again next time: for the fields of a table, or for the list of tables. False, and nothing is done, when
   * that is so new that asking again would tell nothing.
   */
  forget(table?: string): boolean {
    return this.#remembered.forget(table === undefined ? 'modules' : fieldsKey(table))
  }

  /** Rows of the table `Users`. */
  userRows(context: ReadContext): Promise<readonly RawRow[]> {
    return this.#users('AllUsers', context)
  }

  /** The users, where they are remembered: nothing is asked. */
  knownUsers(): readonly KnownUser[] | undefined {
    return this.#remembered.peek<readonly RawRow[]>(usersKey('AllUsers'))?.map(knownUser)
  }

  /** Rows of the table `Org`. */
  orgRows(context: ReadContext): Promise<readonly RawRow[]> {
    return this.#remembered.get('org', async () => readOrg(await this.#get('org', {}, context)), context.signal)
  }

  /**
   * Full names of users. A token that may not read users gives an empty directory and a notice: names are then what
   * the rows have.
   *
   * @param ids users who must be in it if Zoho knows them: deleted ones are a list of their own, asked for when needed.
   */
  async userDirectory(context: ReadContext, ids: Iterable<string> = []): Promise<UserDirectory> {
    const known = this.#directory(await this.#allowed('users', () => this.userRows(context), context))
    return namesOf(
      [...ids],
      known,
      async () => (this.#refused.has('users') ? undefined : this.#withDeleted(context)),
      // Users who came since the list was read.
      async () => (this.#remembered.forget(usersKey('AllUsers')) ? this.#withDeleted(context) : undefined),
    )
  }

  async #withDeleted(context: ReadContext): Promise<UserDirectory> {
    const deleted = await this.#allowed('deleted users', () => this.#users('DeletedUsers', context), context)
    const rows = await this.userRows(context)
    return deleted.length === 0 ? this.#directory(rows) : new UserDirectory([...deleted, ...rows])
  }

  /** Names of a module's layouts by their ids; none, and a notice, where the token may not read them. */
  async layouts(module: string, context: ReadContext): Promise<ReadonlyMap<string, string>> {
    const load = async (): Promise<RawRow[]> => readLayouts(await this.#get('settings/layouts', { module }, context))
    const known = () => this.#remembered.get(layoutsKey(module), load, context.signal)
    const rows = await this.#allowed('layouts', known, context)
    return new Map(rows.map(({ id, name }) => [String(id), String(name)]))
  }

  /** Time zone and edition; a token that may not read the organisation gets UTC, the least edition and a notice. */
  async org(context: ReadContext): Promise<OrgInfo> {
    return orgInfo(await this.#allowed('organisation', () => this.orgRows(context), context))
  }

  #modules(context: ReadContext): Promise<CrmModuleMeta[]> {
    const load = async (): Promise<CrmModuleMeta[]> =>
      readModules(await this.#get('settings/modules', {}, context)).filter((module) => module.apiName !== usersTable)
    return this.#remembered.get('modules', load, context.signal)
  }

  async #module(
    module: CrmModuleMeta,
    modules: readonly CrmModuleMeta[],
    context: ReadContext,
  ): Promise<Table | undefined> {
    const name = module.apiName
    try {
      return this.#build(module, modules, await this.#fields(name, context))
    } catch (error) {
      // Deleted since the list was read.
      if (isZohoSqlError(error) && error.zohoCode === 'INVALID_MODULE' && this.forget())
        return this.table(name, context)
      throw error
    }
  }

  #fields(module: string, context: ReadContext): Promise<CrmFieldMeta[]> {
    const load = async (): Promise<CrmFieldMeta[]> =>
      readFields(await this.#get('settings/fields', { module }, context))
    return this.#remembered.get(fieldsKey(module), load, context.signal)
  }

  #build(module: CrmModuleMeta, modules: readonly CrmModuleMeta[], fields: readonly CrmFieldMeta[]): Table {
    const built = this.#built.get(module.apiName)
    if (built?.fields === fields && built.modules === modules) return built.table
    const names = new Set(modules.map((known) => known.apiName))
    const table = makeTable(module, fields, (name) => names.has(name))
    this.#built.set(module.apiName, { fields, modules, table })
    return table
  }

  #users(type: UserType, context: ReadContext): Promise<readonly RawRow[]> {
    const load = async (): Promise<RawRow[]> => {
      const rows = new Map<unknown, RawRow>()
      for (let page = 1; ; page++) {
        const query = { type, page: String(page), per_page: String(usersPerPage) }
        const answer = await this.#get('users', query, context)
        const known = rows.size
        for (const user of readUsers(answer)) rows.set(user.id, user)
        if (!hasMore(answer)) return [...rows.values()]
        if (rows.size === known) throw endless(page)
      }
    }
    return this.#remembered.get(usersKey(type), load, context.signal)
  }

  #directory(rows: readonly RawRow[]): UserDirectory {
    const known = this.#directories.get(rows) ?? new UserDirectory(rows)
    this.#directories.set(rows, known)
    return known
  }

  async #allowed(
    what: string,
    load: () => Promise<readonly RawRow[]>,
    context: ReadContext,
  ): Promise<readonly RawRow[]> {
    if (this.#refused.has(what)) return []
    try {
      return await load()
    } catch (error) {
      if (!isZohoSqlError(error) || (error.code !== 'SCOPE_MISSING' && error.code !== 'PERMISSION_DENIED')) throw error
      this.#refused.add(what)
      context.meter.notices.push(`The token may not read ${what}: ${consequences[what]}`)
      return []
    }
  }
}

const consequences: Readonly<Record<string, string>> = byName({
  users: 'names of users are as each API gives them, often the last name only',
  'deleted users': 'names of deleted users are as each API gives them, often the last name only',
  layouts: 'their names are read by the list of records',
  organisation: 'the time zone is taken to be UTC, and the edition the smallest',
})

/** Lookups that a row is made with. */
const endsOf = ({ columns }: Table) =>
  columns.filter(({ part, settable }) => part === 'id' && settable?.insert === true && !settable.update)

const usersKey = (type: UserType): string => `users-${type}`
const layoutsKey = (module: string): string => `layouts-${module}`
const fieldsKey = (module: string): string => `fields-${module}`

const endless = (page: number): ZohoSqlError =>
  new ZohoSqlError('REMOTE_ANSWER', `Page ${page} of Zoho’s list of users has none that were not on those before it.`)

const hasMore = (answer: unknown): boolean =>
  (answer as { readonly info?: { readonly more_records?: unknown } } | undefined)?.info?.more_records === true

function orgName(modules: readonly CrmModuleMeta[]): string {
  let name = orgTable
  while (modules.some((module) => module.apiName === name)) name += '_'
  return name
}
