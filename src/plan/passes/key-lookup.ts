import { boolean } from '../../base/types.ts'
import type { Compare, Expr, Query, Scalar } from '../../engine/tree.ts'
import { type Mapper, mapExprParts, mapFromParts, mapQueryParts } from '../../engine/walk.ts'
import { conjunction, conjunctsOf } from '../conditions.ts'
import type { PlanContext } from '../context.ts'

/**
 * `id >= (SELECT id FROM t WHERE id = 7)`, as Prisma writes the page that begins with a row: the subquery gives the key
 * that it asks for, or NULL. So it is `id >= 7`, which travels, if there is such a row, which is asked for once.
 */
export function resolveKeyLookups(query: Query, context: PlanContext): Query {
  const mapper: Mapper = {
    expr: (expr) => mapExprParts(expr, mapper),
    from: (from) => mapFromParts(from, mapper),
    query: (part) => {
      const mapped = mapQueryParts(part, mapper)
      const { body } = mapped
      if (body.kind !== 'select' || !body.where) return mapped
      const terms = conjunctsOf(body.where)
      const resolved = terms.flatMap((term) => (term.kind === 'compare' ? resolvedTerm(term, context) : [term]))
      return resolved.length === terms.length ? mapped : { ...mapped, body: { ...body, where: conjunction(resolved) } }
    },
  }
  return mapper.query(query)
}

/** As a term of a WHERE: it may be false where it was NULL. */
function resolvedTerm(term: Compare, context: PlanContext): readonly Expr[] {
  const found = (['left', 'right'] as const).find((side) => lookedUp(term[side], context))
  if (!found) return [term]
  const lookup = term[found] as Scalar
  const key = lookedUp(lookup, context)!
  return [
    { ...term, [found]: key },
    { kind: 'exists', query: lookup.query, type: boolean },
  ]
}

/** The constant that the only key of the only table must be, whatever else it must: the subquery gives it or nothing. */
function lookedUp(expr: Expr, { evaluate }: PlanContext): Expr | undefined {
  const body = expr.kind === 'scalar' ? expr.query.body : undefined
  if (expr.kind !== 'scalar' || body?.kind !== 'select' || body.from?.kind !== 'table') return undefined
  const { ctes, limit, offset } = expr.query
  if (ctes.length > 0 || limit || offset || body.groupBy || body.having || body.distinct !== false) return undefined
  const { id, table } = body.from
  const isKey = (part: Expr): boolean =>
    part.kind === 'column' && part.relation === id && table.primaryKey.length === 1 && part.name === table.primaryKey[0]
  const [item] = body.items
  if (!item || !isKey(item)) return undefined
  for (const term of conjunctsOf(body.where)) {
    if (term.kind !== 'compare' || term.op !== '=') continue
    const constant = isKey(term.left) ? term.right : isKey(term.right) ? term.left : undefined
    const value = constant && evaluate(constant)?.value
    if (value !== undefined && value !== null) return { kind: 'literal', value, type: constant!.type }
  }
  return undefined
}
