/**
 * What users of the package see: interfaces alone, in npm `odbc`'s words where it has some. The classes that do the work
 * stand one folder up, and satisfy these.
 *
 * Not here: code, and any type of what stands below the driver (trees, plans, services).
 */
export type { About } from '../about.ts'
export type { CatalogRow, Connection } from './connection.ts'
export type { ExplainedScan, Explanation, Spent } from './explanation.ts'
export type {
  LoadAction,
  LoadedRow,
  Loading,
  LoadOptions,
  LoadProgress,
  LoadResult,
  LoadSource,
  LoadStream,
  RowOutcome,
} from './load.ts'
export type {
  ColumnDefinition,
  ConnectionParameters,
  CursorQueryOptions,
  NodeOdbcError,
  OdbcError,
  PoolParameters,
} from './odbc.ts'
export type { Callback, CursorOptions, Parameters, QueryOptions, RequestOptions, Sql } from './options.ts'
export type { Pool } from './pool.ts'
export type { ConnectionInput, ConnectionProperties, LinkedService, OdbcOptions } from './properties.ts'
export type {
  Condition,
  ConditionOperator,
  ConditionOptions,
  ConditionValue,
  Filter,
  ReadOptions,
  RecordData,
  RecordOptions,
  Records,
  WrittenRecord,
} from './records.ts'
export type { ColumnDescription, Cursor, JsValue, Result, RowObject, RowStream, Stats } from './result.ts'
export type { Statement } from './statement.ts'
export type { UndoneRow } from './undo.ts'
