import type { EntityShape } from './shape.ts'

/** `(id,Amount,_Account_Name(Industry))`: what a shape shows, where that is not all; in the URL of a context. */
export function selectText(shape: EntityShape): string {
  const expanded = shape.expanded.map(({ way, shape: inner }) => `${way.name}${selectText(inner) || '()'}`)
  const all = [...(shape.selected ?? []), ...expanded]
  return all.length === 0 ? '' : `(${all.join(',')})`
}
