/**
 * The binder: a syntax tree and the tables it names to a bound query, every name resolved and every expression typed
 * by PostgreSQL's rules. Synchronous and pure; what it refuses carries SQLSTATE and position.
 *
 * Not here: reading metadata (catalog), which functions there are (engine/functions), rewriting and pushing (plan).
 */
export type { TableSource } from './binding.ts'
export { NeedNames, NeedTables } from './errors.ts'
export { withParameters } from './parameter-values.ts'
export { bind } from './statement.ts'
export { tablesOf } from './tables-of.ts'
