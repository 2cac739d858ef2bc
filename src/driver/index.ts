/**
 * The driver's door: connect, ask, read. What npm `odbc` offers, in its words, and what a stream of rows wants beside
 * it. Everything behind (parsing, planning, Zoho) is out of sight of those who come in here.
 */
export type { ConnectionInput } from '../config/index.ts'
export type { Parameters } from '../exec/parameters.ts'
export type { ExplainedScan, Explanation, Spent } from '../plan/explain.ts'
export { Connection, type CursorOptions, type QueryOptions } from './connection.ts'
export { Cursor } from './cursor.ts'
export { connect, Pool, pool } from './pool.ts'
export { type Result, ResultRows, type Stats } from './result.ts'
export { Statement } from './statement.ts'
export { RowStream } from './stream.ts'
export type { ColumnDescription, JsValue } from './values.ts'
