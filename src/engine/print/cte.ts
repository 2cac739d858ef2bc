import { ZohoSqlError } from '../../base/errors.ts'
import { pullUp } from '../lower/pull-up.ts'
import type { Body, Cte, Query, SetOperation } from '../tree.ts'
import { relationsOf, someExprHere } from '../walk.ts'
import { columnList, cteName, type Printer } from './printer.ts'
import { isVolatile } from './shape.ts'

/** Parentheses without a clause of their own say nothing. */
const unwrapped = (body: Body): Body =>
  body.kind === 'query' && body.ctes.length === 0 && body.orderBy.length === 0 && !body.limit && !body.offset
    ? unwrapped(body.body)
    : body

/** SQLite wants the term that refers to the CTE itself bare after UNION, and the CTE in its own FROM. */
const bareRecursion = (cte: Cte, body: SetOperation): Query => ({
  ...cte.query,
  body: { ...body, right: recursiveTerm(unwrapped(body.right), body.all, cte.id) },
})

/** Rows are taken up one by one in SQLite, all of a step together in PostgreSQL: DISTINCT would see too few. */
function recursiveTerm(body: Body, all: boolean, id: number): Body {
  if (body.kind === 'setop') return unsupported(`${body.op.toUpperCase()} within the recursive term`)
  if (body.kind !== 'select') return unsupported('ORDER BY, LIMIT or WITH within the recursive term')
  if (body.distinct !== false && (all || body.distinct !== true)) return unsupported('DISTINCT in the recursive term')
  if (body.groupBy) return unsupported('GROUP BY in the recursive term')
  if (someExprHere(body.items, (expr) => expr.kind === 'window'))
    return unsupported('a window function in the recursive term')
  const pulled = pullUp({ ...body, distinct: false })
  const named = relationsOf(pulled.from).some((relation) => relation.kind === 'cte' && relation.cte === id)
  return named ? pulled : unsupported('a recursive reference within a subquery in FROM')
}

const unsupported = (what: string): never => {
  throw new ZohoSqlError('NOT_SUPPORTED', `${what} is not supported`, {
    hint: 'Let the recursive term only join, filter and compute, and do the rest where the query is used.',
  })
}

export function cteText(cte: Cte, p: Printer): string {
  const body = unwrapped(cte.query.body)
  const query = cte.recursive && body.kind === 'setop' ? bareRecursion(cte, body) : cte.query
  // A volatile query is computed once however often it is named.
  const hint = isVolatile(cte.query) ? 'MATERIALIZED ' : ''
  return `${cteName(cte.id)}(${columnList(Math.max(1, cte.query.columns.length))}) AS ${hint}(${p.query(query)})`
}
