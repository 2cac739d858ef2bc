/** One load of a file: its rows, what is known of them from an earlier try, and what becomes of them. */
import { createHash } from 'node:crypto'
import { ZohoSqlError } from '../../base/errors.ts'
import { type Connection, type LoadOptions, loadMessage } from '../../driver/inner.ts'
import type { FileRow } from '../../output/index.ts'
import { note, type Task } from '../task.ts'
import type { Bar } from './bar.ts'
import { BrokenLoad, type BrokenRow, openFileLoad } from './broken.ts'
import type { LoadLog, LoadRowState, SendingRow } from './log.ts'
import type { ResultsFile } from './results.ts'

export interface LoadPlan {
  readonly table: string
  readonly options: LoadOptions<FileRow>
  readonly file: AsyncIterable<FileRow>
  readonly total: number
}

interface Keeping {
  readonly log: LoadLog
  readonly results: ResultsFile
}

export interface LoadTally {
  written: number
  rejected: number
  unknown: number
  notSent: number
  /** Written by an earlier try. */
  kept: number
  calls: number
  credits: number
  /** The first words on rows that were not written. */
  readonly complaints: string[]
}

const complaintsMax = 10

export const hashOf = (row: FileRow): string =>
  createHash('sha256')
    .update(JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? String(value) : value)))
    .digest('hex')
    .slice(0, 16)

export class LoadRun {
  readonly #task: Task
  readonly #plan: LoadPlan
  readonly #keeping: Keeping | undefined
  readonly #bar: Bar
  /** Place in the file of each row that was handed to the load. */
  readonly #places: number[] = []
  readonly #hashes = new Map<number, string>()
  readonly #settled = new Set<number>()
  readonly tally: LoadTally = {
    written: 0,
    rejected: 0,
    unknown: 0,
    notSent: 0,
    kept: 0,
    calls: 0,
    credits: 0,
    complaints: [],
  }

  constructor(task: Task, plan: LoadPlan, keeping: Keeping | undefined, bar: Bar) {
    this.#task = task
    this.#plan = plan
    this.#keeping = keeping
    this.#bar = bar
  }

  /** @returns what ended it early */
  async run(db: Connection): Promise<unknown> {
    await this.#lookUp(db)
    const { table, options, total } = this.#plan
    const load = await db.openLoad<FileRow>(
      table,
      {
        ...options,
        onProgress: ({ done, calls, credits }) =>
          this.#bar.show({ done: done + this.tally.kept, total, calls, credits }),
      },
      {
        sending: (batch) => this.#keeping?.log.sending(batch.rows.map(this.#sendingRow), batch),
        job: (place, job) => this.#keeping?.log.job(this.#places[place]!, job),
        ended: (outcomes) => this.#ended(outcomes),
      },
    )
    let error: unknown
    for await (const portion of load.portions(this.#source())) {
      this.#ended(portion.outcomes.filter(({ index }) => !this.#settled.has(index)))
      this.#settled.clear()
      this.#hashes.clear()
      error = portion.error
    }
    const { calls, credits } = load.stats()
    this.tally.calls += calls
    this.tally.credits += credits
    return error
  }

  /** Rows that are still to be sent; those that are known go to the results at once. */
  async *#source(): AsyncGenerator<FileRow> {
    let index = -1
    for await (const row of this.#plan.file) {
      index += 1
      this.#keeping?.results.row(index, row)
      const state = this.#keeping?.log.states.get(index)
      if (state) this.#keep(index, row, state)
      else {
        this.#hashes.set(this.#places.push(index) - 1, hashOf(row))
        yield row
      }
    }
  }

  readonly #sendingRow = ({ index, id }: { readonly index: number; readonly id?: string }): SendingRow => [
    this.#places[index]!,
    this.#hashes.get(index)!,
    id ?? null,
  ]

  #keep(index: number, row: FileRow, state: LoadRowState): void {
    refuseOther(index, row, state)
    this.#count(index, state)
    if (state.outcome === 'written') this.tally.kept += 1
    this.#keeping?.results.settle(index, state)
  }

  #ended(outcomes: readonly Parameters<typeof loadMessage>[0][]): void {
    const rows = outcomes.map((outcome) => {
      this.#settled.add(outcome.index)
      const index = this.#places[outcome.index]!
      return { index, outcome: outcome.outcome, id: outcome.id, message: loadMessage(outcome) }
    })
    this.#keeping?.log.ended(rows.map(({ index, outcome, id, message }) => [index, outcome, id, message]))
    for (const row of rows) {
      this.#count(row.index, row)
      this.#keeping?.results.settle(row.index, row)
    }
  }

  #count(index: number, { outcome, message }: { readonly outcome: string; readonly message: string }): void {
    const { tally } = this
    if (outcome === 'written' || outcome === 'rejected' || outcome === 'unknown' || outcome === 'notSent')
      tally[outcome] += 1
    if (outcome !== 'rejected' && outcome !== 'unknown') return
    if (tally.complaints.length < complaintsMax) tally.complaints.push(`row ${index + 1}: ${message}`)
  }

  // ---------------------------------------------------------------------------------------- an earlier try

  /** Rows that were on their way when it was broken off: nothing is sent before it is known what became of them. */
  async #lookUp(db: Connection): Promise<void> {
    const { log } = this.#keeping ?? {}
    if (!log) return
    const open = await this.#openRows(log)
    if (open.length === 0) return
    note(this.#task, `${open.length} rows were on their way when the load was broken off: they are looked for.`)
    const { onProgress: _, ...options } = this.#plan.options
    const load = await openFileLoad(db, this.#plan.table, options)
    const broken = new BrokenLoad(load, log, this.#task.signal)
    await broken.find(open)
    const { calls, credits } = load.stats()
    this.tally.calls += calls
    this.tally.credits += credits
  }

  async #openRows(log: LoadLog): Promise<readonly BrokenRow[]> {
    const open: BrokenRow[] = []
    if (![...log.states.values()].some(isOpen)) return open
    let index = -1
    for await (const row of this.#plan.file) {
      index += 1
      const state = log.states.get(index)
      if (!state || !isOpen(state)) continue
      refuseOther(index, row, state)
      open.push({ index, row, id: state.id ?? undefined, ...sentOf(state) })
    }
    return open
  }
}

/** Of what a log does not tell: the cautious reading. */
const sentOf = ({ sent }: LoadRowState): Pick<BrokenRow, 'action' | 'sent'> => {
  const { action = 'insert' } = sent ?? {}
  return { action, sent: sent ?? { action, road: 'bulk', at: 0 } }
}

const isOpen = ({ outcome }: LoadRowState): boolean => outcome === 'sending' || outcome === 'unknown'

/** @throws {ZohoSqlError} USAGE the file has changed */
function refuseOther(index: number, row: FileRow, { hash }: LoadRowState): void {
  if (hash === undefined || hash === hashOf(row)) return
  throw new ZohoSqlError('USAGE', `Row ${index + 1} is another than the one that was loaded.`, {
    hint: 'Give the file as it was, or another file for the results.',
  })
}
