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
export * from './driver/index.ts'
