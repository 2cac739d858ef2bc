import { ZohoSqlError } from '../base/errors.ts'
import type { Grant } from './access/index.ts'

/** What each token has spent today (UTC). */
export class DayCredits {
  readonly #now: () => number
  readonly #spent = new Map<string, { day: string; credits: number }>()

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** @returns undefined where a token has no limit @throws {ZohoSqlError} CREDIT_LIMIT nothing is left */
  leftOf({ name, creditsPerDay }: Grant): number | undefined {
    if (creditsPerDay === undefined) return undefined
    const left = creditsPerDay - this.#of(name).credits
    if (left > 0) return left
    throw new ZohoSqlError('CREDIT_LIMIT', `The token has spent its ${creditsPerDay} credits of today.`, {
      hint: 'Tomorrow (UTC) it may ask again.',
    })
  }

  spend({ name }: Grant, credits: number): void {
    this.#of(name).credits += credits
  }

  #of(name: string): { day: string; credits: number } {
    const day = new Date(this.#now()).toISOString().slice(0, 10)
    const found = this.#spent.get(name)
    if (found?.day === day) return found
    const fresh = { day, credits: 0 }
    this.#spent.set(name, fresh)
    return fresh
  }
}
