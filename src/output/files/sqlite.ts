import Database from 'better-sqlite3'
import { ZohoSqlError } from '../../base/errors.ts'
import { uniqueNames } from '../../base/names.ts'
import { type Cell, type FormatColumn, type FormatRow, plain } from '../format/format.ts'
import { isWideCell, sampled, wideColumns } from './sample.ts'
import type { RowWriter } from './writer.ts'

/**
 * A SQLite database with one table, `answer`. SQLite has no decimals, days or instants: decimals are doubles, a column of
 * whole numbers that a double would change is one of texts, days and instants (in UTC) are ISO texts, booleans 0 and 1. All
 * values of a column have one storage class, so that they compare and sort.
 */

const columnsMax = 2000

type SqliteValue = null | string | number | bigint

interface SqliteStorage {
  /** What follows the name. */
  readonly declared: string
  readonly value: (value: Exclude<Cell, null>) => SqliteValue
}

const asText: SqliteStorage = { declared: 'TEXT', value: plain }
const asInteger: SqliteStorage = { declared: 'INTEGER', value: (value) => BigInt(plain(value)) }

/** How columns are declared, and values of them stored. @param first rows, which tell decimals from long whole numbers */
export const sqliteColumns = (
  columns: readonly FormatColumn[],
  first: readonly FormatRow[],
): readonly SqliteStorage[] => {
  const wide = wideColumns(columns, first)
  return columns.map((column, i) => storingOf(column, wide[i]!))
}

function storingOf({ name, sqlType }: FormatColumn, isWide: boolean): SqliteStorage {
  if (sqlType.name === 'boolean') return { declared: 'BOOLEAN', value: (value) => (value ? 1 : 0) }
  if (/^(smallint|integer|bigint)$/.test(sqlType.name)) return asInteger
  if (/^(real|double precision)$/.test(sqlType.name)) return { declared: 'REAL', value: doubleValue }
  if (sqlType.name !== 'numeric' || isWide) return asText
  return { declared: 'REAL', value: (value) => decimalValue(value, name) }
}

/** @throws {ZohoSqlError} RESULT_LIMIT for a whole number that would become another one */
function decimalValue(value: Exclude<Cell, null>, column: string): SqliteValue {
  if (!isWideCell(value)) return doubleValue(value)
  throw new ZohoSqlError('RESULT_LIMIT', `${plain(value)} in column "${column}" has more digits than a double keeps.`, {
    hint: `Write it as text: ${column}::text.`,
  })
}

/** SQLite takes NaN for NULL: it stays a text. */
const doubleValue = (value: Exclude<Cell, null>): SqliteValue =>
  Number.isNaN(Number(value)) ? plain(value) : Number(value)

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

export const writeSqlite: RowWriter = async ({ path, columns, batches }) => {
  if (columns.length > columnsMax) {
    throw new ZohoSqlError(
      'RESULT_LIMIT',
      `The answer does not fit a SQLite table: ${columns.length} columns; a table has ${columnsMax}.`,
    )
  }
  const db = new Database(path)
  try {
    // Nobody else sees the file before it is complete, and half of one is thrown away.
    db.pragma('journal_mode = OFF')
    db.pragma('synchronous = OFF')
    const { first, all } = await sampled(batches)
    const storing = sqliteColumns(columns, first)
    const names = uniqueNames(
      columns.map(({ name }) => name || 'column'),
      (name) => name.toLowerCase(),
    )
    db.exec(`CREATE TABLE answer (${names.map((name, i) => `${quoted(name)} ${storing[i]!.declared}`).join(', ')})`)
    const insert = db.prepare(`INSERT INTO answer VALUES (${names.map(() => '?').join(', ')})`)
    const insertAll = db.transaction((rows: readonly FormatRow[]) => {
      for (const row of rows) insert.run(row.map((value, i) => (value === null ? null : storing[i]!.value(value))))
    })
    for await (const rows of all) insertAll(rows)
  } finally {
    db.close()
  }
}
