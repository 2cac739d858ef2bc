import { type ExpressionTranslator, type ODataScope, quoted, type StatementParts } from './expression/index.ts'
import type { Model } from './model.ts'
import { orderText, type SortTerm } from './order.ts'
import type { Resource } from './resource.ts'

/** Rows of a table or of a query, before what is shown of them is chosen. */
export interface ODataRelation {
  readonly scope: ODataScope
  readonly from: string
  readonly where: readonly string[]
  readonly order: readonly SortTerm[]
  readonly limit?: number
  readonly offset?: number
}

/** What translating a request needs. */
export interface Tools {
  readonly translator: ExpressionTranslator
  readonly making: StatementParts
}

export function relationOf({ entity, alias, where }: Resource, model: Model): ODataRelation {
  const { schema, name } = entity.table
  const scope: ODataScope = { model, entity, at: alias, variables: new Map() }
  return { scope, from: `${quoted(schema)}.${quoted(name)} AS ${alias}`, where, order: [] }
}

export function selectText(
  list: readonly string[],
  { from, where, order, limit, offset }: ODataRelation,
  tail = '',
): string {
  return [
    `SELECT ${list.join(', ') || '1'} FROM ${from}`,
    ...(where.length > 0 ? [`WHERE ${where.join(' AND ')}`] : []),
    ...(tail === '' ? [] : [tail]),
    ...(order.length > 0 ? [`ORDER BY ${orderText(order)}`] : []),
    ...(limit === undefined ? [] : [`LIMIT ${limit}`]),
    ...(offset === undefined || offset === 0 ? [] : [`OFFSET ${offset}`]),
  ].join(' ')
}
