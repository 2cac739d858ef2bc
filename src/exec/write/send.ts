/** Sends rows in batches, side by side, each batch once; what becomes of a lost one is found out before anything else is sent. */
import { cancelled } from '../../base/cancel.ts'
import { isZohoSqlError, type Outcome, ZohoSqlError } from '../../base/errors.ts'
import type { Change, ChangeOffer, ChangeRow, Sent } from '../../source/index.ts'
import { ledgerOf, type RowLedger } from './ledger.ts'
import { locksOf, recordsOf } from './locks.ts'
import { findOut } from './lost.ts'
import { siblingsOf } from './owned.ts'
import { parentColumn, parentOf } from './parents.ts'
import { notSent, type WriteRow, type WriteWork } from './rows.ts'
import type { Lost, SendContext } from './sending.ts'

/** What came of sending: one outcome for each row, in their order, and what ended it early. */
export interface SendResult {
  readonly outcomes: readonly Outcome[]
  /** Of records that are there without all that they were to have. */
  readonly partial?: readonly Outcome[]
  readonly error?: unknown
}

/** The change that a work is, as the service sees it: the key first, where rows have one. */
export function changeOf({ action, table, targets, rows, owners }: WriteWork): Change {
  const key = table.columns.find(({ name }) => name === table.primaryKey[0])!
  const parent = parentColumn({ table })
  const columns = targets.map(({ sets }) => sets)
  const whole = rows.every(({ values }) => !values.includes(undefined))
  return {
    table,
    action,
    columns: action === 'insert' ? columns : [key, ...(parent ? [parent] : []), ...columns],
    key: [],
    rows: rows.length,
    whole,
    uniform: rows.every(({ values }) => values.every((value, i) => value === rows[0]!.values[i])),
    ...(owners && { owners }),
  }
}

export function changeRow(work: WriteWork, { index, id, values, leads, owner, ...row }: WriteRow): ChangeRow {
  const own = { index, ...(owner !== undefined && { owner }) }
  if (id === undefined) return { ...own, values, ...(leads && { leads }) }
  const lead = parentColumn(work) ? [id, parentOf(work, { index, id, values, ...row })] : [id]
  return { ...own, values: [...lead, ...values], ...(leads && { leads: [...lead.map(() => undefined), ...leads] }) }
}

export async function sendAll(work: WriteWork, sending: SendContext): Promise<SendResult> {
  const change = changeOf(work)
  const { settings, writer } = sending
  const offer = writer.offer(change, settings)
  const run = new SendRun(work, change, offer, sending)
  // Rows of one record one after the other: as many rounds as the record met most often has rows.
  for (const round of rounds(work.rows)) await run.send(round)
  return run.ended()
}

/** No record twice in one round; the order of a record's rows stays. */
function rounds(rows: readonly WriteRow[]): WriteRow[][] {
  const met = new Map<string, number>()
  const list: WriteRow[][] = []
  for (const row of rows) {
    const round = row.id === undefined ? 0 : (met.get(row.id) ?? 0)
    if (row.id !== undefined) met.set(row.id, round + 1)
    while (list.length <= round) list.push([])
    list[round]!.push(row)
  }
  return list
}

/** As the service wants them, else slices as large as may be. */
export function batchesOf(
  offer: ChangeOffer,
  work: WriteWork,
  rows: readonly WriteRow[],
  most = Infinity,
): readonly WriteRow[][] {
  const size = Math.min(offer.batchRows, most)
  const places = offer.batches?.(
    rows.map((row) => changeRow(work, row)),
    size,
  )
  if (places) return places.map((some) => some.map((place) => rows[place]!))
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, i) => rows.slice(i * size, (i + 1) * size))
}

type Batch = Pick<Lost, 'rows' | 'began' | 'siblings'>

class SendRun {
  readonly #work: WriteWork
  readonly #change: Change
  readonly #offer: ChangeOffer
  readonly #sending: SendContext
  readonly #ledger: RowLedger
  readonly #outcomes = new Map<number, Outcome>()
  /** Batches without an answer, to be looked for when no other is on its way. */
  #lost: Lost[] = []
  #waiting: (readonly WriteRow[])[] = []
  #refused = false
  #error: unknown

