/**
 * The syntax tree of a statement: what was written, not yet what it means.
 *
 * Every node says where it is (`at`: offset of a UTF-16 unit in the text, from 0): where it began, or for infix and postfix
 * operators where the operator stands, since that is where PostgreSQL puts its errors. Trees are plain frozen data,
 * tagged by `kind`; a visitor that forgets a kind does not compile. Names keep whether they were quoted.
 */

export interface Name {
  readonly text: string
  readonly quoted: boolean
  readonly at: number
}

/** `schema.table`, `table.column`, `a.b.c`: one or more parts as written. */
export type Path = readonly Name[]

export interface TypeName {
  /** Lower case, aliases kept as written (`int4`, `character varying`, `timestamp with time zone`), schema prefix dropped. */
  readonly name: string
  /** `numeric(10,2)` → [10, 2]; `varchar(20)` → [20]. */
  readonly modifiers: readonly number[]
  /** How many `[]` follow. */
  readonly dimensions: number
  /** `interval day to second` in a cast: `day to second`. A literal has them in a place of its own. */
  readonly fields?: string
  readonly at: number
}

// ---------------------------------------------------------------------------------------------- expressions

export type Expr =
  | NullLiteral
  | BooleanLiteral
  | NumberLiteral
  | StringLiteral
  | TypedLiteral
  | Parameter
  | ColumnRef
  | Star
  | Unary
  | Binary
  | IsTest
  | Between
  | In
  | Like
  | Quantified
  | Exists
  | ScalarSubquery
  | Case
  | Cast
  | Call
  | Extract
  | AtTimeZone
  | Collate
  | ArrayLiteral
  | ArraySubquery
  | Subscript
  | Field
  | Row

export interface NullLiteral {
  readonly kind: 'null'
  readonly at: number
}
export interface BooleanLiteral {
  readonly kind: 'boolean'
  readonly value: boolean
  readonly at: number
}
/** Digits as written, without sign: `12`, `1.50`, `1e3`. */
export interface NumberLiteral {
  readonly kind: 'number'
  readonly text: string
  readonly at: number
}
/** Value after quotes, doubled quotes and `E''` escapes were resolved. Its type is still unknown, as in PostgreSQL. */
export interface StringLiteral {
  readonly kind: 'string'
  readonly value: string
  readonly at: number
}
/** `DATE '2026-03-09'`, `INTERVAL '1' DAY`, `TIMESTAMPTZ '…'`, `numeric '1.5'`. */
export interface TypedLiteral {
  readonly kind: 'typed'
  readonly type: TypeName
  readonly value: string
  /** INTERVAL only: `day`, `year to month` … in lower case. */
  readonly fields?: string
  readonly at: number
}
/** `?` (numbered from 1 in order of writing), `$1`, `:name`. A statement uses one form only. */
export interface Parameter {
  readonly kind: 'parameter'
  readonly index?: number
  readonly name?: string
  readonly at: number
}
export interface ColumnRef {
  readonly kind: 'column'
  readonly path: Path
  readonly at: number
}
/** `*` or `t.*`, in a select list, in `count(*)` (there without path) or as a whole-row reference. */
export interface Star {
  readonly kind: 'star'
  readonly path: Path
  readonly at: number
}
export interface Unary {
  readonly kind: 'unary'
  /** `not`, `-`, `+`, `~`, `|/`, `||/`, `@`, `!!` */
  readonly op: string
  readonly operand: Expr
  readonly at: number
}
/** All infix operators except those with nodes of their own. `!=` is written `<>`; words are lower case. */
export interface Binary {
  readonly kind: 'binary'
  /** `and or = <> < <= > >= + - * / % ^ || ~ ~* !~ !~* & | # << >> -> ->> #> #>> @> <@ && overlaps` … */
  readonly op: string
  readonly left: Expr
  readonly right: Expr
  readonly at: number
}
export interface IsTest {
  readonly kind: 'is'
  readonly operand: Expr
  readonly test: 'null' | 'true' | 'false' | 'unknown' | 'distinct'
  readonly negated: boolean
  /** `IS [NOT] DISTINCT FROM right` only. */
  readonly right?: Expr
  readonly at: number
}
export interface Between {
  readonly kind: 'between'
  readonly operand: Expr
  readonly low: Expr
  readonly high: Expr
  readonly symmetric: boolean
  readonly negated: boolean
  readonly at: number
}
export interface In {
  readonly kind: 'in'
  readonly operand: Expr
  readonly list: readonly Expr[] | Query
  readonly negated: boolean
  readonly at: number
}
export interface Like {
  readonly kind: 'like'
  readonly op: 'like' | 'ilike' | 'similar'
  readonly operand: Expr
  readonly pattern: Expr
  readonly escape?: Expr
  readonly negated: boolean
  readonly at: number
}
/** `x = ANY (…)`, `x > ALL (SELECT …)`. */
export interface Quantified {
  readonly kind: 'quantified'
  readonly op: string
  readonly quantifier: 'any' | 'all'
  readonly left: Expr
  readonly right: Expr | Query
  readonly at: number
}
export interface Exists {
  readonly kind: 'exists'
  readonly query: Query
  readonly at: number
}
export interface ScalarSubquery {
  readonly kind: 'subquery'
  readonly query: Query
  readonly at: number
}
export interface Case {
  readonly kind: 'case'
  readonly operand?: Expr
  readonly branches: readonly { readonly when: Expr; readonly then: Expr }[]
  readonly otherwise?: Expr
  readonly at: number
}
export interface Cast {
  readonly kind: 'cast'
  readonly operand: Expr
  readonly type: TypeName
  readonly at: number
}
/**
 * Any call. Functions with a syntax of their own become ordinary ones: `substring(x from 1 for 2)` → `substring(x,1,2)`,
 * `substring(x similar p escape e)` → `substring_similar`, `position(a in b)` → `position(a,b)` (in that order),
 * `overlay(a placing b from c for d)` → `overlay(a,b,c,d)`, `trim(both x from y)` → `btrim/ltrim/rtrim(y,x)`,
 * `current_date`, `current_timestamp(3)`, `localtime` … → calls of that name. COALESCE, NULLIF, GREATEST, LEAST,
 * GROUPING are calls too.
 */
