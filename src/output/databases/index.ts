/**
 * Answers as tables of other databases: PostgreSQL by postgres.js and its COPY, SQLite by better-sqlite3, each loaded
 * when it is called for. A load is one transaction: all of its rows are there afterwards, or none.
 *
 * A database is named by a URL, `postgres://user@host/database` or `sqlite:FILE`; a table by what follows its `#`.
 */
import { ZohoSqlError } from '../../base/errors.ts'
import type { Database, DatabaseTableName } from './database.ts'
import { withoutPassword } from './url.ts'

export type { Database, DatabaseAnswer, DatabaseTableName, LoadMode, TableLoad } from './database.ts'
export { quotedTable } from './database.ts'
export { withoutPassword } from './url.ts'

const postgres = /^postgres(ql)?:\/\//i
const sqlite = /^sqlite:/i

/** True for what {@link openDatabase} takes. */
export const isDatabaseUrl = (text: string): boolean => postgres.test(text) || sqlite.test(text)

/**
 * Opens a database; nothing is asked of it yet.
 *
 * @param url without the part after `#`
 * @throws {ZohoSqlError} USAGE for another kind of URL
 */
export async function openDatabase(url: string): Promise<Database> {
  if (postgres.test(url)) return (await import('./postgres.ts')).openPostgres(url)
  if (sqlite.test(url)) return (await import('./sqlite.ts')).openSqlite(url.replace(sqlite, '').replace(/^\/\//, ''))
  throw new ZohoSqlError('USAGE', `"${withoutPassword(url)}" is no database that can be written to.`, {
    hint: 'The forms are postgres://user@host/database and sqlite:FILE.',
  })
}

export interface TableUrl {
  readonly url: string
  readonly table: DatabaseTableName
}

/**
 * Reads `postgres://…#schema.table` or `sqlite:FILE#table`.
 *
 * @throws {ZohoSqlError} USAGE no table is named
 */
export function readTableUrl(text: string): TableUrl {
  const at = text.lastIndexOf('#')
  const named = at < 0 ? '' : decodeURIComponent(text.slice(at + 1))
  const table = readTableName(named)
  if (!table) {
    throw new ZohoSqlError('USAGE', `"${withoutPassword(text)}" names no table.`, {
      hint: 'The table follows a #: postgres://user@host/database#schema.table, sqlite:FILE#table.',
    })
  }
  return { url: text.slice(0, at), table }
}

/** `table`, `schema.table`, each quoted if need be. */
export function readTableName(text: string): DatabaseTableName | undefined {
  const part = `"((?:[^"]|"")+)"|([^".]+)`
  const found = new RegExp(String.raw`^(?:${part})(?:\.(?:${part}))?$`).exec(text.trim())
  if (!found) return undefined
  const [, firstQuoted, first, secondQuoted, second] = found
  const names = [firstQuoted?.replaceAll('""', '"') ?? first, secondQuoted?.replaceAll('""', '"') ?? second]
  return names[1] === undefined ? { name: names[0]! } : { schema: names[0]!, name: names[1] }
}
