import {
  type Column,
  type ColumnRef,
  type Conjunct,
  type KeyLists,
  type Offer,
  type Predicate,
  refName,
  type SortWish,
  type Table,
  type Verdict,
  type Want,
} from '../../../source/index.ts'
import { factsOf, handleOf, moduleOf } from '../catalog/columns.ts'
import { coqlCredits, coqlKeys, recordsLimits } from '../limits.ts'
import { type Unpaired, withoutPairs } from '../pairs.ts'
import {
  both,
  type CoqlCondition,
  type CoqlOrder,
  columnsIn,
  coqlText,
  countTests,
  everything,
  textValue,
} from '../query.ts'
import { pageLimit, selectOf, sentOffset, whereKey } from '../request/coql.ts'
import { type CoqlRequest, type ScanSegment, scanKey } from '../request/index.ts'
import type { CrmOfferContext } from './common.ts'
import { type CoqlSelection, Joins, keyOf } from './selection.ts'
import { type Family, familyOf } from './where/family.ts'
import { translate } from './where/index.ts'

/** The whole conjunction as one condition, and what became of each term. */
export interface CoqlWhere {
  readonly condition: CoqlCondition | undefined
  readonly verdicts: readonly Verdict[]
  readonly exact: boolean
}

/** One condition is kept free for paging by id, and one more for the part of an ordering that has no nulls. */
const CONDITIONS_KEPT = 2

/**
 * What is sent of a conjunction, within the number of conditions that a query may have.
 *
 * @param expressible whether the road taken can say what COQL could
 */
export function sentWhere(
  where: readonly Conjunct[],
  want: Want,
  context: CrmOfferContext,
  expressible: (condition: CoqlCondition) => boolean = () => true,
): CoqlWhere {
  const { knowledge } = context
  const known = knowledge.of(moduleOf(want.table).module)
  const unconverted = leadsCondition(want, context)
  let budget = knowledge.limits.conditions - CONDITIONS_KEPT - (unconverted ? 1 : 0)
  const sent = new Map<string, CoqlCondition>()
  const terms = new Map<Verdict, readonly CoqlCondition[]>()
  const joins = new Joins(knowledge.limits)
  joins.take(want.columns.map((ref) => ref.path))
  const verdicts = where.map(({ predicate, sql }): Verdict => {
    const translation = translate(predicate, {
      columnName: (ref) => filterName(ref, want, context),
      textComparison: context.textComparison,
      inMax: IN_SAFE,
      users: context.users,
    })
    const { condition, why } = translation
    if (!condition) return { sql, outcome: 'local', why }
    if (!expressible(condition)) return { sql, outcome: 'local', why: 'this road has no words for it' }
    if (known.conditionsRefused && !isIdCondition(predicate)) {
      return { sql, outcome: 'local', why: 'Zoho refused conditions on this module' }
    }
    if (!joins.take(columnsIn(condition).map(pathOf))) {
      return { sql, outcome: 'local', why: 'a query may follow no more lookups' }
    }
    const all = termsOf(condition)
    const fresh = all.filter((term) => !sent.has(whereKey(term)))
    const tests = fresh.reduce((sum, term) => sum + countTests(term), 0)
    if (tests > budget) return { sql, outcome: 'local', why: 'a query may have 25 conditions' }
    budget -= tests
    for (const term of fresh) sent.set(whereKey(term), term)
    const verdict: Verdict = { sql, outcome: translation.exact ? 'exact' : 'superset', why }
    terms.set(
      verdict,
      all.map((term) => sent.get(whereKey(term))!),
    )
    return verdict
  })
  const unpaired = known.pairsRefused ? withoutPairs([...sent.values()]) : undefined
  const said = unpaired ? verdicts.map((verdict) => weakened(verdict, terms.get(verdict) ?? [], unpaired)) : verdicts
  return {
    condition: both(unconverted, ...(unpaired?.sent ?? sent.values())),
    verdicts: said,
    exact: said.every((verdict) => verdict.outcome === 'exact'),
  }
}

