/** When a job of bulk write may carry a change (facts 8.6), and when it is worth it. Pure. */
import type { Change, ChangeOptions, Column } from '../../../source/index.ts'
import { factsOf, moduleOf } from '../catalog/columns.ts'
import { bulkWriteLimits } from '../limits.ts'

/** Modules that Zoho takes no jobs for. */
const closed: ReadonlySet<string> = new Set(['Quotes', 'Invoices', 'Sales_Orders', 'Purchase_Orders', 'Users'])

/** ASSUMPTION: of times in a file no document tells the zone, so that they travel record by record. */
const carries = (column: Column): boolean => {
  const { shape, modules } = factsOf(column)
  const isSeveral = column.fieldType === 'multi_module_lookup' || (shape === 'lookup' && modules.length > 1)
  return shape !== 'datetime' && shape !== 'json' && !isSeveral
}

/** Why no job can carry the change; undefined: it can. */
export function bulkRefusal(change: Change, { triggers }: ChangeOptions): string | undefined {
  const { action, table, columns } = change
  if (action !== 'insert' && action !== 'update') return `jobs do not ${action}`
  if (closed.has(moduleOf(table).module)) return `Zoho takes no jobs for ${table.name}`
  if (triggers !== 'none') return 'jobs run no workflows: set triggers=none'
  if (columns.length > bulkWriteLimits.columns) return `a job takes ${bulkWriteLimits.columns} columns`
  const other = columns.find((column) => !carries(column))
  if (other) return `jobs do not carry ${other.name}`
  return action === 'update' && !change.whole ? 'rows set different columns' : undefined
}

/** A job, the file's way there, its state (asked for some times) and its result. */
export const bulkPrice = (rows: number): { readonly calls: number; readonly credits: number } => {
  const jobs = Math.ceil(rows / bulkWriteLimits.rows)
  return { calls: jobs * 4, credits: jobs * (bulkWriteLimits.credits + 3) }
}
