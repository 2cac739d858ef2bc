import type { Table } from '../../source/index.ts'
import { readCall } from '../call.ts'
import type { LoadOptions, LoadResult, LoadSource, Result } from '../face/index.ts'
import { tablePath } from '../names.ts'
import { collect, type ResultRows } from '../result.ts'

export type SignalOption = { readonly signal?: AbortSignal }

/** What the records of a table are read and written by. */
export interface RecordsSource {
  table(signal: AbortSignal | undefined): Promise<Table>
  read<Row>(
    sql: string,
    values: readonly unknown[],
    options: SignalOption,
    told?: (done: number) => void,
  ): Promise<Result<Row>>
  load<Row extends object>(rows: LoadSource<Row>, options: LoadOptions<Row>): Promise<LoadResult<Row>>
}

/** Of a connection, what the records of one of its tables need. */
interface RecordsConnection {
  table(path: readonly string[], options: SignalOption): Promise<Table>
  open(sql: string, values: readonly unknown[], options: SignalOption): Promise<ResultRows>
  load<Row extends object>(table: string, rows: LoadSource<Row>, options: LoadOptions<Row>): Promise<LoadResult<Row>>
}

export const recordsSource = (db: RecordsConnection, name: string): RecordsSource => ({
  table: (signal) => db.table(tablePath(name), signal ? { signal } : {}),
  read: async (sql, values, options, told) =>
    collect(await db.open(sql, values, options), readCall(sql, values, options, 'object'), told),
  load: (rows, options) => db.load(name, rows, options),
})
