import type { Expr, Query } from '../../engine/tree.ts'
import { type Mapper, mapExprParts, mapFromParts, mapQueryParts } from '../../engine/walk.ts'
import type { PlanContext } from '../context.ts'

/**
 * `OFFSET 0` and `LIMIT NULL` of subqueries, which leave all rows: Prisma writes one around whatever it counts. Without
 * them the subquery can be merged into the query around it.
 */
export function dropIdleLimits(query: Query, { evaluate }: PlanContext): Query {
  const isIdle = (expr: Expr | undefined, ...idle: readonly (number | null)[]): boolean => {
    const found = expr && evaluate(expr)
    return found !== undefined && idle.includes(found.value === null ? null : Number(found.value))
  }
  const mapper: Mapper = {
    expr: (expr) => mapExprParts(expr, mapper),
    from: (from) => mapFromParts(from, mapper),
    query: (part) => {
      const mapped = mapQueryParts(part, mapper)
      const { limit, offset, withTies } = mapped
      const [all, none] = [!withTies && isIdle(limit, null), isIdle(offset, 0, null)]
      if (part === query || !(all || none)) return mapped
      return { ...mapped, limit: all ? undefined : limit, offset: none ? undefined : offset }
    },
  }
  return mapper.query(query)
}
