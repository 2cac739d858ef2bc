import { category, typeText } from '../../base/types.ts'
import { type Cell, type Column, type Format, plain, type Row } from './format.ts'

/** An INSERT statement per row, as PostgreSQL reads it; the table is called `answer`. */
export function insert(columns: readonly Column[]): Format {
  const names = columns.map(({ name }) => `"${name.replaceAll('"', '""')}"`).join(', ')
  const line = (row: Row): string =>
    `INSERT INTO answer (${names}) VALUES (${row.map((value, i) => literal(value, columns[i]!)).join(', ')});\n`
  return { begin: () => '', rows: (rows) => rows.map(line).join(''), end: () => '' }
}

function literal(value: Cell, { sqlType }: Column): string {
  if (value === null) return 'NULL'
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  const text = plain(value)
  if (category(sqlType) === 'number' && /^-?\d/.test(text)) return text
  const quoted = `'${text.replaceAll("'", "''")}'`
  return category(sqlType) === 'text' ? quoted : `${quoted}::${typeText(sqlType)}`
}
