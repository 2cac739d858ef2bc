import { ZohoSqlError } from '../../base/errors.ts'
import { pullUp } from '../lower/pull-up.ts'
import type { Body, Cte, Query, SetOperation } from '../tree.ts'
import { walkQuery } from '../walk.ts'
import { columnList, cteName, type Printer } from './printer.ts'

/** Parentheses without a clause of their own say nothing. */
const unwrapped = (body: Body): Body =>
  body.kind === 'query' && body.ctes.length === 0 && body.orderBy.length === 0 && !body.limit && !body.offset
    ? unwrapped(body.body)
    : body

function isVolatile(query: Query): boolean {
  let found = false
  walkQuery(query, (expr) => {
    found ||= (expr.kind === 'call' || expr.kind === 'aggregate' || expr.kind === 'window') && expr.fn.volatile
    return !found
  })
  return found
}

/** SQLite wants the term that refers to the CTE itself bare behind UNION, and the CTE in its own FROM. */
const bareRecursion = (cte: Cte, body: SetOperation): Query => ({
  ...cte.query,
  body: { ...body, right: recursiveTerm(unwrapped(body.right), body.all) },
})

/** Rows are taken up one by one in SQLite, all of a step together in PostgreSQL: DISTINCT would see too few. */
function recursiveTerm(body: Body, all: boolean): Body {
  if (body.kind !== 'select') return body
  if (body.distinct !== false && (all || body.distinct !== true)) {
    throw new ZohoSqlError('NOT_SUPPORTED', 'DISTINCT in the recursive term of UNION ALL is not supported')
  }
  return pullUp({ ...body, distinct: false })
}

export function cteText(cte: Cte, p: Printer): string {
  const body = unwrapped(cte.query.body)
  const query = cte.recursive && body.kind === 'setop' ? bareRecursion(cte, body) : cte.query
  // A volatile query is computed once however often it is named.
  const hint = isVolatile(cte.query) ? 'MATERIALIZED ' : ''
  return `${cteName(cte.id)}(${columnList(Math.max(1, cte.query.columns.length))}) AS ${hint}(${p.query(query)})`
}
