import type { Predicate } from './predicate.ts'
import type { ColumnRef, Table } from './table.ts'

/** One term of the top-level AND of a condition, with the SQL it came from. */
export interface Conjunct {
  readonly predicate: Predicate
  readonly sql: string
}

export interface SortWish {
  readonly column: ColumnRef
  readonly descending: boolean
  readonly nullsFirst: boolean
}

export interface AggregateWish {
  readonly fn: 'count' | 'sum' | 'min' | 'max' | 'avg'
  /** Absent: `count(*)`. */
  readonly column?: ColumnRef
}

export interface Grouping {
  readonly by: readonly ColumnRef[]
  readonly aggregates: readonly AggregateWish[]
}

/** What the planner wants of one table. The service answers with an {@link Offer}. */
export interface Want {
  readonly table: Table
  /** What rows must carry. Ignored when `grouping` is offered. */
  readonly columns: readonly ColumnRef[]
  readonly where: readonly Conjunct[]
  /**
   * Something after this scan needs every row that passes `where` (a join, an expression the service cannot see):
   * order, limit, offset and grouping are not wished for then.
   */
  readonly grouping?: Grouping
  readonly orderBy?: readonly SortWish[]
  /** Rows wanted after `offset`. */
  readonly limit?: number
  readonly offset?: number
  /** Reading will probably end after so many rows (a LIMIT that stays local): no more need be asked for at first. */
  readonly rowsHint?: number
}

/**
 * A way of reading, in the service's own word: one of its {@link Service.roads}. Plans and figures show it; nobody but
 * the service draws conclusions from it.
 */
export type RoadName = string

export interface OfferOptions {
  /** A road that must be taken where it can; `auto` lets the service choose, and so does a road that it has not got. */
  readonly road: RoadName | 'auto'
  /** False: offer whole tables only (columns may still be chosen). The other half of the oracle. */
  readonly pushdown: boolean
  /** `server`: the service's text comparison is declared good enough, nothing is checked again. */
  readonly textComparison: 'exact' | 'server'
  readonly prefer: 'credits' | 'time' | 'balanced'
}

/** What became of one conjunct. */
export interface Verdict {
  readonly sql: string
  /** exact: no need to look again · superset: sent in a weaker form, checked again here · local: not sent. */
  readonly outcome: 'exact' | 'superset' | 'local'
  readonly why: string
}

/** What a scan costs at the least, and what more it costs by how many rows there are. */
export interface Price {
  /** Calls and credits for the first page, however many rows it has: certain. */
  readonly calls: number
  readonly credits: number
  /** More per further page of this many rows; undefined when one page is all there can be. */
  readonly perPage?: { readonly rows: number; readonly credits: number }
  readonly details?: Details
  /** Rows expected, where something is known about it. */
  readonly rows?: number
}

/** Columns that no page has whole, read by the ids of its rows, at a credit for each call. */
export interface Details {
  /** Rows of one call; absent: the page has all that can be had of several rows at once. */
  readonly rows?: number
  /** A call for each row of which that left out or cut a value: none at the least, as many as rows at the most. */
  readonly singly: boolean
}

/**
 * What a service can do of a {@link Want}: the remote query, and by omission what it leaves local.
 * Accepting is translating: there is no way to claim a condition without having written it.
 */
export interface Offer {
  readonly scan: Scan
  /** One for each conjunct of the want, in its order. */
  readonly verdicts: readonly Verdict[]
  /** True when the scan's rows are exactly the rows that pass `where`: every verdict is `exact`. */
  readonly exact: boolean
  /** The scan answers `grouping` / `orderBy` / `limit`+`offset` completely. False: nothing of it was done. */
  readonly grouped: boolean
  readonly ordered: boolean
  readonly limited: boolean
  /** Why grouping, order or limit stayed local, for EXPLAIN. */
  readonly notes: readonly string[]
  /** Lookup paths the scan cannot follow: the planner joins the target tables itself and asks again without them. */
  readonly refusedPaths: readonly (readonly string[])[]
  readonly price: Price
  /** Absent: the rows cannot be narrowed by keys found elsewhere. */
  readonly keys?: KeyLists
}

/**
 * What lists of keys a scan may be narrowed by (a bind join): the planner asks again, with `column IN (keys)` among the
 * conditions, once for each list.
 */
export interface KeyLists {
  /**
   * Of the wanted columns those by which rows are filtered exactly, by {@link refName}: however many values there are. Of
   * texts there may be one that the remote system cannot be asked for: the verdict tells, and the whole is read.
   */
  readonly columns: readonly string[]
  /** Those where that is likely for a single value; the verdict tells. */
  readonly single: readonly string[]
  /** Keys of one list. */
  readonly most: number
  /** Lists that are worth asking for: of more keys than they hold, the whole is read. */
  readonly lists: number
  /** Pages are few rows and cost much: it pays to know the keys of the rows it refers to, and how many rows there are. */
  readonly patient?: boolean
}

/** A remote read, ready to run. Which service made it is known by `schema`; `request` is that service's own. */
export interface Scan {
  readonly schema: string
  readonly table: string
  readonly road: RoadName
  /** The remote query as text, for EXPLAIN: one line for each call that differs in more than its page. */
  readonly text: readonly string[]
  /** Names of the values of a row, in order: {@link refName} of the wanted columns, or of grouping then aggregates. */
  readonly columns: readonly string[]
  /**
   * Says what the scan asks, whole: scans of one service with the same key bring the same rows in the same columns, as
   * long as nobody writes. Hints (how many rows are expected, how many to ask for at first) are no part of it.
   * Absent: bringing the rows costs nothing, so they need not be kept.
   */
  readonly key?: string
  readonly request: unknown
}
