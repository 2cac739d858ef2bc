import { setTimeout } from 'node:timers/promises'

const firstMs = 100
const mostMs = 5000
/** After so long without one, failures are forgotten. */
const forgetMs = 60_000
/** Addresses that are remembered. */
const addressesMax = 10_000

/** Slows down those who guess passwords: every failure of an address makes it wait twice as long for the next answer. */
export class Guesses {
  readonly #failures = new Map<string, { count: number; at: number }>()
  readonly #now: () => number
  readonly #wait: (ms: number) => Promise<unknown>

  constructor(now: () => number = Date.now, wait: (ms: number) => Promise<unknown> = (ms) => setTimeout(ms)) {
    this.#now = now
    this.#wait = wait
  }

  /** A password was wrong: resolves when the client may be told. */
  async failed(address: string): Promise<void> {
    const known = this.#failures.get(address)
    const count = known && this.#now() - known.at < forgetMs ? known.count + 1 : 1
    this.#failures.delete(address)
    this.#failures.set(address, { count, at: this.#now() })
    const [oldest] = this.#failures.keys()
    if (this.#failures.size > addressesMax && oldest !== undefined) this.#failures.delete(oldest)
    await this.#wait(Math.min(firstMs * 2 ** (count - 1), mostMs))
  }

  /** A password was right. */
  passed(address: string): void {
    this.#failures.delete(address)
  }
}
