import type { SqlCall, SqlExpr } from './expr.ts'
import type { Name, Path, SqlTypeName } from './names.ts'

export interface SqlQuery {
  readonly kind: 'query'
  readonly with: readonly SqlCte[]
  readonly recursive: boolean
  readonly body: QueryBody
  readonly orderBy: readonly SortItem[]
  readonly limit?: SqlExpr
  /** `FETCH FIRST n ROWS WITH TIES`. */
  readonly withTies: boolean
  readonly offset?: SqlExpr
  readonly at: number
}

export type QueryBody = SqlSelect | SqlSetOperation | SqlValues | SqlQuery

export interface SqlCte {
  readonly name: Name
  readonly columns: readonly Name[]
  readonly query: SqlQuery
  readonly at: number
}
export interface SqlSelect {
  readonly kind: 'select'
  /** `DISTINCT ON (…)`: the expressions. */
  readonly distinct: boolean | readonly SqlExpr[]
  readonly items: readonly SelectItem[]
  /** Comma list; each element may be a join tree. */
  readonly from: readonly SqlFrom[]
  readonly where?: SqlExpr
  readonly groupBy: readonly GroupItem[]
  readonly groupDistinct: boolean
  readonly having?: SqlExpr
  readonly windows: readonly { readonly name: Name; readonly definition: WindowDefinition }[]
  readonly at: number
}
export interface SelectItem {
  readonly expr: SqlExpr
  readonly alias?: Name
}
export interface SqlSetOperation {
  readonly kind: 'setop'
  readonly op: 'union' | 'intersect' | 'except'
  readonly all: boolean
  readonly left: QueryBody
  readonly right: QueryBody
  readonly at: number
}
export interface SqlValues {
  readonly kind: 'values'
  readonly rows: readonly (readonly SqlExpr[])[]
  readonly at: number
}
export type GroupItem =
  | { readonly kind: 'expr'; readonly expr: SqlExpr }
  | { readonly kind: 'rollup' | 'cube' | 'sets'; readonly items: readonly GroupItem[]; readonly at: number }
  /** `(a, b)` inside GROUPING SETS, ROLLUP or CUBE; `()` is the empty one. */
  | { readonly kind: 'set'; readonly exprs: readonly SqlExpr[]; readonly at: number }

export interface SortItem {
  readonly expr: SqlExpr
  readonly descending: boolean
  /** As written; undefined: PostgreSQL's rule (last ascending, first descending). */
  readonly nullsFirst?: boolean
}
export interface WindowDefinition {
  readonly base?: Name
  readonly partitionBy: readonly SqlExpr[]
  readonly orderBy: readonly SortItem[]
  readonly frame?: SqlFrame
  readonly at: number
}
export interface SqlFrame {
  readonly unit: 'rows' | 'range' | 'groups'
  readonly start: SqlFrameBound
  readonly end: SqlFrameBound
  readonly exclude?: 'current row' | 'group' | 'ties'
}
export interface SqlFrameBound {
  readonly kind: 'unbounded preceding' | 'preceding' | 'current row' | 'following' | 'unbounded following'
  readonly offset?: SqlExpr
}

export interface SqlAlias {
  readonly name: Name
  readonly columns: readonly Name[]
}
export type SqlFrom = TableRef | DerivedTable | FunctionTable | SqlJoin

export interface TableRef {
  readonly kind: 'table'
  readonly name: Path
  readonly alias?: SqlAlias
  readonly at: number
}
/** A subquery or VALUES in FROM. */
export interface DerivedTable {
  readonly kind: 'derived'
  readonly query: SqlQuery
  readonly lateral: boolean
  readonly alias?: SqlAlias
  readonly at: number
}
export interface FunctionTable {
  readonly kind: 'function'
  /** One; or several for `ROWS FROM (f(…), g(…))`. */
  readonly calls: readonly SqlCall[]
  readonly withOrdinality: boolean
  readonly lateral: boolean
  readonly alias?: SqlAlias
  /** `AS t(a int, b text)`: what a function that gives records gives here. */
  readonly definitions?: readonly SqlColumnDefinition[]
  readonly at: number
}
export interface SqlColumnDefinition {
  readonly name: Name
  readonly type: SqlTypeName
}
export interface SqlJoin {
  readonly kind: 'join'
  readonly type: 'inner' | 'left' | 'right' | 'full' | 'cross'
  readonly left: SqlFrom
  readonly right: SqlFrom
  readonly natural: boolean
  readonly using?: readonly Name[]
  /** `USING (k) AS j`: a name for the columns in the list. */
  readonly usingAlias?: Name
  readonly on?: SqlExpr
  readonly at: number
}
