import type { SqlType, Value } from '../base/types.ts'
import type { ColumnRef } from './table.ts'

export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>='

/** A constant in the type of the comparison, which is the type both sides were brought to. Never NULL. */
export interface Constant {
  readonly value: Exclude<Value, null>
  readonly type: SqlType
}

/**
 * A condition on one table in the few forms that a remote API may take: what `normalize` makes of a WHERE.
 * Its meaning is SQL's, under PostgreSQL's rules and three-valued logic; a row passes when it is true.
 * NOT has been pushed inwards to the leaves.
 */
export type Predicate =
  | {
      readonly kind: 'compare'
      readonly column: ColumnRef
      readonly op: ComparisonOperator
      readonly constant: Constant
    }
  | {
      readonly kind: 'in'
      readonly column: ColumnRef
      readonly constants: readonly Constant[]
      readonly negated: boolean
    }
  /** Pattern after its escapes were resolved: literal runs between wildcards (`%` any run, `_` one character). */
  | {
      readonly kind: 'like'
      readonly column: ColumnRef
      readonly pattern: readonly LikePart[]
      readonly ignoreCase: boolean
      readonly negated: boolean
    }
  | { readonly kind: 'null'; readonly column: ColumnRef; readonly negated: boolean }
  /** `has_value(multi_select_column, 'x')` */
  | { readonly kind: 'has'; readonly column: ColumnRef; readonly constant: Constant; readonly negated: boolean }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Predicate[] }
  /** Something only the local engine can decide; `why` says what it is. */
  | { readonly kind: 'opaque'; readonly why: string }
  | { readonly kind: 'constant'; readonly value: boolean }

/** A condition on one column. */
export type LeafPredicate = Exclude<Predicate, { kind: 'and' | 'or' | 'opaque' | 'constant' }>

export type LikePart = { readonly text: string } | '%' | '_'
