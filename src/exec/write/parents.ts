/** Rows that Zoho finds below their parent alone: whatever asks for them, or changes them, names the parents too. */
import type { Value } from '../../base/types.ts'
import type { Column } from '../../source/index.ts'
import type { WithinParents } from './reading.ts'
import type { WriteRow, WriteWork } from './rows.ts'

type Of = Pick<WriteWork, 'table' | 'targets' | 'before'>

/** The column of the parent; undefined: rows are found anywhere. */
export const parentColumn = ({ table }: Pick<WriteWork, 'table'>): Column | undefined =>
  table.columns.find(({ name }) => name === table.changes?.within)

/** The parent of a row, as it is set or as it was read. */
export function parentOf(of: Of, row: WriteRow): Value | undefined {
  const column = parentColumn(of)
  if (!column) return undefined
  const at = of.targets.findIndex(({ sets }) => sets.name === column.name)
  return at >= 0 ? row.values[at] : row.before[of.before.findIndex(({ name }) => name === column.name)]
}

/** What a question for these rows says besides their keys; undefined: nothing. */
export function withinOf(of: Of, rows: readonly WriteRow[]): WithinParents | undefined {
  const column = parentColumn(of)
  const values = rows.map((row) => parentOf(of, row) ?? null)
  if (!column || values.includes(null)) return undefined
  return { column: column.name, values: [...new Set(values)] }
}
