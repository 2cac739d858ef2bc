import type { Expr } from './tree.ts'

// What a relation's table looks like is said by its id already, and may be large.
const ignored: ReadonlySet<string> = new Set(['table', 'ref', 'origin'])

/** A text that is the same for expressions that are the same: what GROUP BY and DISTINCT compare. */
export const exprKey = (expr: Expr): string =>
  JSON.stringify(expr, (name, value) => (ignored.has(name) ? undefined : value))
