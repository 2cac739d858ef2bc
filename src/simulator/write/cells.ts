/** Values of a write as cells of a record: each type's own form, or the error Zoho has for what is none. */
import { isObject, type JsonObject } from '../../base/json.ts'
import { layoutId } from '../fields.ts'
import type { LookupValue, SimField, SimUser, SimWorld, UserValue } from '../model.ts'
import type { StoredModule } from '../store.ts'
import type { World } from '../world.ts'
import { parseInstant, storedInstant } from '../zone.ts'
import { invalidData, invalidId, type RowError } from './outcome.ts'

/** A cell as it will be stored, or why it cannot be. */
export type CellResult = { readonly value: unknown } | { readonly error: RowError }

export interface CellContext {
  readonly world: World
  readonly field: SimField
  /** Where the cell is: `$.data[0].Email`. */
  readonly path: string
  /** The record it stands in, as it was sent. */
  readonly row: JsonObject
}

type StoreCell = (value: unknown, context: CellContext) => CellResult

const bad = ({ field, path }: CellContext, details: JsonObject): CellResult => ({
  error: invalidData({ ...details, api_name: field.api_name, json_path: path }),
})
const expected = (context: CellContext, type: string): CellResult => bad(context, { expected_data_type: type })
const noSuchId = ({ field, path }: CellContext): CellResult => ({
  error: invalidId({ api_name: field.api_name, json_path: path }),
})

/** Text that has a form of its own. ASSUMPTION: which texts Zoho's own patterns refuse is not documented. */
const patterns: Readonly<Record<string, RegExp>> = {
  email: /^[^\s@"(),:;<>[\]\\]+@[^\s@"(),:;<>[\]\\]+\.[^\s@.]+$/u,
  phone: /^[+()\d][\p{L}\d\s()+,./;#*-]*$/u,
  website: /^[^\s.]+(\.[^\s.]+)+$/u,
}

const readText: StoreCell = (value, context) => {
  const { field } = context
  if (typeof value !== 'string') return expected(context, 'string')
  if ([...value].length > field.length) return bad(context, { maximum_length: field.length })
  const pattern = patterns[field.data_type]
  return pattern && !pattern.test(value) ? expected(context, field.data_type) : { value }
}

/** What a picklist shows where it is empty; no record holds it. */
const none = '-None-'

function knownValue(value: string, field: SimField, world: SimWorld): boolean {
  if (world.variants.writePicklist === 'accept') return true
  return field.pick_list_values.some((entry) => entry.actual_value === value)
}

const unknownValue = (context: CellContext): CellResult =>
  bad(context, { supported_values: context.field.pick_list_values.map((entry) => entry.actual_value) })

const readPicklist: StoreCell = (value, context) => {
  const { field, world } = context
  if (value === none) return { value: null }
  const text = readText(value, context)
  if ('error' in text) return text
  return knownValue(value as string, field, world) ? text : unknownValue(context)
}

const readMultiselect: StoreCell = (value, context) => {
  const { field, world } = context
  if (!Array.isArray(value)) return expected(context, 'jsonarray')
  if (!value.every((item) => typeof item === 'string')) return expected(context, 'string')
  if (!value.every((item) => knownValue(item, field, world))) return unknownValue(context)
  const values = [...new Set(value.filter((item) => item !== '' && item !== none))]
  return { value: values.length === 0 ? null : values }
}

/** Digits of a number, without sign, point and exponent. */
function digitsOf(number: number): { whole: string; decimals: string } {
  const short = String(Math.abs(number))
  const long = (): string => Math.abs(number).toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 })
  const text = short.includes('e') ? long() : short
  const [whole = '', decimals = ''] = text.split('.')
  return { whole, decimals }
}

const readInteger: StoreCell = (value, context) => {
  const { field } = context
  if (typeof value === 'bigint') return bad(context, { maximum_length: field.length })
  if (typeof value !== 'number' || !Number.isInteger(value)) return expected(context, 'integer')
  return digitsOf(value).whole.length > field.length ? bad(context, { maximum_length: field.length }) : { value }
}

const bigintMax = 2n ** 63n - 1n

const readBigint: StoreCell = (value, context) => {
  const text = typeof value === 'string' ? value : typeof value === 'boolean' ? '' : String(value)
  if (!/^-?\d+$/.test(text)) return expected(context, 'bigint')
  const number = BigInt(text)
  if (number > bigintMax || number < -bigintMax) return bad(context, { maximum_length: context.field.length })
  return { value: String(number) }
}

const readNumber: StoreCell = (value, context) => {
  const { field, world } = context
  if (typeof value !== 'number' && typeof value !== 'bigint') return expected(context, 'double')
  const number = Number(value)
  const { whole, decimals } = digitsOf(number)
  if (whole.length > field.length) return bad(context, { maximum_length: field.length })
  const places = field.decimal_place ?? 9
  if (decimals.length <= places) return { value: number }
  if (world.variants.writeDecimals === 'error') return bad(context, { maximum_decimal_place: places })
  return { value: Number(number.toFixed(places)) }
}

const readBoolean: StoreCell = (value, context) =>
  typeof value === 'boolean' ? { value } : expected(context, 'boolean')

