import type { CatalogueNames, LiveSession, SessionState } from '../base/session-state.ts'
import type { Catalog } from '../catalog/index.ts'
import { type Meter, newMeter, type OfferOptions, type ReadContext } from '../source/index.ts'
import type { ScanCache } from './query/index.ts'
import type { WriteSettings } from './write/settings.ts'

/** What a statement runs against: an account's tables and how they are to be read. */
export interface Account {
  readonly catalog: Catalog
  readonly options: OfferOptions
  readonly cache: ScanCache
  /** Zone of literals without an offset; the organisation's, read when it is first needed. */
  readonly timeZone: (context: ReadContext) => Promise<string>
  readonly maxCredits?: number
  /** Asked before each call of a statement, with the credits that it will have spent then. */
  readonly approve?: Meter['approve']
  /** Milliseconds that a statement may take; undefined: any number. */
  readonly statementMs?: number
  readonly now: () => number
  /** Whose statements they are; each has a copy of its own. */
  readonly session?: SessionState
  readonly live?: LiveSession
  /** Names of the catalogue's objects, as that session sees them. */
  readonly names?: (context: ReadContext) => Promise<CatalogueNames>
  /** Absent: nothing is written. */
  readonly writing?: WriteSettings
}

/** What reading for a statement of the account's needs. */
export const contextOf = ({ session, live }: Account, signal: AbortSignal): ReadContext => ({
  signal,
  meter: newMeter(),
  ...(session && { session }),
  ...(live && { live }),
})

export const mayWrite = ({ writing }: Account): boolean => writing !== undefined && !writing.readOnly

/** What was spent on metadata serves all statements: the limit is for the rows. */
export const metered = (metadata: Meter, { maxCredits, approve }: Pick<Account, 'maxCredits' | 'approve'>): Meter => ({
  ...metadata,
  creditsMax: maxCredits === undefined ? undefined : metadata.credits + maxCredits,
  ...(approve && { approve }),
})
