import { ZohoSqlError } from '../../base/errors.ts'
import type { Column } from '../../driver/inner.ts'
import { quoted, type StatementParts } from './expression/index.ts'
import { type Entity, type Model, type Navigation, propertyOf, unknownName } from './model.ts'
import type { KeyPredicate, List, ODataExpression, PathSegment } from './tree.ts'

/** What the path of a request names. */
export interface Resource {
  readonly entity: Entity
  readonly alias: string
  /** Conditions of SQL that all hold. */
  readonly where: readonly string[]
  /** One entity at the most. */
  readonly single: boolean
  /** A property of it, as JSON or plain. */
  readonly property?: Column
  readonly raw?: true
  readonly count?: true
}

const notFound = (message: string): ZohoSqlError => new ZohoSqlError('NOT_FOUND', message)

/** Goes along the segments of a path. */
export class Walker {
  readonly #model: Model
  readonly #making: StatementParts
  readonly #aliases: ReadonlyMap<string, ODataExpression | List>

  constructor(model: Model, making: StatementParts, aliases: ReadonlyMap<string, ODataExpression | List>) {
    this.#model = model
    this.#making = making
    this.#aliases = aliases
  }

  /** @throws {ZohoSqlError} NOT_FOUND, UNDEFINED_TABLE there is no such thing · FORBIDDEN · BAD_REQUEST a key does not fit */
  async resource(segments: readonly PathSegment[]): Promise<Resource> {
    const [first, ...rest] = segments
    if (first?.kind !== 'name') throw notFound('There is no such resource.')
    const entity = await this.#model.entity(first.name)
    let found: Resource = { entity, alias: this.#making.alias(), where: [], single: false }
    if (first.key) found = this.#keyed(found, first.key)
    for (const segment of rest) found = await this.#step(found, segment)
    return found
  }

  async #step(from: Resource, segment: PathSegment): Promise<Resource> {
    if (from.count || from.raw) throw notFound('Nothing follows $count and $value.')
    if (segment.kind === 'word') return word(from, segment.name)
    if (from.property) throw notFound(`Nothing but $value follows the property ${from.property.name}.`)
    if (segment.kind === 'key') return this.#keyed(from, [{ value: textLiteral(segment.value) }])
    return this.#named(from, segment)
  }

  async #named(from: Resource, { name, key }: Extract<PathSegment, { kind: 'name' }>): Promise<Resource> {
    const { entity, single } = from
    if (!single) {
      if (key === undefined) return this.#keyed(from, [{ value: textLiteral(name) }])
      throw notFound(`${name} is a property of one entity: a key is needed after ${entity.set}.`)
    }
    const property = key ? undefined : propertyOf(entity, name)
    if (property) return { ...from, property }
    const way = await this.#model.navigation(entity, name)
    if (!way) throw notFound(unknownName(entity, name).message)
    const on = this.#follow(from, way)
    return key ? this.#keyed(on, key) : on
  }

  #follow(from: Resource, { kind, target, idColumn, key }: Navigation): Resource {
    const alias = this.#making.alias()
    const { schema, name } = from.entity.table
    const of = (column: string) =>
      `(SELECT ${from.alias}.${quoted(column)} FROM ${quoted(schema)}.${quoted(name)} AS ${from.alias} WHERE ${from.where.join(' AND ')})`
    const where =
      kind === 'one'
        ? `${alias}.${quoted(key)} IN ${of(idColumn)}`
        : `${alias}.${quoted(idColumn)} ${this.#byKey(from, key) ?? `IN ${of(key)}`}`
    return { entity: target, alias, where: [where], single: kind === 'one' }
  }

  /** `= key`, where an entity is named by nothing else: its table need not be read. */
  #byKey({ alias, where }: Resource, key: string): string | undefined {
    const [only, ...more] = where
    const start = `${alias}.${quoted(key)} = `
    return more.length === 0 && only?.startsWith(start) ? `= ${only.slice(start.length)}` : undefined
  }

  #keyed(from: Resource, keys: readonly KeyPredicate[]): Resource {
    const { entity, single, where } = from
    const names = entity.table.primaryKey
    if (single) throw notFound('A key does not follow one entity.')
    if (names.length === 0) throw notFound(`${entity.set} has no key.`)
    if (keys.length !== names.length)
      throw new ZohoSqlError('BAD_REQUEST', `The key of ${entity.set} is ${names.join(', ')}.`)
    const conditions = keys.map(({ name = names[0]!, value }) => this.#isKey(from, name, value))
    return { ...from, where: [...where, ...conditions], single: true }
  }

  #isKey({ entity, alias }: Resource, name: string, value: KeyPredicate['value']): string {
    const column = entity.table.primaryKey.includes(name) ? propertyOf(entity, name) : undefined
    if (!column) throw new ZohoSqlError('BAD_REQUEST', `${name} is not in the key of ${entity.set}.`)
    const literal = value.kind === 'alias' ? this.#aliases.get(value.name) : value
    if (literal?.kind !== 'literal') throw new ZohoSqlError('BAD_REQUEST', 'A key is a literal.')
    const text = String(literal.value)
    if (column.type.name === 'bigint' && !/^[+-]?\d{1,19}$/.test(text))
      throw notFound(`There is no ${entity.set} with the key "${text}".`)
    return `${alias}.${quoted(column.name)} = ${this.#making.bind(text, column.type)}`
  }
}

const textLiteral = (value: string) => ({ kind: 'literal', type: 'string', value, at: 0 }) as const

function word(from: Resource, name: string): Resource {
  if (name === 'count' && !from.single) return { ...from, count: true }
  if (name === 'value' && from.property) return { ...from, raw: true }
  throw notFound(`$${name} cannot stand here.`)
}
