import { sleep } from '../../base/cancel.ts'
import { bulkLimits } from './limits.ts'

const MINUTE_MS = 60_000
/** Zoho's minute begins when a call arrives: that much later than ours, or less. */
const MARGIN_MS = 1000

/** A file's turn: when it is fetched, or was. */
interface Turn {
  at: number
}

/**
 * Keeps the files of bulk jobs under Zoho's limit per minute: one too many closes all downloads until a minute has
 * passed, and a statement of many scans fetches many files.
 */
export class DownloadPace {
  readonly #clock: () => number
  #turns: Turn[] = []

  constructor(clock: () => number = () => Date.now()) {
    this.#clock = clock
  }

  /** Files that could be fetched now without waiting. */
  get spare(): number {
    return bulkLimits.downloadsPerMinute - this.#recent().length
  }

  #recent(): Turn[] {
    const from = this.#clock() - MINUTE_MS - MARGIN_MS
    return this.#turns.filter(({ at }) => at > from)
  }

  /** Milliseconds until the next file may be fetched; its turn is taken. */
  take(): { readonly wait: number; readonly turn: Turn } {
    const now = this.#clock()
    this.#turns = this.#recent().sort((a, b) => a.at - b.at)
    const blocking = this.#turns.at(-bulkLimits.downloadsPerMinute)
    const turn = { at: blocking === undefined ? now : blocking.at + MINUTE_MS + MARGIN_MS }
    this.#turns.push(turn)
    return { wait: turn.at - now, turn }
  }

  /** Runs a download when its turn has come. It counts from its end: when it arrived there, nobody knows here. */
  async paced(download: () => Promise<void>, signal?: AbortSignal): Promise<void> {
    const { wait, turn } = this.take()
    try {
      if (wait > 0) await sleep(wait, signal)
      await download()
    } finally {
      turn.at = this.#clock()
    }
  }
}

const paces = new Map<string, DownloadPace>()

/** The pace of an account, shared by all connections of this process. */
export function paceOf(account: string): DownloadPace {
  const pace = paces.get(account) ?? new DownloadPace()
  paces.set(account, pace)
  return pace
}
