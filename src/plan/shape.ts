/** Questions about the shape of a select that several passes ask. */
import type { ColumnExpr, Expr, Query, Select, TableRelation } from '../engine/tree.ts'
import { someExpr } from '../engine/walk.ts'
import type { ColumnRef } from '../source/index.ts'

/** What a service calls the column; undefined: it is another relation's, or none that is read. */
export const refOf = (column: ColumnExpr, relation: TableRelation): ColumnRef | undefined =>
  column.relation === relation.id ? relation.columns.find((c) => c.name === column.name)?.ref : undefined

/** Every expression that is computed from groups, where there are groups. */
export const shownExprs = (query: Query, select: Select): Expr[] => [
  ...select.items,
  ...(typeof select.distinct === 'boolean' ? [] : select.distinct),
  ...query.orderBy.map((key) => key.expr),
  ...(select.having ? [select.having] : []),
]

/** A subquery may refer to the rows that grouping would take away. */
export const holdsQuery = (expr: Expr): boolean =>
  ['scalar', 'exists', 'inQuery', 'quantified', 'arrayQuery'].includes(expr.kind)

/** One row in, one row out: order and limit mean the same before and after. */
export const isRowByRow = (select: Select): boolean =>
  select.distinct === false && !select.groupBy && !select.having && !select.items.some((item) => someExpr(item, isWide))

const isWide = (expr: Expr): boolean =>
  expr.kind === 'aggregate' || expr.kind === 'window' || (expr.kind === 'call' && expr.fn.kind === 'set')
