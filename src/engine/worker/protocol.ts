import { type ErrorCode, type ErrorDetails, isZohoSqlError, ZohoSqlError } from '../../base/errors.ts'
import type { SessionState, SettingChange } from '../../base/session-state.ts'
import type { SqlType, Value } from '../../base/types.ts'
import type { Program } from '../program.ts'
import type { StagedSize, StoreRow } from '../store.ts'

/** What this thread and a worker say to each other. Requests of one store are worked off in their order. */

export interface ThreadOptions {
  /** Shared memory: not 0 while a command is worked on. */
  readonly busy: Int32Array
}

export interface OpenStore {
  readonly kind: 'open'
  readonly zone: string
  /** Microseconds since 1970. */
  readonly now: bigint
  readonly state: SessionState
  readonly memory: number
  readonly deadline: number | undefined
  /** Shared memory: cancelled when it is not 0. */
  readonly flag: Int32Array
}

export type EngineCommand =
  | OpenStore
  | { readonly kind: 'stage'; readonly table: string; readonly types: readonly SqlType[] }
  | { readonly kind: 'insert'; readonly table: string; readonly rows: readonly (readonly Value[])[] }
  | { readonly kind: 'clear'; readonly table: string }
  /** Begins a run, which is called by its number; the rows are asked for. */
  | { readonly kind: 'run'; readonly run: number; readonly program: Program }
  | { readonly kind: 'next'; readonly run: number }
  | { readonly kind: 'end'; readonly run: number }
  | { readonly kind: 'size' }
  | { readonly kind: 'close' }

/** What `next` gives. */
export interface WorkerBatch {
  readonly rows: readonly StoreRow[]
  readonly done: boolean
  /** What `set_config` changed meanwhile. */
  readonly changes: readonly SettingChange[]
}

export type CommandOutcome = WorkerBatch | StagedSize | undefined

export interface WorkerRequest {
  readonly id: number
  readonly store: number
  readonly command: EngineCommand
}

/** An error as it travels: classes and causes do not. */
interface CarriedError extends Omit<ErrorDetails, 'cause'> {
  readonly code: ErrorCode
  readonly message: string
}

export type WorkerReply =
  | { readonly id: number; readonly outcome: CommandOutcome }
  | { readonly id: number; readonly error: CarriedError }

export function carried(error: unknown): CarriedError {
  if (!isZohoSqlError(error)) return { code: 'INTERNAL', message: `the local engine failed: ${String(error)}` }
  const { code, message, hint, position, detail, status, zohoCode } = error
  return { code, message, hint, position, detail, status, zohoCode }
}

export const thrown = ({ code, message, ...details }: CarriedError): ZohoSqlError =>
  new ZohoSqlError(code, message, details)
