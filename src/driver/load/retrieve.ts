/** Reading the records that rows name by a key. */

import type { LoadOutcome, LoadRow } from '../../exec/write/load.ts'
import { quoted, tableName } from '../../exec/write/reading.ts'
import type { Column, Table } from '../../source/index.ts'
import type { JsValue, RowObject } from '../face/index.ts'

/** So many keys go into one statement. */
export const keysPerStatement = 1000

export interface Retrieved extends Omit<LoadOutcome, 'outcome'> {
  readonly outcome: 'retrieved' | 'rejected'
  readonly record?: RowObject
}

type AskRows = (sql: string, values: readonly unknown[]) => Promise<readonly RowObject[]>

export async function retrieved(
  ask: AskRows,
  table: Table,
  key: Column,
  rows: readonly LoadRow[],
): Promise<readonly Retrieved[]> {
  const wanted = [...new Set(rows.flatMap(({ values }) => (isGiven(values[key.name]) ? [values[key.name]] : [])))]
  const found = wanted.length === 0 ? [] : await ask(textFor(table, key, wanted.length), wanted)
  const byKey = new Map<string, RowObject[]>()
  for (const record of found) {
    const text = keyText(record[key.name])
    byKey.set(text, [...(byKey.get(text) ?? []), record])
  }
  return rows.map((row) => outcomeOf(row, table, byKey.get(keyText(row.values[key.name])) ?? []))
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== ''

const keyText = (value: unknown): string => (value instanceof Date ? value.toISOString() : String(value ?? ''))

const textFor = (table: Table, key: Column, count: number): string =>
  `SELECT * FROM ${tableName(table)} WHERE ${quoted(key.name)} IN (${Array.from({ length: count }, (_, i) => `$${i + 1}`).join(', ')})`

function outcomeOf({ index }: LoadRow, { primaryKey }: Table, records: readonly RowObject[]): Retrieved {
  const none = { index, id: null, code: null, column: null }
  const [record] = records
  if (!record) return { ...none, outcome: 'rejected', message: 'there is no such record' }
  if (records.length > 1) return { ...none, outcome: 'rejected', message: 'several records have this key' }
  const id = record[primaryKey[0]!] as JsValue
  return { ...none, outcome: 'retrieved', id: String(id), message: null, record }
}
