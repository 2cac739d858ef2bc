import {
  type AggregateWish,
  type ColumnRef,
  type Grouping,
  type Offer,
  refName,
  type Want,
} from '../../../source/index.ts'
import { nothingDone, pathsOf } from '../../kit/offers.ts'
import { factsOf, moduleOf } from '../catalog/columns.ts'
import type { AggregateFunction } from '../fields.ts'
import { coqlCredits } from '../limits.ts'
import { both, type CoqlCondition, columnText } from '../query.ts'
import { groupText } from '../request/group.ts'
import { type CoqlCell, type GroupRequest, type RemoteAggregate, scanKey } from '../request/index.ts'
import type { CrmOfferContext } from './common.ts'
import { CHEAPEST_PAGE, sentWhere } from './coql.ts'
import { keyOf } from './selection.ts'
import { familyOf } from './where/family.ts'

/** Groups and aggregates by COQL, or an offer that does nothing of it: the planner then asks for the rows. */
export function groupOffer(want: Want, context: CrmOfferContext): Offer {
  const grouping = want.grouping as Grouping
  const why = whyNot(grouping, want, context)
  if (why) return refusal(want, why)
  const where = sentWhere(want.where, want, context)
  if (!where.exact) return refusal(want, 'a condition is checked again here')
  const guard = guardOf(grouping)
  const by = grouping.by.map(cellOf)
  const aggregates = grouping.aggregates.map(
    (wish): RemoteAggregate => ({ fn: wish.fn, ...(wish.column ? { cell: cellOf(wish.column) } : {}) }),
  )
  const { aggregates: most } = context.knowledge.limits
  const items = itemsOf(aggregates, guard !== undefined)
  const select = [...by.map((cell) => cell.key), ...withExtremes(items, aggregates, most)]
  if (items.length > most) return refusal(want, 'a query may have five aggregates')
  const request: GroupRequest = {
    kind: 'group',
    module: moduleOf(want.table).module,
    by,
    aggregates,
    select,
    guarded: guard !== undefined,
    where: both(where.condition, guard),
    firstPage: by.length === 0 ? 1 : CHEAPEST_PAGE,
  }
  if (context.knowledge.of(request.module).undecided.has(groupText(request, 1)))
    return refusal(want, 'Zoho’s answer left room for doubt the last time')
  return {
    scan: {
      schema: want.table.schema,
      table: want.table.name,
      road: 'coql',
      text: [groupText(request, request.firstPage)],
      columns: [...grouping.by.map(refName), ...grouping.aggregates.map(aggregateName)],
      key: scanKey(request),
      request,
    },
    verdicts: where.verdicts,
    exact: true,
    grouped: true,
    ordered: false,
    limited: false,
    notes: [],
    refusedPaths: [],
    price: { calls: 1, credits: coqlCredits(request.firstPage) },
  }
}

const cellOf = (ref: ColumnRef): CoqlCell => ({ key: keyOf(ref), ref })

/** The name that the planner gives the aggregate's column. */
const aggregateName = (wish: AggregateWish): string => `${wish.fn}(${wish.column ? refName(wish.column) : '*'})`

function refusal(want: Want, why: string): Offer {
  const request: GroupRequest = {
    kind: 'group',
    module: want.table.name,
    by: [],
    aggregates: [],
    select: [],
    guarded: false,
    where: undefined,
    firstPage: 1,
  }
  return {
    scan: { schema: want.table.schema, table: want.table.name, road: 'coql', text: [], columns: [], request },
    ...nothingDone(want.where, why),
    notes: [`grouping stays: ${why}`],
    refusedPaths: pathsOf(want),
    price: { calls: 0, credits: 0 },
  }
}

