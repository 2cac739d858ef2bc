import type { Connection } from '../../src/driver/inner.ts'

/** All rows of a statement, flat. */
export async function all(db: Connection, sql: string): Promise<readonly (readonly unknown[])[]> {
  const rows: (readonly unknown[])[] = []
  for await (const batch of await db.open(sql, [])) rows.push(...batch)
  return rows
}
