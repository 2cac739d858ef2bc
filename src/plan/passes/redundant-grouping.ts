import type { Expr, Query, Select } from '../../engine/tree.ts'
import { type Mapper, mapExprParts, mapFromParts, mapQueryParts, someExpr, someExprHere } from '../../engine/walk.ts'
import { conjunction, conjunctsOf } from '../conditions.ts'
import { shownExprs } from '../shape.ts'

/**
 * `GROUP BY` and `DISTINCT` over rows that are groups of their own, since the table's key is among what they go by:
 * tools group by all columns of a table. What is left filters, orders and limits rows, all of which may travel.
 */
export const dropRedundantGrouping = (query: Query): Query => dropper.query(query)

const dropper: Mapper = {
  expr: (expr) => mapExprParts(expr, dropper),
  from: (from) => mapFromParts(from, dropper),
  query: (query) => ungrouped(mapQueryParts(query, dropper)),
}

function ungrouped(query: Query): Query {
  const select = query.body
  if (select.kind !== 'select') return query
  const shown = shownExprs(query, select)
  if (someExprHere(shown, isOfGroups) || shown.some((expr) => someExpr(expr, isOver(select)))) return query
  const { groupBy, having, where, ...rest } = withoutDistinct(select)
  if (!groupBy) return rest.distinct === select.distinct ? query : { ...query, body: { ...select, distinct: false } }
  if (groupBy.sets.length !== 1 || !holdsKey(groupBy.keys, select)) return query
  return { ...query, body: { ...rest, where: conjunction([...conjunctsOf(where), ...conjunctsOf(having)]) } }
}

/** Aggregates and windows look at more than the row; grouping() speaks of sets. */
const isOfGroups = (expr: Expr): boolean =>
  expr.kind === 'aggregate' || expr.kind === 'window' || expr.kind === 'grouping'

/** An aggregate in a subquery, over rows of this select. */
const isOver =
  ({ from }: Select) =>
  (expr: Expr): boolean =>
    expr.kind === 'aggregate' &&
    from?.kind === 'table' &&
    expr.args.some((arg) => someExpr(arg, (part) => part.kind === 'column' && part.relation === from.id))

const withoutDistinct = (select: Select): Select =>
  select.distinct === true && !select.groupBy && holdsKey(select.items, select)
    ? { ...select, distinct: false }
    : select

/** The whole primary key of the only table. */
function holdsKey(exprs: readonly Expr[], { from }: Select): boolean {
  if (from?.kind !== 'table' || from.table.primaryKey.length === 0) return false
  return from.table.primaryKey.every((name) =>
    exprs.some((expr) => expr.kind === 'column' && expr.relation === from.id && expr.name === name),
  )
}
