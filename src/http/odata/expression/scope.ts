import { ZohoSqlError } from '../../../base/errors.ts'
import type { SqlType } from '../../../base/types.ts'
import { type Entity, type Model, type Navigation, propertyOf } from '../model.ts'
import { quoted } from './statement.ts'

/** A value in SQL. */
export interface TypedSql {
  readonly sql: string
  readonly type: SqlType['name']
  /** Digits and length, where they are known. */
  readonly full?: SqlType
  readonly nullable: boolean
  /** It stands in the request, and is no null. */
  readonly constant?: true
  /** The null that stands in the request. */
  readonly isNull?: true
}

/** Columns that a query computed: properties of its result. */
export interface Computed extends TypedSql {
  readonly steps: readonly string[]
  /** Rows are grouped by it. */
  readonly key: boolean
}

/** What names mean at a place of an expression. */
export interface ODataScope {
  readonly model: Model
  readonly entity: Entity
  /** SQL that columns' names follow, such as `"t0"` or `"t0"."Account_Name"`. */
  readonly at: string
  /** Columns of a derived table; absent: those of the entity. */
  readonly computed?: readonly Computed[]
  /** Variables of any and all around. */
  readonly variables: ReadonlyMap<string, ODataScope>
}

/** Rows of another table that belong to a place. */
export interface Collection {
  readonly way: Navigation
  /** SQL of the id that they point at. */
  readonly parent: string
}

/** Goes along steps: lookups lead on, the last step is what the path names. */
export async function resolve(scope: ODataScope, steps: readonly string[]): Promise<TypedSql> {
  const computed = scope.computed?.find((each) => each.steps.join('/') === steps.join('/'))
  if (computed) return computed
  if (scope.computed) throw notComputed(scope.computed, steps)
  const { place, last } = await walk(scope, steps)
  const column = propertyOf(place.entity, last)
  if (column) {
    const { type, nullable } = column
    const sql = `${place.at}.${quoted(column.name)}`
    return { sql, type: type.name, full: type, nullable: nullable || place.at.includes('.') }
  }
  const way = await place.entityWay(last)
  if (way.kind === 'many') throw new ZohoSqlError('BAD_REQUEST', `${steps.join('/')} is a collection, and no value.`)
  return { sql: `${place.at}.${quoted(way.idColumn)}`, type: 'bigint', nullable: true }
}

/** The rows that a path ends at. */
export async function collectionOf(scope: ODataScope, steps: readonly string[]): Promise<Collection> {
  const { place, last } = await walk(scope, steps)
  const way = await place.entityWay(last)
  if (way.kind !== 'many') throw new ZohoSqlError('BAD_REQUEST', `${steps.join('/')} is no collection.`)
  return { way, parent: `${place.at}.${quoted(way.key)}` }
}

async function walk(scope: ODataScope, steps: readonly string[]) {
  const variable = scope.variables.get(steps[0]!)
  const from = variable ?? scope
  const path = variable ? steps.slice(1) : steps
  let { entity, at } = from
  for (const step of path.slice(0, -1)) {
    const way = await from.model.wayTo(entity, step)
    if (way.kind === 'many')
      throw new ZohoSqlError('BAD_REQUEST', `${step} is a collection: any or all tests its rows.`)
    entity = way.target
    at = `${at}.${quoted(way.field)}`
  }
  const last = path.at(-1)
  if (last === undefined) throw new ZohoSqlError('BAD_REQUEST', `The variable ${steps[0]} is no value.`)
  return { place: { entity, at, entityWay: (name: string) => from.model.wayTo(entity, name) }, last }
}

function notComputed(computed: readonly Computed[], steps: readonly string[]): ZohoSqlError {
  return new ZohoSqlError('BAD_REQUEST', `There is no property "${steps.join('/')}" after $apply.`, {
    hint: `There are ${computed.map((each) => each.steps.join('/')).join(', ')}.`,
  })
}
