/** The tree that `grammar/coql.peggy` gives. `at` is an offset in the text. */

import type { PathHop } from '../columns.ts'

export interface Query {
  readonly kind: 'query'
  readonly columns: readonly SelectItem[]
  readonly from: Source | null
  readonly where: Condition | null
  readonly groupBy: readonly Ref[]
  readonly orderBy: readonly OrderItem[]
  readonly limit: Bound | null
  readonly offset: Bound | null
  readonly at: number
}

export type SelectItem = PlainColumn | Aggregate

export interface PlainColumn {
  readonly kind: 'column'
  readonly ref: Ref
  /** May be empty: Zoho has an error of its own for that. */
  readonly alias: string | null
  readonly at: number
}

export type AggregateName = 'SUM' | 'MIN' | 'MAX' | 'AVG' | 'COUNT'

export interface Aggregate {
  readonly kind: 'aggregate'
  readonly name: AggregateName
  readonly ref: Ref
  readonly at: number
}

/** A column as written: `Account_Name.Owner`, `'What_Id->Leads.Industry'`, `!Leads.Company`, or an alias. */
export interface Ref {
  /** Without quotes. */
  readonly text: string
  /** Module of `!Module.path`. */
  readonly target: string | null
  readonly hops: readonly PathHop[]
  readonly quoted: boolean
  readonly at: number
}

export interface Source {
  readonly module: string
  /** Custom view of `Module#view`. */
  readonly view: string | null
  readonly at: number
}

export interface OrderItem {
  readonly key: Ref | Aggregate
  readonly descending: boolean
  readonly at: number
}

/** What follows LIMIT or OFFSET, a number or not. */
export interface Bound {
  readonly text: string
  readonly at: number
}

export type Condition = Junction | Test

export interface Junction {
  readonly kind: 'and' | 'or'
  readonly left: Condition
  readonly right: Condition
  readonly at: number
}

export type Test = Comparison | InTest | BetweenTest | LikeTest | NullTest

interface TestOf<Kind extends string> {
  readonly kind: Kind
  readonly ref: Ref
  readonly at: number
}

export type ComparisonOperator = '=' | '!=' | '>' | '>=' | '<' | '<='

export interface Comparison extends TestOf<'compare'> {
  readonly op: ComparisonOperator
  readonly value: Literal | Query
}

export interface InTest extends TestOf<'in'> {
  readonly negated: boolean
  readonly values: readonly Literal[] | Query
}

export interface BetweenTest extends TestOf<'between'> {
  readonly negated: boolean
  readonly low: Literal
  readonly high: Literal
}

export interface LikeTest extends TestOf<'like'> {
  readonly negated: boolean
  readonly pattern: Literal
}

export interface NullTest extends TestOf<'null'> {
  readonly negated: boolean
}

export interface Literal {
  /** A word is a text without quotes. */
  readonly kind: 'string' | 'number' | 'boolean' | 'word'
  /** Without quotes, quotes undoubled; a number as written. */
  readonly text: string
  readonly at: number
}

/** Every test of a condition, from left to right. */
export function testsOf(condition: Condition | null): Test[] {
  if (condition === null) return []
  if ('left' in condition) {
    return [...testsOf(condition.left), ...testsOf(condition.right)]
  }
  return [condition]
}

/** The query within a test, if it has one. */
export function subqueryOf(test: Test): Query | null {
  const value = test.kind === 'compare' ? test.value : test.kind === 'in' ? test.values : null
  return value !== null && 'kind' in value && value.kind === 'query' ? value : null
}
