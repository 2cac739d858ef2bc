import type { Each, Keep } from '../request.ts'

/** One term of a condition as a road would carry it. */
export interface Term {
  /** Absent: it bounds times. */
  readonly param?: { readonly name: string; readonly value: string }
  readonly each?: Each
  readonly keep?: Keep
  /** The parameter alone finds no other rows. */
  readonly countable: boolean
}
