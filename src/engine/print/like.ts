import type { Expr, Like } from '../tree.ts'
import type { Printer } from './printer.ts'

/** SQLite refuses longer GLOB patterns. */
const longestPattern = 10_000

const literalString = (expr: Expr): string | undefined =>
  expr.kind === 'literal' && typeof expr.value === 'string' ? expr.value : undefined

/**
 * A LIKE pattern as a GLOB pattern, which SQLite matches itself, by code points and by case as PostgreSQL does.
 * Undefined where the pattern is not valid: the function that raises the error shall see it.
 */
export function globOf(pattern: string, escapeBy: string): string | undefined {
  const escapeChar = [...escapeBy]
  if (escapeChar.length > 1 || pattern.includes('\0')) return undefined
  let glob = ''
  const chars = [...pattern]
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i]!
    if (char === escapeChar[0]) {
      if (++i >= chars.length) return undefined
      glob += literally(chars[i]!)
    } else if (char === '%') glob += '*'
    else if (char === '_') glob += '?'
    else glob += literally(char)
  }
  return glob.length > longestPattern ? undefined : glob
}

const literally = (char: string): string => (char === '*' || char === '?' || char === '[' ? `[${char}]` : char)

function constantGlob(like: Like): string | undefined {
  const pattern = literalString(like.pattern)
  const escapeBy = like.escape === undefined ? '\\' : literalString(like.escape)
  return like.op === 'like' && pattern !== undefined && escapeBy !== undefined ? globOf(pattern, escapeBy) : undefined
}

export function likeText(like: Like, p: Printer): string {
  const operand = p.expr(like.operand)
  const glob = constantGlob(like)
  const match =
    glob === undefined
      ? p.functions.printLike(like.op, operand, p.expr(like.pattern), like.escape && p.expr(like.escape))
      : `(${operand} GLOB '${glob.replaceAll("'", "''")}')`
  return like.negated ? `(NOT ${match})` : match
}
