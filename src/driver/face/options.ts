import type { ZohoSqlError } from '../../base/errors.ts'

/** Values by place (`?`, `$n`) or by name (`:name`). */
export type Parameters = readonly unknown[] | Readonly<Record<string, unknown>>

/** A statement: its text, or text and values together. */
export type Sql =
  | string
  | {
      readonly text: string
      /** Values by place or by name. */
      readonly values?: Parameters
      /** See {@link QueryOptions.rowMode}. */
      readonly rowMode?: 'object' | 'array'
    }

/**
 * What npm `odbc` calls when something is done: with `null` and the result, or with the error.
 *
 * @example
 * db.query('SELECT count(*) AS n FROM Leads', (error, rows) => console.log(error ?? rows[0].n))
 */
// As a method, so that a program may leave `null` out of its callback's types, as npm odbc's declarations do.
export type Callback<T> = { told(error: ZohoSqlError | null, result: T): unknown }['told']

/** What one statement may have otherwise than its connection. */
export interface QueryOptions {
  /** Ends the statement: no further call begins. */
  readonly signal?: AbortSignal | undefined
  /** Seconds that the statement may take; 0: any number. */
  readonly timeout?: number
  /** Rows as objects by the columns' names (the default), or as arrays in the columns' order. */
  readonly rowMode?: 'object' | 'array'
  /** Of a statement that writes: everything but the writing calls; the rows tell what would change. */
  readonly dryRun?: boolean
  /** Of npm `odbc`; values of any length come whole here. */
  readonly initialBufferSize?: number
}

export interface CursorOptions extends QueryOptions {
  /** `true` for a {@link Cursor} instead of all rows; a name does the same, as in npm `odbc`. */
  readonly cursor: boolean | string
  /** Rows of one `fetch`. Default 1. */
  readonly fetchSize?: number
}

/** What a request of one's own to Zoho has. */
export interface RequestOptions {
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  /** Sent as JSON. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}
