/**
 * More rows of one second than a search reaches (an import): told apart by department, status and what else they may differ
 * in, and the parts together must be as many as the whole.
 */
import { ZohoSqlError } from '../../../base/errors.ts'
import type { Column, ReadContext } from '../../../source/index.ts'
import { unflagged } from '../../kit/pages/unflagged.ts'
import { type AnswerRow, idOf } from '../../kit/rows.ts'
import type { DeskModuleSpec } from '../catalog/spec.ts'
import { searchLimits } from '../limits.ts'
import type { DeskOrder } from '../request.ts'
import { isListable, rangeText } from '../values.ts'
import { instantOf } from './cells.ts'
import { departmentLists, ticketsCount } from './departments.ts'
import { EndOfReach, type QueryTexts, searchPage } from './pages.ts'
import type { DeskReader } from './reader.ts'

/** Columns whose values tell rows apart, in the order in which they are tried. */
export type Splitting = readonly Column[]

export interface InstantSearch {
  readonly spec: DeskModuleSpec
  readonly query: QueryTexts
  readonly order: DeskOrder
  readonly splitting: Splitting
  /** Milliseconds. */
  readonly at: number
}

export async function* instantRows(
  of: InstantSearch,
  reader: DeskReader,
  context: ReadContext,
): AsyncGenerator<readonly AnswerRow[]> {
  const { spec, at, order } = of
  const from = Math.floor(at / 1000) * 1000
  // Whether its ends belong to a range is not told: this one holds what the windows next to it may leave out.
  const query = { ...of.query, [spec.search!.ranges[order.by]!]: rangeText({ from: from - 2, to: from + 1001 }) }
  const found = new Set<string>()
  const before = await countOf(spec, query, reader, context)
  for await (const rows of parts(of, query, 0, reader, context)) {
    for (const row of rows) found.add(idOf(row))
    yield rows
  }
  if (found.size < before) yield* byLists(of, from, found, reader, context)
  if (found.size < before) throw tooMany(spec, before, found.size)
}

/** Rows without a value that would tell them apart: lists of departments have them, and do not ask what is empty. */
async function* byLists(
  { spec, order }: InstantSearch,
  from: number,
  found: Set<string>,
  reader: DeskReader,
  context: ReadContext,
): AsyncGenerator<readonly AnswerRow[]> {
  if (spec.list.filters.departmentId === undefined) return
  for await (const rows of departmentLists(spec, order, {}, reader, context)) {
    const own = rows.filter((row) => Math.floor(instantOf(row[order.by]) / 1000) * 1000 === from)
    for (const row of own) found.add(idOf(row))
    if (own.length > 0) yield own
  }
}

const tooMany = ({ name }: DeskModuleSpec, count: number, found: number): ZohoSqlError =>
  new ZohoSqlError(
    'RESULT_LIMIT',
    `${count} rows of ${name} were made within one second, and searches reach ${found} of them.`,
    {
      hint: 'Ask for them by narrower conditions, or use road=records.',
    },
  )

const orders = ['-createdTime', 'createdTime', '-modifiedTime', 'modifiedTime']

/** By the values of the first column, each of them by those of the next one where it is still too much. */
async function* parts(
  of: InstantSearch,
  query: QueryTexts,
  depth: number,
  reader: DeskReader,
  context: ReadContext,
): AsyncGenerator<readonly AnswerRow[]> {
  try {
    yield* pages(of.spec, query, reader, context)
    return
  } catch (error) {
    if (!(error instanceof EndOfReach)) throw error
  }
  const column = of.splitting.slice(depth).find(({ name }) => !((of.spec.search!.exact[name]?.param ?? name) in query))
  if (!column) return yield* otherOrders(of.spec, query, reader, context)
  const param = of.spec.search!.exact[column.name]?.param ?? column.name
  const next = of.splitting.indexOf(column) + 1
  for (const value of await valuesOf(column, reader, context))
    yield* parts(of, { ...query, [param]: value }, next, reader, context)
}

/** The first rows of each order that there is: together they may be all. */
async function* otherOrders(
  spec: DeskModuleSpec,
  query: QueryTexts,
  reader: DeskReader,
  context: ReadContext,
): AsyncGenerator<readonly AnswerRow[]> {
  for (const sortBy of orders) {
    try {
      yield* pages(spec, { ...query, sortBy }, reader, context)
    } catch (error) {
      if (!(error instanceof EndOfReach)) throw error
    }
  }
}

async function valuesOf(
  { name, picklist = [] }: Column,
  reader: DeskReader,
  context: ReadContext,
): Promise<readonly string[]> {
  return name === 'departmentId' ? reader.departments(context) : picklist.filter(isListable)
}

const pages = (
  spec: DeskModuleSpec,
  query: QueryTexts,
  reader: DeskReader,
  context: ReadContext,
): AsyncGenerator<readonly AnswerRow[]> =>
  unflagged({
    limit: searchLimits.max,
    reach: undefined,
    tooLong: () => new EndOfReach(),
    ask: async (from, limit) => (await searchPage(spec, query, from, limit, reader, context)).rows,
  })

/** How many there are; where a search counts no further than it reaches, as tickets are counted. */
async function countOf(
  spec: DeskModuleSpec,
  query: QueryTexts,
  reader: DeskReader,
  context: ReadContext,
): Promise<number> {
  const { count = searchLimits.hits } = await searchPage(spec, query, 0, 1, reader, context)
  if (count !== searchLimits.hits || spec.name !== 'tickets') return count
  const { sortBy: _order, ...conditions } = query
  return (await ticketsCount(reader, context, conditions)) ?? count
}
