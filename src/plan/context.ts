import type { Value } from '../base/types.ts'
import type { Expr } from '../engine/tree.ts'
import type { Offer, Table, Want } from '../source/index.ts'

/** What planning needs from outside. All of it is pure. */
export interface PlanContext {
  /** False: whole tables are read and everything is decided here. */
  readonly pushdown: boolean
  /** False: a service refused to group although it had offered to. */
  readonly grouping: boolean
  readonly offer: (want: Want) => Offer
  /** The value of an expression without columns, or undefined when it has none before the query runs. */
  readonly evaluate: (expr: Expr) => { readonly value: Value } | undefined
  readonly describe: (expr: Expr) => string
  readonly tableOf: (schema: string, name: string) => Table | undefined
}