const pathOf = (name: string): string[] => name.split('.').slice(0, -1)

const termsOf = (condition: CoqlCondition): readonly CoqlCondition[] =>
  condition.kind === 'and' ? condition.terms : [condition]

/** COQL's name of a column in conditions, where it may stand in one. */
function filterName(ref: ColumnRef, want: Want, { knowledge }: CrmOfferContext): string | undefined {
  // The id at the end of a lookup is the lookup's own value, and reports have it refused by its longer name (facts 6.6).
  const isKey = ref.path.length > 0 && ref.column.field === 'id'
  const name = isKey ? ref.path.join('.') : keyOf(ref)
  const { filtersRefused } = knowledge.of(moduleOf(want.table).module)
  const steps = name.split('.').length - 1
  const follows = steps <= knowledge.limits.depth
  return follows && (isKey || factsOf(ref.column).roads.coql) && !filtersRefused.has(name) ? name : undefined
}

/** What is left of a conjunct where two comparisons of one column cannot be sent. */
function weakened(verdict: Verdict, terms: readonly CoqlCondition[], { merged, dropped }: Unpaired): Verdict {
  const why = 'Zoho refuses two comparisons of one column here: they go as BETWEEN, checked again'
  if (terms.length > 0 && terms.every((term) => dropped.has(term))) return { ...verdict, outcome: 'local', why }
  return terms.some((term) => dropped.has(term) || merged.has(term))
    ? { ...verdict, outcome: 'superset', why }
    : verdict
}

/** Values of one IN list that every version takes (facts 11.15). */
const IN_SAFE = 50

const isIdCondition = (predicate: Predicate): boolean => 'column' in predicate && refName(predicate.column) === 'id'

/** Rows of a whole table, where a statement counted them in passing: nothing is asked. */
export function countedRows(
  table: Table,
  context: Pick<CrmOfferContext, 'knowledge' | 'convertedLeads'>,
): number | undefined {
  const handle = handleOf(table)
  if (handle.kind !== 'module') return undefined
  return context.knowledge.recall(handle.module, whereKey(leadsCondition({ table }, context)))
}

function leadsCondition(
  want: Pick<Want, 'table'>,
  context: Pick<CrmOfferContext, 'convertedLeads'>,
): CoqlCondition | undefined {
  const { convertedColumn } = moduleOf(want.table)
  if (!convertedColumn || context.convertedLeads !== 'exclude') return undefined
  return { kind: 'compare', column: convertedColumn.field, op: '=', value: textValue('false') }
}

export function coqlOffer(want: Want, chosen: CoqlSelection, context: CrmOfferContext): Offer {
  const { module } = moduleOf(want.table)
  const where = sentWhere(want.where, want, context)
  const ordering = where.exact ? orderingOf(want, where.condition, context) : undefined
  const limited = ordering !== undefined
  const request: CoqlRequest = {
    kind: 'coql',
    module,
    cells: chosen.cells,
    filler: fillerOf(want, context),
    extras: chosen.extras,
    where: where.condition,
    segments: ordering ?? [{ where: undefined, orderBy: [] }],
    limit: limited ? want.limit : undefined,
    offset: limited ? (want.offset ?? 0) : 0,
    firstPage: firstPage(want, where, limited, context),
    expected: context.knowledge.recall(module, whereKey(where.condition)),
    eager: want.rowsHint === undefined,
    mayCount: context.prefer !== 'credits' && groups(module, context),
  }
  return {
    scan: {
      schema: want.table.schema,
      table: want.table.name,
      road: 'coql',
      text: texts(request, context),
      columns: chosen.cells.map((cell) => refName(cell.ref)),
      key: scanKey(request),
      request,
    },
    verdicts: where.verdicts,
    exact: where.exact,
    grouped: false,
    ordered: limited,
    limited,
    notes: limited || !ranks(want) ? [] : [orderNote(where.exact)],
    refusedPaths: chosen.refusedPaths,
    price: priceOf(request, keyCount(want), context),
    keys: keyLists(want),
  }
}

