import type { Expr } from './tree.ts'

const searching = /^(!?~\*?\(|regexp_|similar|substring\w*\(text,text)/

/**
 * True for a search by a regular expression: over a long text, or with back references, it takes its time, which this
 * thread has not.
 */
export const searches = (expr: Expr): boolean =>
  (expr.kind === 'call' && searching.test(expr.fn.key)) || (expr.kind === 'like' && expr.op === 'similar')
