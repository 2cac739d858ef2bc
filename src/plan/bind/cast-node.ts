import type { SqlType } from '../../base/types.ts'
import type { Expr } from '../../engine/tree.ts'
import type { Binding } from './binding.ts'

/** The cast itself, for whoever knows that there is one. */
export function castNode(binding: Binding, expr: Expr, type: SqlType, explicit: boolean): Expr {
  const node: Expr = { kind: 'cast', operand: expr, type, explicit }
  const at = binding.at(expr)
  return at === undefined ? node : binding.place(node, at)
}
