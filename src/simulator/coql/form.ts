/** What can be refused of a query without knowing any module: limits, repetitions, aliases, page. */
import { type Aggregate, type Bound, type PlainColumn, type Query, type Ref, subqueryOf, testsOf } from './ast.ts'
import { defaultLimit, type Limits } from './limits.ts'
import {
  aliasIsColumn,
  duplicate,
  duplicateAlias,
  emptyAlias,
  invalidQuery,
  tooMany,
  wrongBound,
  zeroLimit,
} from './refusals.ts'

export interface Page {
  readonly limit: number
  readonly offset: number
}

export const aggregatesOf = (query: Query): Aggregate[] => query.columns.filter((item) => item.kind === 'aggregate')
export const plainColumnsOf = (query: Query): PlainColumn[] => query.columns.filter((item) => item.kind === 'column')

/** The expression text, which is also the key in the answer. */
export const aggregateText = (aggregate: Aggregate): string => `${aggregate.name}(${aggregate.ref.text})`

/** Checks the form of a query; gives the page it asks for, throws the refusal otherwise. */
export function checkForm(query: Query, limits: Limits): Page {
  checkCounts(query, limits)
  checkSelectList(query)
  refuseRepeated(query.groupBy, 'group by field')
  checkOrderBy(query)
  return readPage(query, limits)
}

function checkCounts(query: Query, limits: Limits): void {
  const tests = testsOf(query.where)
  const lists = tests.map((test) => (test.kind === 'in' && Array.isArray(test.values) ? test.values.length : 0))
  const counts: readonly [string, number, number][] = [
    ['select_column', query.columns.length, limits.columns],
    ['aggregate', aggregatesOf(query).length, limits.aggregates],
    ['criteria', tests.length, limits.conditions],
    ['in', Math.max(0, ...lists), limits.inValues],
    ['sub_query', tests.filter(subqueryOf).length, limits.subqueries],
    ['group_by', query.groupBy.length, limits.groupBy],
    ['order_by', query.orderBy.length, limits.orderBy],
  ]
  for (const [what, count, limit] of counts) if (count > limit) throw tooMany(what, limit)
}

function checkSelectList(query: Query): void {
  const columns = plainColumnsOf(query)
  refuseRepeated(
    columns.map((column) => column.ref),
    'select column',
  )
  const aggregates = new Set<string>()
  for (const aggregate of aggregatesOf(query)) {
    const text = aggregateText(aggregate)
    if (aggregates.has(text)) throw duplicate(aggregate.ref.text, 'aggregate function', aggregate.name)
    aggregates.add(text)
  }
  checkAliases(columns, query.groupBy.length > 0)
}

function checkAliases(columns: readonly PlainColumn[], grouped: boolean): void {
  const taken = new Map<string, string>()
  const names = new Set(columns.map((column) => column.ref.text))
  for (const { alias, ref } of columns) {
    if (alias === null) continue
    if (alias === '') throw emptyAlias()
    const other = taken.get(alias)
    if (other !== undefined) throw duplicateAlias(alias, [other, ref.text])
    if (names.has(alias) || (ref.text === 'id' && !grouped)) throw aliasIsColumn(ref.text, alias)
    taken.set(alias, ref.text)
  }
}

function refuseRepeated(refs: readonly Ref[], what: string): void {
  const seen = new Set<string>()
  for (const { text } of refs) {
    if (seen.has(text)) throw duplicate(text, what)
    seen.add(text)
  }
}

function checkOrderBy(query: Query): void {
  const selected = new Set(aggregatesOf(query).map(aggregateText))
  const refs: Ref[] = []
  for (const { key } of query.orderBy) {
    if (!('kind' in key)) refs.push(key)
    else if (selected.has(aggregateText(key))) throw duplicate(key.ref.text, 'aggregate function', key.name)
    // ASSUMPTION: nothing says that an aggregate which is not selected can be sorted by.
    else throw invalidQuery()
  }
  refuseRepeated(refs, 'order by field')
}

function readPage(query: Query, limits: Limits): Page {
  const limit = readBound(query.limit, 'limit') ?? defaultLimit
  const offset = readBound(query.offset, 'offset') ?? 0
  if (limit === 0) throw zeroLimit()
  if (limit > limits.limit) throw tooMany('limit', limits.limit)
  if (offset + limit > limits.reach) throw tooMany('offset', limits.reach)
  return { limit, offset }
}

function readBound(bound: Bound | null, clause: 'limit' | 'offset'): number | undefined {
  if (bound === null) return undefined
  if (!/^\d{1,15}$/.test(bound.text)) throw wrongBound(clause, bound.text)
  return Number(bound.text)
}
