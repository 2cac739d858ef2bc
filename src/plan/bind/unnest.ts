import type { Expr, Query } from '../../engine/tree.ts'
import { relationsUsed } from '../../engine/walk.ts'
import type { ExprEnv } from './binding.ts'
import { coerce } from './coerce.ts'
import { functionFor } from './typing.ts'

/** `SELECT unnest(array)`: the members of an array as the rows of a query. */
export function unnested(env: ExprEnv, array: Expr, at: number): Query {
  const { binding } = env
  const fn = functionFor('unnest', [array.type], at)
  const id = binding.freeRelationId()
  const type = array.type.element ?? fn.result
  const from = {
    kind: 'function',
    id,
    alias: binding.alias('unnest'),
    fn,
    args: [coerce(binding, array, fn.args[0]!)],
    columns: [{ name: 'unnest', type }],
    withOrdinality: false,
    lateral: relationsUsed(array).size > 0,
  } as const
  const items: Expr[] = [{ kind: 'column', relation: id, name: 'unnest', type }]
  return {
    kind: 'query',
    ctes: [],
    body: { kind: 'select', distinct: false, items, from },
    orderBy: [],
    withTies: false,
    columns: [{ name: 'unnest', type }],
  }
}
