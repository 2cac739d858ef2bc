import type { Expr, From } from '../../engine/tree.ts'
import { allRelations, type Mapper, mapExprParts, mapFromParts, mapQueryParts, walkExpr } from '../../engine/walk.ts'
import type { Binding } from './binding.ts'

/**
 * The expression once more, for what is written once and needed twice (`x BETWEEN a AND b`). Relations of its
 * subqueries get ids of their own, because every relation of a statement has one.
 */
export function again(binding: Binding, expr: Expr): Expr {
  const ids = new Map<number, number>()
  walkExpr(expr, {
    query: (query) => {
      for (const { id } of allRelations(query)) ids.set(id, binding.freeRelationId())
      return false
    },
  })
  return ids.size === 0 ? expr : renumber(binding, expr, ids)
}

function renumber(binding: Binding, expr: Expr, ids: ReadonlyMap<number, number>): Expr {
  const mapper: Mapper = {
    expr: (part) => {
      const id = part.kind === 'column' ? ids.get(part.relation) : undefined
      if (part.kind === 'column' && id !== undefined) return { ...part, relation: id }
      const mapped = mapExprParts(part, mapper)
      const scope = binding.aggregateScope.get(part)
      if (scope) binding.aggregateScope.set(mapped, scope)
      return mapped
    },
    query: (query) => mapQueryParts(query, mapper),
    from: (from): From => {
      const mapped = mapFromParts(from, mapper)
      return mapped.kind === 'join'
        ? mapped
        : { ...mapped, id: ids.get(mapped.id)!, alias: binding.alias(mapped.alias) }
    },
  }
  return mapper.expr(expr)
}
