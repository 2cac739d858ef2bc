/**
 * What a load has done, told as it goes in a file next to its results: which rows are about to be sent, and what became
 * of them. Whatever ends the load, the next one knows which rows may be there.
 */
import {
  appendFileSync,
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  openSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs'
import { createInterface } from 'node:readline'
import { ZohoSqlError } from '../../base/errors.ts'
import type { SentBatch } from '../../driver/inner.ts'

/** How a row was sent: what finding out about it needs. */
export type SentAs = Pick<SentBatch, 'action' | 'road'> & {
  /** When, in milliseconds since 1970. */
  readonly at: number
  /** Of a job: its id; `''`: it was asked for, and the answer did not come; absent: it was not. */
  readonly job?: string
}

export interface LoadRowState {
  readonly outcome: 'written' | 'rejected' | 'unknown' | 'sending'
  readonly id: string | null
  readonly message: string
  /** Fingerprint of the row; absent of one that was never sent. */
  readonly hash?: string
  /** Rows of one batch share it. */
  readonly sent?: SentAs
}

type Ended = readonly [index: number, outcome: string, id: string | null, message: string]
export type SendingRow = readonly [index: number, hash: string, id: string | null]

type LogLine =
  | { readonly load: string }
  | ({ readonly sending: readonly SendingRow[]; readonly at: number } & Pick<SentBatch, 'action' | 'road'>)
  /** The rows of this place, and all others of its batch. */
  | { readonly job: string; readonly of: number }
  | { readonly ended: readonly Ended[] }

/** Next to `results.csv`. */
export const logPath = (results: string): string => `${results}.sending`

export class LoadLog {
  readonly #path: string
  readonly #file: number
  /** By the row's place in the file, from 0. */
  readonly states: Map<number, LoadRowState>

  private constructor(path: string, states: Map<number, LoadRowState>) {
    this.#path = path
    this.states = states
    this.#file = openSync(path, 'a', 0o600)
  }

  /**
   * @param load what identifies the load: another one may not go on here
   * @throws {ZohoSqlError} USAGE it is another load's · 58030
   */
  static async open(results: string, load: string): Promise<LoadLog> {
    const path = logPath(results)
    try {
      const states = existsSync(path) ? await statesOf(path, load) : undefined
      const log = new LoadLog(path, states ?? new Map())
      if (!states) log.#put({ load })
      return log
    } catch (error) {
      if (error instanceof ZohoSqlError) throw error
      throw new ZohoSqlError('FILE', `"${path}" cannot be used: ${(error as Error).message}`, { cause: error })
    }
  }

  sending(rows: readonly SendingRow[], batch: Pick<SentBatch, 'action' | 'road'>): void {
    this.#put({ sending: rows, action: batch.action, road: batch.road, at: Date.now() })
  }

  job(of: number, job: string): void {
    this.#put({ job, of })
  }

  ended(rows: readonly Ended[]): void {
    if (rows.length > 0) this.#put({ ended: rows })
  }

  /** @param isDone nothing is left to be known */
  close(isDone: boolean): void {
    closeSync(this.#file)
    if (isDone) rmSync(this.#path, { force: true })
  }

  /** What is about to be sent must be on the disk before; what became of it can be found out again. */
  #put(line: LogLine): void {
    appendFileSync(this.#file, `${JSON.stringify(line)}\n`)
    if (!('ended' in line)) fsyncSync(this.#file)
  }
}

/**
 * Who was killed while writing leaves half a line: what it would have told was not yet sent, or is found out. It goes, so
 * that the next line stands by itself.
 *
 * @returns undefined where not even the first line is whole: nothing was sent
 */
async function statesOf(path: string, load: string): Promise<Map<number, LoadRowState> | undefined> {
  const states = new Map<number, LoadRowState>()
  let whole = 0
  let head: LogLine | undefined
  for await (const text of linesOf(path)) {
    const line = lineOf(text)
    const size = Buffer.byteLength(text) + 1
    if (line === undefined || whole + size > statSync(path).size) break
    whole += size
    head ??= line
    if ('load' in line) refuseOther(path, line.load, load)
    else take(states, line)
  }
  if (head !== undefined && !('load' in head)) refuseOther(path, '', load)
  truncateSync(path, whole)
  return head && states
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const input = createReadStream(path)
  try {
    yield* createInterface({ input })
  } finally {
    input.destroy()
  }
}

function refuseOther(path: string, load: string, wanted: string): void {
  if (load === wanted) return
  throw new ZohoSqlError('USAGE', `"${path}" belongs to another load.`, {
    hint: 'Give the command as it was, or another file for the results.',
  })
}

function lineOf(text: string): LogLine | undefined {
  try {
    return JSON.parse(text) as LogLine
  } catch {
    return undefined
  }
}

function take(states: Map<number, LoadRowState>, line: Exclude<LogLine, { readonly load: string }>): void {
  if ('sending' in line) {
    const sent: SentAs = { action: line.action, road: line.road, at: line.at }
    for (const [index, hash, id] of line.sending) states.set(index, { outcome: 'sending', id, message: '', hash, sent })
  } else if ('job' in line) {
    const sent = states.get(line.of)?.sent
    const known = sent && { ...sent, job: line.job }
    for (const [index, state] of states) if (known && state.sent === sent) states.set(index, { ...state, sent: known })
  } else for (const ended of line.ended) settle(states, ended)
}

function settle(states: Map<number, LoadRowState>, [index, outcome, id, message]: Ended): void {
  if (outcome === 'notSent') return void states.delete(index)
  const { hash, sent } = states.get(index) ?? {}
  const isOpen = outcome === 'unknown'
  states.set(index, {
    outcome: outcome as LoadRowState['outcome'],
    id,
    message,
    ...(hash !== undefined && { hash }),
    ...(isOpen && sent && { sent }),
  })
}
