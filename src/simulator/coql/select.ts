/** The select list: its columns, what each may hold, and how a row of it is made. */
import { bare } from '../../base/by-name.ts'
import type { SimColumn } from '../columns.ts'
import { atLeast, type SimRecord } from '../model.ts'
import type { CoqlRef, CoqlSelect, PlainColumn } from './ast.ts'
import type { CoqlContext } from './context.ts'
import { plainColumnsOf } from './form.ts'
import { since } from './limits.ts'
import type { OrderKey } from './order.ts'
import { invalidQuery, tooMany, wrongClause } from './refusals.ts'
import { requireSortable, resolveColumn } from './resolve.ts'
import { type Render, renderer } from './shape.ts'

export interface Selected {
  /** Key in the answer. */
  readonly key: string
  readonly column: SimColumn
  readonly render: Render
  /** Left out of the rows although selected. */
  readonly absent: boolean
}

export type CoqlRow = Record<string, unknown>

const keyOf = ({ alias, ref }: PlainColumn): string => alias ?? ref.text

/** The plain columns of the select list; throws the refusal of those that cannot be selected. */
export function selectColumns(query: CoqlSelect, context: CoqlContext): Selected[] {
  const selected = plainColumnsOf(query).map((item) => selectColumn(item, context))
  const dynamic = selected.filter(({ column }) => column.field?.formula.dynamic === true)
  if (dynamic.length > context.limits.dynamicFormulas) {
    throw tooMany('dynamic_formula', context.limits.dynamicFormulas)
  }
  return selected
}

function selectColumn(item: PlainColumn, context: CoqlContext): Selected {
  const column = resolveColumn(item.ref, context)
  if (column.kind === 'id' && column.via === 'record' && context.variants.coqlSelectId === 'refused') {
    throw wrongClause('id', 'select')
  }
  if (column.field?.data_type === 'territories' && !atLeast(context.version, since.territories)) {
    throw wrongClause(column.text, 'select')
  }
  return { key: keyOf(item), column, render: renderer(column, context), absent: isAbsent(column, context) }
}

function isAbsent({ field, module }: SimColumn, { variants }: CoqlContext): boolean {
  const missing = variants.coqlMissingColumns
  return field !== null && (missing.includes(field.data_type) || missing.includes(`${module}.${field.api_name}`))
}

/** A row of the answer; `id` comes whether asked for or not. */
export function makeRow(selected: readonly Selected[], record: SimRecord): CoqlRow {
  const row: CoqlRow = bare()
  for (const { key, column, render, absent } of selected) if (!absent) row[key] = render(column.read(record))
  row.id = record.id
  return row
}

/** The sort keys. A name is an alias of the select list first, a column of the module else. */
export function orderKeys(query: CoqlSelect, context: CoqlContext): OrderKey[] {
  const aliases = new Map(plainColumnsOf(query).map((item) => [item.alias, item.ref]))
  return query.orderBy.map(({ key, descending }) => {
    if ('kind' in key) throw invalidQuery()
    const ref: CoqlRef = aliases.get(key.text) ?? key
    const column = resolveColumn(ref, context)
    requireSortable(column)
    return { column, descending }
  })
}

/** Throws when the query follows more relations than it may. */
export function checkJoins(
  all: readonly SimColumn[],
  selected: readonly Selected[],
  { limits, version }: CoqlContext,
): void {
  // Up to v6 every relation counts; since then those that start at the record.
  const counted = (column: SimColumn): readonly string[] =>
    atLeast(version, 'v7') ? column.relations.slice(0, 1) : column.relations
  if (new Set(all.flatMap(counted)).size > limits.joins) throw tooMany('joins', limits.joins)
  const dotted = selected.filter(({ column }) => column.relations.length > 0)
  if (dotted.length > limits.selectJoins) throw tooMany('select_joins', limits.selectJoins)
}
