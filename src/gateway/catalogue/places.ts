/** Where the catalogue has the columns of Zoho's tables: object ids and numbers that clients look names up by. */

interface Place {
  readonly table: number
  readonly place: number
}

/** The place of a column; undefined for one that the catalogue does not have. */
export type Places = (table: { readonly schema: string; readonly name: string }, column: string) => Place | undefined

export const placesSql = `SELECT n.nspname, c.relname, a.attname, c.oid, a.attnum
  FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND a.attnum > 0 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`

export function placesOf(rows: readonly (readonly (string | null)[])[]): Places {
  const byName = new Map<string, Place>()
  for (const [schema, table, column, oid, number] of rows) {
    byName.set(JSON.stringify([schema, table, column]), { table: Number(oid), place: Number(number) })
  }
  return ({ schema, name }, column) => byName.get(JSON.stringify([schema, name, column]))
}
