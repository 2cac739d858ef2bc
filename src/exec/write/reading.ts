import { chunks } from '../../base/chunks.ts'
import type { Value } from '../../base/types.ts'
import type { Query } from '../../engine/tree.ts'
import type { Meter, ReadContext, Service, Table } from '../../source/index.ts'
import { type Account, contextOf } from '../account.ts'
import type { RowBatch } from '../query/index.ts'
import { QueryStatement } from '../statement.ts'

/** How a statement that writes reads: past every cache, and on the statement's own account. */
export interface WriteReading extends ReadContext {
  /** All rows of a text of ours. */
  ask(sql: string, values: readonly Value[]): Promise<RowBatch>
  table(schema: string, name: string): Promise<Table | undefined>
  service(schema: string): Service
}

/** A statement's reading also runs queries that it has bound. */
export interface QueryReading extends WriteReading {
  run(query: Query): AsyncIterable<RowBatch>
}

export function makeReading(account: Account, signal: AbortSignal, meter: Meter): WriteReading {
  const context = { ...contextOf(account, signal), meter }
  return {
    ...context,
    ask: async (sql, values) => {
      const statement = await QueryStatement.prepare(sql, values, account, signal, { meter })
      const rows: (readonly Value[])[] = []
      for await (const some of statement.rows(signal)) rows.push(...some)
      return rows
    },
    table: (schema, name) => account.catalog.find([schema, name], context),
    service: (schema) => account.catalog.service(schema),
  }
}

/** A name as SQL has it. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

export const tableName = ({ schema, name }: Pick<Table, 'schema' | 'name'>): string =>
  `${quoted(schema)}.${quoted(name)}`

/** `($1, $2, …)` */
export const placesOf = (values: readonly unknown[], first = 1): string =>
  `(${values.map((_, i) => `$${first + i}`).join(', ')})`

/** So many values go into one question. */
export const valuesPerQuestion = 1000

/** Values of a column of which rows have one. */
export interface WithinParents {
  readonly column: string
  readonly values: readonly Value[]
}

/** Rows whose column holds one of the values. @param within what else is known of them, to find them by */
export async function rowsWith(
  reading: WriteReading,
  table: Table,
  columns: readonly string[],
  column: string,
  values: readonly Value[],
  within?: WithinParents,
): Promise<RowBatch> {
  const select = `SELECT ${columns.map(quoted).join(', ')} FROM ${tableName(table)} WHERE ${quoted(column)} IN `
  const also = (first: number): string =>
    within ? ` AND ${quoted(within.column)} IN ${placesOf(within.values, first)}` : ''
  const parts = await Promise.all(
    chunks(values, valuesPerQuestion).map((some) =>
      reading.ask(select + placesOf(some) + also(some.length + 1), [...some, ...(within?.values ?? [])]),
    ),
  )
  return parts.flat()
}
