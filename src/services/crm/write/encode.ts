/** Values to the JSON that Zoho takes for a field (facts 3.3, "written as"). Pure. */
import type { Value } from '../../../base/types.ts'
import type { ChangeRow, Column } from '../../../source/index.ts'
import { factsOf } from '../catalog/columns.ts'

type Given = Exclude<Value, null>

const quoted = (value: Given): string => JSON.stringify(String(value))

/** Digits as they are: a double would change long ones. */
const plainNumber = (value: Given): string => {
  const text = String(value)
  return /^-?\d+(\.\d+)?$/.test(text) ? text.replace(/^(-?)0+(?=\d)/, '$1') : JSON.stringify(Number(value))
}

const reference = (value: Given): string => `{"id":${quoted(value)}}`

/** An instant to the second, in UTC: fractions are refused. */
const instant = (value: Given): string => `"${new Date(Number(value)).toISOString().slice(0, 19)}+00:00"`

const members = (value: Given): string => JSON.stringify(String(value).split(';'))

/** One value as JSON text. Empty text is no value to Zoho. */
function encodeValue(column: Column, value: Value): string {
  if (value === null || value === '') return 'null'
  const { shape } = factsOf(column)
  switch (shape) {
    case 'integer':
    case 'numeric':
    case 'double':
      return plainNumber(value)
    case 'boolean':
      return value === true ? 'true' : 'false'
    case 'datetime':
      return instant(value)
    case 'multiselect':
      return members(value)
    case 'lookup':
    case 'user':
      return reference(value)
    default:
      return quoted(value)
  }
}

/** A record's JSON text: what is not set stays out. */
export function encodeRow(columns: readonly Column[], { values }: ChangeRow): string {
  const members = columns.flatMap((column, i) => {
    const value = values[i]
    return value === undefined ? [] : [`${JSON.stringify(column.field)}:${encodeValue(column, value)}`]
  })
  return `{${members.join(',')}}`
}
