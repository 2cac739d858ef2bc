import { sleep } from '../../base/cancel.ts'

const MINUTE_MS = 60_000
/** Zoho's minute begins when a call arrives: that much later than ours, or less. */
const MARGIN_MS = 1000

/** A call's turn: when it is made, or was. */
interface Turn {
  at: number
}

/**
 * Keeps calls of a kind under Zoho's limit per minute. Of downloads, one too many closes all until a minute has passed,
 * and a statement of many scans fetches many files.
 */
export class Pace {
  readonly #perMinute: number
  readonly #clock: () => number
  #turns: Turn[] = []

  constructor(perMinute: number, clock: () => number = () => Date.now()) {
    this.#perMinute = perMinute
    this.#clock = clock
  }

  /** Calls that could be made now without waiting. */
  get spare(): number {
    return this.#perMinute - this.#recent().length
  }

  #recent(): Turn[] {
    const from = this.#clock() - MINUTE_MS - MARGIN_MS
    return this.#turns.filter(({ at }) => at > from)
  }

  /** Milliseconds until the next call may be made; its turn is taken. */
  take(): { readonly wait: number; readonly turn: Turn } {
    const now = this.#clock()
    this.#turns = this.#recent().sort((a, b) => a.at - b.at)
    const blocking = this.#turns.at(-this.#perMinute)
    const turn = { at: blocking === undefined ? now : blocking.at + MINUTE_MS + MARGIN_MS }
    this.#turns.push(turn)
    return { wait: turn.at - now, turn }
  }

  /** Makes a call when its turn has come. It counts from its end: when it arrived there, nobody knows here. */
  async paced(call: () => Promise<void>, signal?: AbortSignal): Promise<void> {
    const { wait, turn } = this.take()
    try {
      if (wait > 0) await sleep(wait, signal)
      await call()
    } finally {
      turn.at = this.#clock()
    }
  }
}

const paces = new Map<string, Pace>()

/** The pace of a kind of calls of an account, shared by all connections of this process. */
export function paceOf(account: string, perMinute: number): Pace {
  const pace = paces.get(account) ?? new Pace(perMinute)
  paces.set(account, pace)
  return pace
}
