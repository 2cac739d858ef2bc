import type { ZohoSqlError } from '../../base/errors.ts'
import type { CursorOptions } from './options.ts'
import type { OdbcOptions } from './properties.ts'
import type { ColumnDescription } from './result.ts'

/** Names that npm `odbc`'s declarations give to what has another name here: programs write them. */

export type ColumnDefinition = ColumnDescription
export type ConnectionParameters = OdbcOptions & { readonly connectionString: string }
export type PoolParameters = ConnectionParameters
export type CursorQueryOptions = CursorOptions
export type NodeOdbcError = ZohoSqlError
export type OdbcError = ZohoSqlError['odbcErrors'][number]
