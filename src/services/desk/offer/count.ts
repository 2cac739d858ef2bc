/** Numbers that Desk counts: of rows that pass conditions it has exact words for, and of tickets by some columns. */
import { type AggregateWish, type Offer, refName, type Want } from '../../../source/index.ts'
import { nothingDone } from '../../kit/offers.ts'
import { schema } from '../catalog/columns.ts'
import type { DeskModuleSpec } from '../catalog/spec.ts'
import type { CountRequest } from '../request.ts'
import { scanKey } from '../request.ts'
import { callText, type DeskOfferContext } from './common.ts'
import { exactRanges, sentWhere } from './where.ts'

const nameOf = ({ fn, column }: AggregateWish): string => `${fn}(${column ? refName(column) : '*'})`

/** Columns of tickets that are counted by value (facts 7.8). */
const counted: ReadonlySet<string> = new Set(['status', 'statusType', 'priority', 'channel'])
/** What such counts may be narrowed by. */
const narrowing: ReadonlySet<string> = new Set(['contactId', 'departmentId', 'assigneeId', 'accountId'])

/** undefined: the rows have to be read. */
export function countOffer(want: Want, spec: DeskModuleSpec, context: DeskOfferContext): Offer | undefined {
  const { grouping } = want
  const { knowledge } = context
  if (!grouping || context.road === 'records' || context.road === 'single') return undefined
  if (!spec.search || knowledge.searchClosed(spec.name)) return undefined
  const isCount = ({ fn, column }: AggregateWish): boolean => fn === 'count' && !column?.column.nullable
  const [by, second] = grouping.by
  if (second || grouping.aggregates.length === 0 || !grouping.aggregates.every(isCount)) return undefined
  const sent = sentWhere(want.where, spec, 'search', knowledge)
  const exact = sent.countable && sent.verdicts.every(({ outcome }) => outcome === 'exact')
  if (!exact || knowledge.of(spec.name).paramsRefused.has('search.count')) return undefined
  const values = sent.each ? { ...sent.query, [sent.each.param]: sent.each.values.join(',') } : sent.query
  const query = { ...values, ...exactRanges(sent, spec.search, 'included') }
  const wider = sent.windows.size > 0 ? { ...values, ...exactRanges(sent, spec.search, 'excluded') } : undefined
  if (by && !(isCountedBy(by.column.name, spec) && Object.keys(query).every((name) => narrowing.has(name))))
    return undefined
  const request: CountRequest = {
    kind: 'count',
    spec,
    query,
    wider,
    by: by?.column,
    counts: grouping.aggregates.length,
  }
  const calls = by || wider ? 2 : 1
  const text = callText(`${spec.name}/search`, { ...query, limit: '1' })
  const byValue = by ? [callText('ticketsCountByFieldValues', { field: by.column.name, ...query })] : []
  return {
    scan: {
      schema,
      table: spec.name,
      road: 'count',
      text: [...byValue, text],
      columns: [...grouping.by.map(refName), ...grouping.aggregates.map(nameOf)],
      key: scanKey(want.table, request),
      request,
    },
    ...nothingDone(want.where, ''),
    verdicts: sent.verdicts,
    exact: true,
    grouped: true,
    refusedPaths: [],
    price: { calls, credits: 3 * calls, rows: 1 },
  }
}

const isCountedBy = (name: string, spec: DeskModuleSpec): boolean => spec.name === 'tickets' && counted.has(name)
