/** One load of a file: its rows, what is known of them from an earlier try, and what becomes of them. */
import { createHash } from 'node:crypto'
import { sleep } from '../../base/cancel.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import { type Connection, type LoadOptions, loadMessage } from '../../driver/inner.ts'
import type { FileRow } from '../../output/index.ts'
import { note, type Task } from '../task.ts'
import type { Bar } from './bar.ts'
import type { LoadLog, LoadRowState } from './log.ts'
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

/** ASSUMPTION: a request that was on its way when its sender died has ended after so long. */
const mayArriveMs = 60_000

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
        sending: (places) =>
          this.#keeping?.log.sending(places.map((place) => [this.#places[place]!, this.#hashes.get(place)!])),
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
      if (state && state.outcome !== 'sending') this.#keep(index, row, state)
      else {
        this.#hashes.set(this.#places.push(index) - 1, hashOf(row))
        yield row
      }
    }
  }

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
    const newest = Math.max(...open.map(({ state }) => state.at ?? 0))
    const began = Math.min(...open.map(({ state }) => state.at ?? 0))
    note(this.#task, `${open.length} rows were on their way when the load was broken off: they are looked for.`)
    const rest = newest + mayArriveMs - Date.now()
    if (rest > 0) await sleep(rest, this.#task.signal)
    const { onProgress: _, ...options } = this.#plan.options
    const load = await db.openLoad<FileRow>(this.#plan.table, options)
    const known = [...log.states.values()].flatMap(({ outcome, id }) => (outcome === 'written' && id ? [id] : []))
    const found = await load.find(
      open.map(({ row }) => row),
      { began, until: newest + mayArriveMs },
      known,
    )
    log.ended(found.map((outcome, i) => [open[i]!.index, outcome.outcome, outcome.id, loadMessage(outcome)]))
    found.forEach((outcome, i) => {
      const { index, state } = open[i]!
      if (outcome.outcome === 'notSent') log.states.delete(index)
      else {
        const to = outcome.outcome as LoadRowState['outcome']
        log.states.set(index, { ...state, outcome: to, id: outcome.id, message: loadMessage(outcome) })
      }
    })
    const { calls, credits } = load.stats()
    this.tally.calls += calls
    this.tally.credits += credits
  }

  async #openRows(log: LoadLog): Promise<{ index: number; row: FileRow; state: LoadRowState }[]> {
    const open: { index: number; row: FileRow; state: LoadRowState }[] = []
    if (![...log.states.values()].some(isOpen)) return open
    let index = -1
    for await (const row of this.#plan.file) {
      index += 1
      const state = log.states.get(index)
      if (!state || !isOpen(state)) continue
      refuseOther(index, row, state)
      // An update that is done twice is done once.
      if (this.#mayRepeat(row)) log.states.delete(index)
      else open.push({ index, row, state })
    }
    return open
  }

  /** A record that has a key is found by it, so that nothing is made twice. */
  #mayRepeat(row: FileRow): boolean {
    const { action, key, transform } = this.#plan.options
    if (action === 'update') return true
    if (action !== 'upsert') return false
    const sent = transform!(row, 0) as FileRow
    const has = (name: string): boolean =>
      Object.entries(sent).some(([own, value]) => own.toLowerCase() === name.toLowerCase() && (value ?? '') !== '')
    return [key ?? 'id'].flat().every(has)
  }
}

const isOpen = ({ outcome }: LoadRowState): boolean => outcome === 'sending' || outcome === 'unknown'

/** @throws {ZohoSqlError} USAGE the file has changed */
function refuseOther(index: number, row: FileRow, { hash }: LoadRowState): void {
  if (hash === undefined || hash === hashOf(row)) return
  throw new ZohoSqlError('USAGE', `Row ${index + 1} is another than the one that was loaded.`, {
    hint: 'Give the file as it was, or another file for the results.',
  })
}
