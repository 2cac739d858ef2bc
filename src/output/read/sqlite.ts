import Database from 'better-sqlite3'
import { ZohoSqlError } from '../../base/errors.ts'
import type { FileRow, RowReader } from './row.ts'

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** The table `answer`, which `copy` writes, or else the only one there is. */
export const readSqlite: RowReader = async function* (path) {
  const db = new Database(path, { readonly: true, fileMustExist: true })
  try {
    const names = db
      .prepare<[], { name: string }>(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
      )
      .all()
      .map(({ name }) => name)
    const table = names.includes('answer') || names.length !== 1 ? 'answer' : names[0]!
    if (!names.includes(table))
      throw new ZohoSqlError('FILE', `"${path}" has ${names.length} tables and none "answer".`)
    yield* db
      .prepare<[], FileRow>(`SELECT * FROM ${quoted(table)}`)
      .safeIntegers()
      .iterate()
  } finally {
    db.close()
  }
}
