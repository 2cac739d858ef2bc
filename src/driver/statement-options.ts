import type { LiveSession, SessionState } from '../base/session-state.ts'
import type { DeclaredTypes } from '../exec/statement.ts'
import { type WriteSettings, writeDefaults } from '../exec/write/settings.ts'
import type { Table } from '../source/index.ts'
import type { QueryOptions } from './face/index.ts'
import type { OpenAccount } from './open.ts'
import type { TransactionBlock } from './transaction.ts'
import type { ValueForms } from './values.ts'

/** For programs that hand rows on to others: what one statement may have otherwise than its connection. */
export interface StatementOptions extends Pick<QueryOptions, 'signal' | 'timeout' | 'dryRun'> {
  readonly forms?: ValueForms
  /** Zone of literals without an offset. */
  readonly timeZone?: string
  readonly maxCredits?: number
  /** Told of the tables that a statement reads and writes before it runs; what it throws ends it. */
  readonly admit?: (tables: readonly Table[]) => void
  /** What of the connection's properties on writing is otherwise. */
  readonly writing?: Partial<WriteSettings>
  /** Awaited before each call, with the credits that the statement will have spent then; what it throws ends it. */
  readonly approve?: (credits: number) => Promise<void>
  /** Types of the parameters; undefined where the statement tells. */
  readonly parameterTypes?: DeclaredTypes
  /** Whose statement it is: `current_user`, settings, and what `set_config` changes, which is for the caller to keep. */
  readonly session?: SessionState
  /** What catalogue tables tell of sessions; with it, pg_catalog can be asked. */
  readonly live?: LiveSession
  /** The transaction block that it runs in. */
  readonly block?: TransactionBlock | undefined
}

/** The account with what one statement has otherwise. */
export function accountWith(account: OpenAccount, options: StatementOptions): OpenAccount {
  const { timeZone, maxCredits, approve, session, live, writing, dryRun } = options
  const otherwise = [timeZone, maxCredits, approve, session, live, writing, dryRun]
  if (otherwise.every((option) => option === undefined)) return account
  return {
    ...account,
    writing: { ...(account.writing ?? writeDefaults), ...writing, ...(dryRun !== undefined && { dryRun }) },
    maxCredits: maxCredits ?? account.maxCredits,
    ...(approve && { approve }),
    ...(session && { session }),
    ...(live && { live }),
    timeZone: async (context) => timeZone ?? account.timeZone(context),
  }
}
