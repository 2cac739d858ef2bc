import type { Outcome } from '../../base/errors.ts'
import type { RowObject } from './result.ts'

/** What is to be done with the rows of a load. */
export type LoadAction = 'insert' | 'update' | 'upsert' | 'delete' | 'retrieve'

/** How far a load has come. */
export interface LoadProgress {
  readonly done: number
  /** Undefined while the rows still come. */
  readonly total: number | undefined
  readonly written: number
  readonly rejected: number
  readonly calls: number
  readonly credits: number
}

export interface LoadOptions {
  /** Default `insert`. */
  readonly action?: LoadAction
  /** Columns that tell records apart. Default `id`. */
  readonly key?: string | readonly string[]
  /** Another row in place of each. */
  readonly transform?: (row: Readonly<Record<string, unknown>>, index: number) => Readonly<Record<string, unknown>>
  /** For each column, values of the rows and what they are in Zoho: `{ Lead_Source: { web: 'Web Download' } }`. */
  readonly picklists?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Records of one call. Default: as many as one may have. */
  readonly batchSize?: number
  /** Calls side by side at the most. */
  readonly concurrency?: number
  /** Default `stop`: nothing is sent while a row is wrong, and nothing more once Zoho has refused one. */
  readonly onError?: 'stop' | 'continue'
  readonly triggers?: 'default' | 'none' | readonly string[]
  readonly road?: 'auto' | 'records' | 'bulk'
  /** Everything but the writing calls. */
  readonly dryRun?: boolean
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: LoadProgress) => void
}

/** A row as it was given, and what became of it. */
export type LoadedRow<Row> = Row & {
  readonly success: boolean
  readonly message: string
  readonly id: string | null
  readonly outcome: Outcome['outcome'] | 'retrieved' | 'planned'
}

export interface LoadResult<Row> {
  /** In the order given. */
  readonly rows: readonly LoadedRow<Row>[]
  readonly written: number
  readonly rejected: number
  readonly unknown: number
  readonly stats: {
    readonly calls: number
    readonly credits: number
    readonly elapsedMs: number
    readonly notices: readonly string[]
  }
}

/** What became of one row of a stream: see {@link LoadedRow}. */
export interface LoadOutcome extends Outcome {
  readonly success: boolean
}

/** A test of one column, or Zoho's criteria text. */
export type Filter = Condition | readonly Condition[] | string

/** Made with `condition`. */
export interface Condition {
  readonly field: string
  readonly operator: string
  readonly value: unknown
}

export interface ReadOptions {
  readonly filter?: Filter
  /** Default: all columns. */
  readonly fields?: readonly string[]
  /** `Amount DESC`, `id`: as in SQL. */
  readonly orderBy?: string | readonly string[]
  readonly limit?: number
  /** Rows between two calls of `onProgress`. */
  readonly pageSize?: number
  readonly onProgress?: (rows: number) => void
  readonly signal?: AbortSignal
}

type Given = Readonly<Record<string, unknown>>
type Writing = Pick<LoadOptions, 'triggers' | 'dryRun' | 'signal'>

/** The records of one module, one call at a time: each is a statement. */
export interface Records {
  /**
   * @example
   * await db.records('Leads').count(condition('Lead_Source', '=', 'Web'))
   */
  count(filter?: Filter): Promise<number>
  /**
   * @example
   * await db.records('Deals').read({ filter: condition('Amount', '>=', 1000), fields: ['Deal_Name'], limit: 10 })
   */
  read<Row = RowObject>(options?: ReadOptions): Promise<Row[]>
  /**
   * One record, or undefined where there is none.
   *
   * @example
   * await db.records('Leads').retrieve('5725767000000000004')
   */
  retrieve<Row = RowObject>(id: string): Promise<Row | undefined>
  /**
   * Makes a record and gives its id.
   *
   * @example
   * const { id } = await db.records('Leads').create({ Last_Name: 'Adams' }, { triggers: 'none' })
   * @throws {ZohoSqlError} why it was refused
   */
  create(data: Given, options?: Writing): Promise<{ readonly id: string }>
  /**
   * @example
   * await db.records('Leads').update({ Company: 'Zylker' }, '5725767000000000004')
   */
  update(data: Given, id: string, options?: Writing): Promise<{ readonly id: string }>
  /**
   * @example
   * await db.records('Leads').delete('5725767000000000004')
   */
  delete(id: string, options?: Writing): Promise<{ readonly id: string }>
  /**
   * Updates the record that has the key's value, else makes one.
   *
   * @example
   * await db.records('Leads').integrate({ Email: 'a@example.test', Last_Name: 'Adams' }, 'Email')
   */
  integrate(data: Given, key: string | readonly string[], options?: Writing): Promise<{ readonly id: string }>
  /** As {@link Connection.load}. */
  load<Row extends object>(rows: Iterable<Row> | AsyncIterable<Row>, options?: LoadOptions): Promise<LoadResult<Row>>
}
