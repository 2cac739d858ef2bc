/**
 * zohosql: ask Zoho CRM in SQL.
 *
 * ```ts
 * import { connect } from 'zohosql'
 * await using db = await connect('ClientId=…;ClientSecret=…;RefreshToken=…')
 * const rows = await db.query('SELECT Last_Name, Company FROM Leads WHERE Lead_Source = ? LIMIT 10', ['Web'])
 * ```
 */
// Before anything else: an older Node is told what it lacks.
import './node-version.ts'
import {
  connect,
  pool,
  SQL_TXN_READ_COMMITTED,
  SQL_TXN_READ_UNCOMMITTED,
  SQL_TXN_REPEATABLE_READ,
  SQL_TXN_SERIALIZABLE,
} from './driver/index.ts'

export { type ErrorCode, errorKinds, ZohoSqlError } from './base/errors.ts'
export * from './driver/index.ts'

/** What `import odbc from 'odbc'` gives, for programs that import it so. */
export default {
  connect,
  pool,
  SQL_TXN_READ_COMMITTED,
  SQL_TXN_READ_UNCOMMITTED,
  SQL_TXN_REPEATABLE_READ,
  SQL_TXN_SERIALIZABLE,
}
