/**
 * How much belongs to tickets, as their rows told while a statement ran: what a list or a single read counts as nothing is
 * not asked for, what the index of searches counts so is looked at first.
 */
import type { ReadContext } from '../../../source/index.ts'
import { type AnswerRow, idOf } from '../../kit/rows.ts'

const names = ['threadCount', 'commentCount'] as const

interface TicketCounters {
  readonly row: AnswerRow
  /** It came from no index that lags. */
  readonly isSure: boolean
}

type StatementMeter = ReadContext['meter']

const told = new WeakMap<StatementMeter, Map<string, TicketCounters>>()

/** Rows of tickets came by. */
export function noteCounters(rows: readonly AnswerRow[], isSure: boolean, { meter }: ReadContext): void {
  const known = told.get(meter) ?? new Map<string, TicketCounters>()
  told.set(meter, known)
  for (const row of rows) {
    const counts = names.filter((name) => Object.hasOwn(row, name)).map((name) => [name, row[name]])
    if (counts.length > 0 && (isSure || !known.get(idOf(row))?.isSure))
      known.set(idOf(row), { row: Object.fromEntries(counts) as AnswerRow, isSure })
  }
}

/** `none`: surely nothing; `doubtful`: nothing, by an index that lags. */
export function counterOf(ticket: string, counter: string, { meter }: ReadContext): 'none' | 'doubtful' | undefined {
  const counted = told.get(meter)?.get(ticket)
  const value = counted?.row[counter]
  if (value === undefined || value === null || Number(value) !== 0) return undefined
  return counted!.isSure ? 'none' : 'doubtful'
}
