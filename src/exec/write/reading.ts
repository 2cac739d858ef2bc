import type { Value } from '../../base/types.ts'
import type { Query } from '../../engine/tree.ts'
import type { ReadContext, Service, Table } from '../../source/index.ts'
import type { Rows } from '../query/index.ts'

/** How a statement that writes reads: past every cache, and on the statement's own account. */
export interface Reading extends ReadContext {
  /** Rows of a bound query. */
  run(query: Query): AsyncIterable<Rows>
  /** All rows of a text of ours. */
  ask(sql: string, values: readonly Value[]): Promise<Rows>
  table(schema: string, name: string): Promise<Table | undefined>
  service(schema: string): Service
}

/** A name as SQL has it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

export const tableName = ({ schema, name }: Pick<Table, 'schema' | 'name'>): string =>
  `${quoted(schema)}.${quoted(name)}`

/** `($1, $2, …)` */
const placesOf = (values: readonly unknown[], first = 1): string =>
  `(${values.map((_, i) => `$${first + i}`).join(', ')})`

/** So many values go into one question. */
const valuesPerQuestion = 1000

export function chunks<T>(list: readonly T[], size = valuesPerQuestion): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size))
}

/** Rows whose column holds one of the values. */
export async function rowsWith(
  reading: Reading,
  table: Table,
  columns: readonly string[],
  column: string,
  values: readonly Value[],
): Promise<Rows> {
  const select = `SELECT ${columns.map(quoted).join(', ')} FROM ${tableName(table)} WHERE ${quoted(column)} IN `
  const parts = await Promise.all(chunks(values).map((some) => reading.ask(select + placesOf(some), some)))
  return parts.flat()
}
