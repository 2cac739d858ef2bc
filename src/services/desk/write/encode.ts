/** Values to the JSON that Desk takes. Pure. */
import { bare } from '../../../base/by-name.ts'
import type { Value } from '../../../base/types.ts'
import type { ChangeRow, Column } from '../../../source/index.ts'
import { factsOf } from '../catalog/columns.ts'

/** One value; empty text clears, as null does. */
export function encodeValue(column: Column, value: Value): unknown {
  if (value === null || value === '') return null
  const plain = encodePlain(column, value)
  // Facts 13.1: custom values are texts, numbers and booleans too.
  return factsOf(column).custom && !Array.isArray(plain) ? String(plain) : plain
}

function encodePlain({ type }: Column, value: Exclude<Value, null>): unknown {
  switch (type.name) {
    case 'integer':
    case 'double precision':
      return Number(value)
    case 'numeric':
      // Digits as they are: a double would change long ones.
      return typeof value === 'number' ? value : String(value)
    case 'boolean':
      return value === true
    case 'timestamptz':
      return new Date(Number(value)).toISOString()
    case 'array':
      return String(value).replace(/[{}]/g, '').split(',').filter(Boolean)
    default:
      return String(value)
  }
}

/** ASSUMPTION: where answers have an object, a body has its id, as everywhere else: `departmentId`. */
const keyOf = ({ field, part }: Column): string => (part === 'id' ? `${field}Id` : field)

/** The body of a record: custom fields below `cf`; what is not set stays out, and so does what only says where. */
export function bodyOf(
  columns: readonly Column[],
  { values }: ChangeRow,
  isSet: (column: Column) => boolean,
): Record<string, unknown> {
  const body = bare<unknown>()
  const custom = bare<unknown>()
  for (const [i, column] of columns.entries()) {
    const value = values[i]
    if (value === undefined || !isSet(column)) continue
    const into = factsOf(column).custom ? custom : body
    into[keyOf(column)] = encodeValue(column, value)
  }
  return Object.keys(custom).length > 0 ? { ...body, cf: custom } : body
}
