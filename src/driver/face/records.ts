import type { LoadedRow, LoadOptions, LoadResult, LoadSource } from './load.ts'
import type { JsValue, Result, RowObject } from './result.ts'

/** How a column and a value are compared; case and blanks around do not matter. */
export type ConditionOperator =
  | '='
  | '!='
  | '<>'
  | '<'
  | '<='
  | '>'
  | '>='
  | 'in'
  | 'not in'
  | 'between'
  | 'not between'
  | 'like'
  | 'not like'
  | 'starts with'
  | 'ends with'
  | 'contains'
  | 'is null'
  | 'is not null'

export type ConditionValue = JsValue | bigint

export interface ConditionOptions {
  /** How a text tells a date or a time, in `to_timestamp`’s words: `DD.MM.YYYY HH24:MI`. Default: ISO 8601. */
  readonly format?: string
  /** A time without offset is UTC (the default), or the connection’s own (`false`). */
  readonly utc?: boolean
}

/** A test of one column, made by `condition`. */
export interface Condition {
  readonly field: string
  readonly operator: ConditionOperator
  readonly value: ConditionValue | readonly ConditionValue[] | undefined
  readonly format: string | undefined
  readonly utc: boolean
}

/**
 * Which records are meant: a condition, several (all must hold), or Zoho’s criteria text
 * `((City:equals:Paris)and(Amount:greater_than:5))`.
 */
export type Filter = Condition | readonly Condition[] | string | null

export interface ReadOptions {
  readonly filter?: Filter
  /** Columns, paths along lookups too (`Account_Name.Industry`). Default: all. */
  readonly fields?: string | readonly string[]
  /** `Amount`, `-Amount` or `Amount desc`, one or several. Default `id`. */
  readonly orderBy?: string | readonly string[]
  /** Records at the most. Default: all. */
  readonly limit?: number
  /** Records between two calls of `onProgress` at the least. Default 200. */
  readonly pageSize?: number
  /** Told of the records that have come. */
  readonly onProgress?: (progress: { readonly done: number }) => void
  readonly signal?: AbortSignal
}

/** What writing one record may have otherwise. */
export type RecordOptions = Pick<LoadOptions, 'triggers' | 'dryRun' | 'signal'>

/** A record’s columns and their values; a lookup may be `{ id }`. */
export type RecordData = Readonly<Record<string, unknown>>

/** A record as it was given, its id, and Zoho’s words. */
export type WrittenRecord = LoadedRow<RecordData> & { readonly id: string }

/**
 * The records of one table, in the words of ConnectX. Each method is one statement; tests of texts are exact, as in SQL.
 *
 * @example
 * const leads = db.records('Leads')
 * console.log(await leads.count(condition('City', '=', 'Paris')))
 */
export interface Records {
  /**
   * @example
   * await leads.count('(City:equals:Paris)')
   */
  count(filter?: Filter, options?: { readonly signal?: AbortSignal }): Promise<number>
  /**
   * @example
   * await leads.read({ filter: condition('City', 'in', ['Paris', 'Rome']), fields: ['id', 'Last_Name'], limit: 10 })
   */
  read<Row = RowObject>(options?: ReadOptions): Promise<Result<Row>>
  /**
   * One record with all its columns; undefined where there is none.
   *
   * @example
   * const lead = await leads.retrieve('5725767000000000004')
   */
  retrieve<Row = RowObject>(id: string | bigint, options?: { readonly signal?: AbortSignal }): Promise<Row | undefined>
  /**
   * Makes a record, or several.
   *
   * @example
   * const { id } = await leads.create({ Last_Name: 'Noether' }, { triggers: 'none' })
   * @throws {ZohoSqlError} 23502, 23505 … where Zoho refuses it
   */
  create(data: RecordData, options?: RecordOptions): Promise<WrittenRecord>
  create(data: readonly RecordData[], options?: RecordOptions): Promise<WrittenRecord[]>
  /**
   * Changes a record; its id may stand among the data.
   *
   * @example
   * await leads.update({ City: 'Göttingen' }, '5725767000000000004')
   */
  update(data: RecordData, id?: string | bigint, options?: RecordOptions): Promise<WrittenRecord>
  update(data: readonly RecordData[], id?: undefined, options?: RecordOptions): Promise<WrittenRecord[]>
  /**
   * Deletes a record, or several.
   *
   * @example
   * await leads.delete('5725767000000000004')
   */
  delete(id: string | bigint, options?: RecordOptions): Promise<WrittenRecord>
  delete(ids: readonly (string | bigint)[], options?: RecordOptions): Promise<WrittenRecord[]>
  /**
   * Changes the record that has the key’s value, or makes one.
   *
   * @example
   * await leads.integrate({ Last_Name: 'Noether', Email: 'e@example.test' }, 'Email')
   * @throws {ZohoSqlError} 21000 several records have it
   */
  integrate(data: RecordData, key: string | readonly string[], options?: RecordOptions): Promise<WrittenRecord>
  integrate(
    data: readonly RecordData[],
    key: string | readonly string[],
    options?: RecordOptions,
  ): Promise<WrittenRecord[]>
  /**
   * `db.load` into this table.
   *
   * @example
   * await leads.load(rows, { action: 'upsert', key: 'Email', onError: 'continue' })
   */
  load<Row extends object = RowObject>(rows: LoadSource<Row>, options?: LoadOptions<Row>): Promise<LoadResult<Row>>
}
