/**
 * Rows of a module: by its list from the beginning, by searches from where that ends. Whatever the road, each row comes once,
 * has all columns, and is one that is meant.
 */
import { ZohoSqlError } from '../../../base/errors.ts'
import type { Value } from '../../../base/types.ts'
import type { Page, ReadContext } from '../../../source/index.ts'
import { unflagged } from '../../kit/pages/unflagged.ts'
import { type AnswerRow, compareIds, idOf } from '../../kit/rows.ts'
import type { DeskModuleSpec } from '../catalog/spec.ts'
import { EVERYTHING } from '../knowledge.ts'
import { CHEAP_REACH, pageRows, searchLimits } from '../limits.ts'
import type { RowsRequest, TimeWindow } from '../request.ts'
import { decoder, instantOf, keepsTest, rowDecoder } from './cells.ts'
import { byDepartments, ticketsCount } from './departments.ts'
import { completed, singles, unsettled } from './details.ts'
import { EndToEnd } from './ends.ts'
import { EndOfReach, listPage, sorted } from './pages.ts'
import type { DeskReader } from './reader.ts'
import { type KnownWindow, windows } from './windows.ts'

/** Rows as they come, in the order of the request but for those changed lately, which come first. */
type Stream = AsyncGenerator<readonly AnswerRow[]>

export async function* readRows(request: RowsRequest, reader: DeskReader, context: ReadContext): AsyncGenerator<Page> {
  const { columns, top, limit, rowsHint } = request
  const decode = rowDecoder(columns)
  if (top) return yield* firstOf(request, decode, reader, context)
  let left = limit ?? Infinity
  let count = 0
  for await (const rows of meant(request, Math.min(left, rowsHint ?? Infinity), reader, context)) {
    const given = rows.slice(0, left)
    left -= given.length
    count += given.length
    if (given.length > 0) yield { rows: given.map(decode) }
    if (left <= 0) return
  }
  if (request.counted !== undefined) reader.knowledge.remember(request.spec.name, request.counted, count)
}

/** The rows that are meant, whole, each once. */
async function* meant(request: RowsRequest, wanted: number, reader: DeskReader, context: ReadContext): Stream {
  const { spec, columns, keeps, top } = request
  const keep = keepsTest(keeps)
  const refs = [...columns, ...keeps.map(({ ref }) => ref)]
  const needed = [...new Set([...refs.map(({ column }) => column), ...(top ? [top.column] : [])])]
  const seen = new Set<string>()
  for await (const rows of streamedRows(request, wanted, reader, context)) {
    const fresh = rows.filter((row) => !seen.has(idOf(row)))
    for (const row of fresh) seen.add(idOf(row))
    const candidates = fresh.filter(keep)
    if (candidates.length === 0) continue
    const bare = request.singly ? candidates.map(({ id }) => ({ id })) : candidates
    const whole = (await completed(bare, needed, spec, reader, context)).filter(keep)
    if (whole.length > 0) yield whole
  }
}

/** Rows on their way in, some of them more than once. */
export async function* streamedRows(
  request: RowsRequest,
  wanted: number,
  reader: DeskReader,
  context: ReadContext,
): Stream {
  const { list, search, spec } = request
  let rest: TimeWindow = request.window
  let last: string | undefined
  if (list) {
    const ended = yield* listed(request, list, wanted, reader, context)
    if (ended.all) return
    rest = ended.rest
    last = ended.last
  }
  if (!search) return
  const changed = await unsettled(spec, reader, context)
  if (changed.size > 0) yield [...(await singles(spec, [...changed], reader, context)).values()]
  // What the list has given is there to be found, unless the index lags.
  const holds = isAsListed(search) && last !== undefined && !changed.has(last)
  for await (const rows of searched(request, { ...rest, holds }, reader, context))
    yield changed.size === 0 ? rows : rows.filter((row) => !changed.has(idOf(row)))
}

/** The search finds whatever a list shows. */
const isAsListed = ({ query, each }: NonNullable<RowsRequest['search']>): boolean =>
  !each && Object.keys(query).length === 0

/** How far a list led. */
interface ListEnd {
  readonly all: boolean
  /** What lies beyond, for searches. */
  readonly rest: TimeWindow
  /** Id of the last row that it gave. */
  readonly last?: string | undefined
}

const timeIn = (spec: DeskModuleSpec, by: string): ((row: AnswerRow) => number) => {
  const read = spec.fields.find(({ name }) => name === by)
  return (row) => (read && row[by] != null ? instantOf(row[by]) : Number.NaN)
}

