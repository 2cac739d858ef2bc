/** A parsed query against the world: checked, then evaluated page by page. */

import type { SimColumn } from '../columns.ts'
import { type ApiVersion, atLeast, type SimModule, type SimRecord, type SimWorld } from '../model.ts'
import { type Comparable, comparable, idOf, readLiteral, type ValueKind } from '../values.ts'
import { type CoqlSelect, subqueryOf, testsOf } from './ast.ts'
import { type CoqlContext, makeContext } from './context.ts'
import { aggregatesOf, checkForm, type PageWindow } from './form.ts'
import { groupRows, isGrouped, readGrouping } from './group.ts'
import { limitsOf, since, subqueryRows } from './limits.ts'
import { comparator, firstOf, type OrderKey, type Sortable, sortValue } from './order.ts'
import { compileFilter, type RecordFilter } from './predicate.ts'
import {
  invalidQuery,
  notInThisVersion,
  subqueryColumns,
  unknownModule,
  unknownView,
  unsupportedModule,
  wrongValue,
} from './refusals.ts'
import { acceptedRecords } from './scan.ts'
import { type CoqlRow, checkJoins, makeRow, orderKeys, type Selected, selectColumns } from './select.ts'

export interface CoqlResult {
  readonly rows: readonly CoqlRow[]
  readonly more: boolean
  readonly page: PageWindow
  readonly module: SimModule
}

interface CoqlPlan {
  readonly query: CoqlSelect
  readonly page: PageWindow
  readonly filter: RecordFilter
  readonly selected: readonly Selected[]
  readonly keys: readonly OrderKey[]
  readonly context: CoqlContext
}

/** Runs a query; throws the refusal when names, types or limits do not allow it. */
export function runQuery(query: CoqlSelect, world: SimWorld, version: ApiVersion): CoqlResult {
  const plan = makePlan(query, world, version)
  return { ...evaluate(plan), page: plan.page, module: plan.context.module }
}

function makePlan(query: CoqlSelect, world: SimWorld, version: ApiVersion): CoqlPlan {
  refuseNewer(query, version, world)
  const page = checkForm(query, limitsOf(version, world.variants))
  const module = sourceModule(query, world)
  const context = makeContext(world, version, module, (inner, sequence, outer) =>
    innerValues(makePlan(inner, world, version), sequence, outer),
  )
  const selected = selectColumns(query, context)
  const filter = compileFilter(query.where!, context)
  const keys = orderKeys(query, context)
  checkJoins([...selected.map(({ column }) => column), ...filter.columns], selected, context)
  return { query, page, filter, selected, keys, context }
}

/** What the version does not have yet, or this org not at all. */
function refuseNewer(query: CoqlSelect, version: ApiVersion, { variants }: SimWorld): void {
  if (aggregatesOf(query).length > 0 && variants.coqlAggregates === 'refused') throw invalidQuery()
  if (query.groupBy.length > 0 && variants.coqlGroupBy === 'refused') throw invalidQuery()
  const used: readonly [boolean, ApiVersion, string][] = [
    [aggregatesOf(query).length > 0, since.aggregates, '('],
    [query.groupBy.length > 0, since.groupBy, 'group'],
    [query.from!.view !== null, since.views, '#'],
    [testsOf(query.where).some(subqueryOf), since.subqueries, 'select'],
  ]
  for (const [uses, from, near] of used) if (uses && !atLeast(version, from)) throw notInThisVersion(near)
}

function sourceModule({ from }: CoqlSelect, world: SimWorld): SimModule {
  const { module: name, view } = from!
  const module = world.modules.get(name)
  if (!module) throw unknownModule(name)
  if (!module.meta.api_supported || world.variants.coqlUnsupportedModules.includes(name)) throw unsupportedModule()
  if (view !== null && !world.views.some(({ id, module: of }) => id === view && of === name)) throw unknownView(view)
  return module
}

function evaluate(plan: CoqlPlan): { rows: CoqlRow[]; more: boolean } {
  const { query, page, selected, keys, context } = plan
  const records = acceptedRecords(plan.filter, context)
  if (isGrouped(query)) {
    return groupRows(records, readGrouping(query, selected, context), selected, keys, page, context)
  }
  return isById(keys) ? pageById(records, plan) : pageSorted(records, plan)
}

/** Records come by id, so nothing needs sorting when id is the first key. */
const isById = ([first]: readonly OrderKey[]): boolean =>
  first === undefined || (first.column.kind === 'id' && first.column.via === 'record' && !first.descending)

/** Stops reading at the first record after the page. */
function pageById(records: Iterable<SimRecord>, { page, selected }: CoqlPlan): { rows: CoqlRow[]; more: boolean } {
  const rows: CoqlRow[] = []
  let seen = 0
  for (const record of records) {
    if (seen === page.offset + page.limit) return { rows, more: true }
    if (seen >= page.offset) rows.push(makeRow(selected, record))
    seen++
  }
  return { rows, more: false }
}

function pageSorted(records: Iterable<SimRecord>, plan: CoqlPlan): { rows: CoqlRow[]; more: boolean } {
  const { page, keys, selected, context } = plan
  const wanted = page.offset + page.limit
  const order = comparator(keys, context.variants, page.offset)
  const sorted = firstOf(sortables(records, plan), wanted + 1, order)
  // Only ids were kept, so that sorting a long table does not hold its records.
  const rows = sorted.slice(page.offset, wanted).map(({ id }) => makeRow(selected, context.module.get(id)!))
  return { rows, more: sorted.length > wanted }
}

function* sortables(records: Iterable<SimRecord>, { keys, context }: CoqlPlan): Iterable<Sortable<null>> {
  for (const record of records) {
    const values = keys.map(({ column }) => sortValue(column, column.read(record), context.variants))
    yield { values, id: record.id as string, row: null }
  }
}

/** Values of a subquery's one column, cut to what Zoho gives, in the form its outer column compares in. */
function innerValues(inner: CoqlPlan, sequence: number, outer: SimColumn): Comparable[] {
  const [only, ...others] = inner.selected
  if (!only || others.length > 0 || isGrouped(inner.query)) {
    throw subqueryColumns(
      sequence,
      inner.selected.map(({ key }) => key),
    )
  }
  if (family(only.column.kind) !== family(outer.kind)) throw wrongValue(outer.text, only.column.text)
  const raw = { ...only, key: 'cell', absent: false, render: (cell: unknown) => cell }
  const page = { offset: inner.page.offset, limit: Math.min(inner.page.limit, subqueryRows) }
  const { rows } = evaluate({ ...inner, selected: [raw], page })
  return rows.flatMap(({ cell }) => innerValue(cell, only.column.kind, outer.kind, inner.context))
}

/** Kinds whose values can be compared with each other. */
function family(kind: ValueKind): ValueKind {
  if (kind === 'integer') return 'number'
  if (kind === 'multi') return 'text'
  return kind === 'id' ? 'reference' : kind
}

function innerValue(cell: unknown, kind: ValueKind, outer: ValueKind, { fold }: CoqlContext): Comparable[] {
  const value = comparable(kind, cell)
  if (value === null) return []
  if (family(kind) === 'text') return [fold(value as string)]
  return kind === outer || family(kind) !== 'reference' ? [value] : [readLiteral(outer, idOf(value))!]
}
