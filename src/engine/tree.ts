import type { SqlType, Value } from '../base/types.ts'
import type { ColumnRef, Table } from '../source/table.ts'
import type { ResolvedFunction } from './functions/contract.ts'

/**
 * The bound query: every name resolved, every expression typed, every implicit conversion written out.
 * The binder makes it, the planner rewrites it, the engine prints it for SQLite. Relations have ids that are
 * unique in the whole statement, so a column needs no scope to be understood, and outer references look like others.
 */

export type Expr =
  | Literal
  | Parameter
  | ColumnExpr
  | Output
  | Logic
  | Not
  | Compare
  | IsNull
  | IsTruth
  | Distinct
  | InList
  | InQuery
  | Quantified
  | Exists
  | Scalar
  | ArrayQuery
  | Like
  | Case
  | Cast
  | Call
  | Aggregate
  | WindowCall
  | GroupingCall
  | ArrayItems

export interface Literal {
  readonly kind: 'literal'
  readonly value: Value
  readonly type: SqlType
}
/** A bound parameter: its value is handed over at execution. Numbered from 0. */
export interface Parameter {
  readonly kind: 'parameter'
  readonly index: number
  readonly type: SqlType
}
export interface ColumnExpr {
  readonly kind: 'column'
  readonly relation: number
  /** Name within the relation: {@link RelationColumn.name}. */
  readonly name: string
  readonly type: SqlType
}
/** In ORDER BY: the n-th (from 0) column of the query's own result. */
export interface Output {
  readonly kind: 'output'
  readonly index: number
  readonly type: SqlType
}
export interface Logic {
  readonly kind: 'and' | 'or'
  readonly terms: readonly Expr[]
  readonly type: SqlType
}
export interface Not {
  readonly kind: 'not'
  readonly operand: Expr
  readonly type: SqlType
}
/** Both sides have the same type (binder's casts). Rows have been taken apart already. */
export interface Compare {
  readonly kind: 'compare'
  readonly op: '=' | '<>' | '<' | '<=' | '>' | '>='
  readonly left: Expr
  readonly right: Expr
  readonly type: SqlType
}
export interface IsNull {
  readonly kind: 'isNull'
  readonly operand: Expr
  readonly negated: boolean
  readonly type: SqlType
}
export interface IsTruth {
  readonly kind: 'isTruth'
  readonly operand: Expr
  readonly test: 'true' | 'false' | 'unknown'
  readonly negated: boolean
  readonly type: SqlType
}
export interface Distinct {
  readonly kind: 'distinct'
  readonly left: Expr
  readonly right: Expr
  /** True: IS NOT DISTINCT FROM. */
  readonly negated: boolean
  readonly type: SqlType
}
export interface InList {
  readonly kind: 'inList'
  readonly operand: Expr
  readonly items: readonly Expr[]
  readonly negated: boolean
  readonly type: SqlType
}
/** One operand, or several for `(a, b) IN (SELECT …)`. */
export interface InQuery {
  readonly kind: 'inQuery'
  readonly operands: readonly Expr[]
  readonly query: Query
  readonly negated: boolean
  readonly type: SqlType
}
/** `left op ANY|ALL (query)`; `= ANY` is an {@link InQuery}. */
export interface Quantified {
  readonly kind: 'quantified'
  readonly op: Compare['op']
  readonly quantifier: 'any' | 'all'
  readonly left: Expr
  readonly query: Query
  readonly type: SqlType
}
export interface Exists {
  readonly kind: 'exists'
  readonly query: Query
  readonly type: SqlType
}
export interface Scalar {
  readonly kind: 'scalar'
  readonly query: Query
  readonly type: SqlType
}
export interface ArrayQuery {
  readonly kind: 'arrayQuery'
  readonly query: Query
  readonly type: SqlType
}
export interface Like {
  readonly kind: 'like'
  readonly op: 'like' | 'ilike' | 'similar'
  readonly operand: Expr
  readonly pattern: Expr
  /** Absent: backslash, as in PostgreSQL. */
  readonly escape?: Expr
  readonly negated: boolean
  readonly type: SqlType
}
/** Searched form only. */
export interface Case {
  readonly kind: 'case'
  readonly branches: readonly { readonly when: Expr; readonly then: Expr }[]
  readonly otherwise?: Expr
  readonly type: SqlType
}
export interface Cast {
  readonly kind: 'cast'
  readonly operand: Expr
  readonly type: SqlType
  /** Written by the user, so shown where plans print the expression. */
  readonly explicit: boolean
}
/** Scalar functions and operators; arguments are of the types the function declares. */
export interface Call {
  readonly kind: 'call'
  readonly fn: ResolvedFunction
  readonly args: readonly Expr[]
  readonly type: SqlType
}
export interface Aggregate {
  readonly kind: 'aggregate'
  readonly fn: ResolvedFunction
  /** `count(*)` has none. */
  readonly args: readonly Expr[]
  readonly distinct: boolean
  readonly orderBy: readonly SortKey[]
  /** WITHIN GROUP. */
  readonly withinGroup: readonly SortKey[]
  readonly filter?: Expr
  readonly type: SqlType
}
/** A window function, or an aggregate used as one. */
export interface WindowCall {
  readonly kind: 'window'
  readonly fn: ResolvedFunction
  readonly args: readonly Expr[]
  readonly filter?: Expr
  readonly window: Window
  readonly type: SqlType
}
/** GROUPING(…): indexes into the select's {@link Select.groupBy} keys. */
export interface GroupingCall {
  readonly kind: 'grouping'
  readonly keys: readonly number[]
  readonly type: SqlType
}
export interface ArrayItems {
  readonly kind: 'arrayItems'
  readonly items: readonly Expr[]
  readonly type: SqlType
}

