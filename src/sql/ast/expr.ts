import type { Name, Path, TypeName } from './names.ts'
import type { Query, SortItem, WindowDefinition } from './query.ts'

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
  /** Right after another subscript: `a[1][2]`, but not `(a[1])[2]`. */
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
