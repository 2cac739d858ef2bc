/** What procedures are given, checked: names and ids stand in paths. */
import { ZohoSqlError } from '../../../base/errors.ts'

/** By the parameter's name; NULL where nothing was given. */
export type ProcedureArguments = Readonly<Record<string, string | null>>

/** The API name of a module, with or without the schema. @throws {ZohoSqlError} 22023 */
export function moduleIn(table: string | null | undefined): string {
  const name = (table ?? '').replace(/^"?crm"?\./i, '').replace(/^"(.*)"$/, '$1')
  if (/^\w+$/.test(name)) return name
  throw new ZohoSqlError('INVALID_ARGUMENT', `"${table}" is no name of a table.`)
}

/** An id as it may stand in a path. @throws {ZohoSqlError} 22023 */
export function recordIn(id: string | null | undefined): string {
  if (id && /^\d+$/.test(id)) return id
  throw new ZohoSqlError('INVALID_ARGUMENT', `"${id}" is no id of a record.`)
}
