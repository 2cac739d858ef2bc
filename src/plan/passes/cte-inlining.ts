import type { Cte, Query } from '../../engine/tree.ts'
import { allRelations, type Mapper, mapExprParts, mapFromParts, mapQueryParts, someExpr } from '../../engine/walk.ts'

/** CTEs that are used once, in the query itself, become subqueries in FROM. Recursive and volatile ones stay. */
export function inlineCtes(query: Query): Query {
  const uses = new Map<number, number>()
  for (const relation of allRelations(query)) {
    if (relation.kind === 'cte') uses.set(relation.cte, (uses.get(relation.cte) ?? 0) + 1)
  }
  const inlined = new Map<number, Cte>()
  const mapper: Mapper = {
    expr: (expr) => mapExprParts(expr, mapper),
    query: (part) => {
      const ctes: Cte[] = []
      for (const cte of part.ctes) {
        const mapped = { ...cte, query: mapper.query(cte.query) }
        if (!cte.recursive && uses.get(cte.id) === 1 && !isVolatile(mapped.query)) inlined.set(cte.id, mapped)
        else ctes.push(mapped)
      }
      const rest = mapQueryParts({ ...part, ctes: [] }, mapper)
      return { ...rest, ctes }
    },
    from: (from) => {
      const cte = from.kind === 'cte' ? inlined.get(from.cte) : undefined
      if (!cte || from.kind !== 'cte') return mapFromParts(from, mapper)
      const { id, alias, columns } = from
      return { kind: 'derived', id, alias, columns, query: cte.query, lateral: false }
    },
  }
  return mapper.query(query)
}

function isVolatile(query: Query): boolean {
  return someExpr({ kind: 'exists', query, type: { name: 'boolean' } }, (e) => e.kind === 'call' && e.fn.volatile)
}
