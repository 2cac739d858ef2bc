/** Aggregates and GROUP BY. */
import { bare } from '../../base/by-name.ts'
import type { SimColumn } from '../columns.ts'
import type { SimRecord } from '../model.ts'
import { type Comparable, comparable, compare, type ValueKind } from '../values.ts'
import type { AggregateName, CoqlAggregate, CoqlSelect } from './ast.ts'
import type { CoqlContext } from './context.ts'
import { aggregatesOf, aggregateText, type PageWindow } from './form.ts'
import { comparator, firstOf, type OrderKey, type Sortable, sortValue } from './order.ts'
import { invalidQuery, unsupportedColumn, wrongAggregate } from './refusals.ts'
import { requireGroupable, resolveColumn } from './resolve.ts'
import type { CoqlRow, Selected } from './select.ts'
import { type Render, renderer } from './shape.ts'

interface Measure {
  readonly key: string
  readonly name: AggregateName
  readonly column: SimColumn
  readonly render: Render
}

/** What is remembered of the cells of one group. */
interface GroupTally {
  count: number
  sum: number
  best: Comparable | null
  cell: unknown
}

interface GroupState {
  /** Cells of the grouping columns in the group's first record. */
  readonly cells: readonly unknown[]
  readonly id: string
  readonly tallies: readonly GroupTally[]
}

export interface CoqlGrouping {
  readonly columns: readonly SimColumn[]
  readonly measures: readonly Measure[]
}

export const isGrouped = (query: CoqlSelect): boolean => query.groupBy.length > 0 || aggregatesOf(query).length > 0

const numeric: readonly ValueKind[] = ['number', 'integer', 'bigint']

// ASSUMPTION: SUM and AVG take numbers, MIN and MAX also dates; nothing says that text, booleans or `id` have extremes.
const allowed: Readonly<Record<AggregateName, readonly ValueKind[]>> = {
  SUM: numeric,
  AVG: numeric,
  MIN: [...numeric, 'date', 'datetime'],
  MAX: [...numeric, 'date', 'datetime'],
  COUNT: [...numeric, 'reference', 'id'],
}

/** Reads grouping and aggregates of a query; throws the refusal of what does not fit together. */
export function readGrouping(query: CoqlSelect, selected: readonly Selected[], context: CoqlContext): CoqlGrouping {
  const columns = query.groupBy.map((ref) => resolveColumn(ref, context))
  for (const column of columns) requireGroupable(column)
  const grouped = new Set(columns.map((column) => column.text))
  if (selected.some(({ column }) => !grouped.has(column.text))) throw invalidQuery()
  return { columns, measures: aggregatesOf(query).map((item) => readMeasure(item, context)) }
}

function readMeasure(item: CoqlAggregate, context: CoqlContext): Measure {
  const column = resolveColumn(item.ref, context)
  const { field, kind, via } = column
  const fits = allowed[item.name].includes(kind) || (item.name === 'COUNT' && field?.data_type === 'picklist')
  if (via !== 'record' || !field) throw unsupportedColumn(column.text)
  if (!fits || field.crypt) throw wrongAggregate(column.text, item.name)
  return { key: aggregateText(item), name: item.name, column, render: renderer(column, context) }
}

/** The page of groups that a query asks for, and whether there are more. */
export function groupRows(
  records: Iterable<SimRecord>,
  grouping: CoqlGrouping,
  selected: readonly Selected[],
  keys: readonly OrderKey[],
  page: PageWindow,
  context: CoqlContext,
): { rows: CoqlRow[]; more: boolean } {
  const places = keys.map((key) => grouping.columns.findIndex((column) => column.text === key.column.text))
  if (places.includes(-1)) throw invalidQuery()
  const groups = collect(records, grouping, context)
  if (groups.length === 0 && grouping.columns.length === 0) return { rows: noRecords(grouping, context), more: false }
  const sortable = groups.map(
    (group): Sortable<GroupState> => ({
      values: keys.map((key, i) => sortValue(key.column, group.cells[places[i]!], context.variants)),
      id: group.id,
      row: group,
    }),
  )
  const wanted = page.offset + page.limit
  const sorted = firstOf(sortable, wanted + 1, comparator(keys, context.variants, 0))
  const rows = sorted.slice(page.offset, wanted).map(({ row }) => groupRow(row, grouping, selected))
  return { rows, more: sorted.length > wanted }
}

function collect(
  records: Iterable<SimRecord>,
  { columns, measures }: CoqlGrouping,
  context: CoqlContext,
): GroupState[] {
  const groups = new Map<string, GroupState>()
  const keyed = columns.map((column) => ({ column, part: groupKey(column, context) }))
  for (const record of records) {
    const cells = keyed.map(({ column }) => column.read(record))
    const key = keyed.map(({ part }, i) => part(cells[i])).join('\u0001')
    let group = groups.get(key)
    if (!group) {
      group = { cells, id: key, tallies: measures.map(() => ({ count: 0, sum: 0, best: null, cell: null })) }
      groups.set(key, group)
    }
    for (const [i, measure] of measures.entries()) add(group.tallies[i]!, measure, measure.column.read(record), context)
  }
  return [...groups.values()]
}

/** What makes two cells of a grouping column the same. */
function groupKey({ kind }: SimColumn, { variants }: CoqlContext): (cell: unknown) => string {
  const folds = variants.coqlGroupFoldsCase && (kind === 'text' || kind === 'multi')
  return (cell) => {
    const value = comparable(kind, cell)
    if (value === null) return '\u0000'
    return folds ? String(value).toLowerCase() : String(value)
  }
}

function add(tally: GroupTally, { name, column }: Measure, cell: unknown, { variants }: CoqlContext): void {
  const value = comparable(column.kind, cell)
  if (value === null) {
    if (name === 'COUNT' && !variants.coqlCountSkipsNull) tally.count++
    return
  }
  tally.count++
  if (name === 'SUM' || name === 'AVG') tally.sum += Number(value)
  else if (name !== 'COUNT' && (tally.best === null || isBetter(name, value, tally.best))) {
    tally.best = value
    tally.cell = cell
  }
}

const isBetter = (name: AggregateName, value: Comparable, best: Comparable): boolean =>
  name === 'MIN' ? compare(value, best) < 0 : compare(value, best) > 0

function groupRow(group: GroupState, { columns, measures }: CoqlGrouping, selected: readonly Selected[]): CoqlRow {
  const row: CoqlRow = bare()
  for (const { key, column, render, absent } of selected) {
    if (!absent) row[key] = render(group.cells[columns.findIndex((other) => other.text === column.text)])
  }
  for (const [i, measure] of measures.entries()) row[measure.key] = result(measure, group.tallies[i]!)
  return row
}

function result({ name, render }: Measure, { count, sum, cell }: GroupTally): unknown {
  if (name === 'COUNT') return count
  if (count === 0) return null
  if (name === 'SUM') return sum
  return name === 'AVG' ? sum / count : render(cell)
}

/** Aggregates over no record: no row, or one of nothing. */
function noRecords({ measures }: CoqlGrouping, { variants }: CoqlContext): CoqlRow[] {
  if (variants.coqlEmptyAggregate === '204') return []
  const zero = variants.coqlEmptyAggregate === 'zero'
  const cells = measures.map(({ key, column }) => [key, zero && !column.kind.startsWith('date') ? 0 : null])
  return [Object.fromEntries(cells)]
}
