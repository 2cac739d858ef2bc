import type { Row } from '../rows.ts'

/** One answer of a list. */
export interface Answer {
  readonly rows: readonly Row[]
  readonly more: boolean
  readonly nextToken?: string | undefined
}
