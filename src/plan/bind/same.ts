import { byName } from '../../base/by-name.ts'
import type { Expr, Query } from '../../engine/tree.ts'
import { allRelations } from '../../engine/walk.ts'

/**
 * True when two bound expressions say the same of the same columns, as GROUP BY, DISTINCT and ORDER BY ask. Trees of
 * one statement: tables and functions are compared as the objects they are.
 */
export const sameExpr = (a: Expr, b: Expr): boolean => same(a, b, new Map())

/** Relations within subqueries of the one tree, and which of the other they stand for. */
type Twins = ReadonlyMap<unknown, unknown>

function same(a: unknown, b: unknown, twins: Twins): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) return sameList(a, b, twins)
  // A function is what its key says: each call resolves it anew.
  if ('key' in a && 'key' in b) return a.key === b.key
  return sameParts(a as NodeFields, b as NodeFields, twins)
}

type NodeFields = Readonly<Record<string, unknown>>

const sameList = (a: unknown, b: unknown, twins: Twins): boolean =>
  Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i], twins))

/** What says nothing of a node's meaning: how a cast was written, what a relation is called in SQL text. */
const silent: Readonly<Record<string, string>> = byName({
  cast: 'explicit',
  table: 'alias',
  cte: 'alias',
  derived: 'alias',
  function: 'alias',
})

const parts = (node: NodeFields): string[] =>
  Object.keys(node).filter((key) => node[key] !== undefined && key !== silent[String(node.kind)])

function sameParts(a: NodeFields, b: NodeFields, outer: Twins): boolean {
  const keys = parts(a)
  if (keys.length !== parts(b).length) return false
  const twins = a.kind === 'query' && b.kind === 'query' ? withRelations(outer, a as never, b as never) : outer
  return keys.every((key) => {
    const isId = key === 'relation' || (key === 'id' && 'columns' in a)
    return isId && twins.has(a[key]) ? twins.get(a[key]) === b[key] : same(a[key], b[key], twins)
  })
}

function withRelations(twins: Twins, a: Query, b: Query): Twins {
  const others = allRelations(b)
  return new Map([...twins, ...allRelations(a).map((relation, i) => [relation.id, others[i]?.id] as const)])
}
