import type { GroupItem, RowConstructor, SqlExpr } from './ast/index.ts'
import { readExpression } from './expression.ts'
import type { TokenReader } from './reader.ts'

/** The list after GROUP BY. A bracketed list there is just more of the list, as in PostgreSQL. */
export function readGroupBy(r: TokenReader): GroupItem[] {
  return r
    .list(() => readItem(r))
    .flatMap((item) => (item.kind === 'set' && item.exprs.length > 0 ? unpack(item.exprs) : item))
}

const unpack = (exprs: readonly SqlExpr[]): GroupItem[] => exprs.map((expr) => ({ kind: 'expr', expr }))

function readItem(r: TokenReader): GroupItem {
  const at = r.at
  if (r.accept('(', ')')) return { kind: 'set', exprs: [], at }
  if (r.accept('grouping', 'sets')) return { kind: 'sets', items: r.parenthesized(() => r.list(() => readItem(r))), at }
  const kind = r.key()
  if ((kind !== 'rollup' && kind !== 'cube') || r.key(1) !== '(') return readElement(r)
  r.next()
  return { kind, items: r.parenthesized(() => r.list(() => readElement(r))), at }
}

/** An expression, or several in brackets; ROLLUP and CUBE take nothing else. */
function readElement(r: TokenReader): GroupItem {
  const at = r.at
  const expr = readExpression(r)
  return isBracketed(r, expr) ? { kind: 'set', exprs: flatten(r, expr), at } : { kind: 'expr', expr }
}

/** `(a, b)` is a list here, `ROW(a, b)` a value. */
const isBracketed = (r: TokenReader, expr: SqlExpr): expr is RowConstructor =>
  expr.kind === 'row' && r.text[expr.at] === '('

/** Brackets within brackets add nothing. */
const flatten = (r: TokenReader, expr: SqlExpr): SqlExpr[] =>
  isBracketed(r, expr) ? expr.items.flatMap((item) => flatten(r, item)) : [expr]
