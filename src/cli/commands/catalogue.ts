import { text, typeText } from '../../base/types.ts'
import type { Connection } from '../../driver/inner.ts'
import type { FormatRow } from '../../output/index.ts'
import { openSession } from '../connect.ts'
import { printRows } from '../print.ts'
import type { Task } from '../task.ts'
import { usageError } from '../usage.ts'

/** What there is to be asked: tables, and the columns of one. */

const print = (task: Task, names: readonly string[], rows: readonly FormatRow[]): Promise<number> =>
  printRows(
    names.map((name) => ({ name, sqlType: text })),
    rows,
    task,
  )

const textOf = (value: unknown): string | null => (value === null || value === undefined ? null : String(value))

export async function tables(task: Task): Promise<void> {
  await using session = await openSession(task)
  const found = await session.db.tables(null, null, task.words[0] ?? null, null, { labels: true })
  const rows = found.map((row) => [row.TABLE_SCHEM, row.TABLE_NAME, row.TABLE_TYPE, row.REMARKS].map(textOf))
  await print(task, ['schema', 'name', 'type', 'description'], rows)
}

export async function describe(task: Task): Promise<void> {
  const [name] = task.words
  if (name === undefined) throw usageError('zohosql describe TABLE')
  await using session = await openSession(task)
  await print(task, ['column', 'type', 'nullable', 'key', 'description'], await columnRows(session.db, name))
}

const withoutQuotes = (part: string): string => part.replace(/^"(.*)"$/, '$1').replaceAll('""', '"')

/** `_` and `%` of a name stand for themselves. */
const literal = (name: string): string => name.replace(/[\\_%]/g, '\\$&')

async function columnRows(db: Connection, name: string): Promise<FormatRow[]> {
  const parts = name.split('.').map(withoutQuotes)
  // Found as a statement finds it: an unknown name is refused with the nearest ones.
  const described = await db.describe(
    `SELECT * FROM ${parts.map((part) => `"${part.replaceAll('"', '""')}"`).join('.')}`,
  )
  const types = new Map(described.map((column) => [column.name, typeText(column.sqlType)]))
  const [schema, table] = parts.length > 1 ? parts.slice(-2) : [null, parts[0]!]
  const found = await db.columns(null, schema === 'public' ? null : schema, literal(table!), null)
  const { TABLE_SCHEM, TABLE_NAME } = found[0] ?? {}
  const own = found.filter((row) => row.TABLE_SCHEM === TABLE_SCHEM && row.TABLE_NAME === TABLE_NAME)
  const keys = await keysOf(db, String(TABLE_SCHEM), String(TABLE_NAME))
  return own.map((row) => {
    const column = String(row.COLUMN_NAME)
    const nullable = row.NULLABLE === 1 ? 'yes' : 'no'
    return [column, types.get(column) ?? textOf(row.TYPE_NAME), nullable, keys.get(column) ?? null, textOf(row.REMARKS)]
  })
}

async function keysOf(db: Connection, schema: string, table: string): Promise<Map<string, string>> {
  const foreign = await db.foreignKeys(null, null, null, null, schema, table)
  const primary = await db.primaryKeys(null, schema, table)
  return new Map([
    ...foreign.map((row) => [String(row.FKCOLUMN_NAME), `→ ${row.PKTABLE_NAME}.${row.PKCOLUMN_NAME}`] as const),
    ...primary.map((row) => [String(row.COLUMN_NAME), 'primary'] as const),
  ])
}
