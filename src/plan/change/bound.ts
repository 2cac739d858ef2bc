import type { SqlType } from '../../base/types.ts'
import type { Expr, OutputColumn, Query } from '../../engine/tree.ts'
import type { Column, Table } from '../../source/index.ts'

/** A column that a statement gives values to. */
export interface AssignmentTarget {
  /** As the statement names it. */
  readonly column: Column
  /** What is sent: the column itself, or the id of what a lookup names. */
  readonly sets: Column
}

/**
 * A statement that writes, bound: a query for its rows, and what is to be done with them.
 *
 * The rows of {@link query} are: the primary key (not of insert), the values of the targets, the old values where they
 * were asked for ({@link before}), and what DELETE … RETURNING gives.
 */
export interface BoundChange {
  readonly action: 'insert' | 'update' | 'delete'
  readonly table: Table
  readonly targets: readonly AssignmentTarget[]
  readonly query: Query
  /** Cells that are DEFAULT: for each row of VALUES, the places of such targets. */
  readonly unset: readonly ReadonlySet<number>[] | undefined
  /**
   * Columns whose old values the rows carry; the parent of rows that are found below it alone, or that are parts of it, is
   * always among them.
   */
  readonly before: readonly Column[]
  /** A condition on a column of the table says which rows are meant. */
  readonly filtered: boolean
  readonly conflict: BoundConflict | undefined
  readonly returning: BoundReturning | undefined
  readonly parameters: {
    readonly types: readonly SqlType[]
    /** Where a parameter stands alone for a value: `row 2, column "Amount"`. */
    readonly places: ReadonlyMap<number, string>
  }
  readonly tables: readonly Table[]
}

export interface BoundConflict {
  readonly action: 'nothing' | 'update'
  /** Absent columns: each of these keys by itself counts. */
  readonly probes: readonly Probe[]
}

/**
 * Finds the rows that hold a key already. {@link query} reads `excluded`, a WITH query whose rows are put in when they
 * are known: the values of the targets and, last, the row's place. Its rows are: the record's id, the row's place, the
 * values that DO UPDATE sets, whether its WHERE lets it, and the old values.
 */
export interface Probe {
  /** Places of the key's columns among the targets. */
  readonly key: readonly number[]
  /** The table's own columns of the key, as the query reads them. */
  readonly held: readonly Expr[]
  readonly query: Query
  readonly sets: readonly AssignmentTarget[]
  readonly before: readonly Column[]
}

export interface BoundReturning {
  readonly columns: readonly OutputColumn[]
  /** Every column is the record's id: nothing need be read. */
  readonly idOnly: boolean
  /** Of insert and update: the id, then the columns, over the table as it is afterwards. */
  readonly query: Query | undefined
  /** Its id, to be limited to the records written. */
  readonly id: Expr | undefined
  /** Its parent, where rows are found below it alone. */
  readonly parent: Expr | undefined
}
