/** Conditions as planning sees them: the terms of an AND, and what they say of rows that an outer join fills in. */
import { boolean } from '../base/types.ts'
import type { Expr, From } from '../engine/tree.ts'
import { relationsOf, relationsUsed } from '../engine/walk.ts'

/** The terms of a condition's top-level AND. */
export const conjunctsOf = (expr: Expr | undefined): readonly Expr[] =>
  expr === undefined ? [] : expr.kind === 'and' ? expr.terms.flatMap(conjunctsOf) : [expr]

/** The opposite: one condition of several, none of none. */
export const conjunction = (terms: readonly Expr[]): Expr | undefined =>
  terms.length > 1 ? { kind: 'and', terms, type: boolean } : terms[0]

/** True when the relation's columns are all that the condition speaks of. */
export function isOn(filter: Expr, id: number): boolean {
  const used = relationsUsed(filter)
  return used.size === 1 && used.has(id)
}

export const relationsBelow = (from: From): ReadonlySet<number> =>
  new Set(relationsOf(from).map((relation) => relation.id))

/** True when the condition cannot be true for a row whose columns of these relations are all NULL. */
export function rejectsNull(expr: Expr, relations: ReadonlySet<number>): boolean {
  switch (expr.kind) {
    case 'and':
      return expr.terms.some((term) => rejectsNull(term, relations))
    case 'or':
      return expr.terms.every((term) => rejectsNull(term, relations))
    case 'isNull':
      return expr.negated && isNullWith(expr.operand, relations)
    case 'isTruth':
      return expr.test !== 'unknown' && !expr.negated && isNullWith(expr.operand, relations)
    default:
      return isNullWith(expr, relations)
  }
}

/** True when the expression is NULL whenever all columns of these relations are. */
function isNullWith(expr: Expr, relations: ReadonlySet<number>): boolean {
  switch (expr.kind) {
    case 'column':
      return relations.has(expr.relation)
    case 'cast':
      return isNullWith(expr.operand, relations)
    case 'not':
      return isNullWith(expr.operand, relations)
    case 'compare':
      return isNullWith(expr.left, relations) || isNullWith(expr.right, relations)
    case 'inList':
    case 'like':
      return isNullWith(expr.operand, relations)
    default:
      return false
  }
}
