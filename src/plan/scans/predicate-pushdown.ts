import type { Expr, From } from '../../engine/tree.ts'
import { conjunctsOf, isOn, rejectsNull, relationsBelow } from '../conditions.ts'

/**
 * Which conditions may shrink which relation's scan. A condition may, only if no row it drops could have changed
 * the answer: on the optional side of an outer join that means only conditions that a NULL cannot meet.
 */
interface PushedPredicates {
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

export function pushedPredicates(from: From | undefined, where: Expr | undefined): PushedPredicates {
  const alone = new Map<number, Expr[]>()
  const links: Link[] = []
  if (from) descend(from, conjunctsOf(where), { alone, links })
  return { alone, links }
}

interface CollectedConditions {
  readonly alone: Map<number, Expr[]>
  readonly links: Link[]
}

/** `filters` hold for every row of the whole answer that comes out of `from`. */
function descend(from: From, filters: readonly Expr[], found: CollectedConditions): void {
  if (from.kind === 'table') leaf(from.id, filters, found)
  if (from.kind !== 'join') return
  const on = conjunctsOf(from.on)
  const keeping = (side: From): Expr[] => filters.filter((filter) => rejectsNull(filter, relationsBelow(side)))
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

function leaf(id: number, filters: readonly Expr[], found: CollectedConditions): void {
  const alone = filters.filter((filter) => isOn(filter, id))
  if (alone.length) found.alone.set(id, [...(found.alone.get(id) ?? []), ...alone])
  for (const filter of filters) {
    const link = linkOf(filter, id)
    if (link) found.links.push(link)
  }
}

const strip = (expr: Expr): Expr => (expr.kind === 'cast' && !expr.explicit ? strip(expr.operand) : expr)

function linkOf(filter: Expr, relation: number): Link | undefined {
  if (filter.kind !== 'compare' || filter.op !== '=') return undefined
  const [left, right] = [strip(filter.left), strip(filter.right)]
  if (left.kind !== 'column' || right.kind !== 'column' || left.relation === right.relation) return undefined
  if (left.relation === relation) return { relation, column: left.name, other: right.relation, otherColumn: right.name }
  if (right.relation === relation) return { relation, column: right.name, other: left.relation, otherColumn: left.name }
  return undefined
}
