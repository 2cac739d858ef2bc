import type { Expr } from '../../engine/tree.ts'
import { someExpr } from '../../engine/walk.ts'
import { sameExpr } from '../bind/same.ts'

/**
 * True where a condition is about a column of the table, and not by chance: each branch of an OR has to be, one term of
 * an AND is enough.
 */
export function isFiltered(condition: Expr | undefined, relation: number): boolean {
  if (!condition) return false
  if (condition.kind === 'and') return condition.terms.some((term) => isFiltered(term, relation))
  if (condition.kind === 'or') return condition.terms.every((term) => isFiltered(term, relation))
  if (condition.kind === 'not') return isFiltered(condition.operand, relation)
  // What is compared with itself tells no row from another.
  if (isComparison(condition) && sameExpr(condition.left, condition.right)) return false
  return someExpr(condition, (expr) => expr.kind === 'column' && expr.relation === relation)
}

const isComparison = (expr: Expr): expr is Extract<Expr, { kind: 'compare' | 'distinct' }> =>
  expr.kind === 'compare' || expr.kind === 'distinct'
