/** Names of a query to columns of its module, and what may be done with each. */
import { resolvePath, type SimColumn } from '../columns.ts'
import type { SimField } from '../model.ts'
import { kindOf } from '../values.ts'
import type { CoqlRef } from './ast.ts'
import type { CoqlContext } from './context.ts'
import { unknownColumn, unsupportedColumn, wrongClause } from './refusals.ts'

/** The column a name stands for; throws when there is none or COQL does not know its type. */
export function resolveColumn(ref: CoqlRef, context: CoqlContext): SimColumn {
  const here = ref.target === null || ref.target === context.module.apiName
  const column = here ? resolvePath(context.world, context.module, ref.text, ref.hops) : undefined
  if (!column || isRefused(column, ref, context)) throw unknownColumn(ref.text)
  if (column.field && kindOf(column.field) === undefined) throw unsupportedColumn(ref.text)
  return context.variants.coqlPicklistDisplay ? displayed(column) : column
}

function isRefused(column: SimColumn, ref: CoqlRef, { variants, module }: CoqlContext): boolean {
  if (variants.coqlConvertedColumn === 'unknown' && column.field?.api_name === 'Converted__s') return true
  const first = `${module.apiName}.${ref.hops[0]?.name}`
  const last = `${column.module}.${column.field?.api_name}`
  return variants.coqlRefusedColumns.some((name) => name === first || name === last)
}

/** A picklist column that shows, and is compared by, display values. */
function displayed(column: SimColumn): SimColumn {
  if (column.field?.data_type !== 'picklist') return column
  const display = new Map(column.field.pick_list_values.map((value) => [value.actual_value, value.display_value]))
  return {
    ...column,
    read: (record) => {
      const actual = column.read(record)
      return display.get(actual as string) ?? actual
    },
  }
}

const isEncrypted = (field: SimField | null): boolean => Boolean(field?.crypt)

/** Throws unless rows can be sorted by the column. */
export function requireSortable(column: SimColumn): void {
  // ASSUMPTION: paths along lookups are shown in no documented ORDER BY or GROUP BY.
  const wrong = column.via !== 'record' || !column.field || isEncrypted(column.field) || column.kind === 'opaque'
  const unsortable = column.kind !== 'id' && column.field?.sortable === false
  if (wrong || unsortable) throw wrongClause(column.text, 'order by')
}

/** Throws unless rows can be grouped by the column. */
export function requireGroupable(column: SimColumn): void {
  const wrong = column.via !== 'record' || !column.field || isEncrypted(column.field) || column.kind === 'opaque'
  if (wrong || ['textarea', 'profileimage'].includes(column.field?.data_type ?? '')) {
    throw wrongClause(column.text, 'group by')
  }
}
