import { sleep } from '../../base/cancel.ts'
import { bulkLimits } from './limits.ts'

const MINUTE_MS = 60_000

/**
 * Keeps the files of bulk jobs under Zoho's limit per minute: one too many closes all downloads until a minute has
 * passed, and a statement of many scans fetches many files.
 */
export class DownloadPace {
  readonly #clock: () => number
  /** When files were fetched or will be, ascending. */
  #turns: number[] = []

  constructor(clock: () => number = Date.now) {
    this.#clock = clock
  }

  /** Files that could be fetched now without waiting. */
  get spare(): number {
    const now = this.#clock()
    return bulkLimits.downloadsPerMinute - this.#turns.filter((at) => at > now - MINUTE_MS).length
  }

  /** Milliseconds until the next file may be fetched; its turn is taken. */
  take(): number {
    const now = this.#clock()
    this.#turns = this.#turns.filter((at) => at > now - MINUTE_MS)
    const blocking = this.#turns.at(-bulkLimits.downloadsPerMinute)
    const turn = blocking === undefined ? now : blocking + MINUTE_MS
    this.#turns.push(turn)
    return turn - now
  }

  /** Waits for a turn. */
  async turn(signal?: AbortSignal): Promise<void> {
    const wait = this.take()
    if (wait > 0) await sleep(wait, signal)
  }
}
