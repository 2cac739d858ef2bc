/**
 * What ConnectX offers, in its words: records of one table, read and written by methods. Each makes one statement
 * (`records`, `where`) or one load; `condition` and `criteria` are its two ways to say which records are meant.
 *
 * Not here: running statements and loads (the connection).
 */
export { condition } from './condition.ts'
export { TableRecords } from './records.ts'
export { recordsSource } from './source.ts'