const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text

const readDate: StoreCell = (value, context) =>
  typeof value === 'string' && isDay(value) ? { value } : expected(context, 'date')

/** Whole seconds and an offset. ASSUMPTION: fractions are refused; no document shows any in a write. */
const readDatetime: StoreCell = (value, context) => {
  if (typeof value !== 'string' || value.includes('.') || !isDay(value.slice(0, 10)))
    return expected(context, 'datetime')
  const instant = parseInstant(value)
  return instant === undefined ? expected(context, 'datetime') : { value: storedInstant(instant) }
}

/** What a lookup to a record holds; undefined when there is none. */
function linkTo(module: StoredModule | undefined, id: string): LookupValue | undefined {
  const record = module?.get(id)
  return record && { id, name: String(record[module!.nameField] ?? '') }
}

const idIn = (value: JsonObject): string | undefined =>
  typeof value.id === 'string' || typeof value.id === 'number' || typeof value.id === 'bigint'
    ? String(value.id)
    : undefined

const readLookup: StoreCell = (value, context) => {
  const { field, world } = context
  if (!isObject(value)) return expected(context, 'jsonobject')
  const link = linkTo(world.modules.get(field.lookup.module?.api_name ?? ''), idIn(value) ?? '')
  return link ? { value: link } : noSuchId(context)
}

/** The module a multi-module lookup points into: named within the value, or next to it, or the one that has the id. */
function modulesOf(value: JsonObject, { field, row }: CellContext): readonly string[] {
  const allowed = field.multi_module_lookup.modules?.map((module) => module.api_name) ?? []
  const within = isObject(value.module) ? value.module.api_name : undefined
  if (typeof within === 'string') return allowed.filter((name) => name === within)
  const own = allowed.filter((name) => name === row.$se_module)
  return own.length > 0 || field.api_name !== 'Who_Id' ? own : allowed
}

const readPolymorphic: StoreCell = (value, context) => {
  if (!isObject(value)) return expected(context, 'jsonobject')
  const names = modulesOf(value, context)
  const path = context.path.slice(0, context.path.lastIndexOf('.'))
  if (names.length === 0) {
    // ASSUMPTION: the error for a missing `$se_module` is not documented.
    const details = { api_name: '$se_module', json_path: `${path}.$se_module` }
    return { error: { code: 'MANDATORY_NOT_FOUND', details, message: 'required field not found' } }
  }
  for (const module of names) {
    const link = linkTo(context.world.modules.get(module), idIn(value) ?? '')
    if (link) return { value: { ...link, module } }
  }
  return noSuchId(context)
}

export const userValue = ({ id, full_name, email }: SimUser): UserValue => ({ id, name: full_name, email })

/** ASSUMPTION: only active users may be given records; the documents do not say. */
const readUser: StoreCell = (value, context) => {
  if (!isObject(value)) return expected(context, 'jsonobject')
  const id = idIn(value)
  const fits = (user: SimUser): boolean => (id === undefined ? user.email === value.email : user.id === id)
  const user = context.world.users.find((candidate) => candidate.status === 'active' && fits(candidate))
  return user ? { value: userValue(user) } : noSuchId(context)
}

const readLayout: StoreCell = (value, context) => {
  if (!isObject(value)) return expected(context, 'jsonobject')
  const module = [...context.world.modules.values()].find((m) => layoutId(m.apiName) === value.id)
  return module?.field('Layout') === context.field ? { value: { name: 'Standard', id: value.id } } : noSuchId(context)
}

const readObject: StoreCell = (value, context) => (isObject(value) ? { value } : expected(context, 'jsonobject'))
const readArray: StoreCell = (value, context) => (Array.isArray(value) ? { value } : expected(context, 'jsonarray'))

const readers: Readonly<Record<string, StoreCell>> = {
  text: readText,
  textarea: readText,
  email: readText,
  phone: readText,
  website: readText,
  picklist: readPicklist,
  multiselectpicklist: readMultiselect,
  integer: readInteger,
  bigint: readBigint,
  double: readNumber,
  currency: readNumber,
  percent: readNumber,
  boolean: readBoolean,
  date: readDate,
  datetime: readDatetime,
  lookup: readLookup,
  multi_module_lookup: readPolymorphic,
  ownerlookup: readUser,
  userlookup: readUser,
  layout: readLayout,
  RRULE: readObject,
  ALARM: readObject,
  event_reminder: readObject,
  multireminder: readArray,
}

/** True for fields whose cells a write may set. */
export const isWritable = (field: SimField, operation: 'api_create' | 'api_update'): boolean =>
  !field.read_only &&
  field.operation_type?.[operation] !== false &&
  field.api_name !== 'id' &&
  !field.virtual_field &&
  field.data_type in readers

const isEmpty = (value: unknown): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0)

/** A cell of a write; null and '' clear it, and a box that is cleared is not ticked. */
export function readCell(value: unknown, context: CellContext): CellResult {
  if (isEmpty(value)) return { value: context.field.data_type === 'boolean' ? false : null }
  return readers[context.field.data_type]!(value, context)
}
