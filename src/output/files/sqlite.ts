import Database from 'better-sqlite3'
import { ZohoSqlError } from '../../base/errors.ts'
import { uniqueNames } from '../../base/names.ts'
import { type Cell, type Column, plain, type Row } from '../format/format.ts'
import { exactNumber } from './numbers.ts'
import type { RowWriter } from './writer.ts'

/**
 * A SQLite database with one table, `answer`. SQLite has no decimals, days or instants: a decimal that a double would
 * change is text, days and instants (in UTC) are ISO texts, booleans 0 and 1.
 */

const columnsMax = 2000

type SqliteValue = null | string | number | bigint

interface Storing {
  /** What stands behind the name; empty: SQLite leaves each value as it is. */
  readonly declared: string
  readonly value: (value: Exclude<Cell, null>) => SqliteValue
}

const asText: Storing = { declared: 'TEXT', value: plain }
const asInteger: Storing = { declared: 'INTEGER', value: (value) => BigInt(plain(value)) }

/** How a column is declared, and a value of it stored. */
export function sqliteColumn({ sqlType: { name, precision } }: Column): Storing {
  if (name === 'boolean') return { declared: 'BOOLEAN', value: (value) => (value ? 1 : 0) }
  if (/^(smallint|integer|bigint)$/.test(name)) return asInteger
  if (/^(real|double precision)$/.test(name)) return { declared: 'REAL', value: doubleValue }
  if (name !== 'numeric') return asText
  const value = (one: Exclude<Cell, null>): SqliteValue => exactNumber(plain(one)) ?? plain(one)
  // A column declared as a number would make numbers of the texts, and round them.
  return { declared: precision !== undefined && precision <= 15 ? 'NUMERIC' : '', value }
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
    const storing = columns.map(sqliteColumn)
    const names = uniqueNames(
      columns.map(({ name }) => name || 'column'),
      (name) => name.toLowerCase(),
    )
    db.exec(`CREATE TABLE answer (${names.map((name, i) => `${quoted(name)} ${storing[i]!.declared}`).join(', ')})`)
    const insert = db.prepare(`INSERT INTO answer VALUES (${names.map(() => '?').join(', ')})`)
    const insertAll = db.transaction((rows: readonly Row[]) => {
      for (const row of rows) insert.run(row.map((value, i) => (value === null ? null : storing[i]!.value(value))))
    })
    for await (const rows of batches) insertAll(rows)
  } finally {
    db.close()
  }
}