type ListedRows = NonNullable<RowsRequest['list']>

/** Nothing ends it early: it is read from both ends. */
const isLong = ({ order, window, limit, spec, top }: RowsRequest, { rows }: ListedRows): boolean =>
  spec.list.paged &&
  order?.by === 'createdTime' &&
  window.from === undefined &&
  top === undefined &&
  limit === undefined &&
  rows === Infinity

async function* listed(
  request: RowsRequest,
  list: ListedRows,
  wanted: number,
  reader: DeskReader,
  context: ReadContext,
): AsyncGenerator<readonly AnswerRow[], ListEnd> {
  const { spec, order, window, search } = request
  const asked = { ...list.query, ...sorted(order) }
  if (!spec.list.paged) {
    yield await listPage(spec, asked, 0, 0, reader, context)
    return { all: true, rest: window }
  }
  if (isLong(request, list)) return yield* long(request, list, reader, context)
  // Rows of one time must all be known before the first ones are: a page costs the same however long it is.
  const least = request.top ? (spec.list.uncertain ?? spec.list.max) : 10
  const limit = Math.min(pageRows(spec, reader.knowledge.of(spec.name)), Math.max(least, wanted + 1))
  const timeOf = timeIn(spec, order?.by ?? '')
  let [count, last] = [0, Number.NaN]
  let first: string | undefined
  const ask = (from: number, size: number) => listPage(spec, asked, from, size, reader, context)
  const pages = unflagged({
    limit,
    uncertain: spec.list.uncertain,
    reach: undefined,
    expected: () => expectedIn(request, list, wanted, reader),
    ask,
    tooLong: () => new EndOfReach(),
  })
  try {
    for await (const rows of pages) {
      first ??= idOf(rows[0]!)
      count += rows.length
      last = timeOf(rows.at(-1)!)
      yield rows
      if (order?.descending && window.from !== undefined && last < window.from) {
        if (order.by === 'modifiedTime' && count > limit) yield* caughtUp(ask, limit, first)
        return { all: true, rest: window }
      }
      // What is left of a page that was not full costs no further call.
      if (search && count >= list.rows && rows.length >= limit - 1 && !Number.isNaN(last))
        return { all: false, rest: restOf(request, last), last: idOf(rows.at(-1)!) }
    }
  } catch (error) {
    if (!(error instanceof EndOfReach) || count === 0) throw error
    const end = yield* beyondReach(request, list, count, last, reader, context)
    if (end.all && order?.by === 'modifiedTime') yield* caughtUp(ask, limit, first!)
    return end
  }
  if (order?.by === 'modifiedTime' && count > limit) yield* caughtUp(ask, limit, first!)
  return { all: true, rest: window }
}

/** Rows that are sure to be read: those that were counted, where no limit or window ends the reading. */
function expectedIn(
  { counted, spec, window }: RowsRequest,
  { rows }: ListedRows,
  wanted: number,
  { knowledge }: DeskReader,
): number | undefined {
  if (counted === undefined || wanted !== Infinity || window.from !== undefined) return undefined
  return Math.min(knowledge.recall(spec.name, counted) ?? 0, rows)
}

/** Rows after which it is worth a call to learn how many there are. */
const SIZE_ASKED = 500

/** All rows of a list, however many; department by department where they are many. */
async function* long(
  request: RowsRequest,
  { query, byDepartment, isWhole }: ListedRows,
  reader: DeskReader,
  context: ReadContext,
): AsyncGenerator<readonly AnswerRow[], ListEnd> {
  const { spec, order, window, search } = request
  const { knowledge } = reader
  const whole = { all: true, rest: window }
  const seen = new Set<string>()
  const isCounted = byDepartment && isWhole && knowledge.searchClosed(spec.name) === undefined
  let total = isCounted ? knowledge.recall(spec.name, EVERYTHING) : undefined
  const ends = new EndToEnd({ spec, query, order }, reader, context)
  if (isCounted && total === undefined) {
    for await (const rows of ends.begin(SIZE_ASKED)) yield noted(rows, seen)
    if (ends.count < SIZE_ASKED) return whole
    total = await ticketsCount(reader, context)
    if (total !== undefined) knowledge.remember(spec.name, EVERYTHING, total)
  }
  if (total === undefined || total <= 2 * CHEAP_REACH) {
    ends.total = total ?? 0
    if (yield* ends.rest(!byDepartment)) return whole
  }
  if (byDepartment && (yield* byDepartments(request, { query, seen, isCounted }, reader, context))) return whole
  if (search) return { all: false, rest: byDepartment ? window : restOf(request, ends.last), last: ends.lastId }
  throw tooLong(spec, ends.count)
}

