import type { ColumnRef } from '../../../../source/index.ts'
import type { KnownUser } from '../../catalog/users.ts'
import type { CoqlCondition } from '../../query.ts'

/** What became of a condition. */
export interface Translation {
  /** What is sent; undefined: nothing can be. Every row that passes the predicate passes this. */
  readonly condition?: CoqlCondition
  /** Every row that passes this passes the predicate. */
  readonly exact: boolean
  readonly why: string
}

export interface WhereOptions {
  /** COQL's name of a column, or undefined where COQL cannot filter by it. */
  readonly columnName: (ref: ColumnRef) => string | undefined
  readonly textComparison: 'exact' | 'server'
  /** Values in one IN list. 50 is right in every version (facts 11.15); more become several lists joined by OR. */
  readonly inMax: number
  /** The remembered list of users; undefined: it was not read yet. */
  readonly users?: readonly KnownUser[]
}

export const exact = (condition: CoqlCondition, why: string): Translation => ({ condition, exact: true, why })
export const superset = (condition: CoqlCondition, why: string): Translation => ({ condition, exact: false, why })
export const local = (why: string): Translation => ({ exact: false, why })
