/**
 * What a load has done, told as it goes in a file next to its results: which rows are about to be sent, and what became
 * of them. Whatever ends the load, the next one knows which rows may be there.
 */
import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, rmSync } from 'node:fs'
import { ZohoSqlError } from '../../base/errors.ts'

export interface LoadRowState {
  readonly outcome: 'written' | 'rejected' | 'unknown' | 'sending'
  readonly id: string | null
  readonly message: string
  /** Fingerprint of the row; absent of one that was never sent. */
  readonly hash?: string
  /** When it was sent, in milliseconds since 1970. */
  readonly at?: number
}

type LogLine =
  | { readonly load: string }
  | { readonly sending: readonly (readonly [index: number, hash: string])[]; readonly at: number }
  | { readonly ended: readonly (readonly [index: number, outcome: string, id: string | null, message: string])[] }

/** Next to `results.csv`. */
export const logPath = (results: string): string => `${results}.sending`

export class LoadLog {
  readonly #path: string
  readonly #file: number
  /** By the row's place in the file, from 0. */
  readonly states: Map<number, LoadRowState>

  /**
   * @param load what identifies the load: another one may not go on here
   * @throws {ZohoSqlError} USAGE it is another load's · 58030
   */
  constructor(results: string, load: string) {
    this.#path = logPath(results)
    const isNew = !existsSync(this.#path)
    this.states = isNew ? new Map() : statesOf(this.#path, load)
    this.#file = openSync(this.#path, 'a', 0o600)
    if (isNew) this.#put({ load })
  }

  sending(rows: readonly (readonly [index: number, hash: string])[]): void {
    this.#put({ sending: rows, at: Date.now() })
  }

  ended(rows: readonly (readonly [index: number, outcome: string, id: string | null, message: string])[]): void {
    if (rows.length > 0) this.#put({ ended: rows })
  }

  /** @param isDone nothing is left to be known */
  close(isDone: boolean): void {
    closeSync(this.#file)
    if (isDone) rmSync(this.#path, { force: true })
  }

  #put(line: LogLine): void {
    appendFileSync(this.#file, `${JSON.stringify(line)}\n`)
    fsyncSync(this.#file)
  }
}

function statesOf(path: string, load: string): Map<number, LoadRowState> {
  const states = new Map<number, LoadRowState>()
  const [head, ...lines] = readFileSync(path, 'utf8').split('\n')
  if ((JSON.parse(head!) as { load: string }).load !== load) {
    throw new ZohoSqlError('USAGE', `"${path}" belongs to another load.`, {
      hint: 'Give the command as it was, or another file for the results.',
    })
  }
  for (const text of lines) {
    const line = lineOf(text)
    if (line && 'sending' in line) {
      for (const [index, hash] of line.sending)
        states.set(index, { outcome: 'sending', id: null, message: '', hash, at: line.at })
    }
    if (line && 'ended' in line) for (const ended of line.ended) settle(states, ended)
  }
  return states
}

/** The last line may have been cut off; what it would have told was not yet sent, or is found out. */
function lineOf(text: string): LogLine | undefined {
  try {
    return text === '' ? undefined : (JSON.parse(text) as LogLine)
  } catch {
    return undefined
  }
}

function settle(
  states: Map<number, LoadRowState>,
  [index, outcome, id, message]: readonly [number, string, string | null, string],
): void {
  if (outcome === 'notSent') states.delete(index)
  else states.set(index, { ...states.get(index), outcome: outcome as LoadRowState['outcome'], id, message })
}
