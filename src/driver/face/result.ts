import type { Outcome } from '../../base/errors.ts'
import type { ResultColumn } from '../../base/odbc-types.ts'
import type { SqlType } from '../../base/types.ts'
import type { Callback } from './options.ts'

/** A value as JavaScript gets it. */
export type JsValue = null | boolean | number | string | Date

/** A row as it is when nothing more is said of it. */
export type RowObject = Record<string, JsValue>

/** One column of a result, as npm `odbc` describes it, and PostgreSQL's type with precision and length. */
export interface ColumnDescription extends ResultColumn {
  readonly sqlType: SqlType
}

/** What a statement cost and how it was answered. */
export interface Stats {
  /** HTTP exchanges with Zoho, metadata included. */
  readonly calls: number
  /** API credits that Zoho bills for them. */
  readonly credits: number
  /** Rows that Zoho sent. */
  readonly rowsFetched: number
  /** Bytes of answers as they travelled. */
  readonly bytes: number
  /** The API that carried the rows: `coql`, `records` …; several joined by `+`; `local` where none was asked. */
  readonly road: string
  readonly elapsedMs: number
  readonly retries: number
  /** All rows of the answer were read. */
  readonly complete: boolean
  /** What the user should know: fallbacks taken, columns missing, numbers that JavaScript rounds. */
  readonly notices: readonly string[]
}

/**
 * Rows of a query, with what npm `odbc` adds to them.
 *
 * @typeParam Row the shape of a row
 */
export interface Result<Row = RowObject> extends Array<Row> {
  readonly columns: ColumnDescription[]
  /** Rows of the result; of a statement that wrote, the rows written. */
  readonly count: number
  /** Of a statement that wrote, where some rows were not written and that did not end it: what became of each. */
  readonly outcomes?: readonly Outcome[]
  readonly statement: string
  readonly parameters: readonly unknown[] | Readonly<Record<string, unknown>>
  /** Of a procedure; always undefined, as with most drivers. */
  readonly return: undefined
  readonly stats: Stats
}

/** A result read in portions, as npm `odbc`'s cursor: `fetch` until `noData`, then `close`. */
export interface Cursor<Row = RowObject> extends AsyncDisposable {
  readonly columns: readonly ColumnDescription[]
  /** The last row has been fetched. */
  readonly noData: boolean
  /**
   * The next rows, at most `fetchSize`; none when there are no more.
   *
   * @example
   * while (!cursor.noData) for (const lead of await cursor.fetch()) console.log(lead)
   * @throws {ZohoSqlError} 08003 closed · HY010 while another fetch runs · whatever ended the statement
   */
  fetch(): Promise<Result<Row>>
  fetch(callback: Callback<Result<Row>>): undefined
  /**
   * Ends reading. Closing twice does no harm.
   *
   * @example
   * await cursor.close()
   */
  close(): Promise<void>
  close(callback: Callback<void>): undefined
}

/**
 * Rows one by one. The statement begins with the first row that is asked for.
 *
 * @example
 * for await (const lead of db.stream('SELECT * FROM Leads')) console.log(lead)
 */
export interface RowStream<Row = RowObject> extends AsyncIterable<Row> {
  /** The columns; asking for them begins the statement. */
  readonly columns: Promise<readonly ColumnDescription[]>
  /** What the statement has cost so far. */
  readonly stats: Promise<Stats>
}
