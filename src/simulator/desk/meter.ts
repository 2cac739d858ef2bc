/** Desk's own limits: a pool of credits a day, calls at once, and what a call costs by how far it reaches. */
import type { EditionName } from '../credits.ts'
import type { DeskCall } from './http.ts'

interface DeskEdition {
  readonly base: number
  readonly perAgent: number
  readonly concurrency: number
}

const free: DeskEdition = { base: 5000, perAgent: 0, concurrency: 5 }
const standard: DeskEdition = { base: 50_000, perAgent: 250, concurrency: 10 }
const professional: DeskEdition = { base: 75_000, perAgent: 500, concurrency: 15 }
const enterprise: DeskEdition = { base: 100_000, perAgent: 1000, concurrency: 25 }

/** What Desk allows to a company of an edition of the CRM. */
export const deskEditions: Readonly<Record<EditionName, DeskEdition>> = {
  free,
  standard,
  professional,
  enterprise,
  zohoone: enterprise,
  crmplus: enterprise,
  ultimate: enterprise,
}

const dayMs = 86_400_000

/** The pool is full again at midnight. ASSUMPTION: the data centre's clock is UTC. */
export class DeskMeter {
  readonly #allowed: number
  readonly #now: () => number
  #day = 0
  #spent = 0

  constructor(allowed: number, now: () => number) {
    this.#allowed = allowed
    this.#now = now
  }

  #turn(): void {
    const day = Math.floor(this.#now() / dayMs)
    if (day !== this.#day) this.#spent = 0
    this.#day = day
  }

  get remaining(): number {
    this.#turn()
    return Math.max(0, this.#allowed - this.#spent)
  }

  spend(credits: number): void {
    this.#turn()
    this.#spent += credits
  }

  /** Seconds until midnight. */
  get secondsLeft(): number {
    return Math.ceil((dayMs - (this.#now() % dayMs)) / 1000)
  }
}

const steps: Readonly<Record<'A' | 'B', readonly (readonly [upTo: number, credits: number])[]>> = {
  A: [
    [2000, 3],
    [10_000, 5],
    [50_000, 10],
    [100_000, 50],
  ],
  B: [
    [2000, 3],
    [10_000, 10],
    [100_000, 50],
  ],
}
const beyond = 100

/** Lists and searches cost more the further they reach. */
export function listCredits(call: DeskCall): number {
  const from = Number(call.query.get('from') ?? 0) || 0
  return steps[call.variants.deskCreditReading].find(([upTo]) => from <= upTo)?.[1] ?? beyond
}

/** A search for one id is cheap. */
export const searchCredits = (call: DeskCall): number => (call.query.has('id') ? 1 : listCredits(call))
