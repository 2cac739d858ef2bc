import type { Expr, From } from '../engine/tree.ts'
import { relationsOf, relationsUsed } from '../engine/walk.ts'

/**
 * Which conditions may shrink which relation's scan. A condition may, only if no row it drops could have changed
 * the answer: on the optional side of an outer join that means only conditions that a NULL cannot meet.
 */
export interface Shrinking {
  /** Conditions on one relation alone, by its id. */
  readonly alone: ReadonlyMap<number, readonly Expr[]>
  /** `relation.column = other.column` conditions that restrict `relation` to what `other` holds. */
  readonly links: readonly Link[]
}

export interface Link {
  readonly relation: number
  readonly column: string
  readonly other: number
  readonly otherColumn: string
}

/** The terms of a condition's top-level AND. */
export const conjunctsOf = (expr: Expr | undefined): readonly Expr[] =>
  expr === undefined ? [] : expr.kind === 'and' ? expr.terms.flatMap(conjunctsOf) : [expr]

export function shrinking(from: From | undefined, where: Expr | undefined): Shrinking {
  const alone = new Map<number, Expr[]>()
  const links: Link[] = []
  if (from) descend(from, conjunctsOf(where), { alone, links })
  return { alone, links }
}

interface Found {
  readonly alone: Map<number, Expr[]>
  readonly links: Link[]
}

/** `filters` hold for every row of the whole answer that comes out of `from`. */
function descend(from: From, filters: readonly Expr[], found: Found): void {
  if (from.kind === 'table') leaf(from.id, filters, found)
  if (from.kind !== 'join') return
  const on = conjunctsOf(from.on)
  const keeping = (side: From): Expr[] => filters.filter((filter) => rejectsNull(filter, relationIds(side)))
  switch (from.type) {
    case 'inner':
    case 'cross':
      descend(from.left, [...filters, ...on], found)
      descend(from.right, [...filters, ...on], found)
      return
    case 'left':
      descend(from.left, filters, found)
      descend(from.right, [...keeping(from.right), ...on], found)
      return
    case 'right':
      descend(from.left, [...keeping(from.left), ...on], found)
      descend(from.right, filters, found)
      return
    case 'full':
      descend(from.left, keeping(from.left), found)
      descend(from.right, keeping(from.right), found)
  }
}

function leaf(id: number, filters: readonly Expr[], found: Found): void {
  const alone = filters.filter((filter) => isOn(filter, id))
  if (alone.length) found.alone.set(id, [...(found.alone.get(id) ?? []), ...alone])
  for (const filter of filters) {
    const link = linkOf(filter, id)
    if (link) found.links.push(link)
  }
}

/** True when the relation's columns are all that the condition speaks of. */
export function isOn(filter: Expr, id: number): boolean {
  const used = relationsUsed(filter)
  return used.size === 1 && used.has(id)
}

export const relationIds = (from: From): ReadonlySet<number> =>
  new Set(relationsOf(from).map((relation) => relation.id))

const strip = (expr: Expr): Expr => (expr.kind === 'cast' && !expr.explicit ? strip(expr.operand) : expr)

function linkOf(filter: Expr, relation: number): Link | undefined {
  if (filter.kind !== 'compare' || filter.op !== '=') return undefined
  const [left, right] = [strip(filter.left), strip(filter.right)]
  if (left.kind !== 'column' || right.kind !== 'column' || left.relation === right.relation) return undefined
  if (left.relation === relation) return { relation, column: left.name, other: right.relation, otherColumn: right.name }
  if (right.relation === relation) return { relation, column: right.name, other: left.relation, otherColumn: left.name }
  return undefined
}

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
