/**
 * Zoho's field types, one row each: the SQL type, the columns a field becomes, the roads that carry it and what COQL
 * lets one do with it. Vendor facts only: what may be relied on (exact or superset) is decided by `offer`.
 */

import { byName } from '../../base/by-name.ts'
import type { SqlType } from '../../base/types.ts'
import * as sql from '../../base/types.ts'
import type { CrmFieldMeta } from './catalog/metadata.ts'

export type CoqlOperator =
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'between'
  | 'not between'
  | 'in'
  | 'not in'
  | 'like'
  | 'not like'
  | 'is null'
  | 'is not null'

export type AggregateFunction = 'count' | 'sum' | 'min' | 'max' | 'avg'

/** What COQL lets one do with a column, as Zoho's operator table has it. */
export interface CoqlPowers {
  readonly select: boolean
  readonly where: ReadonlySet<CoqlOperator>
  /** Sortable, and in an order that is known (text is in a collation nobody describes). */
  readonly orderBy: boolean
  /** May be grouped by, and values that differ stay apart. */
  readonly groupBy: boolean
  readonly aggregate: ReadonlySet<AggregateFunction>
}

/**
 * Which APIs carry the value. `records`: in lists, or only in the answer for one record (lists cut rich text to 500
 * characters and leave subforms and files out).
 */
export interface Roads {
  readonly coql: boolean
  readonly records: 'list' | 'single'
  readonly bulk: boolean
}

/**
 * How a value is read from JSON, and which columns the field becomes: `lookup` is a name and an id, `user` likewise,
 * `none` has rows of its own elsewhere.
 */
export type FieldShape =
  | 'text'
  | 'picklist'
  | 'multiselect'
  | 'integer'
  | 'bigint'
  | 'numeric'
  | 'double'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'json'
  | 'lookup'
  | 'user'
  | 'none'

export interface CrmFieldType {
  readonly shape: FieldShape
  readonly type: (field: CrmFieldMeta) => SqlType
  readonly coql: CoqlPowers
  readonly roads: Roads
  /** Where COQL gets the display name of a lookup: with the row (v7 on), from the users list, or not at all. */
  readonly name?: 'row' | 'users' | 'none'
}

const operators = (text: string): ReadonlySet<CoqlOperator> => new Set(text.split(', ') as CoqlOperator[])
const noOperators: ReadonlySet<CoqlOperator> = new Set()

const nullTests = operators('is null, is not null')
const textTests = operators('=, !=, like, not like, in, not in, is null, is not null')
const rangeTests = operators('=, !=, >, >=, <, <=, between, not between, in, not in, is null, is not null')
/** Tests of a lookup, whose value is an id. */
export const lookupTests = operators('=, !=, in, not in, is null, is not null')
const recordIdTests = operators('=, !=, >, <, in, not in, is null, is not null')
const equalityAndNull = operators('=, !=, is null, is not null')

const functions = (...names: AggregateFunction[]): ReadonlySet<AggregateFunction> => new Set(names)

const powers = (where: ReadonlySet<CoqlOperator>, more: Partial<CoqlPowers> = {}): CoqlPowers => ({
  select: true,
  where,
  orderBy: false,
  groupBy: false,
  aggregate: functions(),
  ...more,
})

const noPowers = powers(noOperators, { select: false })
const shownOnly = powers(noOperators)
const textPowers = powers(textTests)
const numberPowers = powers(rangeTests, {
  orderBy: true,
  groupBy: true,
  aggregate: functions('count', 'sum', 'min', 'max', 'avg'),
})
const dayPowers = powers(rangeTests, { orderBy: true, groupBy: true, aggregate: functions('min', 'max') })
const lookupPowers = powers(lookupTests, { groupBy: true, aggregate: functions('count') })

const everywhere: Roads = { coql: true, records: 'list', bulk: true }
const singly: Roads = { coql: false, records: 'single', bulk: false }

const sized = (field: CrmFieldMeta): SqlType => (field.length ? sql.varchar(field.length) : sql.text)
const is = (type: SqlType) => (): SqlType => type

/** Formulas say 255: clients take no more than 38. */
const mostDigits = 38

/** `length` counts the digits in all; without decimals known the scale varies from value to value. */
function decimal(field: CrmFieldMeta): SqlType {
  if (field.decimals === undefined || !field.length) return sql.numeric()
  const places = Math.min(field.decimals, mostDigits)
  return sql.numeric(Math.min(Math.max(field.length, places), mostDigits), places)
}

const kind = (
  shape: FieldShape,
  type: CrmFieldType['type'],
  coql: CoqlPowers,
  roads: Roads = everywhere,
): CrmFieldType => ({
  shape,
  type,
  coql,
  roads,
})
const lookup = (name: CrmFieldType['name'], coql = lookupPowers): CrmFieldType => ({
  ...kind(name === 'users' ? 'user' : 'lookup', is(sql.text), coql),
  name,
})
const elsewhere = kind('none', is(sql.unknown), noPowers, singly)
const oneJson = kind('json', is(sql.json), noPowers, singly)

const text = kind('text', sized, textPowers)
const number = kind('double', is(sql.double), numberPowers)
const currency = kind('numeric', decimal, numberPowers)
const integer = kind('integer', is(sql.integer), numberPowers)
const flag = kind('boolean', is(sql.boolean), powers(operators('='), { groupBy: true }))

