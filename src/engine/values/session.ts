import { newSessionState, type SessionState } from '../../base/session-state.ts'
import { utc, type Zone, zoneOf } from './zone.ts'

/** What the meaning of a value may depend on: the zone of literals and texts, the instant that `now()` is, and whose it is. */
export interface Session {
  readonly zone: Zone
  /** Microseconds since 1970-01-01T00:00Z, the same for a whole statement. */
  readonly now: bigint
  readonly state: SessionState
}

export interface SessionSettings {
  /** Name of a time zone; UTC when absent. */
  readonly timeZone?: string
  /** Milliseconds since 1970-01-01T00:00Z; the clock's when absent. */
  readonly now?: number
  readonly state?: SessionState
}

/** Throws 22023 for an unknown time zone. */
export const makeSession = ({
  timeZone,
  now = Date.now(),
  state = newSessionState(),
}: SessionSettings = {}): Session => ({
  zone: timeZone === undefined ? utc : zoneOf(timeZone),
  now: BigInt(Math.round(now * 1000)),
  state,
})
