import type { Column } from '../../../../source/index.ts'

/** Types that compare alike in COQL (facts 6.5). */
export type Family = 'id' | 'lookup' | 'picklist' | 'text' | 'multiselect' | 'number' | 'boolean' | 'date' | 'datetime'

/** How a column compares, or undefined where COQL has no operator for it. */
export function familyOf(column: Column): Family | undefined {
  if (column.field === 'id') return 'id'
  if (column.part === 'id') return 'lookup'
  if (column.part !== 'value') return undefined
  if (column.fieldType === 'picklist') return 'picklist'
  if (column.fieldType === 'multiselectpicklist') return 'multiselect'
  switch (column.type.name) {
    case 'text':
    case 'varchar':
      return column.fieldType === 'textarea' ? undefined : 'text'
    case 'integer':
    case 'bigint':
    case 'numeric':
    case 'double precision':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'date':
      return 'date'
    case 'timestamptz':
      return 'datetime'
    default:
      return undefined
  }
}
