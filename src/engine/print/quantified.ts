import type { Compare, Quantified } from '../tree.ts'
import type { Printer } from './printer.ts'
import { comparableText } from './sort.ts'

type Extreme = 'min' | 'max'

/**
 * The extremes of the subquery's values with which `left op …` decides the whole: below some value is below the
 * greatest. `<> ANY` holds when it differs from one extreme, `= ALL` when it equals both.
 */
const extremes: Record<'any' | 'all', Partial<Record<Compare['op'], readonly Extreme[]>>> = {
  any: { '<': ['max'], '<=': ['max'], '>': ['min'], '>=': ['min'], '<>': ['min', 'max'] },
  all: { '<': ['min'], '<=': ['min'], '>': ['max'], '>=': ['max'], '=': ['min', 'max'] },
}

/**
 * `left op ANY|ALL (query)`. The left side stays outside of the subqueries: inside, an aggregate in it would be theirs.
 * Each of the subqueries is computed once when nothing in it refers outwards.
 */
export function quantifiedText(e: Quantified, p: Printer): string {
  const left = comparableText(e.left, p)
  const query = `(${p.query(e.query)}) AS q`
  const value = p.functions.comparisonKey('q.c0', e.left.type)
  const used = extremes[e.quantifier][e.op]
  if (used === undefined) return membershipText(e, left, `SELECT ${value} FROM ${query}`)
  const tests = used.map((extreme) => `${left} ${e.op} (SELECT ${extreme}(${value}) FROM ${query})`)
  const decided = tests.join(e.quantifier === 'any' ? ' OR ' : ' AND ')
  const unknown = `(${left} IS NULL AND EXISTS (SELECT 1 FROM ${query})) OR EXISTS (SELECT 1 FROM ${query} WHERE q.c0 IS NULL)`
  return e.quantifier === 'any'
    ? `(CASE WHEN ${decided} THEN 1 WHEN ${unknown} THEN NULL ELSE 0 END)`
    : `(CASE WHEN NOT (${decided}) THEN 0 WHEN ${unknown} THEN NULL ELSE 1 END)`
}

/** `= ANY` and `<> ALL`. */
const membershipText = (e: Quantified, left: string, query: string): string =>
  `(${left} ${e.quantifier === 'any' ? 'IN' : 'NOT IN'} (${query}))`