export interface SortKey {
  readonly expr: Expr
  readonly descending: boolean
  readonly nullsFirst: boolean
}

export interface Window {
  readonly partitionBy: readonly Expr[]
  readonly orderBy: readonly SortKey[]
  readonly frame?: Frame
}
export interface Frame {
  readonly unit: 'rows' | 'range' | 'groups'
  readonly start: FrameBound
  readonly end: FrameBound
  readonly exclude?: 'current row' | 'group' | 'ties'
}
export interface FrameBound {
  readonly kind: 'unbounded preceding' | 'preceding' | 'current row' | 'following' | 'unbounded following'
  readonly offset?: Expr
}

export interface Query {
  readonly kind: 'query'
  readonly ctes: readonly Cte[]
  readonly body: Body
  /** Over a Select: expressions of its scope or {@link Output}; over anything else {@link Output} only. */
  readonly orderBy: readonly SortKey[]
  readonly limit?: Expr
  readonly withTies: boolean
  readonly offset?: Expr
  readonly columns: readonly OutputColumn[]
}
export interface OutputColumn {
  readonly name: string
  readonly type: SqlType
  /** Where it comes unchanged from a column of a table: for nullability and clients that ask. */
  readonly origin?: { readonly table: Table; readonly column: string }
}
export type Body = Select | SetOperation | Values | Query

export interface Cte {
  readonly id: number
  readonly name: string
  readonly recursive: boolean
  readonly query: Query
}
export interface Select {
  readonly kind: 'select'
  readonly distinct: boolean | readonly Expr[]
  readonly items: readonly Expr[]
  readonly from?: From
  readonly where?: Expr
  /** Distinct grouping expressions; `sets` are lists of indexes into them. One set: an ordinary GROUP BY. */
  readonly groupBy?: { readonly keys: readonly Expr[]; readonly sets: readonly (readonly number[])[] }
  readonly having?: Expr
}
export interface SetOperation {
  readonly kind: 'setop'
  readonly op: 'union' | 'intersect' | 'except'
  readonly all: boolean
  readonly left: Body
  readonly right: Body
}
export interface Values {
  readonly kind: 'values'
  readonly rows: readonly (readonly Expr[])[]
}

export interface RelationColumn {
  readonly name: string
  readonly type: SqlType
  /** For table relations: what the service is asked for. */
  readonly ref?: ColumnRef
}
interface Relation {
  readonly id: number
  /** Unique in the whole statement, near to what the user wrote. */
  readonly alias: string
  /**
   * Of a table: those used. Of a derived table, a CTE or a function: all that it gives, by position; their names are
   * unique within the relation, but need not be those of the query's own columns.
   */
  readonly columns: readonly RelationColumn[]
}
export type From = TableRelation | CteRelation | DerivedRelation | FunctionRelation | Join

/** A table of a service, or (after planning) any staged set of rows. Only columns that are used are listed. */
export interface TableRelation extends Relation {
  readonly kind: 'table'
  readonly table: Table
}
export interface CteRelation extends Relation {
  readonly kind: 'cte'
  readonly cte: number
}
export interface DerivedRelation extends Relation {
  readonly kind: 'derived'
  /** Written out once, so that it can be looked up. */
  readonly materialized?: boolean
  readonly query: Query
  /** Refers to relations on its left. */
  readonly lateral: boolean
}
export interface FunctionRelation extends Relation {
  readonly kind: 'function'
  readonly fn: ResolvedFunction
  readonly args: readonly Expr[]
  /** The last column counts the rows. */
  readonly withOrdinality: boolean
  readonly lateral: boolean
}
/** NATURAL and USING have become `on`; the binder merged their columns. */
export interface Join {
  readonly kind: 'join'
  readonly type: 'inner' | 'left' | 'right' | 'full' | 'cross'
  readonly left: From
  readonly right: From
  readonly on?: Expr
}
