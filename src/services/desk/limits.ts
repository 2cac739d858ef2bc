/** Desk's numbers, each once: credits, calls in flight, how far pages reach. */
import { byName } from '../../base/by-name.ts'

/** Calls in flight by edition (facts 5), by its name in lower case without blanks and signs. */
const concurrency: Readonly<Record<string, number>> = byName({
  express: 10,
  standard: 10,
  professional: 15,
  enterprise: 25,
  ultimate: 25,
  zohoone: 25,
  crmplus: 25,
})

/** The least of all where the edition is none that is known. */
export const concurrencyOf = (edition: string | undefined): number =>
  concurrency[(edition ?? '').toLowerCase().replace(/[^a-z]/g, '')] ?? 5

/** Rows that `from` reaches at the least price. */
export const CHEAP_REACH = 2000

/** Of a list or a search; the costlier of two readings (facts 5). */
export const pageCredits = (from: number): number => {
  if (from <= CHEAP_REACH) return 3
  if (from <= 10_000) return 10
  return from <= 100_000 ? 50 : 100
}

export const searchLimits = {
  /** Rows of a page. */
  max: 100,
  /** Hits that can be reached at all. */
  hits: 5000,
  /** Characters of a text at the least, and (as everywhere in `_all`) at the most. */
  textMin: 3,
  textMax: 100,
  /** Conditions on custom fields. */
  custom: 10,
  /** Values of an id: no maximum is told. */
  ids: 50,
} as const

/** Names in `fields` (facts 3.4). */
export const FIELDS_MAX = 30

/** ASSUMPTION: the index of searches knows what is older than this. Nobody says how far it lags. */
export const LAG_MS = 10 * 60_000

/** Rows of a page of a list: as told, or as a refusal taught. */
export const pageRows = (
  { list: { max } }: { readonly list: { readonly max: number } },
  { listMax = max }: { readonly listMax?: number },
): number => Math.min(max, listMax)

/** Rows that a list is read for before a search by windows of time goes on. */
export const listFirst = (max: number): number => (max < searchLimits.max ? 1 : CHEAP_REACH)

/** Writes (facts 5, 7.6): how many ids a list of them may have is not told. */
export const writeLimits = { rows: 50, manyCredits: 25, deleteCredits: 6 } as const