/** Ids are compared exactly, whatever else is: those of the rows and of lookups. Lists of keys come whole. */
function keyLists({ columns }: Want): KeyLists {
  const own = columns.filter(({ path }) => path.length === 0)
  const names = (some: readonly ColumnRef[]): string[] => some.map(refName)
  return {
    ...coqlKeys,
    columns: names(own.filter(({ column }) => (column.field === 'id' || column.part === 'id') && isListed(column))),
    single: names(own.filter(({ column }) => column.part === 'value')),
  }
}

/** COQL takes lists of it: of a layout, which it only shows, it does not. */
const isListed = (column: Column): boolean => factsOf(column).coql.where.has('in')

const groups = (module: string, { knowledge }: CrmOfferContext): boolean =>
  knowledge.limits.grouping && !knowledge.of(module).groupingRefused

const ranks = (want: Want): boolean => (want.orderBy ?? []).length > 0 || want.limit !== undefined

const orderNote = (exact: boolean): string =>
  exact
    ? 'order and limit stay: Zoho’s order of these columns is not documented, or the limit is beyond one page'
    : 'order and limit stay: a condition is checked again here'

/**
 * The ordered parts in which the rows can be asked for, or undefined when the order must be made here. Zoho's place
 * for nulls is unknown, so a nullable first key is read in two parts (facts 11.3); text has no known order (11.4).
 */
function orderingOf(
  want: Want,
  where: CoqlCondition | undefined,
  context: CrmOfferContext,
): readonly ScanSegment[] | undefined {
  const wishes = want.orderBy ?? []
  if (wishes.length === 0) return [{ where: undefined, orderBy: [] }]
  const [first, ...others] = wishes as [SortWish, ...SortWish[]]
  if (refName(first.column) === 'id') return [{ where: undefined, orderBy: [orderOf(first)] }]
  const { knowledge } = context
  if (knowledge.of(moduleOf(want.table).module).orderRefused) return undefined
  const [limit, offset] = [want.limit ?? Infinity, want.offset ?? 0]
  // Beyond one page the order would have to be paged by offset, which misses rows while others write.
  if (limit > knowledge.limits.limit || limit + offset > knowledge.limits.reach) return undefined
  if (wishes.length > knowledge.limits.orderBy || !wishes.every(sortable)) return undefined
  if (others.some((wish) => !neverNull(wish, where))) return undefined
  const orderBy = wishes.map(orderOf)
  if (neverNull(first, where)) return [{ where: undefined, orderBy }]
  if (limit + offset > knowledge.limits.limit) return undefined
  const key = keyOf(first.column)
  const nulls: ScanSegment = { where: { kind: 'null', column: key, negated: false }, orderBy: orderBy.slice(1) }
  const values: ScanSegment = { where: { kind: 'null', column: key, negated: true }, orderBy }
  return first.nullsFirst ? [nulls, values] : [values, nulls]
}

const orderOf = (wish: SortWish): CoqlOrder => ({ column: keyOf(wish.column), descending: wish.descending })

/** Sorting along a path is shown in no sample (facts 6.6). */
const sortable = ({ column: { path, column } }: SortWish): boolean =>
  path.length === 0 && column.part === 'value' && factsOf(column).coql.orderBy

/** The column cannot be null in a row that passes the condition. */
function neverNull({ column: ref }: SortWish, where: CoqlCondition | undefined): boolean {
  if (ref.path.length === 0 && !ref.column.nullable) return true
  const key = keyOf(ref)
  const terms = where?.kind === 'and' ? where.terms : where ? [where] : []
  return terms.some((term) => 'column' in term && term.column === key && !(term.kind === 'null' && !term.negated))
}

/** How many rows to ask for at first, where that is better known than "all there may be". */
function firstPage(want: Want, where: CoqlWhere, limited: boolean, context: CrmOfferContext): number | undefined {
  if (limited && want.limit !== undefined) return undefined
  const { module } = moduleOf(want.table)
  const counted = context.knowledge.recall(module, whereKey(where.condition))
  if (counted !== undefined) return counted
  const guess = guessed(want, context)
  const most = context.knowledge.recall(module, whereKey(leadsCondition(want, context)))
  return most === undefined ? guess : Math.min(most, guess ?? Infinity)
}

