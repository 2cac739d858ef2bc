/** A load that was broken off: what became of the rows that were on their way, before anything else is sent. */
import { sleep } from '../../base/cancel.ts'
import { type Connection, type LoadOptions, loadMessage, type OpenRow } from '../../driver/inner.ts'
import type { FileRow } from '../../output/index.ts'
import type { LoadLog, LoadRowState, SentAs } from './log.ts'

/** ASSUMPTION: a request that was on its way when its sender died has ended after so long. */
const mayArriveMs = 60_000
/** ASSUMPTION: a job whose id nobody knows is over after so long. */
const jobMs = 3_600_000

/** A row of which the log does not say what became of it. */
export interface BrokenRow extends OpenRow<FileRow> {
  readonly index: number
  readonly sent: SentAs
}

type FileLoad = Awaited<ReturnType<typeof openFileLoad>>
type FoundRow = Omit<Awaited<ReturnType<FileLoad['find']>>[number], 'index' | 'error'>

/** A load of a file's rows, for finding out about them. */
export const openFileLoad = (db: Connection, table: string, options: LoadOptions<FileRow>) =>
  db.openLoad<FileRow>(table, options)

export class BrokenLoad {
  readonly #load: FileLoad
  readonly #log: LoadLog
  readonly #signal: AbortSignal

  constructor(load: FileLoad, log: LoadLog, signal: AbortSignal) {
    this.#load = load
    this.#log = log
    this.#signal = signal
  }

  /** The log knows of each row afterwards; rows that are certainly not there are forgotten, so that they are sent. */
  async find(rows: readonly BrokenRow[]): Promise<void> {
    const isUnbegun = ({ sent }: BrokenRow): boolean => sent.road === 'bulk' && sent.job === undefined && sent.at > 0
    this.#settle(rows.filter(isUnbegun), () => notSent)
    const rest = rows.filter((row) => !isUnbegun(row))
    await this.#askJobs(rest.filter(({ sent }) => sent.job))
    const open = rest.filter(({ sent }) => !sent.job)
    // What is there already need not be waited for.
    const unknown = await this.#look(open, {})
    // An update that is done twice is done once.
    this.#settle(unknown.filter(isUpdate), () => notSent)
    const left = unknown.filter((row) => !isUpdate(row))
    if (left.length === 0) return
    const until = Math.max(...left.map(({ sent }) => sent.at + (sent.road === 'bulk' ? jobMs : mayArriveMs)))
    const wait = until - Date.now()
    if (wait > mayArriveMs) return
    if (wait > 0) await sleep(wait, this.#signal)
    await this.#look(left, { until })
  }

  /** @returns rows of which nothing is known yet */
  async #look(rows: readonly BrokenRow[], end: { readonly until?: number }): Promise<readonly BrokenRow[]> {
    if (rows.length === 0) return []
    const began = Math.min(...rows.map(({ sent }) => sent.at))
    const known = [...this.#log.states.values()].flatMap(({ outcome, id }) => (outcome === 'written' && id ? [id] : []))
    const found = await this.#load.find(rows, { began, ...end }, known)
    this.#settle(rows, (i) => found[i]!)
    return rows.filter((_, i) => found[i]!.outcome === 'unknown')
  }

  async #askJobs(rows: readonly BrokenRow[]): Promise<void> {
    for (const [job, some] of Map.groupBy(rows, ({ sent }) => sent.job!)) {
      const found = await this.#load.resume(some, job)
      this.#settle(some, (i) => found[i]!)
    }
  }

  #settle(rows: readonly BrokenRow[], of: (place: number) => FoundRow): void {
    const told = rows.map(({ index, sent }, i) => ({ index, sent, outcome: of(i) }))
    this.#log.ended(
      told.map(({ index, outcome }) => [index, outcome.outcome, outcome.id, loadMessage({ ...outcome, index })]),
    )
    for (const { index, sent, outcome } of told) {
      const { states } = this.#log
      const { hash } = states.get(index) ?? {}
      if (outcome.outcome === 'notSent') states.delete(index)
      else {
        const to = outcome.outcome as LoadRowState['outcome']
        const state = { outcome: to, id: outcome.id, message: loadMessage({ ...outcome, index }), sent }
        states.set(index, hash === undefined ? state : { ...state, hash })
      }
    }
  }
}

const isUpdate = ({ action }: BrokenRow): boolean => action === 'update'

const notSent = { outcome: 'notSent', id: null, code: null, message: null, column: null } as const
