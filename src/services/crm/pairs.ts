/**
 * Some modules refuse two comparisons of one column (`a >= x and a < y`) but take BETWEEN (facts 11.16). What is sent
 * instead is never narrower.
 */
import Decimal from 'decimal.js'
import type { CoqlCondition, CoqlTest, CoqlValue } from './query.ts'

type CoqlCompare = CoqlTest & { readonly kind: 'compare' }

const isRange = (condition: CoqlCondition): condition is CoqlCompare =>
  condition.kind === 'compare' && /[<>]/.test(condition.op) && condition.column !== 'id'

/** The columns compared by order, each as often as it is. */
function orderedColumns(condition: CoqlCondition): string[] {
  if (condition.kind === 'and' || condition.kind === 'or') return condition.terms.flatMap(orderedColumns)
  return isRange(condition) ? [condition.column] : []
}

const repeats = (columns: readonly string[]): boolean => new Set(columns).size < columns.length

export const hasPair = (where: CoqlCondition | undefined): boolean =>
  where !== undefined && repeats(orderedColumns(where))

export interface Unpaired {
  readonly sent: readonly CoqlCondition[]
  /** Terms that went into a BETWEEN, which says less than they do. */
  readonly merged: ReadonlySet<CoqlCondition>
  readonly dropped: ReadonlySet<CoqlCondition>
}

/** The terms of a conjunction so that no column is compared twice. */
export function withoutPairs(terms: readonly CoqlCondition[]): Unpaired {
  const ranges = terms.filter(isRange)
  const compared = new Set(ranges.map((range) => range.column))
  const sent = terms.filter((term) => orderedColumns(term).length === 0)
  const dropped = new Set<CoqlCondition>()
  const merged = new Set<CoqlCondition>()
  for (const column of compared) {
    const own = ranges.filter((range) => range.column === column)
    if (own.length > 1) for (const range of own) merged.add(range)
    sent.push(together(own))
  }
  for (const term of terms.filter((candidate) => !isRange(candidate))) {
    const columns = orderedColumns(term)
    if (columns.length === 0) continue
    if (repeats([...columns, ...compared])) dropped.add(term)
    else sent.push(term)
    for (const column of columns) compared.add(column)
  }
  return { sent, merged, dropped }
}

/** Both bounds as BETWEEN, each a step further out: no source says that BETWEEN gives its bounds (facts 11.17). */
function together(ranges: readonly CoqlCompare[]): CoqlTest {
  const low = ranges.find((range) => range.op.startsWith('>'))
  const high = ranges.find((range) => range.op.startsWith('<'))
  const [first] = ranges as [CoqlCompare]
  const [from, to] = [low && moved(low.value, -1), high && moved(high.value, 1)]
  return from && to ? { kind: 'between', column: first.column, low: from, high: to } : first
}

/** By one: a day, a second, or the number one; undefined where the years end. */
function moved({ kind, text }: CoqlValue, by: 1 | -1): CoqlValue | undefined {
  if (kind === 'number') return { kind, text: new Decimal(text).plus(by).toFixed() }
  const day = text.length === 10
  const moment = new Date(Date.parse(text) + by * (day ? 86_400_000 : 1000)).toISOString()
  if (!/^\d{4}-/.test(moment)) return undefined
  return { kind, text: day ? moment.slice(0, 10) : `${moment.slice(0, 19)}+00:00` }
}
