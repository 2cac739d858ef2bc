import { nearest } from '../../base/names.ts'
import type { Connection, Table } from '../../driver/inner.ts'
import { pathOf, typeText } from '../api/tables.ts'
import type { RequestSession } from '../asking.ts'

export interface ListedTable {
  readonly schema: string
  readonly name: string
  readonly description: string
}

/** Tables whose name or label holds a text; all without one. */
export async function tableList(
  db: Connection,
  asking: RequestSession,
  search: string | undefined,
): Promise<readonly ListedTable[]> {
  const found = await db.tables(null, null, null, 'TABLE', { signal: asking.signal })
  const all = found.map(({ TABLE_SCHEM, TABLE_NAME, REMARKS }) => ({
    schema: String(TABLE_SCHEM),
    name: String(TABLE_NAME),
    description: String(REMARKS ?? ''),
  }))
  const wanted = search?.toLowerCase()
  const holds = ({ name, description }: ListedTable): boolean =>
    wanted === undefined || name.toLowerCase().includes(wanted) || description.toLowerCase().includes(wanted)
  return all.filter((table) => asking.mayRead(table) && holds(table))
}

const picklistMax = 40

/** A table in words: a line a column. */
export async function describedText(db: Connection, asking: RequestSession, name: string): Promise<string> {
  const table = await db.table(pathOf(name), { signal: asking.signal })
  asking.allow(table)
  return [
    `${table.schema}.${table.name}${table.description && `: ${table.description}`}`,
    `Primary key: ${table.primaryKey.join(', ') || 'none'}`,
    ...table.columns.map(columnText),
  ].join('\n')
}

function columnText({ name, type, nullable, description, picklist, references }: Table['columns'][number]): string {
  const parts = [
    `- ${name} ${typeText(type)}${nullable ? '' : ' NOT NULL'}`,
    description && description !== name ? `"${description}"` : '',
    references ? `→ ${references.table}.${references.column}` : '',
    picklist ? `one of: ${picklist.slice(0, picklistMax).join(', ')}${picklist.length > picklistMax ? ', …' : ''}` : '',
  ]
  return parts.filter((part) => part !== '').join(' ')
}

export interface FoundColumn {
  readonly table: string
  readonly column: string
  readonly type: string
  readonly label: string
}

/** Columns whose name or label holds a text, or comes near to it. */
export async function foundColumns(
  db: Connection,
  asking: RequestSession,
  search: string,
): Promise<readonly FoundColumn[]> {
  const tables = (await db.schema({ signal: asking.signal })).filter(
    (table) => table.kind === 'table' && asking.mayRead(table),
  )
  const all = tables.flatMap((table) =>
    table.columns.map((column) => ({
      table: `${table.schema}.${table.name}`,
      column: column.name,
      type: typeText(column.type),
      label: column.description,
    })),
  )
  const wanted = plain(search)
  const holding = all.filter(({ column, label }) => plain(column).includes(wanted) || plain(label).includes(wanted))
  if (holding.length > 0) return holding
  const near = new Set(
    nearest(
      search,
      all.flatMap(({ column, label }) => [column, label]),
    ),
  )
  return all.filter(({ column, label }) => near.has(column) || near.has(label))
}

/** Words are compared without blanks and underscores: "close date" finds Closing_Date's kin. */
const plain = (text: string): string => text.toLowerCase().replace(/[\s_-]+/g, '')