function noted(rows: readonly AnswerRow[], seen: Set<string>): readonly AnswerRow[] {
  for (const row of rows) seen.add(idOf(row))
  return rows
}

/** What a list left, in the order of searches: all of it where that is another order. */
const restOf = ({ order, search, window }: RowsRequest, last: number): TimeWindow =>
  order?.by === search!.order.by && order.descending && !Number.isNaN(last)
    ? { from: window.from, to: last + 1000 }
    : { from: undefined, to: undefined }

/** Rows changed while a list by the time of change was read have gone to its beginning. */
async function* caughtUp(
  ask: (from: number, limit: number) => Promise<readonly AnswerRow[]>,
  limit: number,
  first: string,
): Stream {
  for (let from = 0; ; from += limit - 1) {
    const rows = await ask(from, limit)
    yield rows
    if (rows.length < limit || rows.some((row) => idOf(row) === first)) return
  }
}

/** A list reaches no farther: from its other end it may, or searches go on; else the answer would lack rows. */
async function* beyondReach(
  request: RowsRequest,
  { query }: ListedRows,
  count: number,
  last: number,
  reader: DeskReader,
  context: ReadContext,
): AsyncGenerator<readonly AnswerRow[], ListEnd> {
  const { spec, order, search, window } = request
  if (search) return { all: false, rest: restOf(request, last) }
  if (!order) throw tooLong(spec, count)
  const asked = { ...query, ...sorted({ ...order, descending: !order.descending }) }
  const timeOf = timeIn(spec, order.by)
  const meets = (row: AnswerRow): boolean => (order.descending ? timeOf(row) > last : timeOf(row) < last)
  const ask = (from: number, size: number) => listPage(spec, asked, from, size, reader, context)
  try {
    for await (const rows of unflagged({
      limit: pageRows(spec, reader.knowledge.of(spec.name)),
      uncertain: spec.list.uncertain,
      reach: undefined,
      ask,
      tooLong: () => new EndOfReach(),
    })) {
      count += rows.length
      yield rows
      if (rows.some(meets)) return { all: true, rest: window }
    }
  } catch (error) {
    if (!(error instanceof EndOfReach)) throw error
    throw tooLong(spec, count)
  }
  return { all: true, rest: window }
}

const tooLong = ({ name }: DeskModuleSpec, rows: number): ZohoSqlError =>
  new ZohoSqlError(
    'RESULT_LIMIT',
    `${rows} rows of ${name} were read by its list and there are more, but it reaches no farther.`,
    {
      hint: 'Grant the scope Desk.search.READ: searches read tables of any size. Or ask with narrower conditions.',
    },
  )

/** One search, or one for each value that rows of it do not show. */
async function* searched(request: RowsRequest, window: KnownWindow, reader: DeskReader, context: ReadContext): Stream {
  const { spec, search, splits: splitting } = request
  const { query, each, order } = search!
  const of = { spec, order, window, splitting, timeOf: timeIn(spec, order.by) }
  if (!each) return yield* windows({ ...of, query }, reader, context)
  for (const value of each.values) {
    const own = { [each.column.field]: value }
    for await (const rows of windows({ ...of, query: { ...query, [each.param]: value } }, reader, context))
      yield rows.map((row) => ({ ...own, ...row }))
  }
}

/** The first rows of an order, ties by id: read until no row to come can be among them. */
async function* firstOf(
  request: RowsRequest,
  decode: (row: AnswerRow) => Value[],
  reader: DeskReader,
  context: ReadContext,
): AsyncGenerator<Page> {
  const { limit, offset, idDescending } = request.top!
  const { descending } = request.order!
  const most = limit + offset
  const timeOf = decoder(request.top!.column)
  const time = (row: AnswerRow): number => Number(timeOf(row))
  const compare = (a: AnswerRow, b: AnswerRow): number =>
    (time(a) - time(b)) * (descending ? -1 : 1) || compareIds(idOf(a), idOf(b)) * (idDescending ? -1 : 1)
  let found: AnswerRow[] = []
  for await (const rows of meant(request, Math.min(most + 1, searchLimits.max), reader, context)) {
    found = [...found, ...rows].sort(compare)
    const [edge, last] = [found[most - 1], rows.at(-1)!]
    if (most === 0 || (edge && (descending ? time(last) < time(edge) : time(last) > time(edge)))) break
  }
  const rows = found.slice(offset, most)
  if (rows.length > 0) yield { rows: rows.map(decode) }
}
