/** Rows of a module by its list, or by searches: what each would ask, and what it would cost. */
import { type Column, type ColumnRef, type Offer, type Price, refName, type Want } from '../../../source/index.ts'
import { nothingDone, pathsOf } from '../../kit/offers.ts'
import { factsOf } from '../catalog/columns.ts'
import type { DeskModuleSpec } from '../catalog/spec.ts'
import { FIELDS_MAX, LAG_MS, listFirst, pageRows, searchLimits } from '../limits.ts'
import type { DeskOrder, Keep, RowsRequest, TimeWindow, Top } from '../request.ts'
import { rangeText } from '../values.ts'
import { callText, type DeskOfferContext, detailsOf, ownColumns, scanOf } from './common.ts'
import { type DeskWhere, rangesBut, sentWhere } from './where.ts'

const PAGE_CREDITS = 3
const open: TimeWindow = { from: undefined, to: undefined }
const newest: DeskOrder = { by: 'createdTime', descending: true }

/** The order that is wished for, where Desk sorts by it and no value is empty. */
function wishedOrder({ orderBy = [] }: Want): { order: DeskOrder; column: Column; idDescending: boolean } | undefined {
  const [first, second, third] = orderBy
  if (!first || third || (second && refName(second.column) !== 'id')) return undefined
  const by = refName(first.column)
  if (by !== 'createdTime' && by !== 'modifiedTime') return undefined
  const order = { by, descending: first.descending }
  return { order, column: first.column.column, idDescending: second?.descending ?? false }
}

interface RowsShape {
  readonly order: DeskOrder
  readonly top: Top | undefined
  readonly limit: number | undefined
  readonly ordered: boolean
  readonly limited: boolean
}

/** What of order and limit a road does, where its rows are exactly those meant. */
function shapeOf(want: Want, exact: boolean, canSort: (by: string) => boolean): RowsShape {
  const { limit, offset = 0, orderBy = [] } = want
  const nothing = { order: newest, top: undefined, limit: undefined, ordered: false, limited: false }
  if (!exact || limit === undefined) return nothing
  if (orderBy.length === 0) return { ...nothing, limit: limit + offset, limited: offset === 0 }
  const wished = wishedOrder(want)
  if (!wished || !canSort(wished.order.by)) return nothing
  const { order, column, idDescending } = wished
  return { order, top: { column, limit, offset, idDescending }, limit: undefined, ordered: true, limited: true }
}

interface OfferDraft {
  readonly road: 'records' | 'search' | 'single'
  readonly sent: DeskWhere
  readonly shape: RowsShape
  readonly text: string
  readonly request: Pick<RowsRequest, 'list' | 'search' | 'order' | 'window'>
  readonly price: Pick<Price, 'calls' | 'credits' | 'perPage' | 'details'>
  readonly notes: readonly string[]
}

function made(want: Want, spec: DeskModuleSpec, context: DeskOfferContext, draft: OfferDraft): Offer {
  const { sent, shape, price } = draft
  const { limit, offset = 0, rowsHint, where } = want
  const columns = ownColumns(want)
  const counted = conditionOf(draft)
  const request: RowsRequest = {
    kind: 'rows',
    spec,
    columns,
    keeps: sent.keeps,
    ...draft.request,
    top: shape.top,
    limit: shape.limit,
    rowsHint,
    singly: context.road === 'single',
    splits: (spec.search?.splits ?? []).flatMap(
      (name) => want.table.columns.find((column) => column.name === name) ?? [],
    ),
    counted: shape.limited ? undefined : counted,
  }
  const rows = context.knowledge.recall(spec.name, counted)
  const few = shape.limited && limit !== undefined && limit + offset < searchLimits.max / 2
  const { perPage, ...rest } = price
  return {
    scan: scanOf(want, draft.road, [draft.text], request),
    ...nothingDone(where, ''),
    verdicts: sent.verdicts,
    exact: sent.verdicts.every(({ outcome }) => outcome === 'exact'),
    ordered: shape.ordered,
    limited: shape.limited,
    notes: [...draft.notes, ...refusedBy(spec, context)],
    refusedPaths: pathsOf(want),
    price: {
      ...rest,
      ...(few || !perPage ? {} : { perPage }),
      ...(few ? { rows: Math.min(limit + offset, rows ?? Infinity) } : rows === undefined ? {} : { rows }),
    },
  }
}

