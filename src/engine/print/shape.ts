import type { Body, Expr, Query, Select } from '../tree.ts'
import { relationsOf, someExprHere, walkExpr, walkQuery } from '../walk.ts'

export const isSetCall = (expr: Expr): boolean => expr.kind === 'call' && expr.fn.kind === 'set'

const ownRelations = (select: Select): ReadonlySet<number> => new Set(relationsOf(select.from).map(({ id }) => id))

/** Relations that the expression's columns belong to, without those of its own subqueries. */
function outerRelations(expr: Expr): readonly number[] {
  const used = new Set<number>()
  const inside = new Set<number>()
  walkExpr(expr, {
    expr: (node) => void (node.kind === 'column' && used.add(node.relation)),
    from: (from) => void (from.kind !== 'join' && inside.add(from.id)),
  })
  return [...used].filter((id) => !inside.has(id))
}

/** An aggregate runs over the rows of the innermost select that its columns belong to; without columns, where it stands. */
function isOver(aggregate: Expr, own: ReadonlySet<number>): boolean {
  const used = outerRelations(aggregate)
  return used.length === 0 || used.some((id) => own.has(id))
}

/** One of the expressions has an aggregate at this level over the rows of this select: not of one around it. */
export function someAggregate(select: Select, exprs: readonly (Expr | undefined)[]): boolean {
  const own = ownRelations(select)
  return someExprHere(exprs, (expr) => expr.kind === 'aggregate' && isOver(expr, own))
}

/** The select's own aggregates; those written in its subqueries are told by {@link deepAggregate}. */
export const hasAggregates = (select: Select): boolean => someAggregate(select, [...select.items, select.having])

/**
 * Tells aggregates over the rows of a select from those of the selects inside of its expressions.
 *
 * @param exprs all in which they may be written
 */
export function aggregatesOver(select: Select, exprs: readonly (Expr | undefined)[]): (aggregate: Expr) => boolean {
  const own = ownRelations(select)
  const inside = new Set<number>()
  for (const expr of exprs)
    if (expr) walkExpr(expr, { from: (from) => void (from.kind !== 'join' && inside.add(from.id)) })
  return (aggregate) => {
    const used = outerRelations(aggregate)
    return used.some((id) => own.has(id)) && !used.some((id) => inside.has(id))
  }
}

/** An aggregate over the rows of this select is written in a subquery of one of the expressions. */
export function deepAggregate(select: Select, exprs: readonly (Expr | undefined)[]): boolean {
  const isOver = aggregatesOver(select, exprs)
  let found = false
  const query = (inner: Query): boolean => {
    walkQuery(inner, (expr) => {
      found ||= expr.kind === 'aggregate' && isOver(expr)
      return !found
    })
    return false
  }
  for (const expr of exprs) if (expr && !found) walkExpr(expr, { query })
  return found
}

export const hasSetCalls = (select: Select): boolean => someExprHere(select.items, isSetCall)

/** True for `GROUP BY ()` and for aggregates without GROUP BY. */
const oneGroup = (select: Select): boolean =>
  select.groupBy === undefined ? hasAggregates(select) : select.groupBy.sets.every((set) => set.length === 0)

function bodyGivesOneRow(body: Body): boolean {
  switch (body.kind) {
    case 'select':
      return (
        !hasSetCalls(body) && (body.from === undefined || (oneGroup(body) && (body.groupBy?.sets.length ?? 1) === 1))
      )
    case 'values':
      return body.rows.length === 1
    case 'query':
      return givesOneRow(body)
    case 'setop':
      return false
  }
}

/** True when the query is known to give one row at the most. */
export function givesOneRow(query: Query): boolean {
  const limit = query.limit
  const limited =
    limit?.kind === 'literal' && !query.withTies && (Number(limit.value) === 1 || Number(limit.value) === 0)
  return (limited && limit.value !== null) || bodyGivesOneRow(query.body)
}

/** Two readings of it may differ. */
export function isVolatile(query: Query): boolean {
  let found = false
  walkQuery(query, (expr) => {
    found ||= (expr.kind === 'call' || expr.kind === 'aggregate' || expr.kind === 'window') && expr.fn.volatile
    return !found
  })
  return found
}
