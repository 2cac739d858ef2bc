import type { Expr } from '../../engine/tree.ts'

/**
 * True when two bound expressions say the same of the same columns, as GROUP BY, DISTINCT and ORDER BY ask. Trees of
 * one statement: tables and functions are compared as the objects they are.
 */
export const sameExpr = (a: Expr, b: Expr): boolean => same(a, b)

function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) return sameList(a, b)
  // A function is what its key says: each call resolves it anew.
  if ('key' in a && 'key' in b) return a.key === b.key
  return sameParts(a as Parts, b as Parts)
}

type Parts = Readonly<Record<string, unknown>>

const sameList = (a: unknown, b: unknown): boolean =>
  Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i]))

// `explicit` says how a cast was written, not what it does.
const parts = (node: Parts): string[] =>
  Object.keys(node).filter((key) => node[key] !== undefined && !(key === 'explicit' && node.kind === 'cast'))

function sameParts(a: Parts, b: Parts): boolean {
  const keys = parts(a)
  return keys.length === parts(b).length && keys.every((key) => same(a[key], b[key]))
}