/** What this desk was seen to refuse, as far as it is asked for otherwise now. */
function refusedBy({ name }: DeskModuleSpec, { knowledge }: DeskOfferContext): readonly string[] {
  const { fieldsRefused, listMax, paramsRefused, sortsRefused } = knowledge.of(name)
  const refused = [
    ...(fieldsRefused ? ['fields of a list'] : []),
    ...(listMax === undefined ? [] : [`more than ${listMax} rows of a page`]),
    ...[...sortsRefused].map((sort) => `to sort a ${sort.replace(' ', ' by ')}`),
    ...[...paramsRefused].map((param) => `${param.replace(/^(list|search)\./, '')} of a ${param.split('.')[0]}`),
  ]
  return refused.length === 0 ? [] : [`refused by this desk: ${refused.join(', ')}`]
}

/** The condition as a text by which the number of its rows is remembered. */
const conditionOf = ({ sent: { query, each, windows } }: OfferDraft): string =>
  JSON.stringify([query, each && [each.param, each.values], [...windows]])

/** The list of a module: read from its beginning, and where it grows long, on by searches. */
export function recordsOffer(want: Want, spec: DeskModuleSpec, context: DeskOfferContext): Offer {
  const { knowledge, road } = context
  const known = knowledge.of(spec.name)
  const sent = sentWhere(want.where, spec, 'list', knowledge)
  const exact = sent.verdicts.every(({ outcome }) => outcome === 'exact')
  const sorts = (by: string): boolean => spec.list.sorts.includes(by) && !known.sortsRefused.has(`list ${by}`)
  const shape = shapeOf(want, exact, sorts)
  const asked = orderFor(sent, shape, sorts)
  // A list stops where its order leaves the window; other bounds say nothing to it.
  const window = sent.windows.get(asked?.by ?? '') ?? open
  const columns = neededIn(ownColumns(want), sent.keeps, shape)
  const fields = namedFields(columns, spec, known.fieldsRefused === true)
  const query = { ...sent.query, ...(fields ? { fields: fields.join(',') } : {}) }
  const next = road === 'single' ? undefined : following(want, spec, context)
  const canSearch = spec.search !== undefined && !knowledge.searchClosed(spec.name)
  const details = road === 'single' ? { singly: true } : detailsOf(columns, 'list', canSearch, new Set(fields))
  const max = pageRows(spec, known)
  const length = listLength(columns, spec, { max, goesOn: next !== undefined && asked?.by === 'createdTime', sent })
  const { paged } = spec.list
  const perPage = {
    rows: length.rows === Infinity ? max : searchLimits.max,
    credits: PAGE_CREDITS,
  }
  return made(want, spec, context, {
    road: road === 'single' ? 'single' : 'records',
    sent,
    shape,
    text: callText(spec.name, { ...query, ...(asked ? { sortBy: `${asked.descending ? '-' : ''}${asked.by}` } : {}) }),
    request: { list: { query, ...length }, search: next, order: asked, window },
    price: {
      calls: 1,
      credits: paged ? PAGE_CREDITS : 1,
      ...(paged ? { perPage } : {}),
      ...(details ? { details } : {}),
    },
    notes: [],
  })
}

/** ASSUMPTION: rows of a table came evenly over so long. Nobody tells how old a desk is. */
const SPAN_MS = 365 * 86_400_000

/** Rows that a list shows without their being meant, as a guess: those before its window, all by another time than its own. */
export function rowsPassed({ list, order, window, keeps }: RowsRequest, rows: number, now: number): number {
  if (!list || !order) return 0
  const newer = (time: number): number => (time > now - LAG_MS ? 0 : Math.min(1, (now - time) / SPAN_MS))
  const [start, end] = order.descending ? [window.to, window.from] : [window.from, window.to]
  const isOther = keeps.some(({ kind, ref }) => kind === 'range' && refName(ref) !== order.by)
  const edge = isOther ? end : start
  if (edge === undefined) return isOther ? Math.min(list.rows, rows) : 0
  return Math.min(list.rows, rows * (order.descending ? newer(edge) : 1 - newer(edge)))
}

/** How far a list is read before searches go on, which show less of some columns. */
function listLength(
  columns: readonly Column[],
  { list }: DeskModuleSpec,
  { max, goesOn, sent }: { readonly max: number; readonly goesOn: boolean; readonly sent: DeskWhere },
): Pick<NonNullable<RowsRequest['list']>, 'rows' | 'byDepartment' | 'isWhole'> {
  const isWhole = Object.keys(sent.query).length === 0 && sent.windows.size === 0
  const showsMore = columns.some((column) => {
    const { places } = factsOf(column)
    return places.has('list') && !places.has('search')
  })
  if (goesOn && !showsMore) return { rows: listFirst(max), byDepartment: false, isWhole }
  const { param = 'departmentId' } = list.filters.departmentId ?? {}
  const isParted = list.reach !== undefined && list.filters.departmentId !== undefined && !(param in sent.query)
  return { rows: Infinity, byDepartment: isParted, isWhole }
}

