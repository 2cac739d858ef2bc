import type { SqlType } from '../../base/types.ts'
import type { Expr, Select, Values } from '../tree.ts'
import { someExpr } from '../walk.ts'
import { tickText } from './from.ts'
import { columnList, columnName, type ExtraColumn, type Printer } from './printer.ts'
import { groupText } from './sort.ts'

const itemsText = (select: Select, extra: readonly ExtraColumn[], p: Printer): string => {
  const items = select.items.map((item, i) => `${p.expr(item)} AS ${columnName(i)}`)
  if (items.length === 0) items.push('NULL AS c0')
  return [...items, ...extra.map(({ name, text }) => `${text} AS ${name}`)].join(', ')
}

function whereText(select: Select, p: Printer): string {
  const terms = [select.from && tickText(select.from, p), select.where && p.expr(select.where)].filter(Boolean)
  return terms.length === 0 ? '' : ` WHERE ${terms.join(' AND ')}`
}

function groupByText(select: Select, p: Printer): string {
  const { keys, sets } = select.groupBy ?? { keys: [], sets: [] }
  const used = sets[0] ?? []
  return used.length === 0 ? '' : ` GROUP BY ${used.map((i) => groupText(keys[i]!, p)).join(', ')}`
}

/** One select, lowered before, as text; DISTINCT ON is left to the caller. */
export function selectText(select: Select, extra: readonly ExtraColumn[], p: Printer): string {
  // FROM first: its relations have their names before expressions use them.
  const from = select.from ? ` FROM ${p.from(select.from)}` : ''
  const distinct = select.distinct === true ? 'DISTINCT ' : ''
  const having = select.having ? ` HAVING ${p.expr(select.having)}` : ''
  return `SELECT ${distinct}${itemsText(select, extra, p)}${from}${whereText(select, p)}${groupByText(select, p)}${having}`
}

/** Terms that one compound select of SQLite may have, with some room. */
const longCompound = 400

const namesColumn = (expr: Expr): boolean => someExpr(expr, (node) => node.kind === 'column')

/** SQLite loses the columns of a VALUES of several rows that refers outwards; a compound select has no such limit. */
export function valuesText({ rows }: Values, p: Printer): string {
  const texts = rows.map((row) => row.map(p.expr))
  if (rows.length <= longCompound && rows.some((row) => row.some(namesColumn))) {
    return texts
      .map((row) => `SELECT ${row.map((text, i) => `${text} AS ${columnName(i)}`).join(', ')}`)
      .join(' UNION ALL ')
  }
  const names = rows[0]!.map((_, i) => `q.column${i + 1} AS ${columnName(i)}`)
  return `SELECT ${names.join(', ')} FROM (VALUES ${texts.map((row) => `(${row.join(', ')})`).join(', ')}) AS q`
}

/** True when SQLite's own equality is the right one for all these columns. */
export const allPlain = (types: readonly SqlType[], p: Printer): boolean =>
  types.every((type) => p.functions.comparisonKey('x', type) === 'x')

/** `GROUP BY` over the columns of `q`: what DISTINCT does, by comparison keys. */
export const byAllColumns = (types: readonly SqlType[], p: Printer): string =>
  types.map((type, i) => p.functions.comparisonKey(`q.${columnName(i)}`, type)).join(', ') || `q.${columnName(0)}`

/** DISTINCT for columns whose equal values may look different. */
export const distinctText = (query: string, types: readonly SqlType[], p: Printer): string =>
  `SELECT ${columnList(types.length, 'q.')} FROM (${query}) AS q GROUP BY ${byAllColumns(types, p)}`
