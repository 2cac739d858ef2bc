import { ZohoSqlError } from '../base/errors.ts'

const part = '(?:"((?:[^"]|"")*)"|[^".]+)'
const whole = new RegExp(`^${part}(?:\\.${part}){0,2}$`)

/**
 * A table's name as a program gives it: `Leads`, `crm.Leads`, `"A.B"`.
 *
 * @throws {ZohoSqlError} 22023
 */
export function tablePath(name: string): readonly string[] {
  if (typeof name !== 'string' || !whole.test(name)) {
    throw new ZohoSqlError('INVALID_ARGUMENT', `"${name}" is no name of a table.`, { hint: 'Leads, or crm.Leads.' })
  }
  const parts = name.match(new RegExp(part, 'g'))!
  return parts.map((one) => (one.startsWith('"') ? one.slice(1, -1).replaceAll('""', '"') : one.trim()))
}
