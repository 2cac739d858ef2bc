import type { Rows } from '../answer.ts'

export interface Paper {
  readonly columns: number
  readonly rows: number
  /** The terminal may have no other signs than ASCII's. */
  readonly ascii: boolean
}

export interface Pair {
  readonly label: Rows['rows'][number][number]
  readonly value: Rows['rows'][number][number]
}
