/** What an edition allows: credits in any 24 hours, calls at once. */

interface CreditEdition {
  readonly base: number
  readonly perUser: number
  readonly cap: number
  readonly concurrency: number
  /** As `license_details.paid_type` names it. */
  readonly paidType: string
}

const edition = (base: number, perUser: number, cap: number, concurrency: number, paidType: string): CreditEdition => ({
  base,
  perUser,
  cap,
  concurrency,
  paidType,
})

export const editions = {
  free: edition(5000, 0, 5000, 5, 'free'),
  standard: edition(50_000, 250, 100_000, 10, 'standard'),
  professional: edition(50_000, 500, 3_000_000, 15, 'professional'),
  enterprise: edition(50_000, 1000, 5_000_000, 20, 'enterprise'),
  zohoone: edition(50_000, 1000, 5_000_000, 20, 'zohoone'),
  ultimate: edition(50_000, 2000, Number.POSITIVE_INFINITY, 25, 'ultimate'),
  crmplus: edition(50_000, 2000, Number.POSITIVE_INFINITY, 25, 'crmplus'),
} as const satisfies Record<string, CreditEdition>

export type EditionName = keyof typeof editions

/** Calls at once of the heavy class (COQL, lists by view or in an order), in every edition. */
export const subConcurrency = 10

export const allowance = (name: EditionName, users: number): number => {
  const { base, perUser, cap } = editions[name]
  return Math.min(cap, base + perUser * users)
}

const dayMs = 86_400_000
const minuteMs = 60_000

/** Credits spent within the last 24 hours; those of a call come back 24 hours after it. */
export class CreditMeter {
  readonly allowed: number
  readonly #now: () => number
  /** Sums by minute, oldest first. */
  readonly #minutes: { readonly minute: number; spent: number }[] = []
  #spent = 0

  constructor(allowed: number, now: () => number) {
    this.allowed = allowed
    this.#now = now
  }

  get remaining(): number {
    this.#forget()
    return Math.max(0, this.allowed - this.#spent)
  }

  spend(credits: number): void {
    this.#forget()
    const minute = Math.floor(this.#now() / minuteMs)
    const last = this.#minutes.at(-1)
    if (last?.minute === minute) last.spent += credits
    else this.#minutes.push({ minute, spent: credits })
    this.#spent += credits
  }

  #forget(): void {
    const oldest = Math.floor((this.#now() - dayMs) / minuteMs)
    while (this.#minutes.length > 0 && this.#minutes[0]!.minute <= oldest) this.#spent -= this.#minutes.shift()!.spent
  }

  /** Zoho names what is left only once half of it is gone. */
  get header(): Record<string, string> {
    const { remaining } = this
    return remaining * 2 <= this.allowed ? { 'X-API-CREDITS-REMAINING': String(remaining) } : {}
  }
}
