import { cancelled, throwIfCancelled } from '../base/cancel.ts'
import { ZohoSqlError } from '../base/errors.ts'
import type { Concern } from './send.ts'

export interface LimiterOptions {
  /** Calls in flight at most. */
  readonly max: number
  /** Of these, calls of the heavy class at most (Zoho: 10 in every edition). */
  readonly heavyMax?: number
  /** Callers waiting at most; one more is refused. */
  readonly queueMax?: number
  /** Milliseconds, of whatever origin. */
  readonly now?: () => number
}

export interface Ticket {
  readonly heavy?: boolean
  readonly signal?: AbortSignal
}

interface Waiter {
  readonly heavy: boolean
  readonly start: () => void
}

/** After Zoho said 429, how long the lower limit stands before it is raised by one, and how often thereafter. */
const restMs = 5_000
const raiseMs = 1_000

/**
 * Bounds the calls in flight, first come first served; a heavy call that must wait for one of its class lets light
 * ones pass. When Zoho says 429 (others may use the same account) the bound halves and recovers step by step.
 */
export class Limiter {
  readonly #heavyMax: number
  readonly #queueMax: number
  readonly #now: () => number
  readonly #queue: Waiter[] = []
  #max: number
  #allowed: number
  #raiseAt = 0
  #running = 0
  #runningHeavy = 0

  constructor({ max, heavyMax = 10, queueMax = 10_000, now = () => performance.now() }: LimiterOptions) {
    this.#max = max
    this.#allowed = max
    this.#heavyMax = heavyMax
    this.#queueMax = queueMax
    this.#now = now
  }

  /** Calls in flight, callers waiting, and how many calls may be in flight now. */
  get state(): { readonly running: number; readonly waiting: number; readonly allowed: number; readonly max: number } {
    return { running: this.#running, waiting: this.#queue.length, allowed: this.#allowed, max: this.#max }
  }

  /** Changes the bound, when the org's edition has become known. */
  setMax(max: number): void {
    this.#allowed = this.#allowed === this.#max ? max : Math.min(this.#allowed, max)
    this.#max = max
    this.#startWaiters()
  }

  /** Zoho said 429: fewer at a time, for a while. */
  slowDown(): void {
    this.#allowed = Math.max(1, Math.floor(Math.min(this.#allowed, this.#running || this.#allowed) / 2))
    this.#raiseAt = this.#now() + restMs
  }

  /**
   * Does the work when it is its turn.
   *
   * @throws ZohoSqlError 57014 or HYT00 if cancelled while waiting · 53000 if too many wait already
   */
  async run<T>(work: () => Promise<T>, { heavy = false, signal }: Ticket = {}): Promise<T> {
    throwIfCancelled(signal)
    if (this.#queue.length > 0 || !this.#mayStart(heavy)) await this.#turn(heavy, signal)
    else this.#count(heavy, 1)
    try {
      return await work()
    } finally {
      this.#count(heavy, -1)
      this.#recover()
      this.#startWaiters()
    }
  }

  /** Waits in the queue; whoever lets it go has counted it already. */
  #turn(heavy: boolean, signal: AbortSignal | undefined): Promise<void> {
    if (this.#queue.length >= this.#queueMax) {
      throw new ZohoSqlError('RESOURCE_LIMIT', `${this.#queueMax} calls are waiting already.`)
    }
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#queue.splice(this.#queue.indexOf(waiter), 1)
        reject(cancelled(signal!))
      }
      const start = () => {
        signal?.removeEventListener('abort', leave)
        resolve()
      }
      const waiter: Waiter = { heavy, start }
      signal?.addEventListener('abort', leave, { once: true })
      this.#queue.push(waiter)
      this.#startWaiters()
    })
  }

  #mayStart(heavy: boolean): boolean {
    return this.#running < this.#allowed && (!heavy || this.#runningHeavy < this.#heavyMax)
  }

  #count(heavy: boolean, change: 1 | -1): void {
    this.#running += change
    if (heavy) this.#runningHeavy += change
  }

  #startWaiters(): void {
    for (let next = this.#nextWaiter(); next !== undefined; next = this.#nextWaiter()) {
      this.#count(next.heavy, 1)
      next.start()
    }
  }

  #nextWaiter(): Waiter | undefined {
    const place = this.#queue.findIndex(({ heavy }) => this.#mayStart(heavy))
    return place < 0 ? undefined : this.#queue.splice(place, 1)[0]
  }

  #recover(): void {
    if (this.#allowed >= this.#max || this.#now() < this.#raiseAt) return
    this.#allowed += 1
    this.#raiseAt = this.#now() + raiseMs
  }
}

/** Sends within the limiter's bound, and tells it of every 429. */
export const limited =
  (limiter: Limiter): Concern =>
  (send) =>
  async (request) => {
    const response = await limiter.run(() => send(request), request)
    if (response.status === 429) limiter.slowDown()
    return response
  }
