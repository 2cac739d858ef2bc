import type { Zone } from '../../driver/inner.ts'
import type { PgSettings, Transaction } from '../../session/index.ts'
import type { Backend } from './backend.ts'
import type { DriverRun } from './driver-statement.ts'
import type { Incoming } from './incoming.ts'
import type { Portals, PreparedStatements } from './portals.ts'
import type { Temporary } from './temporary.ts'

/** What the statements of one session see of it. */
export interface GatewayState {
  readonly backend: Backend
  readonly settings: PgSettings
  readonly transaction: Transaction
  readonly statements: PreparedStatements
  readonly portals: Portals
  readonly temporary: Temporary
  readonly spent: { calls: number; credits: number }
  /** What clients send for COPY … FROM STDIN. */
  readonly incoming: Incoming
  /** Ends with the statement that is running. */
  signal(): AbortSignal
  zone(): Zone
  driver(): DriverRun
  warn(sqlState: string, message: string): void
}