  constructor(work: WriteWork, change: Change, offer: ChangeOffer, sending: SendContext) {
    this.#work = work
    this.#change = change
    this.#offer = offer
    this.#sending = sending
    this.#ledger = ledgerOf(sending.writer)
  }

  ended(): SendResult {
    const outcomes = this.#work.rows.map(({ index, id }) => this.#outcomes.get(index) ?? notSent(index, id))
    const { signal } = this.#sending.reading
    const cut = signal.aborted && outcomes.some(({ outcome }) => outcome === 'notSent')
    const error = this.#error ?? (cut ? cancelled(signal) : undefined)
    return error === undefined ? { outcomes } : { outcomes, error }
  }

  async send(rows: readonly WriteRow[]): Promise<void> {
    this.#waiting.push(...batchesOf(this.#offer, this.#work, rows, this.#sending.settings.batchRows))
    while (this.#mayBegin() && this.#waiting.length > 0) {
      await this.#sideBySide()
      if (this.#lost.length > 0) await this.#findOut()
    }
    this.#waiting = []
  }

  /** Until all is sent, or something happened that must be seen to first. */
  async #sideBySide(): Promise<void> {
    const lines = Math.min(this.#sending.settings.concurrency, this.#waiting.length)
    await Promise.all(Array.from({ length: lines }, () => this.#line()))
  }

  async #line(): Promise<void> {
    while (this.#mayBegin() && this.#lost.length === 0) {
      const rows = this.#waiting.shift()
      if (!rows) return
      await this.#sendBatch(rows)
    }
  }

  #mayBegin(): boolean {
    const { reading, settings } = this.#sending
    if (this.#error !== undefined || reading.signal.aborted) return false
    return !(this.#refused && settings.onError === 'stop')
  }

  async #sendBatch(rows: readonly WriteRow[]): Promise<void> {
    const { writer, reading, recorder } = this.#sending
    let held = false
    let release = (): void => undefined
    try {
      release = await locksOf(writer).take(recordsOf(rows), reading.signal)
      const began = Date.now()
      const siblings = await siblingsOf(this.#work, rows, reading)
      recorder.sending(this.#work, rows, this.#offer.road)
      this.#ledger.sending(this.#work, rows)
      const mayBegin = (): boolean => {
        held = !this.#mayBegin()
        return !held
      }
      const onJob = (job: string): void => recorder.job?.(rows, job)
      const context = { signal: reading.signal, meter: reading.meter, mayBegin, onJob, ...(siblings && { siblings }) }
      const changes = rows.map((row) => changeRow(this.#work, row))
      const sent = await writer.send(this.#offer, this.#change, changes, context)
      this.#take({ rows, began, siblings }, sent)
    } catch (error) {
      // Nothing of the batch was looked at.
      if (!held) this.#error ??= error
      this.#note(rows, rows.map(unsentOutcome))
    } finally {
      release()
    }
  }

  #take(batch: Batch, sent: Sent): void {
    const { rows } = batch
    if (sent.kind === 'lost') this.#lostAmong(batch, sent)
    else if (sent.kind === 'answered') this.#toldOf(batch, sent.outcomes)
    else
      this.#note(
        rows,
        rows.map((row) => refusedWhole(row, sent.error)),
      )
  }

  /** Rows that went one by one: some were answered before the one that was lost, others have not left. */
  #lostAmong(batch: Batch, { outcomes = [], unsent = [], ...lost }: SentLost): void {
    const told = new Set([...unsent, ...outcomes.map(({ index }) => index)])
    const [open, others] = [
      batch.rows.filter(({ index }) => !told.has(index)),
      batch.rows.filter(({ index }) => told.has(index)),
    ]
    this.#lose({ ...batch, rows: open, ...lost })
    this.#toldOf({ ...batch, rows: others }, outcomes)
  }

  /** Rows without an outcome have not left: they wait again. */
  #toldOf(batch: Batch, outcomes: readonly Outcome[]): void {
    const told = new Set(outcomes.map(({ index }) => index))
    const unsent = batch.rows.filter(({ index }) => !told.has(index))
    if (unsent.length > 0) this.#note(unsent, unsent.map(unsentOutcome))
    this.#wait(unsent)
    if (outcomes.length > 0) this.#answered(batch, this.#withoutOpen(batch.rows, outcomes))
  }

  #lose(lost: Lost): void {
    this.#lost.push(lost)
    this.#ledger.lost(lost.rows, lost.mayArrive ? 'open' : 'ended')
  }

  /** Rows that were only refused along with others of their record go again without those, where all is to be tried. */
  #withoutOpen(rows: readonly WriteRow[], outcomes: readonly Outcome[]): readonly Outcome[] {
    if (this.#sending.settings.onError === 'stop') return outcomes
    const open = new Set(outcomes.filter(({ withOthers }) => withOthers).map(({ index }) => index))
    this.#wait(rows.filter(({ index }) => open.has(index)))
    return outcomes.filter(({ index }) => !open.has(index))
  }

  #wait(rows: readonly WriteRow[]): void {
    this.#waiting.unshift(...batchesOf(this.#offer, this.#work, rows, this.#sending.settings.batchRows))
  }

  /** Records that were made, though their ids were not told, are looked for. */
  #answered(batch: Batch, outcomes: readonly Outcome[]): void {
    const mayLack = this.#work.owners !== undefined && !this.#sending.wantsIds
    const isNameless = ({ outcome, id }: Outcome): boolean => outcome === 'written' && id === null && !mayLack
    const at = new Map(batch.rows.map((row) => [row.index, row]))
    const rowsOf = (some: readonly Outcome[]): WriteRow[] => some.map(({ index }) => at.get(index)!)
    const [nameless, told] = [outcomes.filter(isNameless), outcomes.filter((one) => !isNameless(one))]
    if (nameless.length > 0)
      this.#lose({ ...batch, rows: rowsOf(nameless), mayArrive: false, isDone: true, error: noId })
    this.#note(rowsOf(told), told.map(this.#sending.seenAs ?? itself))
  }

