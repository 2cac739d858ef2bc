import type { Expr, GroupItem } from './ast.ts'
import { readExpression } from './expression.ts'
import type { Reader } from './reader.ts'

/** The list after GROUP BY. A bracketed list there is just more of the list, as in PostgreSQL. */
export function readGroupBy(r: Reader): GroupItem[] {
  return r
    .list(() => readItem(r))
    .flatMap((item) => (item.kind === 'set' && item.exprs.length > 0 ? unpack(item.exprs) : item))
}

const unpack = (exprs: readonly Expr[]): GroupItem[] => exprs.map((expr) => ({ kind: 'expr', expr }))

function readItem(r: Reader): GroupItem {
  const at = r.at
  if (r.accept('(', ')')) return { kind: 'set', exprs: [], at }
  if (r.accept('grouping', 'sets')) return { kind: 'sets', items: r.parenthesized(() => r.list(() => readItem(r))), at }
  const kind = r.key()
  if ((kind !== 'rollup' && kind !== 'cube') || r.key(1) !== '(') return readElement(r)
  r.next()
  return { kind, items: r.parenthesized(() => r.list(() => readElement(r))), at }
}

/** An expression, or several in brackets; ROLLUP and CUBE take nothing else. */
function readElement(r: Reader): GroupItem {
  const at = r.at
  const bracketed = r.sees('(')
  const expr = readExpression(r)
  return bracketed && expr.kind === 'row' && expr.at === at
    ? { kind: 'set', exprs: flatten(expr), at }
    : { kind: 'expr', expr }
}

/** Brackets within brackets add nothing here. */
const flatten = (expr: Expr): Expr[] => (expr.kind === 'row' ? expr.items.flatMap(flatten) : [expr])
