/** Scans that wait for others: which column's values come from where. */
import { boolean } from '../../base/types.ts'
import type { ColumnExpr, Expr, Query, Select } from '../../engine/tree.ts'
import { allRelations, relationsUsedIn, someExpr } from '../../engine/walk.ts'
import { conjunctsOf } from '../conditions.ts'
import type { PlannedScan } from './planned-scan.ts'
import type { Link } from './predicate-pushdown.ts'

/** `column IN (query)`, or `=`: a link as long as the subquery is not planned. */
interface SubqueryLink {
  readonly relation: number
  readonly column: string
  readonly query: Query
  readonly single: boolean
}
/** A link before the scans are known. */
export type LinkWish = Link | SubqueryLink
/** `x IN (SELECT …)` and `x = (SELECT …)`: the rows of `x` may be narrowed to what the subquery gives. */
export function semiJoins(select: Select): LinkWish[] {
  return conjunctsOf(select.where).flatMap((expr): LinkWish[] => {
    if (expr.kind === 'inQuery' && !expr.negated && expr.operands.length === 1)
      return subqueryLink(expr.operands[0]!, expr.query, false)
    if (expr.kind !== 'compare' || expr.op !== '=') return []
    const [one, other] = expr.left.kind === 'scalar' ? [expr.right, expr.left] : [expr.left, expr.right]
    return other.kind === 'scalar' ? subqueryLink(one, other.query, true) : []
  })
}

function subqueryLink(operand: Expr, query: Query, single: boolean): LinkWish[] {
  if (operand.kind !== 'column') return []
  const { relation, name: column } = operand
  const { body } = query
  const item = body.kind === 'select' && body.from?.kind === 'table' && !body.groupBy && !query.limit && body.items[0]
  // Over a single table its rows will do, of which there may be more than the query lets through.
  if (item && item.kind === 'column' && body.from?.kind === 'table' && item.relation === body.from.id)
    return [{ relation, column, other: item.relation, otherColumn: item.name }]
  return standsAlone(query) ? [{ relation, column, query, single }] : []
}

/** It can be run before the query around it, and gives the same each time. */
export function standsAlone(query: Query): boolean {
  const own = new Set(allRelations(query).map((relation) => relation.id))
  const isOwn = allRelations(query).every((relation) => relation.kind !== 'cte')
  const { type } = query.columns[0]!
  const volatile = someExpr({ kind: 'scalar', query, type }, (expr) => expr.kind === 'call' && expr.fn.volatile)
  return isOwn && !volatile && [...relationsUsedIn(query)].every((id) => own.has(id))
}

/**
 * The values of a column in the rows that a scan brought, those left out that cannot be in the answer: what another
 * scan that is joined to it need ask for. undefined: the scan does not bring that column.
 */
export function keysQuery(
  scan: Pick<PlannedScan, 'columns' | 'relation' | 'table' | 'checks'>,
  name: string,
): Query | undefined {
  const type = scan.columns.find((column) => column.name === name)?.type
  if (!type) return undefined
  const column: ColumnExpr = { kind: 'column', relation: scan.relation, name, type }
  const isThere: Expr = { kind: 'isNull', operand: column, negated: true, type: boolean }
  return {
    kind: 'query',
    ctes: [],
    body: {
      kind: 'select',
      distinct: true,
      items: [column],
      from: scan.table,
      where: { kind: 'and', terms: [isThere, ...scan.checks], type: boolean },
    },
    orderBy: [],
    withTies: false,
    columns: [{ name, type }],
  }
}
