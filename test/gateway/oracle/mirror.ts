import { foreignKeyName, primaryKeyName } from '../../../src/base/names.ts'
import { mainSchema } from '../../../src/base/schemas.ts'
import { typeText } from '../../../src/base/types.ts'
import type { Column, Table } from '../../../src/driver/inner.ts'

/** The statements that make empty tables of Zoho's: schemas, columns, keys and comments. */

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
const literal = (text: string): string => {
  const doubled = text.replaceAll("'", "''").replaceAll('\0', '')
  return doubled.includes('\\') ? `E'${doubled.replaceAll('\\', '\\\\')}'` : `'${doubled}'`
}
const nameOf = ({ schema, name }: Pick<Table, 'schema' | 'name'>): string => `${quoted(schema)}.${quoted(name)}`
const list = (names: readonly string[]): string => names.map(quoted).join(', ')

/** Types that no column of a table may have are text there. */
const columnType = (column: Column): string =>
  column.type.name === 'unknown' || column.type.name === 'record' ? 'text' : typeText(column.type)

const columnSql = (column: Column): string =>
  `${quoted(column.name)} ${columnType(column)}${column.nullable ? '' : ' NOT NULL'}`

function tableSql(table: Table): string {
  const { primaryKey, columns } = table
  const key = `CONSTRAINT ${quoted(primaryKeyName(table.name))} PRIMARY KEY (${list(primaryKey)})`
  const parts = [...columns.map(columnSql), ...(primaryKey.length > 0 ? [key] : [])]
  return `CREATE TABLE ${nameOf(table)} (${parts.join(', ')});`
}

function commentsSql(table: Table): string[] {
  const said = table.columns.filter((column) => column.description !== '' && column.description !== column.name)
  return [
    ...(table.description === '' ? [] : [`COMMENT ON TABLE ${nameOf(table)} IS ${literal(table.description)};`]),
    ...said.map((c) => `COMMENT ON COLUMN ${nameOf(table)}.${quoted(c.name)} IS ${literal(c.description)};`),
  ]
}

/** A key to a table that is not there, or to a column that is not its key, cannot be stated. */
function foreignKeysSql(table: Table, tables: ReadonlyMap<string, Table>): string[] {
  return table.columns.flatMap(({ name, references }) => {
    const target = references && tables.get(`${references.schema}.${references.table}`)
    if (target?.primaryKey.length !== 1 || target.primaryKey[0] !== references?.column) return []
    const key = quoted(foreignKeyName(table.name, name))
    return [
      `ALTER TABLE ${nameOf(table)} ADD CONSTRAINT ${key} FOREIGN KEY (${quoted(name)}) REFERENCES ${nameOf(target)};`,
    ]
  })
}

/** One text for all tables, replacing what was there before. The same tables give the same text. */
export function mirrorSql(given: readonly Table[]): string {
  const tables = given.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  const known = new Map(tables.map((table) => [`${table.schema}.${table.name}`, table]))
  const schemas = [...new Set([mainSchema, ...tables.map(({ schema }) => schema)])]
  return [
    ...schemas.flatMap((schema) => [
      `DROP SCHEMA IF EXISTS ${quoted(schema)} CASCADE;`,
      `CREATE SCHEMA ${quoted(schema)};`,
    ]),
    ...tables.map(tableSql),
    ...tables.flatMap((table) => foreignKeysSql(table, known)),
    ...tables.flatMap(commentsSql),
  ].join('\n')
}
