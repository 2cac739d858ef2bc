import type { SqlType } from '../../base/types.ts'

export type FunctionKind = 'scalar' | 'aggregate' | 'window' | 'set'

/**
 * A function or operator after overload resolution. `key` names its row in the function table, from which the engine
 * takes how SQLite computes it.
 */
export interface ResolvedFunction {
  readonly key: string
  /** As the user knows it: `lower`, `+`. */
  readonly name: string
  readonly kind: FunctionKind
  /** The types its arguments must be cast to. */
  readonly args: readonly SqlType[]
  readonly result: SqlType
  /** Same arguments, same result: may be folded to a constant before planning. now() is stable, so it may; random() is volatile. */
  readonly volatile: boolean
  /** Needs the names of the catalogue. */
  readonly catalogue?: true
}

/** A key of an ORDER BY, printed for SQLite. */
export interface PrintedKey {
  /** The value itself, in its own representation. */
  readonly value: string
  readonly type: SqlType
  /** As a term of an ORDER BY: comparison key, direction and place of NULLs. */
  readonly term: string
  readonly descending: boolean
  readonly nullsFirst: boolean
}

/** An aggregate or window call whose parts were printed for SQLite; a window call has `over`. */
export interface PrintedCall {
  /** None for `count(*)`. */
  readonly args: readonly string[]
  readonly argTypes: readonly SqlType[]
  readonly distinct: boolean
  /** Inside the parentheses. */
  readonly orderBy: readonly PrintedKey[]
  readonly withinGroup: readonly PrintedKey[]
  /** The condition of FILTER. */
  readonly filter?: string
  /** `(PARTITION BY … ORDER BY … ROWS …)` */
  readonly over?: string
}

/**
 * What the printer of queries calls, and this folder's `index.ts` gives. Every text is an expression that SQLite may
 * use in any place: it brings its own parentheses, and may repeat an argument.
 */
export interface FunctionPrinter {
  /** Scalar functions and operators. */
  printCall(fn: ResolvedFunction, args: readonly string[]): string
  /** Aggregates and window functions, with FILTER and OVER. */
  printAggregate(fn: ResolvedFunction, call: PrintedCall): string
  /** A table-valued function for FROM: `name(args)` with columns `c0`, `c1` …, whose `rowid` counts from 1. */
  printSet(fn: ResolvedFunction, args: readonly string[]): string
  printCast(value: string, from: SqlType, to: SqlType): string
  printLike(op: 'like' | 'ilike' | 'similar', value: string, pattern: string, escapeBy: string | undefined): string
  /** `ARRAY[a, b]`. */
  printArray(items: readonly string[], element: SqlType): string
  /** `ARRAY(SELECT value …)`: an aggregate that gives an empty array for no rows. */
  printArrayAggregate(value: string, element: SqlType): string
  /**
   * What SQLite compares, sorts and groups by in place of the value: the value itself for most types, a key for those
   * whose equal values may differ in representation or whose representation does not sort (interval, arrays, char).
   */
  comparisonKey(value: string, type: SqlType): string
}
