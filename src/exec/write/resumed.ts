/** What became of rows that a load had sent when it was broken off: found by reading, or told by their job. Nothing is written. */
import { type Outcome, ZohoSqlError } from '../../base/errors.ts'
import type { LoadOutcome, SentWork } from './load.ts'
import { resolveLookups } from './lookups.ts'
import { findOut } from './lost.ts'
import { checkRows, notSent, type WriteWork } from './rows.ts'
import { changeOf, changeRow } from './send.ts'

/** When rows were sent, in milliseconds since 1970. */
export interface SentTimes {
  /** The first of them. */
  readonly began: number
  /** The last of them had arrived by then, if ever; absent: they may arrive even now, and none is certainly not there. */
  readonly until?: number
}

/**
 * Finds rows by reading: `written`, `unknown`, or `notSent` of those that are certainly not there, or may be sent twice.
 *
 * @param known ids that the load is known to have written
 */
export async function findSent(
  { work, types, loads, settings, reading }: SentWork,
  times: SentTimes,
  known: readonly string[],
): Promise<readonly LoadOutcome[]> {
  // Values that are set twice are set once.
  if (work.action === 'update' && loads === 'upsert') return work.rows.map(({ index, id }) => notSent(index, id))
  if (work.action === 'update' && loads === 'insert') return work.rows.map(withoutTags)
  // They were checked before they were sent: what is wrong with one by now leaves it open.
  const checked = checkRows(work, types, settings, false)
  const resolved = (await resolveLookups(reading, checked)).work
  const lost = { ...times, rows: resolved.rows, mayArrive: times.until === undefined, error: brokenOff }
  const writer = reading.service(work.table.schema).writer!
  const others = known.map((id): Outcome => ({ ...notSent(-1, id), outcome: 'written' }))
  const sending = { writer, settings: { ...settings, looks: [0] }, reading, recorder: nobody, wantsIds: true }
  const found = await findOut(resolved, [lost], others, sending)
  const told = new Map(found.outcomes.map((outcome) => [outcome.index, outcome]))
  const isOpen = new Set(resolved.rows.map(({ index }) => index))
  return work.rows.map(
    ({ index, id }) => told.get(index) ?? (isOpen.has(index) ? notSent(index, id) : unknown(index, id)),
  )
}

/**
 * Asks the job that carries rows.
 *
 * @param sent all rows of the job, in the order in which they were sent
 */
export async function jobOutcomes({ work, reading }: SentWork, job: string): Promise<readonly LoadOutcome[]> {
  const writer = reading.service(work.table.schema).writer!
  const rows = work.rows.map((row) => changeRow(work, row))
  const sent = await writer.resume?.(job, changeOf(work), rows, reading)
  return sent?.kind === 'answered' ? sent.outcomes : work.rows.map(({ index, id }) => unknown(index, id))
}

const brokenOff = new ZohoSqlError('CONNECTION_LOST', 'the load was broken off')

const unknown = (index: number, id: string | undefined): Outcome => ({
  ...notSent(index, id),
  outcome: 'unknown',
  message: brokenOff.message,
})

/** Tags have calls of their own, by the id of a record that is there. */
const withoutTags = ({ index, id }: WriteWork['rows'][number]): Outcome => ({
  ...notSent(index, id),
  outcome: 'written',
  message: 'the record was written, its tags may be missing',
})

const nobody = { sending: () => undefined, ended: () => undefined }
