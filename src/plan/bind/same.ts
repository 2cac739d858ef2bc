import { byName } from '../../base/by-name.ts'
import type { Expr, Query } from '../../engine/tree.ts'
import { allRelations } from '../../engine/walk.ts'

/**
 * True when two bound expressions say the same of the same columns, as GROUP BY, DISTINCT and ORDER BY ask. Trees of
 * one statement: tables and functions are compared as the objects they are.
 */
export const sameExpr = (a: Expr, b: Expr): boolean =>
  a === b || (fingerprint(a) === fingerprint(b) && same(a, b, new Map()))

const fingerprints = new WeakMap<Expr, string>()

/** What is alike of expressions that are the same: most of those that differ are told apart by it at once. */
function fingerprint(expr: Expr): string {
  const known = fingerprints.get(expr)
  if (known !== undefined) return known
  const found: unknown[] = []
  collect(expr, found, 0)
  const made = found.join(' ')
  fingerprints.set(expr, made)
  return made
}

/** Few values, of not too deep a tree, without queries: their relations go by other numbers. */
function collect(part: unknown, found: unknown[], depth: number): void {
  if (found.length > 32 || depth > 8) return
  if (typeof part !== 'object' || part === null) found.push(part)
  else if (Array.isArray(part)) for (const item of part) collect(item, found, depth + 1)
  else if ('key' in part) found.push(part.key)
  else if ((part as NodeFields).kind === 'query') found.push('query')
  else for (const key of parts(part as NodeFields)) collect((part as NodeFields)[key], found, depth + 1)
}

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
