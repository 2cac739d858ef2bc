/**
 * The driver's inner door, for what stands above it in this package (command, gateway, files, pipelines): connections with
 * rows as flat arrays, plans of what statements give and take, tables as the planner knows them, and signing in. What users
 * of the package see is `index.ts`.
 */
export {
  awaitRedirect,
  dataDirectory,
  openSignIn,
  redirectPort,
  type SignIn,
  type SignInCode,
} from '../auth/index.ts'
export type { RawConnectionInput } from '../config/index.ts'
export { findZone, type Zone } from '../engine/values/zone.ts'
export type { Parameters } from '../exec/parameters.ts'
export type { WriteIntent } from '../exec/write/settings.ts'
export type { Explanation } from '../plan/index.ts'
export type { Column, Table } from '../source/index.ts'
export type { About } from './about.ts'
export { Connection } from './connection.ts'
export { CopyIn } from './copy-in.ts'
export { Cursor } from './cursor.ts'
export type { JsValue, LoadOptions, Stats, UndoneRow } from './face/index.ts'
export { type FunctionSignature, functionSignatures } from './functions.ts'
export { messageOf as loadMessage, type OpenRow, type SentBatch } from './load/index.ts'
export { connect, pool } from './pool.ts'
export { ResultRows } from './result.ts'
export { wantedScopes } from './services.ts'
export { Statement } from './statement.ts'
export type { StatementOptions } from './statement-options.ts'
export { type NotNullJsValue, valueText } from './texts.ts'
export { readOnlyTransaction, type TransactionBlock } from './transaction.ts'
export type { ValueForms } from './values.ts'
