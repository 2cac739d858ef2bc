/**
 * zohosql: ask Zoho CRM in SQL.
 *
 * ```ts
 * import { connect } from 'zohosql'
 * await using db = await connect('ClientId=…;ClientSecret=…;RefreshToken=…')
 * const rows = await db.query('SELECT Last_Name, Company FROM Leads WHERE Lead_Source = ? LIMIT 10', ['Web'])
 * ```
 */
export { type ErrorCode, errorKinds, ZohoSqlError } from './base/errors.ts'
// By name: the driver's door has more, for the command and the gateway.
export {
  type About,
  type Column,
  type ColumnDescription,
  Connection,
  type ConnectionInput,
  Cursor,
  type CursorOptions,
  connect,
  type ExplainedScan,
  type Explanation,
  type JsValue,
  type Parameters,
  Pool,
  pool,
  type QueryOptions,
  type Result,
  ResultRows,
  RowStream,
  type Spent,
  Statement,
  type StatementAnalysis,
  type StatementOptions,
  type Stats,
  type Table,
} from './driver/index.ts'