/** The searches that go on where a list ends. */
function following(want: Want, spec: DeskModuleSpec, { knowledge }: DeskOfferContext): RowsRequest['search'] {
  if (!spec.search || knowledge.searchClosed(spec.name)) return undefined
  const sent = sentWhere(want.where, spec, 'search', knowledge)
  const each = sent.each ? { [sent.each.param]: sent.each.values.join(',') } : {}
  const query = { ...sent.query, ...each, ...rangesBut(sent, spec.search, newest.by) }
  return { query, each: undefined, order: newest }
}

/** By the time that a condition bounds, from its newer end on; else by the time of making. */
function orderFor({ windows }: DeskWhere, shape: RowsShape, sorts: (by: string) => boolean): DeskOrder | undefined {
  if (shape.top) return shape.order
  const bounded = ['createdTime', 'modifiedTime'].find((by) => windows.get(by)?.from !== undefined && sorts(by))
  const by = bounded ?? 'createdTime'
  return sorts(by) ? { by, descending: true } : undefined
}

/** What a row must show: what is wanted of it, and what it is tested and sorted by. */
const neededIn = (columns: readonly ColumnRef[], keeps: readonly Keep[], { top }: RowsShape): readonly Column[] => [
  ...new Set([
    ...[...columns, ...keeps.map(({ ref }) => ref)].map(({ column }) => column),
    ...(top ? [top.column] : []),
  ]),
]

/** Names for `fields`, where a list shows too little and can be told to show all that is wanted. */
function namedFields(
  wanted: readonly Column[],
  { list }: DeskModuleSpec,
  refused: boolean,
): readonly string[] | undefined {
  const lacks = wanted.some((column) => !factsOf(column).places.has('list'))
  if (!lacks || refused || !list.fields || !wanted.every((column) => factsOf(column).namable)) return undefined
  const names = [...new Set([...wanted.map(({ field }) => field), 'createdTime'])].filter((name) => name !== 'id')
  return names.length <= FIELDS_MAX ? names : undefined
}

/** Searches of what is meant; a text says why there are none. */
export function searchOffer(want: Want, spec: DeskModuleSpec, context: DeskOfferContext): Offer | string {
  const { knowledge } = context
  if (!spec.search) return `${spec.name} cannot be searched`
  const closed = knowledge.searchClosed(spec.name)
  if (closed) return closed
  const sent = sentWhere(want.where, spec, 'search', knowledge)
  const fresh = isFresh(sent, context)
  if (fresh && context.road !== 'search') return 'what is asked for may be newer than the index'
  const exact = sent.verdicts.every(({ outcome }) => outcome === 'exact')
  const known = knowledge.of(spec.name)
  const sorts = (by: string): boolean => !known.sortsRefused.has(`search ${by}`)
  const shape = shapeOf(want, exact, sorts)
  // Which record was changed last is what the index knows last.
  if (
    shape.top &&
    shape.order.by === 'modifiedTime' &&
    shape.order.descending &&
    context.road !== 'search' &&
    spec.list.fields &&
    !known.fieldsRefused
  ) {
    return 'the records changed last may not be in the index'
  }
  const { order } = shape
  const query = { ...sent.query, ...rangesBut(sent, spec.search, order.by) }
  const window = sent.windows.get(order.by) ?? open
  const needed = neededIn(ownColumns(want), sent.keeps, shape).filter((column) => column !== sent.each?.column)
  const details = detailsOf(needed, 'search', false)
  const searches = sent.each?.values.length ?? 1
  const range =
    window.from === undefined && window.to === undefined ? {} : { [spec.search.ranges[order.by]!]: rangeText(window) }
  return made(want, spec, context, {
    road: 'search',
    sent,
    shape,
    text: callText(`${spec.name}/search`, {
      ...query,
      ...(sent.each ? { [sent.each.param]: `each of ${searches}` } : {}),
      ...range,
      sortBy: `${order.descending ? '-' : ''}${order.by}`,
    }),
    request: { list: undefined, search: { query, each: sent.each, order }, order, window },
    price: {
      calls: searches,
      credits: PAGE_CREDITS * searches,
      perPage: { rows: searchLimits.max, credits: PAGE_CREDITS },
      ...(details ? { details } : {}),
    },
    notes: fresh ? ['a search does not find what was written in the last minutes'] : [],
  })
}

/** A condition on times that are so near that the index of searches may not have come to them. */
const isFresh = ({ windows }: DeskWhere, { knowledge }: DeskOfferContext): boolean =>
  ['createdTime', 'modifiedTime'].some((name) => (windows.get(name)?.from ?? 0) > knowledge.now - LAG_MS)
