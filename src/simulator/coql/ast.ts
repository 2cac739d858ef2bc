/** The tree that `grammar/coql.peggy` gives. `at` is an offset in the text. */

import type { PathHop } from '../columns.ts'

export interface CoqlSelect {
  readonly kind: 'query'
  readonly columns: readonly CoqlSelectItem[]
  readonly from: CoqlSource | null
  readonly where: WhereCondition | null
  readonly groupBy: readonly CoqlRef[]
  readonly orderBy: readonly OrderItem[]
  readonly limit: LimitText | null
  readonly offset: LimitText | null
  readonly at: number
}

export type CoqlSelectItem = PlainColumn | CoqlAggregate

export interface PlainColumn {
  readonly kind: 'column'
  readonly ref: CoqlRef
  /** May be empty: Zoho has an error of its own for that. */
  readonly alias: string | null
  readonly at: number
}

export type AggregateName = 'SUM' | 'MIN' | 'MAX' | 'AVG' | 'COUNT'

export interface CoqlAggregate {
  readonly kind: 'aggregate'
  readonly name: AggregateName
  readonly ref: CoqlRef
  readonly at: number
}

/** A column as written: `Account_Name.Owner`, `'What_Id->Leads.Industry'`, `!Leads.Company`, or an alias. */
export interface CoqlRef {
  /** Without quotes. */
  readonly text: string
  /** Module of `!Module.path`. */
  readonly target: string | null
  readonly hops: readonly PathHop[]
  readonly quoted: boolean
  readonly at: number
}

export interface CoqlSource {
  readonly module: string
  /** Custom view of `Module#view`. */
  readonly view: string | null
  readonly at: number
}

export interface OrderItem {
  readonly key: CoqlRef | CoqlAggregate
  readonly descending: boolean
  readonly at: number
}

/** What follows LIMIT or OFFSET, a number or not. */
export interface LimitText {
  readonly text: string
  readonly at: number
}

export type WhereCondition = ConditionJunction | ConditionTest

export interface ConditionJunction {
  readonly kind: 'and' | 'or'
  readonly left: WhereCondition
  readonly right: WhereCondition
  readonly at: number
}

export type ConditionTest = ComparisonTest | InTest | BetweenTest | LikeTest | NullTest

interface TestOf<Kind extends string> {
  readonly kind: Kind
  readonly ref: CoqlRef
  readonly at: number
}

export type CoqlComparisonOperator = '=' | '!=' | '>' | '>=' | '<' | '<='

export interface ComparisonTest extends TestOf<'compare'> {
  readonly op: CoqlComparisonOperator
  readonly value: CoqlLiteral | CoqlSelect
}

export interface InTest extends TestOf<'in'> {
  readonly negated: boolean
  readonly values: readonly CoqlLiteral[] | CoqlSelect
}

export interface BetweenTest extends TestOf<'between'> {
  readonly negated: boolean
  readonly low: CoqlLiteral
  readonly high: CoqlLiteral
}

export interface LikeTest extends TestOf<'like'> {
  readonly negated: boolean
  readonly pattern: CoqlLiteral
}

export interface NullTest extends TestOf<'null'> {
  readonly negated: boolean
}

export interface CoqlLiteral {
  /** A word is a text without quotes. */
  readonly kind: 'string' | 'number' | 'boolean' | 'word'
  /** Without quotes, quotes undoubled; a number as written. */
  readonly text: string
  readonly at: number
}

/** Every test of a condition, from left to right. */
export function testsOf(condition: WhereCondition | null): ConditionTest[] {
  if (condition === null) return []
  if ('left' in condition) {
    return [...testsOf(condition.left), ...testsOf(condition.right)]
  }
  return [condition]
}

/** The query within a test, if it has one. */
export function subqueryOf(test: ConditionTest): CoqlSelect | null {
  const value = test.kind === 'compare' ? test.value : test.kind === 'in' ? test.values : null
  return value !== null && 'kind' in value && value.kind === 'query' ? value : null
}
