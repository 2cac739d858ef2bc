import { byName } from '../../base/by-name.ts'

/** Zoho's numbers, each once: by version of the API, by edition, and what calls cost. */

const crmVersions = ['v2', 'v2.1', 'v3', 'v4', 'v5', 'v6', 'v7', 'v8'] as const
export type CrmVersion = (typeof crmVersions)[number]

export const atLeast = (version: CrmVersion, than: CrmVersion): boolean =>
  crmVersions.indexOf(version) >= crmVersions.indexOf(than)

export interface CoqlLimits {
  /** Rows of one answer: the greatest LIMIT. */
  readonly limit: number
  /** Greatest offset + limit. */
  readonly reach: number
  readonly selectColumns: number
  /** Comparisons in WHERE. */
  readonly conditions: number
  readonly inValues: number
  /** Relations that paths may follow. */
  readonly joins: number
  /** Each step of a path is a relation to be counted, not the first one alone. */
  readonly everyStep: boolean
  /** Columns reached along lookups. */
  readonly joinedColumns: number
  /** Lookups in one path. */
  readonly depth: number
  readonly groupBy: number
  readonly orderBy: number
  readonly aggregates: number
  readonly dynamicFormulas: number
  /** SUM, GROUP BY and their like. */
  readonly grouping: boolean
  /** Lookups come as name and id, not as the id alone. */
  readonly lookupNames: boolean
}

const old: CoqlLimits = {
  limit: 200,
  reach: 10_000,
  selectColumns: 50,
  conditions: 25,
  inValues: 50,
  joins: 2,
  everyStep: true,
  joinedColumns: 2,
  depth: 2,
  // ASSUMPTION: limits that v7 states first held before, too.
  groupBy: 4,
  orderBy: 10,
  aggregates: 5,
  dynamicFormulas: 5,
  grouping: false,
  lookupNames: false,
}
// Old texts say 200 rows for v3 too, today's say 2,000; the reader falls back when Zoho says so.
const middle: CoqlLimits = { ...old, limit: 2000, grouping: true }
const recent: CoqlLimits = {
  ...middle,
  reach: 100_000,
  selectColumns: 500,
  inValues: 100,
  joins: 5,
  everyStep: false,
  joinedColumns: 15,
  lookupNames: true,
}

const coqlByVersion: Record<CrmVersion, CoqlLimits> = {
  v2: old,
  'v2.1': old,
  // GROUP BY without aggregates, which came with v4, groups nothing.
  v3: { ...middle, grouping: false },
  v4: middle,
  v5: middle,
  v6: middle,
  v7: recent,
  v8: recent,
}

/** What the documents of a version promise. */
export const coqlLimits = (version: CrmVersion): CoqlLimits => coqlByVersion[version]

/** What every source agrees on: where to go when Zoho answers LIMIT_EXCEEDED. */
export const leastCoqlLimits: CoqlLimits = { ...old, grouping: true }

/** The greatest LIMIT for each number of credits, from one credit on. */
const creditSteps = [200, 1000, 2000] as const

/** Credits of a COQL call by the LIMIT asked for. */
export const coqlCredits = (limit: number): number => 1 + creditSteps.filter((step) => step < limit).length

/** The greatest LIMIT that costs no more than this one. */
export const fullStep = (limit: number): number => creditSteps.find((step) => step >= limit) ?? creditSteps.at(-1)!

/** Lists of keys to narrow a scan by: each of one query (50 values in each of some twenty lists: facts 6.2). */
export const coqlKeys = {
  most: 1000,
  /** A thousand rows by their keys cost a third more than a thousand rows of a scan, if there are no others. */
  lists: 20,
}

/** Beyond so many ids the whole list may well be less. */
export const recordsKeys = { most: 1000, lists: 1 }

/** Pages of COQL by offset that every version reaches (facts 11.28): five of 2,000 rows side by side. */
export const coqlPaging = (max: number) => ({ max, reach: 10_000, credits: coqlCredits, fullStep })

/** GET records. */
export const recordsLimits = {
  fields: 50,
  perPage: 200,
  /** Rows that `page` reaches; further ones need `page_token`. */
  reach: 2000,
  /** Rows that `page_token` reaches. */
  tokens: 100_000,
  // No maximum is stated.
  ids: 100,
  sortable: ['id', 'Created_Time', 'Modified_Time'],
  credits: 1,
} as const

/** Search: tests that every text grants (facts 11.56), characters of all of them. Its pages are those of lists. */
export const searchLimits = { conditions: 10, length: 3000 } as const

/** Writing records (facts 9.1, 10.2). */
export const recordsWriteLimits = {
  /** Records of one call. */
  rows: 100,
  rowsPerCredit: 10,
  deleteCredits: 1,
  /** A call of more is of the heavy class. */
  lightRows: 10,
} as const

/** Calls for tags (facts 10.1). ASSUMPTION: how many records and tags one may name is not told; so many are safe. */
export const tagLimits = { records: 100, recordsPerCredit: 50, removed: 10 } as const

/** Bulk write jobs (facts 8.6). */
export const bulkWriteLimits = {
  rows: 25_000,
  columns: 200,
  bytes: 25 * 1024 * 1024,
  credits: 500,
  /** ASSUMPTION: a job that took this long never ends. */
  waitMs: 3_600_000,
} as const

/** ASSUMPTION: what Zoho's pages say of files at records, as remembered. */
export const attachmentLimits = {
  bytes: 20 * 1024 * 1024,
  /** What is fetched: as much as a value may hold. */
  answerBytes: 100 * 1024 * 1024,
} as const

/** Bulk read jobs. */
export const bulkLimits = {
  rowsPerJob: 200_000,
  credits: 50,
  downloadsPerMinute: 10,
  /** Milliseconds for which one download too many closes them all. */
  closedMs: 60_000,
  /** ASSUMPTION: a job that took this long never ends; under load hours are said to be possible. */
  waitMs: 3_600_000,
} as const

/** GET users. */
export const usersPerPage = 200

export interface CrmEdition {
  /** Calls in flight. */
  readonly concurrency: number
  /** Credits a day without those that come per user. */
  readonly credits: number
}

const edition = (concurrency: number, credits = 50_000): CrmEdition => ({
  concurrency,
  credits,
})

/** By `license_details.paid_type` in lower case without blanks and signs. */
export const editions: Readonly<Record<string, CrmEdition>> = byName({
  free: edition(5, 5000),
  starter: edition(10),
  standard: edition(10),
  professional: edition(15),
  enterprise: edition(20),
  zohoone: edition(20),
  ultimate: edition(25),
  crmplus: edition(25),
})

/** Where the edition is not known. */
export const unknownEdition: CrmEdition = editions.free!
