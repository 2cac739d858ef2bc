import SqliteDatabase from 'better-sqlite3'
import { isZohoSqlError, ZohoSqlError } from '../../base/errors.ts'
import { sampled } from '../files/sample.ts'
import { sqliteColumns } from '../files/sqlite.ts'
import type { FormatRow } from '../format/format.ts'
import {
  type Database,
  type DatabaseAnswer,
  type LoadedRows,
  quoted,
  quotedTable,
  stageName,
  stageOrder,
  type TableLoad,
  upsertStatements,
} from './database.ts'
import { failed } from './failure.ts'

/** A file of SQLite's, which is made where it is missing. Columns are declared and stored as in files of the form. */
export function openSqlite(path: string): Database {
  let opened: SqliteDatabase.Database | undefined
  const guarded = async <T>(work: (db: SqliteDatabase.Database) => T | Promise<T>): Promise<T> => {
    try {
      opened ??= open(path)
      return await work(opened)
    } catch (error) {
      if (isZohoSqlError(error) || (error as Error).name === 'AbortError') throw error
      throw failed(`sqlite:${path}`, error)
    }
  }
  const close = async (): Promise<void> => void opened?.close()
  return {
    kind: 'sqlite',
    run: (sql, parameters = []) => guarded((db) => run(db, sql, parameters)),
    load: (load) => guarded((db) => loadTable(db, load)),
    columns: ({ name }) =>
      guarded((db) => {
        const rows = db.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(name) as string[]
        return rows.length === 0 ? undefined : rows
      }),
    primaryKey: ({ name }) =>
      guarded(
        (db) =>
          db.prepare('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk').pluck().all(name) as string[],
      ),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function open(path: string): SqliteDatabase.Database {
  const db = new SqliteDatabase(path)
  db.pragma('busy_timeout = 10000')
  return db
}

function run(
  db: SqliteDatabase.Database,
  sql: string,
  parameters: readonly (null | boolean | number | string)[],
): DatabaseAnswer {
  const values = parameters.map((value) => (typeof value === 'boolean' ? Number(value) : value))
  if (parameters.length === 0 && hasSeveral(sql)) {
    db.exec(sql)
    return { columns: [], rows: [], count: db.prepare('SELECT changes()').pluck().get() as number }
  }
  const statement = db.prepare(sql).safeIntegers()
  if (!statement.reader) return { columns: [], rows: [], count: statement.run(...values).changes }
  const rows = statement.raw().all(...values) as unknown[][]
  return {
    columns: statement.columns().map(({ name }) => name),
    rows: rows.map((row) => row.map(jsonValue)),
    count: 0,
  }
}

/** A statement follows another one. */
const hasSeveral = (sql: string): boolean => /;\s*\S/.test(sql)

function jsonValue(value: unknown): null | number | string {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (value === null || typeof value === 'number') return value
  return Buffer.isBuffer(value) ? value.toString('base64') : String(value)
}

/** A load, and how its columns are stored. */
interface SqliteLoad extends TableLoad {
  readonly storing: ReturnType<typeof sqliteColumns>
}

async function loadTable(db: SqliteDatabase.Database, wanted: TableLoad): Promise<LoadedRows> {
  const { first, all } = await sampled(wanted.batches)
  const load = { ...wanted, batches: all, storing: sqliteColumns(wanted.columns, first) }
  // A writer from the start: two loads never both read first and then wait for one another.
  db.exec('BEGIN IMMEDIATE')
  try {
    const loaded = await loadRows(db, load)
    db.exec('COMMIT')
    return loaded
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK')
    throw error
  }
}

async function loadRows(db: SqliteDatabase.Database, load: SqliteLoad): Promise<LoadedRows> {
  const { table, columns, storing, mode, before, keys = [] } = load
  if (before !== undefined) db.exec(before)
  prepareTable(db, load)
  const names = columns.map(({ name }) => name)
  if (mode !== 'upsert') return insertRows(db, quotedTable(table), load)
  const stage = quoted(stageName)
  db.exec(`DROP TABLE IF EXISTS temp.${stage}`)
  const list = names.map((name, i) => `${quoted(name)} ${storing[i]!.declared}`).join(', ')
  db.exec(`CREATE TEMP TABLE ${stage} (${list}, ${quoted(stageOrder)} INTEGER PRIMARY KEY)`)
  db.exec(`CREATE INDEX temp.zohosql_keys ON ${stage} (${keys.map(quoted).join(', ')})`)
  const loaded = await insertRows(db, `temp.${stage}`, load)
  const { unique, update, insert } = upsertStatements(quotedTable(table), names, keys)
  db.exec(unique)
  if (update) db.exec(update)
  db.exec(insert)
  db.exec(`DROP TABLE temp.${stage}`)
  return loaded
}

function prepareTable(
  db: SqliteDatabase.Database,
  { table, columns, storing, mode, mayCreate, keys }: SqliteLoad,
): void {
  const name = quotedTable(table)
  if (mode === 'replace') db.exec(`DROP TABLE IF EXISTS ${name}`)
  const found = db.prepare(`SELECT 1 FROM sqlite_schema WHERE type IN ('table', 'view') AND lower(name) = lower(?)`)
  const isThere = found.get(table.name) !== undefined
  if (mode === 'create' && isThere) {
    throw new ZohoSqlError('DATABASE_FAILED', `The table ${name} is there already.`, {
      hint: 'Append to it, replace it, or name another one.',
    })
  }
  if (isThere || !(mode === 'create' || mode === 'replace' || mayCreate)) return
  const parts = columns.map(({ name: column }, i) => `${quoted(column)} ${storing[i]!.declared}`)
  if (mode === 'upsert' && keys?.length) parts.push(`PRIMARY KEY (${keys.map(quoted).join(', ')})`)
  db.exec(`CREATE TABLE ${name} (${parts.join(', ')})`)
}

async function insertRows(db: SqliteDatabase.Database, target: string, load: SqliteLoad): Promise<LoadedRows> {
  const { columns, storing, batches, signal, refused, wrote } = load
  const list = columns.map(({ name }) => quoted(name)).join(', ')
  const insert = db.prepare(`INSERT INTO ${target} (${list}) VALUES (${columns.map(() => '?').join(', ')})`)
  const total = { rows: 0, skipped: 0, bytes: 0 }
  const put = (row: FormatRow): void => {
    try {
      insert.run(row.map((value, i) => (value === null ? null : storing[i]!.value(value))))
      total.rows += 1
      total.bytes += row.reduce((sum: number, value) => sum + (value === null ? 0 : String(value).length), 0)
    } catch (error) {
      if (!refused || !String((error as { code?: string }).code).startsWith('SQLITE_CONSTRAINT')) throw error
      total.skipped += 1
      refused(row, (error as Error).message)
    }
  }
  for await (const rows of batches) {
    signal.throwIfAborted()
    for (const row of rows) put(row)
    wrote?.(total.rows)
  }
  return total
}
