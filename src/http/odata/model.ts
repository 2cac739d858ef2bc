import { ZohoSqlError } from '../../base/errors.ts'
import { matching, nearest } from '../../base/names.ts'
import { mainSchema, serviceNames } from '../../base/schemas.ts'
import type { Column, Connection, Table } from '../../driver/inner.ts'
import type { RequestSession } from '../asking.ts'

/** A table among the entity sets, before its columns were read. */
export interface SetName {
  readonly set: string
  readonly schema: string
  readonly table: string
  readonly description: string
}

/** A table as an entity set. */
export interface Entity {
  readonly set: string
  readonly table: Table
}

/** A way from an entity to others. */
export interface Navigation {
  readonly name: string
  /** `one`: along a lookup; `many`: rows of another table whose lookup leads here. */
  readonly kind: 'one' | 'many'
  readonly target: Entity
  /** `one`: API name of the lookup, a step of SQL's dotted paths. */
  readonly field: string
  /** The column with the other's id: here (`one`) or there (`many`). */
  readonly idColumn: string
  /** The column that it points at. */
  readonly key: string
}

const setOf = (schema: string, table: string): string => (schema === mainSchema ? table : `${schema}_${table}`)

/** A lookup's name, with `_` before it where a column has that name already. */
const lookupName = (table: Table, field: string): string =>
  table.columns.some(({ name }) => name === field) ? `_${field}` : field

/** Zoho's tables as entity sets: those that a caller may read, read when they are asked for. */
export class Model {
  readonly #db: Connection
  readonly #asking: RequestSession
  #sets: Promise<readonly SetName[]> | undefined
  readonly #entities = new Map<string, Promise<Entity>>()

  constructor(db: Connection, asking: RequestSession) {
    this.#db = db
    this.#asking = asking
  }

  sets(): Promise<readonly SetName[]> {
    this.#sets ??= this.#list()
    return this.#sets
  }

  async #list(): Promise<readonly SetName[]> {
    const rows = await this.#db.tables(null, null, null, null, { signal: this.#asking.signal })
    return rows
      .map(({ TABLE_SCHEM, TABLE_NAME, REMARKS }) => ({
        set: setOf(String(TABLE_SCHEM), String(TABLE_NAME)),
        schema: String(TABLE_SCHEM),
        table: String(TABLE_NAME),
        description: String(REMARKS ?? ''),
      }))
      .filter(({ schema }) => (serviceNames as readonly string[]).includes(schema))
      .filter(({ schema, table }) => this.#asking.mayRead({ schema, name: table }))
  }

  /** @throws {ZohoSqlError} UNDEFINED_TABLE with the nearest names · FORBIDDEN */
  async entity(name: string): Promise<Entity> {
    const sets = await this.sets()
    const [found] = matching(sets, ({ set }) => set, name)
    if (found) return this.#of(found)
    const meant = nearest(
      name,
      sets.map(({ set }) => set),
    )
    throw new ZohoSqlError('UNDEFINED_TABLE', `There is no entity set "${name}".`, {
      hint: meant.length > 0 ? `Perhaps ${meant.join(' or ')} is meant.` : 'The service document lists them.',
    })
  }

  #of({ set, schema, table }: SetName): Promise<Entity> {
    const known = this.#entities.get(set)
    if (known) return known
    const entity = this.#db
      .table([schema, table], { signal: this.#asking.signal })
      .then((read): Entity => ({ set, table: read }))
    this.#entities.set(set, entity)
    return entity
  }

  /** All entity sets with their columns. */
  async all(): Promise<readonly Entity[]> {
    const tables = await this.#db.schema({ signal: this.#asking.signal })
    const byName = new Map(tables.map((table) => [`${table.schema}.${table.name}`, table]))
    const sets = await this.sets()
    return sets.flatMap(({ set, schema, table }) => {
      const read = byName.get(`${schema}.${table}`)
      return read ? [{ set, table: read }] : []
    })
  }

  /** Where an entity leads along its lookups. */
  async lookups({ table }: Entity): Promise<readonly Navigation[]> {
    const sets = await this.sets()
    const found = table.lookups.map(async ({ field, idColumn, target }) => {
      const set = sets.find((each) => each.schema === target?.schema && each.table === target.table)
      if (!set) return undefined
      const entity = await this.#of(set)
      return navigation('one', lookupName(table, field), entity, field, idColumn, entity.table)
    })
    return (await Promise.all(found)).filter((each) => each !== undefined)
  }

  /** Rows of one table that lead to an entity: by the table's name, and the lookup's where several lead there. */
  children({ table }: Entity, child: Entity): readonly Navigation[] {
    const leading = child.table.lookups.filter(
      ({ target }) => target?.schema === table.schema && target.table === table.name,
    )
    const taken = new Set(table.columns.map(({ name }) => name))
    return leading.map(({ field, idColumn }) => {
      const name = leading.length === 1 ? child.set : `${child.set}_${field}`
      return navigation('many', taken.has(name) ? `_${name}` : name, child, field, idColumn, table)
    })
  }

  /**
   * A way by its name; a lookup's own name does too.
   *
   * @returns undefined where there is none of that name
   */
  async navigation(from: Entity, name: string): Promise<Navigation | undefined> {
    const lookup = from.table.lookups.find(({ field }) => field === name || lookupName(from.table, field) === name)
    if (lookup) return (await this.lookups(from)).find(({ field }) => field === lookup.field)
    const plain = name.replace(/^_/, '')
    for (const set of await this.sets()) {
      if (plain !== set.set && !plain.startsWith(`${set.set}_`)) continue
      const found = this.children(from, await this.#of(set)).find((each) => each.name === name)
      if (found) return found
    }
    return undefined
  }

  /** @throws {ZohoSqlError} BAD_REQUEST with the nearest names */
  async wayTo(from: Entity, name: string): Promise<Navigation> {
    const found = await this.navigation(from, name)
    if (found) return found
    throw unknownName(
      from,
      name,
      (await this.lookups(from)).map((each) => each.name),
    )
  }
}

function navigation(
  kind: Navigation['kind'],
  name: string,
  target: Entity,
  field: string,
  idColumn: string,
  to: Table,
): Navigation {
  return { kind, name, target, field, idColumn, key: to.primaryKey[0] ?? 'id' }
}

/** A property by its name. */
export const propertyOf = ({ table }: Entity, name: string): Column | undefined =>
  matching(table.columns, (column) => column.name, name)[0]

export function unknownName({ set, table }: Entity, name: string, more: readonly string[] = []): ZohoSqlError {
  const meant = nearest(name, [...table.columns.map((column) => column.name), ...more])
  return new ZohoSqlError('BAD_REQUEST', `There is no property "${name}" in ${set}.`, {
    ...(meant.length > 0 && { hint: `Perhaps ${meant.join(' or ')} is meant.` }),
  })
}

/** The column that tells when a row was last changed. */
export const modifiedTime = ({ table }: Entity): Column | undefined =>
  table.columns.find(
    ({ name, type }) =>
      type.name === 'timestamptz' &&
      (name === table.changes?.modifiedTime || name === 'Modified_Time' || name === 'modifiedTime'),
  )
