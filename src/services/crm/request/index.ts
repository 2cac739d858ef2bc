/**
 * What an offer hands to the reader of its road, and what a request of each road says to Zoho (`coql`, `group`,
 * `records`, `bulk`): EXPLAIN shows it, the reader sends it.
 */
import type { ColumnRef } from '../../../source/index.ts'
import { keyOfRequest } from '../../kit/scan-key.ts'
import type { CoqlCondition, CoqlOrder } from '../query.ts'

/** What `read` is handed through {@link Scan.request}: one form for each way of reading. */
export type CrmRequest = CoqlRequest | GroupRequest | RecordsRequest | SearchRequest | BulkReadRequest | ListRequest

/** The ways of reading, as the property `road` names them. */
export const roads = {
  coql: 'COQL: conditions, paths along lookups, groups, order and limit at Zoho',
  records: 'lists of records, 200 a call; of certain ids',
  search: 'a search, which lags minutes after what is written',
  bulk: 'bulk read jobs: 200,000 rows a file',
} as const satisfies Record<string, string>

/** Hints: how to read well. They change no row. */
const hints: ReadonlySet<string> = new Set(['firstPage', 'expected', 'eager', 'mayCount', 'rowsHint'])

/** {@link Scan.key} */
export const scanKey = (request: CrmRequest): string => keyOfRequest(request, hints)

/** Goes with every list of columns of a row that takes several: it tells whether the row changed in between. */
export const MARKER = 'Modified_Time'

/** A value of a row: the key it has in COQL's answer, and the column it becomes. */
export interface CoqlCell {
  readonly key: string
  readonly ref: ColumnRef
}

/** Fields that COQL does not give, read by record ids after each page. */
export interface ExtraCell {
  /** Position in the row. */
  readonly index: number
  readonly cell: CoqlCell
  /** Only the answer for one record has it whole; lists may leave it out or cut it. */
  readonly single: boolean
}

export interface CoqlRequest {
  readonly kind: 'coql'
  readonly module: string
  readonly cells: readonly CoqlCell[]
  /** Selected where no cell is left to select. */
  readonly filler: string
  readonly extras: readonly ExtraCell[]
  readonly where: CoqlCondition | undefined
  /** Read one after the other until the limit is reached: the null part and the rest of an ordering. */
  readonly segments: readonly ScanSegment[]
  readonly limit: number | undefined
  readonly offset: number
  /** Rows to ask for at first, when that is known better than by `limit`. */
  readonly firstPage: number | undefined
  /** Rows that the same condition gave when they were last counted. */
  readonly expected: number | undefined
  /** All rows will be read: pages may be asked for side by side. */
  readonly eager: boolean
  /** A long scan may spend a credit on learning how long it is. */
  readonly mayCount: boolean
}

/** One ordered part of a scan. Without `orderBy`: by id, page after page, as far as it goes. */
export interface ScanSegment {
  readonly where: CoqlCondition | undefined
  readonly orderBy: readonly CoqlOrder[]
}

export interface RemoteAggregate {
  readonly fn: 'count' | 'sum' | 'min' | 'max' | 'avg'
  /** Absent: rows are counted. */
  readonly cell?: CoqlCell
}

export interface GroupRequest {
  readonly kind: 'group'
  readonly module: string
  readonly by: readonly CoqlCell[]
  readonly aggregates: readonly RemoteAggregate[]
  /** Items to select, such as `SUM(Amount)`. */
  readonly select: readonly string[]
  /** `where` sees to it that the one aggregated column is never null, so that COUNT(id) counts its values. */
  readonly guarded: boolean
  readonly where: CoqlCondition | undefined
  readonly firstPage: number
}

/** Records as lists give them. */
export interface Listing {
  readonly module: string
  readonly cells: readonly CoqlCell[]
  readonly converted: 'true' | 'false' | 'both' | undefined
  readonly descending: boolean
  readonly limit: number | undefined
  readonly offset: number
  readonly rowsHint: number | undefined
}

export interface RecordsRequest extends Listing {
  readonly kind: 'records'
  /** List these instead of all. */
  readonly ids: readonly string[] | undefined
  /** How the rest is read where the list ends before the rows do. */
  readonly rest?: CoqlRequest
}

export interface SearchRequest extends Listing {
  readonly kind: 'search'
  readonly criteria: string
}

/** A test of a bulk read job, or a group of two or more (facts 8.1). */
export type BulkCriteria =
  | {
      readonly field: { readonly api_name: string }
      readonly comparator: string
      readonly value: string | readonly string[]
    }
  | { readonly group_operator: 'and' | 'or'; readonly group: readonly BulkCriteria[] }

export interface BulkReadRequest {
  readonly kind: 'bulk'
  readonly module: string
  readonly cells: readonly CoqlCell[]
  readonly extras: readonly ExtraCell[]
  /** Fields of the CSV, each once. */
  readonly fields: readonly string[]
  readonly criteria: BulkCriteria | undefined
  /** Rows with this flag set are left out: whether a job brings converted leads is not documented. */
  readonly without: string | undefined
}

/** `Users` and `Org`: rows that are metadata. */
export interface ListRequest {
  readonly kind: 'list'
  readonly list: 'users' | 'org'
  readonly columns: readonly ColumnRef[]
}