function whyNot(grouping: Grouping, want: Want, context: CrmOfferContext): string | undefined {
  const { limits } = context.knowledge
  if (!limits.grouping) return 'this version of COQL has no GROUP BY'
  if (context.knowledge.of(moduleOf(want.table).module).groupingRefused) return 'Zoho refused grouping on this module'
  if (grouping.by.length > limits.groupBy) return 'a query may group by four columns'
  const { columnsRefused } = context.knowledge.of(moduleOf(want.table).module)
  const columns = [...grouping.by, ...grouping.aggregates.flatMap(({ column }) => column ?? [])]
  if (columns.some((ref) => columnsRefused.has(keyOf(ref)))) return 'COQL refused or left out one of its columns'
  const refused = grouping.by.find((ref) => !groupable(ref, context))
  if (refused) return `groups of ${refName(refused)} at Zoho may merge or split values`
  const unfit = grouping.aggregates.find((wish) => !computable(wish))
  if (unfit) return `${aggregateName(unfit)} at Zoho would lose digits or is not documented`
  const counts = grouping.aggregates.filter((wish) => wish.fn === 'count' && wish.column && wish.column.column.nullable)
  if (counts.length > 0 && !guardOf(grouping)) return 'whether COUNT of a column counts nulls is not documented'
  return undefined
}

/** Values that Zoho keeps apart exactly as SQL does (facts 11.8). */
function groupable(ref: ColumnRef, context: CrmOfferContext): boolean {
  const { column, path } = ref
  if (path.length > 0 || !factsOf(column).coql.groupBy) return false
  const family = familyOf(column)
  if (family === 'picklist') return distinctWithoutCase(column.picklist ?? []) || context.textComparison === 'server'
  return family === 'lookup' || family === 'number' || family === 'date' || family === 'boolean' || family === 'id'
}

const distinctWithoutCase = (values: readonly string[]): boolean =>
  values.length > 0 &&
  new Set(values.map((value) => value.normalize('NFKC').toLowerCase().trim())).size === values.length

function computable(wish: AggregateWish): boolean {
  if (!wish.column) return true
  const { column, path } = wish.column
  if (path.length > 0) return false
  if (wish.fn === 'count') return true
  const remote: AggregateFunction = wish.fn
  if (!factsOf(column).coql.aggregate.has(remote)) return false
  const type = column.type.name
  // Nineteen digits do not fit a JSON number, and a sum of many even less.
  if (type === 'bigint') return false
  if (wish.fn === 'sum' || wish.fn === 'avg')
    return type === 'integer' || (type === 'numeric' && column.type.scale !== undefined)
  return true
}

/**
 * Where all aggregates are of one nullable column and nothing groups, rows without a value are left out: COUNT(id)
 * then counts values whichever way Zoho counts (facts 11.5, 11.6), and a sum over nothing is told from a sum of zero.
 */
function guardOf(grouping: Grouping): CoqlCondition | undefined {
  if (grouping.by.length > 0 || grouping.aggregates.some((wish) => !wish.column)) return undefined
  const keys = new Set(grouping.aggregates.map((wish) => keyOf(wish.column!)))
  const [key] = keys
  const boolean = grouping.aggregates.some((wish) => wish.column!.column.type.name === 'boolean')
  if (keys.size !== 1 || key === undefined || boolean) return undefined
  const { column } = grouping.aggregates[0]!.column!
  return factsOf(column).coql.where.has('is not null') ? { kind: 'null', column: key, negated: true } : undefined
}

/** COUNT(id) always: it tells whether there was any row. AVG comes as SUM and AVG: their quotient is the count. */
function itemsOf(aggregates: readonly RemoteAggregate[], guarded: boolean): string[] {
  const items = ['COUNT(id)']
  for (const { fn, cell } of aggregates) {
    if (fn === 'count' || !cell) continue
    const key = columnText(cell.key)
    if (fn === 'avg') items.push(`SUM(${key})`, ...(guarded ? [] : [`AVG(${key})`]))
    else items.push(`${fn.toUpperCase()}(${key})`)
  }
  return [...new Set(items)]
}

/** The least and the greatest of what is added up tell how exact a sum of doubles can be: asked for where they fit. */
function withExtremes(items: readonly string[], aggregates: readonly RemoteAggregate[], most: number): string[] {
  const summed = aggregates.filter(({ fn, cell }) => cell && (fn === 'sum' || fn === 'avg'))
  const keys = summed.map(({ cell }) => columnText(cell!.key))
  const all = [...new Set([...items, ...keys.flatMap((key) => [`MIN(${key})`, `MAX(${key})`])])]
  return all.length > most ? [...items] : all
}