  async #findOut(): Promise<void> {
    const lost = this.#lost
    this.#lost = []
    const known = [...this.#outcomes.values()]
    const { outcomes, again, error } = await findOut(this.#work, lost, known, this.#sending)
    this.#error ??= error
    const rows = lost.flatMap((one) => one.rows)
    const at = new Map(rows.map((row) => [row.index, row]))
    this.#note(
      outcomes.map(({ index }) => at.get(index)!),
      outcomes,
    )
    this.#wait(again)
  }

  #note(rows: readonly WriteRow[], outcomes: readonly Outcome[]): void {
    const at = new Map(rows.map((row) => [row.index, row]))
    for (const outcome of outcomes) {
      this.#outcomes.set(outcome.index, outcome)
      if (outcome.outcome === 'rejected' || outcome.outcome === 'unknown') this.#refused = true
      if (outcome.outcome === 'written' && outcome.id !== null) this.#ledger.written(outcome.id)
      this.#ledger.settle(at.get(outcome.index)!, outcome.outcome === 'unknown')
    }
    try {
      this.#sending.recorder.ended(this.#work, rows, outcomes)
    } catch (error) {
      // What was written is told all the same; nothing more is sent without a journal.
      this.#error ??= error
    }
  }
}

type SentLost = Extract<Sent, { kind: 'lost' }>

const unsentOutcome = ({ index, id }: WriteRow): Outcome => notSent(index, id)

const noId = new ZohoSqlError('REMOTE_ANSWER', 'Zoho said that it was written, and not as what')

const itself = (outcome: Outcome): Outcome => outcome

const refusedWhole = ({ index, id }: WriteRow, error: ZohoSqlError): Outcome => ({
  index,
  outcome: 'rejected',
  id: id ?? null,
  code: error.zohoCode ?? error.code,
  message: error.message,
  column: null,
  error: isZohoSqlError(error) ? error.code : 'REMOTE_REFUSED',
})
