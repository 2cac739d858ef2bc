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
}
