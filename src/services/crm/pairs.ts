/**
 * Some modules refuse two comparisons of one column (`a >= x and a < y`) but take BETWEEN (facts 11.16). What is sent
 * instead is never narrower.
 */
import type { CoqlCondition, CoqlTest } from './query.ts'

type Range = CoqlTest & { readonly kind: 'compare' }

const isRange = (condition: CoqlCondition): condition is Range =>
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

/** Both bounds as BETWEEN; of several bounds on one side, one. */
function together(ranges: readonly Range[]): CoqlTest {
  const low = ranges.find((range) => range.op.startsWith('>'))
  const high = ranges.find((range) => range.op.startsWith('<'))
  const [first] = ranges as [Range]
  return low && high ? { kind: 'between', column: first.column, low: low.value, high: high.value } : first
}
