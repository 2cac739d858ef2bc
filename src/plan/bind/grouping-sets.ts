import type * as Ast from '../../sql/ast/index.ts'
import { refuse } from './errors.ts'

/** Indexes of the keys that a written expression stands for: several for a row. */
export type Keys = (written: Ast.SqlExpr) => readonly number[]
type KeySet = readonly number[]

// PostgreSQL's own limit for CUBE, and for what all items make together.
const maxCube = 12
const maxSets = 4096

/** Every item of GROUP BY as the sets it stands for, multiplied with one another. */
export function groupingSets(items: readonly Ast.GroupItem[], keys: Keys, distinct: boolean): readonly KeySet[] {
  let sets: readonly KeySet[] = [[]]
  for (const item of items) {
    const own = setsOf(item, keys)
    sets = sets.flatMap((before) => own.map((after) => union([before, after])))
    if (sets.length > maxSets)
      refuse('NOT_SUPPORTED', `too many grouping sets present (maximum ${maxSets})`, atOf(item))
  }
  return distinct ? withoutTwins(sets) : sets
}

const atOf = (item: Ast.GroupItem): number => (item.kind === 'expr' ? item.expr.at : item.at)

const union = (sets: readonly KeySet[]): KeySet => [...new Set(sets.flat())]

function setsOf(item: Ast.GroupItem, keys: Keys): readonly KeySet[] {
  switch (item.kind) {
    case 'expr':
    case 'set':
      return [unit(item, keys)]
    case 'sets':
      return item.items.flatMap((each) => setsOf(each, keys))
    case 'rollup': {
      const units = item.items.map((each) => unit(each, keys))
      return Array.from({ length: units.length + 1 }, (_, i) => union(units.slice(0, units.length - i)))
    }
    case 'cube':
      return cube(
        item.items.map((each) => unit(each, keys)),
        item.at,
      )
  }
}

/** An element of ROLLUP or CUBE, which comes and goes as a whole. */
function unit(item: Ast.GroupItem, keys: Keys): KeySet {
  if (item.kind === 'expr') return keys(item.expr)
  if (item.kind === 'set') return union(item.exprs.map(keys))
  return refuse('SYNTAX_ERROR', 'ROLLUP, CUBE and GROUPING SETS cannot stand inside of ROLLUP or CUBE', item.at)
}

function cube(units: readonly KeySet[], at: number): readonly KeySet[] {
  if (units.length > maxCube) refuse('NOT_SUPPORTED', `CUBE is limited to ${maxCube} elements`, at)
  const masks = Array.from({ length: 1 << units.length }, (_, i) => (1 << units.length) - 1 - i)
  return masks.map((mask) => union(units.filter((_, i) => mask & (1 << (units.length - 1 - i)))))
}

function withoutTwins(sets: readonly KeySet[]): readonly KeySet[] {
  const nameOf = (set: KeySet) => [...set].sort((a, b) => a - b).join()
  return [...new Map(sets.map((set) => [nameOf(set), set])).values()]
}
