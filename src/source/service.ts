import type { Value } from '../base/types.ts'
import type { Writer } from './change.ts'
import type { ReadContext } from './context.ts'
import type { Table, TableName } from './table.ts'
import type { Offer, OfferOptions, Scan, Want } from './want.ts'

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
  /** Absent: nothing can be written. */
  readonly writer?: Writer
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
}
