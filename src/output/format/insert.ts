import { category, typeText } from '../../base/types.ts'
import { type Cell, type Format, type FormatColumn, type FormatRow, plain } from './format.ts'

/** An INSERT statement per row, as PostgreSQL reads it; the table is called `answer`. */
export function insert(columns: readonly FormatColumn[]): Format {
  const names = columns.map(({ name }) => `"${name.replaceAll('"', '""')}"`).join(', ')
  const line = (row: FormatRow): string =>
    `INSERT INTO answer (${names}) VALUES (${row.map((value, i) => literal(value, columns[i]!)).join(', ')});\n`
  return { begin: () => '', rows: (rows) => rows.map(line).join(''), end: () => '' }
}

function literal(value: Cell, { sqlType }: FormatColumn): string {
  if (value === null) return 'NULL'
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  const text = plain(value)
  if (category(sqlType) === 'number' && /^-?\d/.test(text)) return text
  const quoted = `'${text.replaceAll("'", "''")}'`
  return category(sqlType) === 'text' ? quoted : `${quoted}::${typeText(sqlType)}`
}
