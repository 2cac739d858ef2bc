import type { SqlExpr } from '../../sql/ast/index.ts'

/** Where an expression begins: nodes of infix operators say where their operator stands. */
export function startOf(expr: SqlExpr): number {
  if ('left' in expr) return Math.min(expr.at, startOf(expr.left))
  return 'operand' in expr && expr.operand ? Math.min(expr.at, startOf(expr.operand)) : expr.at
}
