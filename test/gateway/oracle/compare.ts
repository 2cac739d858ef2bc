import { shownColumns, uniqueName } from '../../../src/base/names.ts'
import type { Connection, Table } from '../../../src/driver/inner.ts'
import { mirrorSql } from './mirror.ts'
import { type Oracle, openOracle } from './postgres.ts'

/** A statement asked of both: of a session here, and of PostgreSQL over empty tables of the same names and types. */

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** Unique columns are keys here too. */
const uniqueKeys = (tables: readonly Table[]): string =>
  tables
    .flatMap(({ schema, name, columns, primaryKey }) =>
      columns
        .filter((column) => column.unique && !column.references && !primaryKey.includes(column.name))
        .map(
          (column) =>
            `ALTER TABLE ${quoted(schema)}.${quoted(name)} ADD CONSTRAINT ${quoted(uniqueName(name, column.name))} UNIQUE (${quoted(column.name)});`,
        ),
    )
    .join('\n')

/** Its columns by the names that the catalogue gives them. */
function asShown(table: Table): Table {
  const names = shownColumns(table)
  return { ...table, columns: table.columns.map((column) => ({ ...column, name: names.get(column.name)! })) }
}

export async function openMirror(db: Connection): Promise<Oracle> {
  const tables = (await db.schema()).map(asShown)
  return openOracle(`
    CREATE ROLE zohosql;
    CREATE ROLE me LOGIN IN ROLE zohosql;
    GRANT CREATE ON DATABASE zoho TO zohosql;
    SET ROLE zohosql;
    ${mirrorSql(tables)}
    ${uniqueKeys(tables)}
    RESET ROLE;
    DROP SCHEMA public CASCADE;
    SET SESSION AUTHORIZATION me;`)
}

/** Every number of an object by what the object is called, so that rows of both sides can be compared. */
export const numbersSql = `
  SELECT oid::text, 'relation ' || relnamespace::regnamespace || '.' || relname FROM pg_class WHERE oid > 1000
  UNION ALL SELECT oid::text, 'schema ' || nspname FROM pg_namespace
  UNION ALL SELECT oid::text, 'constraint ' || conname FROM pg_constraint WHERE conrelid <> 0
  UNION ALL SELECT oid::text, 'type ' || typname FROM pg_type WHERE typnamespace <> 11
  UNION ALL SELECT oid::text, 'role ' || rolname FROM pg_roles WHERE oid > 100`

/** Rows of PostgreSQL's own relations, whose columns differ from version to version. */
const own =
  /relation (pg_catalog|information_schema)\.|^pg_catalog \| pg_|^schema (pg_catalog|pg_toast|information_schema) \| (_?pg_|[a-z_]+ \| \d)/

type Row = readonly (string | null)[]

/** Rows as texts with names in the place of numbers, in an order of their own. */
export function comparable(rows: readonly Row[], names: ReadonlyMap<string, string>): string[] {
  const shown = (value: string | null): string =>
    value === null
      ? 'NULL'
      : (names.get(value) ?? value.replace(/\b\d{5,}\b/g, (number) => names.get(number) ?? number))
  return rows
    .map((row) => row.map(shown).join(' | '))
    .filter((row) => !own.test(row))
    .toSorted()
}
