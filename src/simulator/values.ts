/**
 * How values compare, by data type: one table for all of Zoho's query languages (COQL, search criteria, bulk criteria).
 * Folding of case and blanks is the languages' own affair.
 */
import type { LookupValue, SimField } from './model.ts'
import { parseInstant, storedInstant } from './zone.ts'

/**
 * | kind | {@link Comparable} |
 * | --- | --- |
 * | text | the text |
 * | multi | the members joined by `;` |
 * | number, integer | number |
 * | bigint | bigint |
 * | id | the digits, padded to one length |
 * | reference | the digits of the id it points to |
 * | date | `YYYY-MM-DD` |
 * | datetime | `YYYY-MM-DDTHH:mm:ssZ` |
 * | boolean | boolean |
 * | opaque | none: it can be shown only |
 */
export type ValueKind =
  | 'text'
  | 'multi'
  | 'number'
  | 'integer'
  | 'bigint'
  | 'id'
  | 'reference'
  | 'date'
  | 'datetime'
  | 'boolean'
  | 'opaque'

export type Comparable = string | number | bigint | boolean

const kinds: Readonly<Record<string, ValueKind>> = {
  text: 'text',
  textarea: 'text',
  email: 'text',
  phone: 'text',
  website: 'text',
  picklist: 'text',
  autonumber: 'text',
  profileimage: 'text',
  multiselectpicklist: 'multi',
  integer: 'integer',
  double: 'number',
  currency: 'number',
  percent: 'number',
  bigint: 'bigint',
  date: 'date',
  datetime: 'datetime',
  boolean: 'boolean',
  lookup: 'reference',
  ownerlookup: 'reference',
  userlookup: 'reference',
  multi_module_lookup: 'reference',
  consent_lookup: 'reference',
  layout: 'reference',
  territories: 'opaque',
}

const returnKinds: Readonly<Record<string, ValueKind>> = {
  ...kinds,
  string: 'text',
  decimal: 'number',
  number: 'number',
  // A formula's whole number is a double by nature.
  integer: 'number',
}

/** What a field holds; undefined when its data is not in the record itself (subforms, files …). */
export function kindOf(field: SimField): ValueKind | undefined {
  if (field.api_name === 'id') return 'id'
  if (field.json_type === 'jsonarray' && field.data_type === 'text') return 'opaque'
  if (field.data_type === 'formula') return returnKinds[field.formula.return_type ?? 'double']
  if (field.data_type === 'rollup_summary') return returnKinds[field.rollup_summary.return_type ?? 'double']
  return field.virtual_field ? undefined : kinds[field.data_type]
}

const idLength = 24
const padId = (digits: string): string => digits.padStart(idLength, '0')

/** A stored cell in the form its kind compares in; null when it is empty. */
export function comparable(kind: ValueKind, cell: unknown): Comparable | null {
  if (cell === null || cell === undefined || kind === 'opaque') return null
  if (kind === 'id') return padId(cell as string)
  if (kind === 'reference') return typeof cell === 'string' ? cell : (cell as LookupValue).id
  if (kind === 'multi') return (cell as readonly string[]).join(';')
  if (kind === 'bigint') return BigInt(cell as string)
  return cell as Comparable
}

/** Negative, zero or positive; both of the same kind. */
export const compare = (a: Comparable, b: Comparable): number => (a < b ? -1 : a > b ? 1 : 0)

const numberText = /^-?\d+(\.\d+)?$/
const integerText = /^-?\d+$/
const dateText = /^\d{4}-\d\d-\d\d$/
const datetimeText = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/

const isDate = (text: string): boolean =>
  dateText.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text

/** Whole seconds and an offset are needed. */
function readInstant(text: string): string | undefined {
  const instant = datetimeText.test(text) && isDate(text.slice(0, 10)) ? parseInstant(text) : undefined
  return instant === undefined ? undefined : storedInstant(instant)
}

const readers: Readonly<Record<ValueKind, (text: string) => Comparable | undefined>> = {
  text: (text) => text,
  multi: (text) => text,
  number: (text) => (numberText.test(text) ? Number(text) : undefined),
  integer: (text) => (integerText.test(text) ? Number(text) : undefined),
  bigint: (text) => (integerText.test(text) ? BigInt(text) : undefined),
  id: (text) => (/^\d{1,24}$/.test(text) ? padId(text) : undefined),
  reference: (text) => (/^\d{1,24}$/.test(text) ? text : undefined),
  date: (text) => (isDate(text) ? text : undefined),
  datetime: readInstant,
  boolean: (text) => (text === 'true' ? true : text === 'false' ? false : undefined),
  opaque: () => undefined,
}

/** A literal's text as a value of the kind; undefined when it is none. */
export const readLiteral = (kind: ValueKind, text: string): Comparable | undefined => readers[kind](text)

/** A record id from its comparable form. */
export const idOf = (padded: Comparable): string => String(padded).replace(/^0+(?=\d)/, '')
