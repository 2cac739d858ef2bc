import type { LiveSession, SessionState } from '../base/session-state.ts'

/** What a statement has spent so far; every exchange adds to it. */
export interface Meter {
  calls: number
  credits: number
  bytes: number
  rowsFetched: number
  retries: number
  /** Of the calls, those for metadata and users, at a credit each: what they tell is remembered. */
  metadataCalls: number
  /** No call is begun that would lead beyond it. */
  readonly creditsMax?: number
  /** Awaited before each call, with the credits that will have been spent by it; what it throws ends the statement. */
  readonly approve?: (credits: number) => Promise<void>
  /** Said once each: what the user should know about the result (a fallback taken, a column missing). */
  readonly notices: string[]
}

export const newMeter = (): Meter => ({
  calls: 0,
  credits: 0,
  bytes: 0,
  rowsFetched: 0,
  retries: 0,
  metadataCalls: 0,
  notices: [],
})

export interface ReadContext {
  readonly signal: AbortSignal
  readonly meter: Meter
  /** Whose statement it is, for tables that tell of the session. */
  readonly session?: SessionState
  readonly live?: LiveSession
}
