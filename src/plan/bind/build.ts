import { boolean } from '../../base/types.ts'
import type { ResolvedFunction } from '../../engine/functions/contract.ts'
import type { Expr } from '../../engine/tree.ts'

/** Nodes that the binder makes where the statement says the same in more words. */

const flat = (kind: 'and' | 'or', terms: readonly Expr[]): readonly Expr[] =>
  terms.flatMap((term) => (term.kind === kind ? term.terms : term))

const junction =
  (kind: 'and' | 'or', empty: boolean) =>
  (terms: readonly Expr[]): Expr => {
    const all = flat(kind, terms)
    if (all.length === 0) return { kind: 'literal', value: empty, type: boolean }
    return all.length === 1 ? all[0]! : { kind, terms: all, type: boolean }
  }

/** Of no terms: true. */
export const and = junction('and', true)
/** Of no terms: false. */
export const or = junction('or', false)

export const not = (operand: Expr): Expr => ({ kind: 'not', operand, type: boolean })
export const negatedIf = (negated: boolean, expr: Expr): Expr => (negated ? not(expr) : expr)

export const isPresent = (operand: Expr): Expr => ({ kind: 'isNull', operand, negated: true, type: boolean })
export const isAbsent = (operand: Expr): Expr => ({ kind: 'isNull', operand, negated: false, type: boolean })

export const call = (fn: ResolvedFunction, args: readonly Expr[]): Expr => ({ kind: 'call', fn, args, type: fn.result })
