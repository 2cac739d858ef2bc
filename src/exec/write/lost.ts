/**
 * Batches whose answer did not come. Nothing of them is sent again before reading has shown that it is not there and
 * the first request has ended; what reading cannot tell is `unknown`, never guessed.
 */

import { sleep } from '../../base/cancel.ts'
import { isZohoSqlError, type Outcome, type ZohoSqlError } from '../../base/errors.ts'
import { ledgerOf, type Making } from './ledger.ts'
import { findChanged } from './lost-changes.ts'
import { findInserted } from './lost-inserts.ts'
import { findMade } from './owned.ts'
import { notSent, type WriteRow, type WriteWork } from './rows.ts'
import type { Lost, SendContext } from './sending.ts'

interface FoundOut {
  readonly outcomes: readonly Outcome[]
  /** Rows that are certainly not there. */
  readonly again: readonly WriteRow[]
  /** Why rows that are certainly not there are not sent again. */
  readonly error?: ZohoSqlError
}

/** How often a row is sent again: a server that loses every answer would have it forever. */
const timesMax = 3
/** One that says it has too many calls is asked more often. */
const busyTimesMax = 6
const times = new WeakMap<WriteRow, number>()

const lookOf = ({ action, owners }: WriteWork) => (action !== 'insert' ? findChanged : owners ? findMade : findInserted)

/** @param known outcomes of the statement's other rows */
export async function findOut(
  work: WriteWork,
  lost: readonly Lost[],
  known: readonly Outcome[],
  sending: SendContext,
): Promise<FoundOut> {
  const came = Date.now()
  const look = lookOf(work)
  const written = new Map<number, string>()
  let open = lost
  let missing: ReadonlySet<number> = new Set()
  let awaited: readonly Making[] = []
  const lookOnce = async (): Promise<void> => {
    const seen = await look(work, open, [...known.flatMap(({ id }) => id ?? []), ...written.values()], sending)
    for (const [index, id] of seen.written) written.set(index, id)
    missing = seen.missing
    awaited = seen.awaited ?? []
    open = open.flatMap((one) => {
      const rows = one.rows.filter(({ index }) => !written.has(index))
      return rows.length > 0 ? [{ ...one, rows }] : []
    })
  }
  try {
    for (const wait of sending.settings.looks) {
      if (wait > 0) await sleep(wait, sending.reading.signal)
      await lookOnce()
      if (open.length === 0) break
    }
    if (awaited.length > 0 && (await answered(awaited, sending))) await lookOnce()
    if (missing.size > 0) await sleep(Math.max(0, askedFor(open) - (Date.now() - came)), sending.reading.signal)
  } catch (error) {
    // Cancelled, or not to be read now: then it is not known.
    missing = new Set()
    if (!isZohoSqlError(error)) throw error
  }
  return verdict(work, open, lost, written, missing)
}

/** A longer wait is told instead. */
const waitMsMax = 60_000

/** How long Zoho asks to be left alone. */
const askedFor = (lost: readonly Lost[]): number =>
  Math.max(0, ...lost.map(({ waitMs = 0 }) => (waitMs > waitMsMax ? 0 : waitMs)))

/** Answers of other statements come, or time out, by themselves. */
const answersMs = 60_000
const pollMs = 100

async function answered(rows: readonly Making[], { writer, reading }: SendContext): Promise<boolean> {
  const ledger = ledgerOf(writer)
  for (let waited = 0; waited < answersMs; waited += pollMs) {
    if (!ledger.awaits(rows)) return true
    await sleep(pollMs, reading.signal)
  }
  return false
}

function verdict(
  work: WriteWork,
  open: readonly Lost[],
  all: readonly Lost[],
  written: ReadonlyMap<number, string>,
  missing: ReadonlySet<number>,
): FoundOut {
  const done = new Set(all.flatMap(({ rows, isDone }) => (isDone ? rows.map(({ index }) => index) : [])))
  const outcomes = [...written].map(
    ([index, id]): Outcome => ({ ...found, index, id, ...(done.has(index) && { message: null }) }),
  )
  const again: WriteRow[] = []
  let tooBusy: ZohoSqlError | undefined
  for (const { rows, mayArrive, busy, waitMs = 0, isDone, error } of open) {
    const most = waitMs > waitMsMax ? 0 : busy ? busyTimesMax : timesMax
    for (const row of rows) {
      if (isDone) {
        outcomes.push({ ...found, index: row.index, id: row.id ?? null, message: 'written; Zoho told no id' })
        continue
      }
      const sent = times.get(row) ?? 1
      const isMissing = missing.has(row.index) && !mayArrive
      times.set(row, sent + 1)
      if (isMissing && sent < most) again.push(row)
      else if (isMissing && busy) {
        tooBusy = error
        outcomes.push(notSent(row.index, row.id))
      } else outcomes.push(unknownOutcome(work, row, error))
    }
  }
  return { outcomes, again, ...(tooBusy && { error: tooBusy }) }
}

const found = {
  outcome: 'written',
  code: 'SUCCESS',
  message: 'the answer was lost; reading found the record',
  column: null,
} as const

const unknownOutcome = (
  { action }: WriteWork,
  { index, id }: WriteRow,
  { message, zohoCode }: ZohoSqlError,
): Outcome => ({
  index,
  outcome: 'unknown',
  id: id ?? null,
  code: zohoCode ?? null,
  message: `the answer to its ${action} was lost (${message})`,
  column: null,
})