export interface Call {
  readonly kind: 'call'
  readonly name: Path
  readonly args: readonly Expr[]
  /** `days => 10`: at the place of each argument, the name it was given by; absent when none was. */
  readonly names?: readonly (Name | undefined)[]
  /** `count(*)`. */
  readonly star: boolean
  readonly distinct: boolean
  /** Inside the parentheses: `string_agg(x, ',' ORDER BY y)`. */
  readonly orderBy: readonly SortItem[]
  /** `percentile_cont(0.5) WITHIN GROUP (ORDER BY x)`. */
  readonly withinGroup: readonly SortItem[]
  readonly filter?: Expr
  /** A window's name or its definition. */
  readonly over?: Name | WindowDefinition
  readonly at: number
}
export interface Extract {
  readonly kind: 'extract'
  /** Lower case. */
  readonly field: string
  readonly operand: Expr
  readonly at: number
}
export interface AtTimeZone {
  readonly kind: 'atTimeZone'
  readonly operand: Expr
  readonly zone: Expr
  readonly at: number
}
export interface Collate {
  readonly kind: 'collate'
  readonly operand: Expr
  readonly collation: Path
  readonly at: number
}
export interface ArrayLiteral {
  readonly kind: 'array'
  readonly items: readonly Expr[]
  readonly at: number
}
export interface ArraySubquery {
  readonly kind: 'arraySubquery'
  readonly query: Query
  readonly at: number
}
export interface Subscript {
  readonly kind: 'subscript'
  readonly operand: Expr
  readonly index: Expr
  /** `a[1:2]`: the upper end. */
  readonly upTo?: Expr
  /** Right behind another subscript: `a[1][2]`, but not `(a[1])[2]`. */
  readonly further?: boolean
  readonly at: number
}
/** `(row).name`; without a name `(row).*`. */
export interface Field {
  readonly kind: 'field'
  readonly operand: Expr
  readonly name?: Name
  readonly at: number
}
/** `(a, b)` or `ROW(a)`. */
export interface Row {
  readonly kind: 'row'
  readonly items: readonly Expr[]
  readonly at: number
}

// -------------------------------------------------------------------------------------------------- queries

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
