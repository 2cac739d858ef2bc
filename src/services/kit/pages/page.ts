import type { AnswerRow } from '../rows.ts'

/** One answer of a list. */
export interface PageAnswer {
  readonly rows: readonly AnswerRow[]
  readonly more: boolean
  readonly nextToken?: string | undefined
}
