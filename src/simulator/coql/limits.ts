import { type ApiVersion, atLeast, type Variants } from '../model.ts'

/** How much one query may hold. */
export interface QueryLimits {
  readonly limit: number
  /** Greatest offset + limit. */
  readonly reach: number
  readonly columns: number
  readonly conditions: number
  readonly inValues: number
  /** Distinct relations a query follows. */
  readonly joins: number
  /** Dotted columns of the select list. */
  readonly selectJoins: number
  readonly groupBy: number
  readonly orderBy: number
  readonly aggregates: number
  readonly dynamicFormulas: number
  readonly subqueries: number
}

export const defaultLimit = 200
/** Rows an inner query gives; the rest is cut without a word. */
export const subqueryRows = 100

// ASSUMPTION: where no figure is stated for an older version (GROUP BY, ORDER BY, aggregates) it is the first stated one.
const always = {
  conditions: 25,
  groupBy: 4,
  orderBy: 10,
  aggregates: 5,
  dynamicFormulas: 5,
  subqueries: 5,
}

const old: QueryLimits = { ...always, limit: 200, reach: 10_000, columns: 50, inValues: 50, joins: 2, selectJoins: 2 }
const middle: QueryLimits = { ...old, limit: 2000 }
const today: QueryLimits = {
  ...always,
  limit: 2000,
  reach: 100_000,
  columns: 500,
  inValues: 100,
  joins: 5,
  selectJoins: 15,
}

/** First version of what older ones do not have. */
export const since = {
  groupBy: 'v3',
  aggregates: 'v4',
  views: 'v7',
  meta: 'v7',
  subqueries: 'v8',
  territories: 'v7',
} as const satisfies Record<string, ApiVersion>

/** The limits of an API version, with those that a variant lowers or raises. */
export function limitsOf(version: ApiVersion, variants: Variants): QueryLimits {
  const base = atLeast(version, 'v7') ? today : atLeast(version, 'v4') ? middle : old
  return {
    ...base,
    limit: variants.coqlLimitMax ?? base.limit,
    reach: variants.coqlOffsetMax ?? base.reach,
    columns: variants.coqlSelectMax ?? base.columns,
    inValues: variants.coqlInMax ?? base.inValues,
    joins: variants.coqlJoinMax ?? base.joins,
  }
}
