import type { Outcome, ZohoSqlError } from '../base/errors.ts'
import type { Value } from '../base/types.ts'
import type { ReadContext } from './context.ts'
import type { ChangeAction, Column, Table } from './table.ts'
import type { RoadName } from './want.ts'

/** What is to be done with rows of one table; the rows themselves come in batches. */
export interface Change {
  readonly table: Table
  readonly action: ChangeAction
  /** What rows carry, in order. Of update and delete the primary key is among them. */
  readonly columns: readonly Column[]
  /** upsert: the columns that tell whether a row is there already. */
  readonly key: readonly Column[]
  /** How many, where that is known. */
  readonly rows: number | undefined
  /** Each row sets every column. */
  readonly whole: boolean
  /** Of tables whose rows are parts of other records, once it is known. */
  readonly owners?: Owners
  /** Each row sets the same values, the key aside; undefined where that is not known. */
  readonly uniform?: boolean
}

/** In the order of {@link Change.columns}; undefined: not set, the remote system's default or old value stays. */
export interface ChangeRow {
  /** Place among the rows of the statement, from 0. */
  readonly index: number
  readonly values: readonly (Value | undefined)[]
  /** For each value that is the id of a looked-up record: the table it was found in. */
  readonly leads?: readonly (string | undefined)[]
  /** Id of the record that the row is part of. */
  readonly owner?: string
}

/** The records that a table's rows are parts of. */
export interface Owners {
  /** The column of the rows that holds the owner's id. */
  readonly column: Column
  /** Whether a call has to name the rows that are to stay as they are. */
  readonly namesAll: boolean
  /** The service's own. */
  readonly handle: unknown
}

export interface ChangeOptions {
  /** A road that must be taken where it can; `auto` lets the service choose. */
  readonly road: RoadName | 'auto'
  /** What the remote system runs by itself after a write; `default`: all of it. */
  readonly triggers: 'default' | 'none' | readonly string[]
}

/** How a change would be sent. Nothing was asked for it. */
export interface ChangeOffer {
  readonly schema: string
  readonly road: RoadName
  /** Rows of one batch at the most. */
  readonly batchRows: number
  /** Which rows go together, as their places, where not any that follow one another may; at most so many in one. */
  readonly batches?: (rows: readonly ChangeRow[], size: number) => readonly (readonly number[])[]
  /** What so many rows cost; where rows are parts of other records, so many of those. */
  readonly price: (rows: number) => { readonly calls: number; readonly credits: number }
  /** The requests as text, for EXPLAIN. */
  readonly text: readonly string[]
  /** Roads not taken, and why. */
  readonly notes: readonly string[]
  /** The service's own. */
  readonly request: unknown
}

/** What came of sending one batch. It is sent once: whether it may be sent again is for the caller to find out. */
export type Sent =
  /** Rows that are not among the outcomes have not left: they went one by one, and something had to be seen to first. */
  | { readonly kind: 'answered'; readonly outcomes: readonly Outcome[] }
  /** The whole batch was refused before any row of it was looked at. */
  | { readonly kind: 'refused'; readonly error: ZohoSqlError }
  /**
   * `mayArrive`: the remote system may act on it even now; else it has ended, whatever it did. `busy`: it was turned away
   * for being one too many; `waitMs`: and asks not to be called for so long. Where rows went one by one, `outcomes` tells
   * of those before the lost one, `unsent` names the places of those after it.
   */
  | {
      readonly kind: 'lost'
      readonly mayArrive: boolean
      readonly busy?: boolean
      readonly waitMs?: number
      readonly error: ZohoSqlError
      readonly outcomes?: readonly Outcome[]
      readonly unsent?: readonly number[]
    }

export interface WriteContext extends ReadContext {
  /** Asked right before anything leaves this machine; false: it stays here. */
  readonly mayBegin?: () => boolean
  /** By owner: ids of all rows that it has. */
  readonly siblings?: ReadonlyMap<string, readonly string[]>
  /** Told the id of a job that carries the batch; before it is asked for, `''`. */
  readonly onJob?: (job: string) => void
}

/** The writing half of a service. */
export interface Writer {
  /**
   * Pure: no I/O.
   *
   * @throws {ZohoSqlError} where no row of the change can be written: 42501, 428C9, 0A000
   */
  offer(change: Change, options: ChangeOptions): ChangeOffer
  /**
   * Sends one batch, once.
   *
   * @throws {ZohoSqlError} where the remote system looked at no row: 08001, 28000, 53400, 57014
   */
  send(offer: ChangeOffer, change: Change, rows: readonly ChangeRow[], context: WriteContext): Promise<Sent>
  /**
   * Whether the token may do this at all, as far as it tells: asked before anything of the statement is read.
   *
   * @throws {ZohoSqlError} 42501 with the scope that it lacks
   */
  allow(change: Pick<Change, 'table' | 'action'>, context: ReadContext): Promise<void>
  /**
   * Of tables whose rows are parts of other records: which those are. Reads metadata only.
   *
   * @throws {ZohoSqlError} 0A000 where none is known to have such rows · 42501 where they may not be changed
   */
  owners?(table: Table, context: ReadContext): Promise<Owners>
  /**
   * What became of a batch that a job carries, begun by a process that is no more.
   *
   * @param rows in the order in which they were sent
   */
  resume?(job: string, change: Change, rows: readonly ChangeRow[], context: ReadContext): Promise<Sent>
  /** Id of the user that rows are written as. */
  user(context: ReadContext): Promise<string>
  /** The remote system's clock in milliseconds since 1970; undefined until an answer has told it. */
  now(): number | undefined
  /** The account it writes to: statements of all its connections may make records that are the same. */
  readonly account: string
}
