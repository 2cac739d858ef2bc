import type { FormatColumn, FormatRow } from '../format/index.ts'

export interface DatabaseTableName {
  readonly schema?: string
  readonly name: string
}

/** What one SQL text gave. */
export interface DatabaseAnswer {
  readonly columns: readonly string[]
  /** Values as JSON has them: whole numbers and decimals that a double would change as texts, instants as ISO texts. */
  readonly rows: readonly (readonly (null | boolean | number | string)[])[]
  /** Rows written, where the statement writes. */
  readonly count: number
}

/**
 * - `create`: the table must not be there yet.
 * - `replace`: what was there is dropped.
 * - `append`: rows are added.
 * - `upsert`: rows whose keys are there are updated, the others added; of several rows with the same keys the last wins.
 */
export type LoadMode = 'create' | 'replace' | 'append' | 'upsert'

export interface TableLoad {
  readonly table: DatabaseTableName
  /** Named as the table's columns are. */
  readonly columns: readonly FormatColumn[]
  readonly batches: AsyncIterable<readonly FormatRow[]>
  readonly mode: LoadMode
  /** Append and upsert: make the table where it is missing. */
  readonly mayCreate?: boolean
  /** Upsert: the columns that tell rows apart. */
  readonly keys?: readonly string[]
  /** SQL that runs first, in the same transaction. */
  readonly before?: string
  /** Given, a row that the table does not take is told here and left out; else it ends the load. */
  readonly refused?: (row: FormatRow, reason: string) => void
  readonly wrote?: (rows: number) => void
  readonly signal: AbortSignal
}

export interface LoadedRows {
  readonly rows: number
  readonly skipped: number
  /** Of the values as they were sent. */
  readonly bytes: number
}

/** @throws in all calls {ZohoSqlError} DATABASE_FAILED with the database's own SQLSTATE in the message */
export interface Database extends AsyncDisposable {
  readonly kind: 'postgres' | 'sqlite'
  /** Runs a SQL text as it is; of several statements the last one's rows are given. */
  run(
    sql: string,
    parameters?: readonly (null | boolean | number | string)[],
    signal?: AbortSignal,
  ): Promise<DatabaseAnswer>
  load(load: TableLoad): Promise<LoadedRows>
  /** A table's columns; undefined where there is no such table. */
  columns(table: DatabaseTableName): Promise<readonly string[] | undefined>
  /** The columns of its primary key, none where it has none. */
  primaryKey(table: DatabaseTableName): Promise<readonly string[]>
  close(): Promise<void>
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

export const quotedTable = ({ schema, name }: DatabaseTableName): string =>
  schema === undefined ? quoted(name) : `${quoted(schema)}.${quoted(name)}`

/** Where an upsert's rows wait until they are all there; the number says which of two rows was last. */
export const stageName = 'zohosql_rows'
export const stageOrder = 'zohosql_row'

/** The two statements of an upsert from the staged rows, and how many rows they stand for. */
export function upsertStatements(table: string, columns: readonly string[], keys: readonly string[]) {
  const stage = quoted(stageName)
  const order = quoted(stageOrder)
  const same = (a: string, b: string): string =>
    keys.map((key) => `${a}.${quoted(key)} IS NOT DISTINCT FROM ${b}.${quoted(key)}`).join(' AND ')
  const others = columns.filter((name) => !keys.includes(name))
  const list = columns.map(quoted).join(', ')
  const set = others.map((name) => `${quoted(name)} = s.${quoted(name)}`).join(', ')
  return {
    /** Of rows with the same keys, all but the last. */
    unique: `DELETE FROM ${stage} AS a WHERE EXISTS (SELECT 1 FROM ${stage} AS b WHERE ${same('a', 'b')} AND b.${order} > a.${order})`,
    update:
      others.length === 0 ? undefined : `UPDATE ${table} AS t SET ${set} FROM ${stage} AS s WHERE ${same('t', 's')}`,
    insert: `INSERT INTO ${table} (${list}) SELECT ${list} FROM ${stage} AS s WHERE NOT EXISTS (SELECT 1 FROM ${table} AS t WHERE ${same('t', 's')}) ORDER BY ${order}`,
  }
}
