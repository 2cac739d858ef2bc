/**
 * A search of any length, by windows of time: each ends before offsets become costly or reach no farther, the next one begins
 * with the last instant of the one before. Pages of a window repeat a row of the one before, so that none is lost while
 * rows go; and at its end a window must have as many rows as the search says.
 */
import { ZohoSqlError } from '../../../base/errors.ts'
import type { ReadContext } from '../../../source/index.ts'
import { unflagged } from '../../kit/pages/unflagged.ts'
import { type AnswerRow, idOf } from '../../kit/rows.ts'
import type { DeskModuleSpec } from '../catalog/spec.ts'
import { CHEAP_REACH, searchLimits } from '../limits.ts'
import type { DeskOrder, TimeWindow } from '../request.ts'
import { rangeText } from '../values.ts'
import { instantRows, type Splitting } from './instant.ts'
import { EndOfReach, type QueryTexts, searchPage, sorted } from './pages.ts'
import type { DeskReader } from './reader.ts'

export interface Windowed {
  readonly spec: DeskModuleSpec
  readonly query: QueryTexts
  readonly order: DeskOrder
  readonly window: KnownWindow
  readonly splitting: Splitting
  /** Milliseconds of a row in the order. */
  readonly timeOf: (row: AnswerRow) => number
}

/** A window, and whether a row is known to be in it. */
export interface KnownWindow extends TimeWindow {
  readonly holds?: boolean
}

const SECOND = 1000
const secondOf = (ms: number): number => Math.floor(ms / SECOND) * SECOND
const REREADS_MAX = 3

/** What remains after a row: its own second is asked for again, since some answers cut milliseconds. */
const beyond = (last: number, { from, to }: TimeWindow, descending: boolean): KnownWindow => ({
  ...(descending ? { from, to: secondOf(last) + SECOND } : { from: secondOf(last) - 1, to }),
  holds: true,
})

const restless = (name: string): ZohoSqlError =>
  new ZohoSqlError('REMOTE_ANSWER', `Rows of ${name} changed each time they were searched for.`, {
    hint: 'Try again when fewer changes are being made, or use road=records.',
  })

/** How a window ended. */
interface WindowEnd {
  /** Where the next one begins; undefined: that was all. */
  readonly next: KnownWindow | undefined
}

/** All rows, some of them more than once. */
export async function* windows(
  of: Windowed,
  reader: DeskReader,
  context: ReadContext,
): AsyncGenerator<readonly AnswerRow[]> {
  let window: KnownWindow | undefined = of.window
  while (window) {
    const ended: WindowEnd = yield* counted(of, window, reader, context)
    window = ended.next
  }
}

/**
 * A window whose rows are as many as the search says; read again where they are fewer, since rows that moved while pages were
 * read are found by another reading. Rows that came meanwhile are not waited for.
 */
async function* counted(
  of: Windowed,
  window: KnownWindow,
  reader: DeskReader,
  context: ReadContext,
): AsyncGenerator<readonly AnswerRow[], WindowEnd> {
  const ids = new Set<string>()
  for (let tried = 0; tried <= REREADS_MAX; tried++) {
    const { ended, isWhole } = yield* once(of, window, ids, reader, context)
    if (isWhole) return ended
  }
  throw restless(of.spec.name)
}

const queryOf = ({ spec, query, order }: Windowed, window: TimeWindow): QueryTexts => {
  const bounded = window.from !== undefined || window.to !== undefined || Object.keys(query).length === 0
  return { ...query, ...(bounded ? { [spec.search!.ranges[order.by]!]: rangeText(window) } : {}), ...sorted(order) }
}

async function* once(
  of: Windowed,
  window: KnownWindow,
  ids: Set<string>,
  reader: DeskReader,
  context: ReadContext,
): AsyncGenerator<readonly AnswerRow[], { ended: WindowEnd; isWhole: boolean }> {
  const { spec, order, timeOf } = of
  const query = queryOf(of, window)
  let [count, read, first, last]: [number | undefined, number, number, number] = [undefined, 0, Number.NaN, Number.NaN]
  const next = (): KnownWindow | undefined =>
    secondOf(first) === secondOf(last) ? undefined : beyond(last, window, order.descending)
  const ask = async (from: number, limit: number): Promise<readonly AnswerRow[]> => {
    const found = await searchPage(spec, query, from, limit, reader, context)
    if (found.rows.length > 0 || from === 0) count = lesser(count, found.count)
    return found.rows
  }
  try {
    for await (const rows of unflagged({
      limit: searchLimits.max,
      reach: undefined,
      expected: () => Math.min(count ?? 0, CHEAP_REACH),
      ask,
      tooLong: () => new EndOfReach(),
    })) {
      for (const row of rows) ids.add(idOf(row))
      read += rows.length
      if (Number.isNaN(first)) first = timeOf(rows[0]!)
      last = timeOf(rows.at(-1)!)
      yield rows
      // The next page would cost more.
      const then = read >= CHEAP_REACH ? next() : undefined
      if (then) return { ended: { next: then }, isWhole: true }
    }
  } catch (error) {
    if (!(error instanceof EndOfReach) || read === 0) throw error
    const then = next()
    if (!then) {
      yield* instantRows({ ...of, query: { ...of.query, ...query }, at: last }, reader, context)
      return { ended: { next: beyondInstant(last, window, order.descending) }, isWhole: true }
    }
    return { ended: { next: then }, isWhole: true }
  }
  // Some desks count no further than pages reach (facts 15.22).
  const isCounted = count === undefined || ids.size >= count || count >= searchLimits.hits
  const isWhole = isCounted && !(window.holds && ids.size === 0)
  return { ended: { next: undefined }, isWhole }
}

const lesser = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.min(a, b)

const beyondInstant = (at: number, { from, to }: TimeWindow, descending: boolean): TimeWindow =>
  descending ? { from, to: secondOf(at) - 1 } : { from: secondOf(at) + SECOND, to }