/** `Tag` calls itself text and is a list of objects. COQL shows it, or leaves it out: then lists have it. */
const tags = kind('json', is(sql.json), shownOnly, { coql: true, records: 'list', bulk: false })

const fieldTypes: Readonly<Record<string, CrmFieldType>> = byName({
  text,
  email: text,
  phone: text,
  website: text,
  autonumber: text,
  textarea: kind('text', is(sql.text), shownOnly),
  picklist: kind('picklist', sized, powers(textTests, { groupBy: true, aggregate: functions('count') })),
  multiselectpicklist: kind('multiselect', is(sql.text), textPowers),
  integer,
  bigint: kind('bigint', is(sql.wideBigint), numberPowers),
  double: number,
  percent: number,
  currency,
  decimal: currency,
  boolean: flag,
  date: kind('date', is(sql.date), dayPowers),
  datetime: kind('datetime', is(sql.timestamptz), dayPowers),
  lookup: lookup('row'),
  multi_module_lookup: lookup('none'),
  ownerlookup: lookup('users'),
  userlookup: lookup('users'),
  consent_lookup: lookup('none'),
  // COQL shows a layout's id, and its name or not; no document says that it can be compared.
  layout: lookup('row', shownOnly),
  profileimage: kind('text', sized, powers(operators('in, is null, is not null')), {
    coql: true,
    records: 'list',
    bulk: false,
  }),
  territories: kind('json', is(sql.json), shownOnly, { coql: true, records: 'list', bulk: false }),
  fileupload: oneJson,
  imageupload: oneJson,
  subform: elsewhere,
  multiselectlookup: elsewhere,
  multiuserlookup: elsewhere,
  // v8's composite address: its parts are fields of their own.
  address: elsewhere,
})

/** What a formula or roll-up returns, in the words that differ from the names of field types. */
const returnTypes: Readonly<Record<string, string>> = byName({ string: 'string', number: 'double', long: 'bigint' })
const computedText = kind('text', is(sql.text), textPowers)

/** Types that only one document or one edition knows: carried as what their JSON is, trusted with nothing. */
function unlisted(field: CrmFieldMeta): CrmFieldType {
  switch (field.jsonType) {
    case 'integer':
      return kind('bigint', is(sql.bigint), shownOnly)
    case 'double':
      return kind('double', is(sql.double), shownOnly)
    case 'boolean':
      return kind('boolean', is(sql.boolean), shownOnly)
    case 'jsonobject':
    case 'jsonarray':
      return oneJson
    default:
      return kind('text', is(sql.text), shownOnly)
  }
}

function computed(field: CrmFieldMeta): CrmFieldType {
  const returns = field.returnType && (returnTypes[field.returnType] ?? field.returnType)
  const type = returns === 'string' || returns === 'text' ? computedText : returns && fieldTypes[returns]
  if (!type || type.shape === 'none') return unlisted(field)
  // Formulas that give yes or no have null tests besides `=`.
  return type === flag ? { ...flag, coql: { ...flag.coql, where: operators('=, is null, is not null') } } : type
}

/** Row of the table that a field belongs to, by its data type and what metadata says of it. */
function baseType(field: CrmFieldMeta): CrmFieldType {
  if (field.dataType === 'formula' || field.dataType === 'rollup_summary') return computed(field)
  if (field.dataType === 'lookup' && field.modules.length > 1) return fieldTypes.multi_module_lookup!
  const known = Object.hasOwn(fieldTypes, field.dataType) ? fieldTypes[field.dataType] : undefined
  const json = field.jsonType === 'jsonarray' || field.jsonType === 'jsonobject'
  return known?.shape === 'text' && json ? tags : (known ?? unlisted(field))
}

const isNumber = (shape: FieldShape): boolean => ['integer', 'bigint', 'numeric', 'double'].includes(shape)

/** Encrypted values can be tested for equality (numbers) or emptiness, and nothing more. */
const encrypted = (type: CrmFieldType): CrmFieldType => ({
  ...type,
  coql: powers(isNumber(type.shape) ? equalityAndNull : nullTests, { select: type.coql.select }),
})

/** A field's row with the field's own restrictions applied. */
export function fieldTypeOf(field: CrmFieldMeta): CrmFieldType {
  let type = baseType(field)
  if (field.apiName === 'id') return recordId
  if (field.encrypted) type = encrypted(type)
  if (field.richText) type = { ...type, roads: { ...type.roads, records: 'single' } }
  // Tags are virtual and yet in every row; other virtual fields come with the single record only.
  if (field.virtual && type.roads.coql && type !== tags) type = { ...type, coql: noPowers, roads: singly }
  if (!field.filterable) type = { ...type, coql: { ...type.coql, where: noOperators } }
  if (!field.sortable && type.coql.orderBy) type = { ...type, coql: { ...type.coql, orderBy: false } }
  return type
}

/** `id` of every record. */
const recordId: CrmFieldType = kind(
  'bigint',
  is(sql.wideBigint),
  powers(recordIdTests, { orderBy: true, groupBy: true, aggregate: functions('count') }),
)

/** The name of a looked-up record: it comes with the row, and filtering by it needs a dotted path. */
export const namePowers = (type: CrmFieldType): CoqlPowers => ({ ...noPowers, select: type.coql.select })

/** A user's e-mail: next to the name in lists; in COQL along the path `Owner.email` or from the users list. */
export const emailPowers: CoqlPowers = noPowers
