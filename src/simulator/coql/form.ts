/** What can be refused of a query without knowing any module: limits, repetitions, aliases, page. */
import {
  type CoqlAggregate,
  type CoqlRef,
  type CoqlSelect,
  type LimitText,
  type PlainColumn,
  subqueryOf,
  testsOf,
} from './ast.ts'
import { defaultLimit, type QueryLimits } from './limits.ts'
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

export interface PageWindow {
  readonly limit: number
  readonly offset: number
}

export const aggregatesOf = (query: CoqlSelect): CoqlAggregate[] =>
  query.columns.filter((item) => item.kind === 'aggregate')
export const plainColumnsOf = (query: CoqlSelect): PlainColumn[] =>
  query.columns.filter((item) => item.kind === 'column')

/** The expression text, which is also the key in the answer. */
export const aggregateText = (aggregate: CoqlAggregate): string => `${aggregate.name}(${aggregate.ref.text})`

/** Checks the form of a query; gives the page it asks for, throws the refusal otherwise. */
export function checkForm(query: CoqlSelect, limits: QueryLimits): PageWindow {
  checkCounts(query, limits)
  checkSelectList(query)
  refuseRepeated(query.groupBy, 'group by field')
  checkOrderBy(query)
  return readPage(query, limits)
}

function checkCounts(query: CoqlSelect, limits: QueryLimits): void {
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

function checkSelectList(query: CoqlSelect): void {
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

function refuseRepeated(refs: readonly CoqlRef[], what: string): void {
  const seen = new Set<string>()
  for (const { text } of refs) {
    if (seen.has(text)) throw duplicate(text, what)
    seen.add(text)
  }
}

function checkOrderBy(query: CoqlSelect): void {
  const selected = new Set(aggregatesOf(query).map(aggregateText))
  const refs: CoqlRef[] = []
  for (const { key } of query.orderBy) {
    if (!('kind' in key)) refs.push(key)
    else if (selected.has(aggregateText(key))) throw duplicate(key.ref.text, 'aggregate function', key.name)
    // ASSUMPTION: nothing says that an aggregate which is not selected can be sorted by.
    else throw invalidQuery()
  }
  refuseRepeated(refs, 'order by field')
}

function readPage(query: CoqlSelect, limits: QueryLimits): PageWindow {
  const limit = readBound(query.limit, 'limit') ?? defaultLimit
  const offset = readBound(query.offset, 'offset') ?? 0
  if (limit === 0) throw zeroLimit()
  if (limit > limits.limit) throw tooMany('limit', limits.limit)
  if (offset + limit > limits.reach) throw tooMany('offset', limits.reach)
  return { limit, offset }
}

function readBound(bound: LimitText | null, clause: 'limit' | 'offset'): number | undefined {
  if (bound === null) return undefined
  if (!/^\d{1,15}$/.test(bound.text)) throw wrongBound(clause, bound.text)
  return Number(bound.text)
}
