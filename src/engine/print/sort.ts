import type { PrintedKey } from '../functions/contract.ts'
import type { Expr, SortKey } from '../tree.ts'
import { someExpr } from '../walk.ts'
import type { Printer } from './printer.ts'

/** What SQLite compares in place of the expression. */
export const comparableText = (expr: Expr, p: Printer): string => p.functions.comparisonKey(p.expr(expr), expr.type)

/** SQLite takes an integer in GROUP BY and ORDER BY for the number of a result column, also one that it has computed. */
const noPosition = (text: string, expr: Expr): string => (someExpr(expr, differs) ? text : `(SELECT ${text})`)

const differs = (expr: Expr): boolean =>
  ['column', 'aggregate', 'window'].includes(expr.kind) || (expr.kind === 'call' && expr.fn.volatile)

export const groupText = (expr: Expr, p: Printer): string => noPosition(comparableText(expr, p), expr)

/** Where NULLs go is always said: SQLite's own order puts them first ascending. */
export const directed = (text: string, key: Omit<SortKey, 'expr'>): string =>
  `${text} ${key.descending ? 'DESC' : 'ASC'} NULLS ${key.nullsFirst ? 'FIRST' : 'LAST'}`

export function printedKey(key: SortKey, p: Printer): PrintedKey {
  const value = p.expr(key.expr)
  const { type } = key.expr
  return {
    value,
    type,
    term: directed(noPosition(p.functions.comparisonKey(value, type), key.expr), key),
    descending: key.descending,
    nullsFirst: key.nullsFirst,
  }
}
