/**
 * The driver's door: connect, ask, read. What npm `odbc` offers, in its words, and what a stream of rows wants beside
 * it. Everything behind (parsing, planning, Zoho) is out of sight of those who come in here.
 */
export {
  awaitRedirect,
  dataDirectory,
  openSignIn,
  redirectPort,
  type SignIn,
  type SignInCode,
} from '../auth/index.ts'
export type { ConnectionInput } from '../config/index.ts'
export { findZone, type Zone } from '../engine/values/zone.ts'
export type { Parameters } from '../exec/parameters.ts'
export type { ExplainedScan, Explanation, Spent } from '../plan/index.ts'
export type { Column, Table } from '../source/index.ts'
export {
  type About,
  Connection,
  type CursorOptions,
  type QueryOptions,
  type StatementAnalysis,
  type StatementOptions,
} from './connection.ts'
export { Cursor } from './cursor.ts'
export { type FunctionSignature, functionSignatures } from './functions.ts'
export { connect, Pool, pool } from './pool.ts'
export { type Result, ResultRows, type Stats } from './result.ts'
export { wantedScopes } from './services.ts'
export { Statement } from './statement.ts'
export { RowStream } from './stream.ts'
export { tableNames } from './tables.ts'
export { valueText } from './texts.ts'
export type { ColumnDescription, JsValue, ValueForms } from './values.ts'
