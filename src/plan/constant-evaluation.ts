import type { Value } from '../base/types.ts'
import { mayTakeLong } from '../engine/slow.ts'
import type { Expr } from '../engine/tree.ts'
import { someExpr } from '../engine/walk.ts'

/** Expressions that need rows, that may differ from call to call, or that had better not run in this thread. */
function needsRows(expr: Expr): boolean {
  switch (expr.kind) {
    case 'column':
    case 'output':
    case 'parameter':
    case 'aggregate':
    case 'window':
    case 'grouping':
    case 'scalar':
    case 'exists':
    case 'inQuery':
    case 'quantified':
    case 'arrayQuery':
      return true
    case 'call':
      return expr.fn.volatile || expr.fn.kind !== 'scalar' || mayTakeLong(expr)
    case 'like':
    case 'literal':
      return mayTakeLong(expr)
    default:
      return false
  }
}

/**
 * The value of expressions without rows. An expression that fails has no value here: whether it fails for the user
 * depends on whether it is ever reached.
 */
export function constantEvaluator(compute: (expr: Expr) => Value) {
  const known = new WeakMap<Expr, { readonly value: Value } | undefined>()
  return (expr: Expr): { readonly value: Value } | undefined => {
    if (expr.kind === 'literal') return expr
    if (known.has(expr)) return known.get(expr)
    const result = someExpr(expr, needsRows) ? undefined : attempt(() => compute(expr))
    known.set(expr, result)
    return result
  }
}

function attempt(compute: () => Value): { readonly value: Value } | undefined {
  try {
    return { value: compute() }
  } catch {
    return undefined
  }
}
