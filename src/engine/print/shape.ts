import type { Body, Expr, Query, Select } from '../tree.ts'
import { someExprHere } from '../walk.ts'

const isAggregate = (expr: Expr): boolean => expr.kind === 'aggregate'
export const isSetCall = (expr: Expr): boolean => expr.kind === 'call' && expr.fn.kind === 'set'

export const hasAggregates = (select: Select): boolean => someExprHere([...select.items, select.having], isAggregate)
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
