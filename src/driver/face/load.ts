import type { RowObject, Stats } from './result.ts'

/**
 * What is done with rows: `insert` makes records, `update` changes those that the key names, `upsert` does whichever fits,
 * `delete` deletes, `retrieve` reads. ConnectX’s words `create` and `integrate` are understood too, in any case.
 */
export type LoadAction = 'insert' | 'update' | 'upsert' | 'delete' | 'retrieve'

/** Rows of a load: a list, or whatever gives one after the other; of an async source no more is asked than can be sent. */
export type LoadSource<Row = object> = Iterable<Row> | AsyncIterable<Row>

/** How far a load is, told after each batch. */
export interface LoadProgress {
  /** Rows of which the outcome is known. */
  readonly done: number
  /** Rows in all; undefined where the source does not tell. */
  readonly total: number | undefined
  readonly written: number
  readonly rejected: number
  /** HTTP exchanges so far. */
  readonly calls: number
  /** API credits so far. */
  readonly credits: number
}

export interface LoadOptions<Row = object> {
  /** Default `insert`. */
  readonly action?: LoadAction | 'create' | 'integrate' | Uppercase<LoadAction | 'create' | 'integrate'>
  /**
   * Columns that tell records apart: of an upsert one or several; of update, delete and retrieve one. Default `id`; an
   * upsert by `id` inserts the rows that have none.
   */
  readonly key?: string | readonly string[]
  /** What is sent in a row’s place; the result shows the row as it was given. */
  readonly transform?: (row: Row, index: number) => object | Promise<object>
  /** By column: what stands for a value of the source. Other values stay. */
  readonly picklists?: Readonly<Record<string, Readonly<Record<string, string | null>>>>
  /** Records of one call, 1 to 100. Default 100. */
  readonly batchSize?: number
  /** Calls side by side, within what Zoho allows. Default 10. */
  readonly concurrency?: number
  /** When a row is refused: begin no further batch and fail (the default), or send all and tell. */
  readonly onError?: 'stop' | 'continue'
  /** What Zoho runs by itself after a write: `default` (all), `none`, or some of workflow, approval, blueprint, pathfinder, orchestration. */
  readonly triggers?: string | readonly string[]
  /** `records`, `bulk`, or `auto`. */
  readonly road?: 'auto' | 'records' | 'bulk'
  /** Everything but the writing calls: messages tell what would be done. */
  readonly dryRun?: boolean
  /** Ends the load: no further batch begins; the error tells of every row. */
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: LoadProgress) => void
}

/** What became of one row. */
export interface RowOutcome {
  /** It was written (or read); of a dry run: it would be. */
  readonly success: boolean
  /** Zoho’s words, or ours. */
  readonly message: string
  /** The record’s id, where it is known. */
  readonly id: string | null
  /**
   * `unknown`: Zoho’s answer was lost, and reading could not tell. `notSent`: the load ended before. `planned`: of a dry
   * run; the message is the action and the columns that change, `update {"Column":{"from":1,"to":2}}`.
   */
  readonly outcome: 'written' | 'rejected' | 'unknown' | 'notSent' | 'retrieved' | 'planned'
}

/** The row as it was given, and what became of it; of `retrieve` also the record’s columns. */
export type LoadedRow<Row = object> = Omit<Row, keyof RowOutcome> & RowOutcome

export interface LoadResult<Row = object> {
  /** In the order given. */
  readonly rows: LoadedRow<Row>[]
  readonly written: number
  readonly rejected: number
  /** Rows of which nobody knows whether they were written: look before you load them again. */
  readonly unknown: number
  readonly stats: Stats
}

/** Where a row of a stream stood. */
interface StreamedPlace {
  /** From 0. */
  readonly index: number
}

/** Outcomes one by one, in the order of the rows. Leaving the loop ends the load. */
export interface LoadStream<Row = object> extends AsyncIterable<LoadedRow<Row> & StreamedPlace> {
  /** What the load has cost so far. */
  readonly stats: Stats
}

/** Whatever loads rows. */
export interface Loading {
  /**
   * Writes many rows into a table, in batches side by side, and tells what became of each.
   *
   * All rows of a list (of up to 25,000) are checked before the first is sent. A lost answer is looked up by reading;
   * nothing is sent again that could be written twice.
   *
   * @example
   * const { rows, written } = await db.load('Leads', [{ Last_Name: 'Noether', Email: 'e@example.test' }], {
   *   action: 'upsert',
   *   key: 'Email',
   *   onError: 'continue',
   * })
   * console.log(written, rows.filter(({ success }) => !success))
   * @throws {ZohoSqlError} 42703 no such column · 428C9 a column that cannot be set · the SQLSTATE of the first refusal,
   * unless `onError` is `continue`; `outcomes` tells of every row
   */
  load<Row extends object = RowObject>(
    table: string,
    rows: LoadSource<Row>,
    options?: LoadOptions<Row>,
  ): Promise<LoadResult<Row>>
  /**
   * The same for any number of rows: no more of them are held than are being sent, and none is asked for before there is
   * room.
   *
   * @example
   * for await (const { success, message } of db.loadStream('Leads', source, { onError: 'continue' }))
   *   if (!success) console.error(message)
   * @throws {ZohoSqlError} as `load`, after the outcomes that are known
   */
  loadStream<Row extends object = RowObject>(
    table: string,
    rows: LoadSource<Row>,
    options?: LoadOptions<Row>,
  ): LoadStream<Row>
}