function guessed(want: Want, { prefer }: CrmOfferContext): number | undefined {
  const keys = keyCount(want)
  if (keys < Infinity) return keys
  if (want.rowsHint !== undefined) return Math.max(want.rowsHint, CHEAPEST_PAGE)
  const thrifty =
    prefer === 'credits' || (prefer === 'balanced' && want.where.some((term) => isSelective(term.predicate)))
  return thrifty ? CHEAPEST_PAGE : undefined
}

/** The most rows that cost one credit. */
export const CHEAPEST_PAGE = 200

/** The most rows that conditions on the key let through. */
const keyCount = (want: Want): number => Math.min(...want.where.map(({ predicate }) => keysOf(predicate)))

function keysOf(predicate: Predicate): number {
  if (!isIdCondition(predicate)) return Infinity
  if (predicate.kind === 'compare' && predicate.op === '=') return 1
  return predicate.kind === 'in' && !predicate.negated ? predicate.constants.length : Infinity
}

/** Equality with a few values of free text, a lookup, a day or an instant: few rows are expected. */
function isSelective(predicate: Predicate): boolean {
  const isEquality =
    (predicate.kind === 'compare' && predicate.op === '=') ||
    (predicate.kind === 'in' && !predicate.negated && predicate.constants.length <= FEW)
  return isEquality && selectiveFamilies.has(familyOf(predicate.column.column))
}

const FEW = 50
const selectiveFamilies: ReadonlySet<Family | undefined> = new Set(['text', 'lookup', 'date', 'datetime'])

/** The queries as they will be sent, for EXPLAIN: of each part, its first page. */
function texts(request: CoqlRequest, context: CrmOfferContext): string[] {
  return request.segments.map((segment) =>
    coqlText({
      select: selectOf(request),
      from: request.module,
      where: both(request.where, segment.where) ?? everything,
      orderBy: segment.orderBy.length ? segment.orderBy : [{ column: 'id', descending: false }],
      limit: pageLimit(request, context.knowledge.limits),
      offset: sentOffset(request, context.knowledge.limits),
    }),
  )
}

/** What is selected where nothing is wanted but the id, which comes by itself: one report says it must not be named. */
function fillerOf({ table }: Want, { knowledge }: CrmOfferContext): string {
  const { columnsRefused } = knowledge.of(moduleOf(table).module)
  if (!columnsRefused.has('id')) return 'id'
  const others = table.columns.filter(
    (column) => factsOf(column).coql.select && factsOf(column).roads.coql && !columnsRefused.has(column.field),
  )
  return (
    (others.find((column) => column.field === 'Modified_Time') ?? others.find((column) => column.field !== 'id'))
      ?.field ?? 'id'
  )
}

/** Lists by ids bring what COQL does not; of what they leave out or cut, each record. */
const detailsOf = ({ extras }: CoqlRequest): Pick<Offer['price'], 'details'> =>
  extras.length === 0 ? {} : { details: { rows: recordsLimits.ids, singly: extras.some((extra) => extra.single) } }

function priceOf(request: CoqlRequest, keys: number, context: CrmOfferContext): Offer['price'] {
  const max = context.knowledge.limits.limit
  const limit = pageLimit(request, context.knowledge.limits)
  const batches = Math.ceil(selectOf(request).length / context.knowledge.limits.selectColumns)
  const base = { calls: batches, credits: batches * coqlCredits(limit), ...detailsOf(request) }
  const skipped = request.offset - sentOffset(request, context.knowledge.limits)
  const most = Math.min(keys, request.limit === undefined ? Infinity : request.limit + skipped)
  return most <= max
    ? { ...base, rows: keys <= max ? keys : undefined }
    : { ...base, perPage: { rows: max, credits: batches * coqlCredits(max) }, rows: request.firstPage }
}
