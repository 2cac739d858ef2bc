import { type ErrorCode, isZohoSqlError } from '../base/errors.ts'
import type { ReadContext } from './context.ts'
import type { Table } from './table.ts'

/** What a remote system says of one table, and not of the connection to it. */
const ofOne: ReadonlySet<ErrorCode> = new Set(['REMOTE_REFUSED', 'REMOTE_ANSWER', 'PERMISSION_DENIED', 'SCOPE_MISSING'])

/**
 * Those of many tables that can be described. One that cannot does not take the others with it: it is left out, and named
 * in a notice with the reason; a statement on it is told the same reason.
 *
 * @param describe of one table, by its name
 * @throws {ZohoSqlError} what all of them, or the only one, were refused with; what concerns none of them by itself
 */
export async function described<Name extends { readonly schema: string; readonly name: string }>(
  names: readonly Name[],
  describe: (name: Name) => Promise<Table | undefined>,
  context: ReadContext,
): Promise<Table[]> {
  const refusals: { readonly name: Name; readonly error: Error }[] = []
  const found = await Promise.all(
    names.map(async (name) => {
      try {
        return await describe(name)
      } catch (error) {
        if (!isZohoSqlError(error) || !ofOne.has(error.code)) throw error
        refusals.push({ name, error })
        return undefined
      }
    }),
  )
  const tables = found.filter((table) => table !== undefined)
  if (refusals.length > 0 && tables.length === 0) throw refusals[0]!.error
  for (const { name, error } of refusals)
    context.meter.notices.push(`${name.schema}.${name.name} is left out: ${error.message}`)
  return tables
}
