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

export { type ErrorCode, errorKinds, ZohoSqlError } from './base/errors.ts'
export * from './driver/index.ts'
/** What `import odbc from 'odbc'` gives, types included, for programs that import it so. */
export * as default from './driver/index.ts'
