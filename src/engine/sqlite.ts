import { createRequire } from 'node:module'
import type BetterSqlite3 from 'better-sqlite3'
import { type ErrorCode, isStackEnd, isZohoSqlError, nestedTooDeeply, ZohoSqlError } from '../base/errors.ts'

export type SqliteConnection = BetterSqlite3.Database

const neededNode = [22, 18] as const

/** better-sqlite3 ends an older Node by a signal, without a word. */
export function checkNode(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > neededNode[0] || (major === neededNode[0] && minor >= neededNode[1])) return
  throw new ZohoSqlError('USAGE', `zohosql needs Node ${neededNode.join('.')} or newer; this is Node ${version}.`)
}

let loaded: typeof BetterSqlite3 | undefined

/** Loaded when first needed: a query that one scan answers never needs it. */
function load(): typeof BetterSqlite3 {
  if (loaded === undefined) {
    checkNode(process.versions.node)
    loaded = createRequire(import.meta.url)('better-sqlite3') as typeof BetterSqlite3
  }
  return loaded
}

/**
 * A private database that SQLite keeps in memory up to `cacheBytes` and beyond that in a temporary file, which has no
 * name and goes with the connection. Nothing in it outlives the statement, so nothing is logged or synced.
 */
export function openConnection(cacheBytes: number): SqliteConnection {
  const Database = load()
  const db = new Database('')
  // Its schema is trusted, since nobody else wrote it: indexes on expressions call our functions.
  const pragmas = ['journal_mode = OFF', 'synchronous = OFF', 'temp_store = FILE', 'trusted_schema = ON']
  for (const pragma of [...pragmas, `cache_size = -${Math.max(1, cacheBytes >> 10)}`]) db.pragma(pragma)
  return db
}

/** What SQLite says, by the words it says it with, where it may happen with a correct statement. */
const messages: readonly (readonly [RegExp, ErrorCode, string])[] = [
  [/^integer overflow$/, 'OUT_OF_RANGE', 'bigint out of range'],
  [/^frame (starting|ending) offset/, 'INVALID_FRAME_OFFSET', 'the offset of a window frame must not be negative'],
  [/circular reference|recursive/, 'NOT_SUPPORTED', 'this form of recursion is not supported'],
  [/at most \d+ tables/i, 'RESOURCE_LIMIT', 'the statement joins more than the 64 tables that the local engine takes'],
  [/too (big|large|many)/i, 'RESOURCE_LIMIT', 'the statement is too large'],
  [/^invalid (string|array|typed array) length|maximum bigint size/i, 'RESOURCE_LIMIT', 'a value is too large'],
  [/out of memory/i, 'RESOURCE_LIMIT', 'out of memory'],
  [/disk (is )?full|disk I\/O/i, 'FILE', 'the temporary file could not be written'],
]

const deep = /tree is too large|too deep|stack overflow|recursion limit/i

/** Errors of functions pass through better-sqlite3 as they were thrown; those of SQLite itself are translated. */
export function asZohoSqlError(error: unknown): Error {
  if (isZohoSqlError(error)) return error
  const message = error instanceof Error ? error.message : String(error)
  if (isStackEnd(error) || deep.test(message)) return nestedTooDeeply({ detail: message, cause: error })
  const known = messages.find(([pattern]) => pattern.test(message))
  if (known) return new ZohoSqlError(known[1], known[2], { detail: message, cause: error })
  return new ZohoSqlError('INTERNAL', `the local engine failed: ${message}`, { cause: error })
}
