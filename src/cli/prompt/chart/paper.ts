import type { CompleteRows } from '../answer.ts'

export interface Paper {
  readonly columns: number
  readonly rows: number
  /** The terminal may have no other signs than ASCII's. */
  readonly ascii: boolean
}

export interface ChartPoint {
  readonly label: CompleteRows['rows'][number][number]
  readonly value: CompleteRows['rows'][number][number]
}
