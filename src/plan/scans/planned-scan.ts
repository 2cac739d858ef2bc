import type { SqlType } from '../../base/types.ts'
import type { Expr, Query, TableRelation } from '../../engine/tree.ts'
import type { Offer, Want } from '../../source/index.ts'

/** A column of a scan whose values are found among those that a query over other scans gives. */
export interface KeyLink {
  readonly column: string
  /** Relations that must have been read before. */
  readonly others: readonly number[]
  readonly keys: Query
  /** It gives one value at the most. */
  readonly single: boolean
  /** `a.id`, for EXPLAIN. */
  readonly says: string
}

/** One table of the plan: what was wanted of it, and what its service offered to do. */
export interface PlannedScan {
  /** The relation whose rows it brings. */
  readonly relation: number
  /** Further relations that have the same rows: other names of the table in the query. */
  readonly also?: readonly { readonly relation: number; readonly alias: string }[]
  readonly alias: string
  readonly table: TableRelation
  readonly want: Want
  readonly offer: Offer
  /** What the scan's rows hold, in order: {@link Offer.scan}'s columns with their types. */
  readonly columns: readonly { readonly name: string; readonly type: SqlType }[]
  /** Conditions on this relation alone that its rows have yet to pass. */
  readonly checks: readonly Expr[]
  /** The query that is left tests all its conditions again. */
  readonly rechecked: boolean
  /** Ways to narrow the scan to the keys that other scans bring. */
  readonly links: readonly KeyLink[]
  /** A condition can never be true, or no row is wanted: nothing is asked. */
  readonly empty: boolean
}

/** A query whose tables are scans: what is left of it to be run over their rows. */
export interface Scanned {
  readonly residual: Query
  readonly scans: readonly PlannedScan[]
}
