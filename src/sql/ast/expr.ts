import type { Name, Path, SqlTypeName } from './names.ts'
import type { SortItem, SqlQuery, WindowDefinition } from './query.ts'

export type SqlExpr =
  | NullLiteral
  | BooleanLiteral
  | NumberLiteral
  | StringLiteral
  | TypedLiteral
  | SqlParameter
  | SqlColumnRef
  | Star
  | Unary
  | Binary
  | IsTest
  | Between
  | In
  | SqlLike
  | SqlQuantified
  | SqlExists
  | ScalarSubquery
  | SqlCase
  | SqlCast
  | SqlCall
  | Extract
  | AtTimeZone
  | Collate
  | ArrayLiteral
  | ArraySubquery
  | Subscript
  | FieldAccess
  | RowConstructor

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
  readonly type: SqlTypeName
  readonly value: string
  /** INTERVAL only: `day`, `year to month` … in lower case. */
  readonly fields?: string
  readonly at: number
}
/** `?` (numbered from 1 in order of writing), `$1`, `:name`. A statement uses one form only. */
export interface SqlParameter {
  readonly kind: 'parameter'
  readonly index?: number
  readonly name?: string
  readonly at: number
}
export interface SqlColumnRef {
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
  readonly operand: SqlExpr
  readonly at: number
}
/** All infix operators except those with nodes of their own. `!=` is written `<>`; words are lower case. */
export interface Binary {
  readonly kind: 'binary'
  /** `and or = <> < <= > >= + - * / % ^ || ~ ~* !~ !~* & | # << >> -> ->> #> #>> @> <@ && overlaps` … */
  readonly op: string
  readonly left: SqlExpr
  readonly right: SqlExpr
  readonly at: number
}
export interface IsTest {
  readonly kind: 'is'
  readonly operand: SqlExpr
  readonly test: 'null' | 'true' | 'false' | 'unknown' | 'distinct'
  readonly negated: boolean
  /** `IS [NOT] DISTINCT FROM right` only. */
  readonly right?: SqlExpr
  readonly at: number
}
export interface Between {
  readonly kind: 'between'
  readonly operand: SqlExpr
  readonly low: SqlExpr
  readonly high: SqlExpr
  readonly symmetric: boolean
  readonly negated: boolean
  readonly at: number
}
export interface In {
  readonly kind: 'in'
  readonly operand: SqlExpr
  readonly list: readonly SqlExpr[] | SqlQuery
  readonly negated: boolean
  readonly at: number
}
export interface SqlLike {
  readonly kind: 'like'
  readonly op: 'like' | 'ilike' | 'similar'
  readonly operand: SqlExpr
  readonly pattern: SqlExpr
  readonly escape?: SqlExpr
  readonly negated: boolean
  readonly at: number
}
/** `x = ANY (…)`, `x > ALL (SELECT …)`. */
export interface SqlQuantified {
  readonly kind: 'quantified'
  readonly op: string
  readonly quantifier: 'any' | 'all'
  readonly left: SqlExpr
  readonly right: SqlExpr | SqlQuery
  readonly at: number
}
export interface SqlExists {
  readonly kind: 'exists'
  readonly query: SqlQuery
  readonly at: number
}
export interface ScalarSubquery {
  readonly kind: 'subquery'
  readonly query: SqlQuery
  readonly at: number
}
export interface SqlCase {
  readonly kind: 'case'
  readonly operand?: SqlExpr
  readonly branches: readonly { readonly when: SqlExpr; readonly then: SqlExpr }[]
  readonly otherwise?: SqlExpr
  readonly at: number
}
export interface SqlCast {
  readonly kind: 'cast'
  readonly operand: SqlExpr
  readonly type: SqlTypeName
  readonly at: number
}
/**
 * Any call. Functions with a syntax of their own become ordinary ones: `substring(x from 1 for 2)` → `substring(x,1,2)`,
 * `substring(x similar p escape e)` → `substring_similar`, `position(a in b)` → `position(a,b)` (in that order),
 * `overlay(a placing b from c for d)` → `overlay(a,b,c,d)`, `trim(both x from y)` → `btrim/ltrim/rtrim(y,x)`,
 * `current_date`, `current_timestamp(3)`, `localtime` … → calls of that name. COALESCE, NULLIF, GREATEST, LEAST,
 * GROUPING are calls too.
 */
export interface SqlCall {
  readonly kind: 'call'
  readonly name: Path
  readonly args: readonly SqlExpr[]
  /** `days => 10`: at the place of each argument, the name it was given by; absent when none was. */
  readonly names?: readonly (Name | undefined)[]
  /** `count(*)`. */
  readonly star: boolean
  readonly distinct: boolean
  /** Inside the parentheses: `string_agg(x, ',' ORDER BY y)`. */
  readonly orderBy: readonly SortItem[]
  /** `percentile_cont(0.5) WITHIN GROUP (ORDER BY x)`. */
  readonly withinGroup: readonly SortItem[]
  readonly filter?: SqlExpr
  /** A window's name or its definition. */
  readonly over?: Name | WindowDefinition
  readonly at: number
}
export interface Extract {
  readonly kind: 'extract'
  /** Lower case. */
  readonly field: string
  readonly operand: SqlExpr
  readonly at: number
}
export interface AtTimeZone {
  readonly kind: 'atTimeZone'
  readonly operand: SqlExpr
  readonly zone: SqlExpr
  readonly at: number
}
export interface Collate {
  readonly kind: 'collate'
  readonly operand: SqlExpr
  readonly collation: Path
  readonly at: number
}
export interface ArrayLiteral {
  readonly kind: 'array'
  readonly items: readonly SqlExpr[]
  readonly at: number
}
export interface ArraySubquery {
  readonly kind: 'arraySubquery'
  readonly query: SqlQuery
  readonly at: number
}
export interface Subscript {
  readonly kind: 'subscript'
  readonly operand: SqlExpr
  readonly index: SqlExpr
  /** `a[1:2]`: the upper end. */
  readonly upTo?: SqlExpr
  /** Right after another subscript: `a[1][2]`, but not `(a[1])[2]`. */
  readonly further?: boolean
  readonly at: number
}
/** `(row).name`; without a name `(row).*`. */
export interface FieldAccess {
  readonly kind: 'field'
  readonly operand: SqlExpr
  readonly name?: Name
  readonly at: number
}
/** `(a, b)` or `ROW(a)`. */
export interface RowConstructor {
  readonly kind: 'row'
  readonly items: readonly SqlExpr[]
  readonly at: number
}
