import type { SqlType } from '../../base/types.ts'
import type { Expr, From } from '../../engine/tree.ts'
import type * as Ast from '../../sql/ast/index.ts'
import type { ExprEnv } from './binding.ts'
import { and, call } from './build.ts'
import { coerce } from './coerce.ts'
import { compare } from './comparison.ts'
import { refuse } from './errors.ts'
import type { BoundRelation } from './relation.ts'
import { FromItem, type ScopeColumn } from './scope.ts'
import { common, commonOf, functionFor } from './typing.ts'

interface MergedPair {
  readonly name: string
  readonly left: ScopeColumn
  readonly right: ScopeColumn
}

/** JOIN … USING and NATURAL JOIN: an `on` over the pairs, and names that see each pair as one column, first of all. */
export function mergedJoin(
  env: ExprEnv,
  join: Ast.SqlJoin,
  left: BoundRelation<From>,
  right: BoundRelation<From>,
): BoundRelation<From> {
  const pairs = join.using ? usingPairs(join, left.items, right.items) : naturalPairs(join, left.items, right.items)
  const equal = pairs.map((pair) => {
    const sides = [pair.left.refer(), pair.right.refer()] as const
    common(env.binding, sides, 'JOIN/USING')
    return compare(env.binding, '=', ...sides, join.at)
  })
  const merged = pairs.map((pair) => mergedColumn(env, join, pair))
  const rest = (items: readonly FromItem[], side: 'left' | 'right') => {
    const taken = new Set(pairs.map((pair) => pair[side]))
    return visible(items).filter((column) => !taken.has(column))
  }
  const item = new FromItem({ columns: [...merged, ...rest(left.items, 'left'), ...rest(right.items, 'right')] })
  const sides = { left: left.from, right: right.from }
  const from: From =
    equal.length === 0
      ? { kind: 'join', type: crossIfInner(join.type), ...sides, ...alwaysTrue(join.type) }
      : { kind: 'join', type: join.type, ...sides, on: and(equal) }
  const named = join.usingAlias && new FromItem({ ...aliasOf(join.usingAlias), columns: merged, columnsVisible: false })
  return {
    from,
    items: [item, ...(named ? [named] : []), ...[...left.items, ...right.items].map((each) => each.hidden())],
  }
}

const aliasOf = ({ text, quoted }: Ast.Name) => ({ alias: text, quoted })

// NATURAL without a common column joins every row with every other.
const crossIfInner = (type: Ast.SqlJoin['type']): Ast.SqlJoin['type'] => (type === 'inner' ? 'cross' : type)
const alwaysTrue = (type: Ast.SqlJoin['type']) => (type === 'inner' ? {} : { on: and([]) })

const visible = (items: readonly FromItem[]): readonly ScopeColumn[] =>
  items.filter((item) => item.columnsVisible).flatMap((item) => item.columns)

function usingPairs(join: Ast.SqlJoin, left: readonly FromItem[], right: readonly FromItem[]): MergedPair[] {
  const seen = new Set<ScopeColumn>()
  return join.using!.map((name) => {
    const column = inSide(left, name, 'left')
    const pair = { name: column.name, left: column, right: inSide(right, name, 'right') }
    if (seen.has(pair.left))
      refuse('DUPLICATE_COLUMN', `column name "${name.text}" appears more than once in USING clause`, name.at)
    seen.add(pair.left)
    return pair
  })
}

function inSide(items: readonly FromItem[], name: Ast.Name, side: string): ScopeColumn {
  const found = items.filter((item) => item.columnsVisible).flatMap((item) => item.find(name.text))
  if (found.length === 1) return found[0]!
  if (found.length === 0)
    return refuse(
      'UNDEFINED_COLUMN',
      `column "${name.text}" specified in USING clause does not exist in ${side} table`,
      name.at,
    )
  return refuse(
    'AMBIGUOUS_COLUMN',
    `common column name "${name.text}" appears more than once in ${side} table`,
    name.at,
  )
}

function naturalPairs(join: Ast.SqlJoin, left: readonly FromItem[], right: readonly FromItem[]): MergedPair[] {
  const rightNames = new Set(visible(right).map((column) => column.name.toLowerCase()))
  const names = visible(left).flatMap((column) => (rightNames.has(column.name.toLowerCase()) ? column.name : []))
  return [...new Set(names)].map((text) => {
    const name: Ast.Name = { text, quoted: true, at: join.at }
    return { name: text, left: inSide(left, name, 'left'), right: inSide(right, name, 'right') }
  })
}

/** The side that cannot be made up by the join, or in a FULL JOIN whichever is there. */
function mergedColumn(env: ExprEnv, join: Ast.SqlJoin, { name, left, right }: MergedPair): ScopeColumn {
  const type: SqlType = commonOf([left.type, right.type]) ?? left.type
  const source = join.type === 'right' ? right : left
  const refer = (): Expr => {
    if (join.type !== 'full') return coerce(env.binding, source.refer(), type)
    return call(
      functionFor('coalesce', [type, type], join.at),
      [left, right].map((side) => coerce(env.binding, side.refer(), type)),
    )
  }
  const origin = join.type === 'full' ? undefined : source.origin
  return { name, type, refer, ...(origin ? { origin } : {}) }
}
