import type { Value } from '../base/types.ts'
import type { ServiceAccount } from './account.ts'
import type { Writer } from './change.ts'
import type { ReadContext } from './context.ts'
import type { Procedure } from './procedure.ts'
import type { ColumnRef, Table, TableName } from './table.ts'
import type { Offer, OfferOptions, RoadName, Scan, Want } from './want.ts'

/** Some rows of a scan: flat, in the order of {@link Scan.columns}. */
export interface Page {
  readonly rows: readonly (readonly Value[])[]
}

/**
 * A scan that turned out impossible after it was offered (COQL refused, a lower limit): the planner asks for a new
 * offer, which will differ because the service has learned.
 */
export class ScanRefused extends Error {
  override readonly name = 'ScanRefused'
  /** Set where nothing was learned for the future: this statement has to do without. */
  readonly avoid: 'grouping' | undefined

  constructor(message: string, cause?: unknown, avoid?: 'grouping') {
    super(message, { cause })
    this.avoid = avoid
  }
}

/** A remote system as the planner sees it. CRM, Desk and the system tables all look like this. */
export interface Service {
  readonly schema: string
  /** Its ways of reading, each with what it is, in a few words. */
  readonly roads: Readonly<Record<RoadName, string>>
  /** Whose data it is; absent where the service makes its rows of what others tell. */
  readonly account?: ServiceAccount
  /** Absent: nothing can be written. */
  readonly writer?: Writer
  /** What it does besides reading and writing rows. */
  readonly procedures?: readonly Procedure[]
  /** Names of all tables: metadata of the whole, one or few calls, remembered for `metadataTtl`. */
  tables(context: ReadContext): Promise<readonly TableName[]>
  /** One table with its columns, or undefined when there is none of exactly this name. */
  table(name: string, context: ReadContext): Promise<Table | undefined>
  /**
   * Asks the remote system again next time: for the columns of a table, or for the list of tables. False, and nothing
   * is done, when that is so new that asking again would tell nothing.
   */
  forget?(table?: string): boolean
  /** Rows of a whole table, where statements before counted them in passing. No I/O. */
  expectedRows?(table: Table): number | undefined
  /** Pure: no I/O. */
  offer(want: Want, options: OfferOptions): Offer
  /**
   * The rows, page by page, complete or an error.
   *
   * @throws {ScanRefused} before the first page only.
   */
  read(scan: Scan, context: ReadContext): AsyncIterable<Page>
  /** What became of a table's rows since they were copied; absent where the service cannot tell. */
  changes?(wish: ChangesWish, context: ReadContext): AsyncIterable<ChangedRows>
}

/** What a copy of a table needs to stay fresh. */
export interface ChangesWish {
  readonly table: Table
  readonly columns: readonly ColumnRef[]
  /** Milliseconds since 1970: the `until` of what was kept last, or when the first copy began. */
  readonly since: number
}

/** Some of the changes. Telling a row twice does no harm, so services may begin earlier than they were told to. */
export interface ChangedRows {
  /** Rows that were written, as they are now; flat, in the order of the wanted columns. */
  readonly rows: readonly (readonly Value[])[]
  /** Values of the table's primary key (of one column) whose rows are there no more. */
  readonly deleted: readonly Value[]
  /** Once this and all before it is kept, the next wish may begin here. */
  readonly until: number
}
