/**
 * Rows of files, in the forms that `../files` writes: one after the other, no more of them held than the form demands.
 * CSV is read by csv-parse, JSON by @streamparser/json, Excel files by hucre, Parquet by hyparquet, SQLite by
 * better-sqlite3, each loaded when it is called for.
 */

import { stat } from 'node:fs/promises'
import { byName } from '../../base/by-name.ts'
import { isZohoSqlError, ZohoSqlError } from '../../base/errors.ts'
import { formatByName } from '../files/index.ts'
import type { FileRow, RowReader } from './row.ts'

export type { FileRow } from './row.ts'

const readers: Readonly<Record<string, () => Promise<RowReader>>> = byName({
  csv: async () => (await import('./text.ts')).readCsv,
  json: async () => (await import('./text.ts')).readJson,
  ndjson: async () => (await import('./text.ts')).readNdjson,
  xlsx: async () => (await import('./xlsx.ts')).readXlsx,
  parquet: async () => (await import('./parquet.ts')).readParquet,
  sqlite: async () => (await import('./sqlite.ts')).readSqlite,
})

/**
 * The rows of a file, which may be read more than once; its name tells the form.
 *
 * @throws {ZohoSqlError} USAGE the name tells none that is read · 58030 the file cannot be read
 */
export async function readFileRows(path: string): Promise<AsyncIterable<FileRow>> {
  const name = formatByName(path)
  if (name === undefined || !Object.hasOwn(readers, name)) {
    throw new ZohoSqlError('USAGE', `The name "${path}" does not tell a form that can be read.`, {
      hint: 'Files end in .csv, .json, .ndjson, .jsonl, .xlsx, .parquet, .sqlite, .sqlite3 or .db.',
    })
  }
  await stat(path).catch((error) => {
    throw unreadable(path, error)
  })
  const read = await readers[name]!()
  return {
    async *[Symbol.asyncIterator]() {
      try {
        yield* read(path)
      } catch (error) {
        throw unreadable(path, error)
      }
    },
  }
}

const unreadable = (path: string, error: unknown): unknown =>
  isZohoSqlError(error)
    ? error
    : new ZohoSqlError('FILE', `"${path}" cannot be read: ${(error as Error).message}`, { cause: error })
