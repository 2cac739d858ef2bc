/** Who guesses tokens waits: after some failures of an address each further one takes longer, for some minutes. */
export class SlowDown {
  readonly #now: () => number
  readonly #failures = new Map<string, { count: number; until: number }>()

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** Milliseconds that this address still has to wait before it is heard. */
  waitOf(address: string): number {
    const found = this.#failures.get(address)
    return found ? Math.max(0, found.until - this.#now()) : 0
  }

  failed(address: string): void {
    if (this.#failures.size >= addressesMax) this.#forget()
    const count = (this.#failures.get(address)?.count ?? 0) + 1
    const wait = count <= free ? 0 : Math.min(firstMs * 2 ** (count - free - 1), mostMs)
    this.#failures.set(address, { count, until: this.#now() + wait })
  }

  succeeded(address: string): void {
    this.#failures.delete(address)
  }

  /** Those who have waited long enough, or all where that is not enough. */
  #forget(): void {
    for (const [address, { until }] of this.#failures) if (until < this.#now()) this.#failures.delete(address)
    if (this.#failures.size >= addressesMax) this.#failures.clear()
  }
}

const free = 5
const firstMs = 1000
const mostMs = 60_000
const addressesMax = 10_000
