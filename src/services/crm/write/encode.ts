/** Values to the JSON that Zoho takes for a field (facts 3.3, "written as"). Pure. */
import type { Value } from '../../../base/types.ts'
import type { ChangeRow, Column } from '../../../source/index.ts'
import { factsOf } from '../catalog/columns.ts'

type NotNullValue = Exclude<Value, null>

const quoted = (value: NotNullValue): string => JSON.stringify(String(value))

/** Digits as they are: a double would change long ones. */
const plainNumber = (value: NotNullValue): string => {
  const text = String(value)
  return /^-?\d+(\.\d+)?$/.test(text) ? text.replace(/^(-?)0+(?=\d)/, '$1') : JSON.stringify(Number(value))
}

const reference = (value: NotNullValue): string => `{"id":${quoted(value)}}`

/** An instant to the second, in UTC: fractions are refused. */
const instant = (value: NotNullValue): string => `"${new Date(Number(value)).toISOString().slice(0, 19)}+00:00"`

const members = (value: NotNullValue): string => JSON.stringify(String(value).split(';'))

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

/** A lookup that may lead to several modules has to be told which, or is lost in silence (facts 3.3). */
const isSeveral = (column: Column): boolean =>
  column.fieldType === 'multi_module_lookup' ||
  (factsOf(column).shape === 'lookup' && factsOf(column).modules.length > 1)

/** Whose module `$se_module` names, where several such lookups are set. */
const foremost = ['What_Id', 'Parent_Id', 'Appointment_For']

/**
 * ASSUMPTION: a record has one `$se_module`, so that it tells of `What_Id` where that is set; the others bear their
 * module in the form that answers have it in.
 */
function several(column: Column, id: NotNullValue, module: string): string {
  if (column.field === 'What_Id') return reference(id)
  return `{"id":${quoted(id)},"module":{"api_name":${quoted(module)}}}`
}

/** The cells of a record as members of its JSON object: what is not set stays out. */
function encodeCells(columns: readonly Column[], { values, leads }: ChangeRow): readonly string[] {
  const modules = new Map<string, string>()
  const cells = columns.flatMap((column, i) => {
    const value = values[i]
    if (value === undefined) return []
    const name = `${JSON.stringify(column.field)}:`
    const module = value === null || !isSeveral(column) ? undefined : (leads?.[i] ?? factsOf(column).modules[0])
    if (module === undefined) return [`${name}${encodeValue(column, value)}`]
    modules.set(column.field, module)
    return [`${name}${several(column, value as NotNullValue, module)}`]
  })
  const told = foremost.map((field) => modules.get(field)).find((module) => module !== undefined)
  const module = told ?? [...modules.values()][0]
  return module === undefined ? cells : [...cells, `"$se_module":${quoted(module)}`]
}

/** A record's JSON text. */
export const encodeRow = (columns: readonly Column[], row: ChangeRow): string =>
  `{${encodeCells(columns, row).join(',')}}`
