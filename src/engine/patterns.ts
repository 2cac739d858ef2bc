import type { Expr } from './tree.ts'

const searching = /^(!?~\*?\(|regexp_|similar|substring\w*\(text,text)/

/**
 * True for a search by a regular expression: for some patterns and texts it takes exponential time, and nothing
 * interrupts it in this thread.
 */
export const searches = (expr: Expr): boolean =>
  (expr.kind === 'call' && searching.test(expr.fn.key)) || (expr.kind === 'like' && expr.op === 'similar')
