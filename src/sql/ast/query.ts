import type { Call, Expr } from './expr.ts'
import type { Name, Path, TypeName } from './names.ts'

export interface Query {
  readonly kind: 'query'
  readonly with: readonly Cte[]
  readonly recursive: boolean
  readonly body: QueryBody
  readonly orderBy: readonly SortItem[]
  readonly limit?: Expr
  /** `FETCH FIRST n ROWS WITH TIES`. */
  readonly withTies: boolean
  readonly offset?: Expr
  readonly at: number
}

export type QueryBody = Select | SetOperation | Values | Query

export interface Cte {
  readonly name: Name
  readonly columns: readonly Name[]
  readonly query: Query
  readonly at: number
}
export interface Select {
  readonly kind: 'select'
  /** `DISTINCT ON (…)`: the expressions. */
  readonly distinct: boolean | readonly Expr[]
  readonly items: readonly SelectItem[]
  /** Comma list; each element may be a join tree. */
  readonly from: readonly From[]
  readonly where?: Expr
  readonly groupBy: readonly GroupItem[]
  readonly groupDistinct: boolean
  readonly having?: Expr
  readonly windows: readonly { readonly name: Name; readonly definition: WindowDefinition }[]
  readonly at: number
}
export interface SelectItem {
  readonly expr: Expr
  readonly alias?: Name
}
export interface SetOperation {
  readonly kind: 'setop'
  readonly op: 'union' | 'intersect' | 'except'
  readonly all: boolean
  readonly left: QueryBody
  readonly right: QueryBody
  readonly at: number
}
export interface Values {
  readonly kind: 'values'
  readonly rows: readonly (readonly Expr[])[]
  readonly at: number
}
export type GroupItem =
  | { readonly kind: 'expr'; readonly expr: Expr }
  | { readonly kind: 'rollup' | 'cube' | 'sets'; readonly items: readonly GroupItem[]; readonly at: number }
  /** `(a, b)` inside GROUPING SETS, ROLLUP or CUBE; `()` is the empty one. */
  | { readonly kind: 'set'; readonly exprs: readonly Expr[]; readonly at: number }

export interface SortItem {
  readonly expr: Expr
  readonly descending: boolean
  /** As written; undefined: PostgreSQL's rule (last ascending, first descending). */
  readonly nullsFirst?: boolean
}
export interface WindowDefinition {
  readonly base?: Name
  readonly partitionBy: readonly Expr[]
  readonly orderBy: readonly SortItem[]
  readonly frame?: Frame
  readonly at: number
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

export interface Alias {
  readonly name: Name
  readonly columns: readonly Name[]
}
export type From = TableRef | DerivedTable | FunctionTable | Join

export interface TableRef {
  readonly kind: 'table'
  readonly name: Path
  readonly alias?: Alias
  readonly at: number
}
/** A subquery or VALUES in FROM. */
export interface DerivedTable {
  readonly kind: 'derived'
  readonly query: Query
  readonly lateral: boolean
  readonly alias?: Alias
  readonly at: number
}
export interface FunctionTable {
  readonly kind: 'function'
  /** One; or several for `ROWS FROM (f(…), g(…))`. */
  readonly calls: readonly Call[]
  readonly withOrdinality: boolean
  readonly lateral: boolean
  readonly alias?: Alias
  /** `AS t(a int, b text)`: what a function that gives records gives here. */
  readonly definitions?: readonly ColumnDefinition[]
  readonly at: number
}
export interface ColumnDefinition {
  readonly name: Name
  readonly type: TypeName
}
export interface Join {
  readonly kind: 'join'
  readonly type: 'inner' | 'left' | 'right' | 'full' | 'cross'
  readonly left: From
  readonly right: From
  readonly natural: boolean
  readonly using?: readonly Name[]
  /** `USING (k) AS j`: a name for the columns in the list. */
  readonly usingAlias?: Name
  readonly on?: Expr
  readonly at: number
}
