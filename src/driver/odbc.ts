import { ZohoSqlError } from '../base/errors.ts'
import type { OdbcOptions } from './face/index.ts'

/** What npm `odbc` has that means little to Zoho: constants, options, procedures. */

export const SQL_TXN_READ_UNCOMMITTED = 1
export const SQL_TXN_READ_COMMITTED = 2
export const SQL_TXN_REPEATABLE_READ = 4
export const SQL_TXN_SERIALIZABLE = 8

/** @throws {ZohoSqlError} 0A000 Zoho has no snapshots · 22023 no such level */
export function checkIsolation(level: number): void {
  if (level === SQL_TXN_READ_UNCOMMITTED || level === SQL_TXN_READ_COMMITTED) return
  if (level === SQL_TXN_REPEATABLE_READ || level === SQL_TXN_SERIALIZABLE) {
    throw new ZohoSqlError('NOT_SUPPORTED', 'Zoho has no transactions: what it answers is read committed.', {
      hint: 'Use SQL_TXN_READ_COMMITTED.',
    })
  }
  throw new ZohoSqlError('INVALID_ARGUMENT', `${level} is no isolation level.`, {
    hint: 'There are SQL_TXN_READ_UNCOMMITTED, SQL_TXN_READ_COMMITTED, SQL_TXN_REPEATABLE_READ and SQL_TXN_SERIALIZABLE.',
  })
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** The statement that calls a procedure. */
export const callText = (schema: string | null, name: string, count: number): string =>
  `CALL ${schema == null ? '' : `${quoted(schema)}.`}${quoted(name)}(${Array(count).fill('?').join(', ')})`

const kinds: Readonly<Record<keyof OdbcOptions, 'number' | 'boolean'>> = {
  connectionTimeout: 'number',
  loginTimeout: 'number',
  fetchArray: 'boolean',
  initialSize: 'number',
  incrementSize: 'number',
  maxSize: 'number',
  reuseConnections: 'boolean',
  shrink: 'boolean',
}

const isOption = (name: string): name is keyof OdbcOptions => Object.hasOwn(kinds, name)

/**
 * The options of npm `odbc` out of what `connect` was given, and the rest: connection properties.
 *
 * @throws {ZohoSqlError} HY024 an option of another kind
 */
export function odbcOptions(given: unknown): { readonly options: OdbcOptions; readonly rest: unknown } {
  if (typeof given !== 'object' || given === null || !Object.keys(given).some(isOption))
    return { options: {}, rest: given }
  const all = Object.entries(given)
  const options = all.filter(([name]) => isOption(name))
  for (const [name, value] of options) checkKind(name as keyof OdbcOptions, value)
  return { options: Object.fromEntries(options), rest: Object.fromEntries(all.filter(([name]) => !isOption(name))) }
}

function checkKind(name: keyof OdbcOptions, value: unknown): void {
  const kind = kinds[name]
  if (value === undefined || (typeof value === kind && !(Number(value) < 0))) return
  throw new ZohoSqlError('INVALID_PROPERTY', `${name} must be a ${kind === 'number' ? 'number from 0 on' : 'boolean'}.`)
}
