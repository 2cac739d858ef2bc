/** Cells of a file that is loaded: text in the formats of the job's mappings, as the JSON a record call would carry. */
import type { SimField } from '../model.ts'
import type { StoredModule } from '../store.ts'
import type { World } from '../world.ts'
import { offsetAt, storedInstant } from '../zone.ts'

/** Where the value of a field comes from. */
export interface BulkColumn {
  readonly field: SimField
  /** Column of the file, from 0; absent: the default value for every row. */
  readonly index?: number
  /** By which field of the other module a lookup is found. */
  readonly findBy?: string
  /** For dates and times, after Java: `yyyy-MM-dd HH:mm:ss`. */
  readonly format?: string
  readonly defaultValue?: unknown
}

const defaultFormats: Readonly<Record<string, string>> = { date: 'MM/dd/yyyy', datetime: 'MM/dd/yyyy HH:mm:ss' }

const parts: Readonly<Record<string, string>> = {
  yyyy: '(?<yyyy>\\d{4})',
  MM: '(?<MM>\\d{1,2})',
  dd: '(?<dd>\\d{1,2})',
  HH: '(?<HH>\\d{1,2})',
  mm: '(?<mm>\\d{2})',
  ss: '(?<ss>\\d{2})',
}
const token = /'([^']*)'|yyyy|MM|dd|HH|mm|ss|X+|./g
const zonePart = '(?<zone>Z|[+-]\\d{2}:?\\d{2})'
const partOf = (name: string): string | undefined => (name.startsWith('X') ? zonePart : parts[name])
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

/** A pattern for texts of a format; undefined for one that is not understood. */
export function formatPattern(format: string): RegExp | undefined {
  let unknown = false
  const source = format.replace(token, (all, literal?: string) => {
    const part = partOf(all)
    if (part === undefined && literal === undefined && /[A-Za-z]/.test(all)) unknown = true
    return part ?? escaped(literal ?? all)
  })
  const whole = ['<yyyy>', '<MM>', '<dd>'].every((name) => source.includes(name))
  return unknown || !whole ? undefined : new RegExp(`^${source}$`)
}

interface CsvMoment {
  readonly day: string
  readonly time: string
  readonly offset?: string
}

function readMoment(text: string, format: string): CsvMoment | undefined {
  const groups = formatPattern(format)?.exec(text)?.groups
  if (!groups) return undefined
  const two = (name: string): string => (groups[name] ?? '00').padStart(2, '0')
  const offset = groups.zone?.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')
  const moment = { day: `${groups.yyyy}-${two('MM')}-${two('dd')}`, time: `${two('HH')}:${two('mm')}:${two('ss')}` }
  return offset === undefined ? moment : { ...moment, offset }
}

/** Not a value of any type: what cannot be read is refused like any other wrong cell. */
const unreadable = Number.NaN

/** ASSUMPTION: times without an offset are in the zone of the user. */
function readTime(text: string, format: string, zone: string): unknown {
  const moment = readMoment(text, format)
  if (!moment) return unreadable
  if (moment.offset !== undefined) return `${moment.day}T${moment.time}${moment.offset}`
  const asUtc = Date.parse(`${moment.day}T${moment.time}Z`)
  if (Number.isNaN(asUtc)) return unreadable
  const guess = asUtc - offsetAt(zone, asUtc)
  return storedInstant(asUtc - offsetAt(zone, guess))
}

const numeric = ['integer', 'double', 'currency', 'percent']

function readBoolean(text: string): unknown {
  const known: Readonly<Record<string, boolean>> = { true: true, false: false, '1': true, '0': false }
  return known[text.toLowerCase()] ?? unreadable
}

function readLink(text: string, { field, findBy = 'id' }: BulkColumn, world: World): unknown {
  const target: StoredModule | undefined = world.modules.get(field.lookup.module?.api_name ?? '')
  return { id: findBy === 'id' ? text : (target?.withText(findBy, text)[0] ?? '0') }
}

const readUser = (text: string, { findBy }: BulkColumn): unknown =>
  findBy === 'email' || text.includes('@') ? { email: text } : { id: text }

/** The JSON value of a cell that is not empty. */
export function bulkValue(text: string, column: BulkColumn, world: World): unknown {
  const { field, format = defaultFormats[field.data_type] ?? '' } = column
  const { data_type: type } = field
  if (numeric.includes(type)) return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : text
  if (type === 'boolean') return readBoolean(text)
  if (type === 'multiselectpicklist') return text.split(';')
  if (type === 'date') return readMoment(text, format)?.day ?? unreadable
  if (type === 'datetime') return readTime(text, format, world.currentUser.time_zone)
  if (type === 'lookup') return readLink(text, column, world)
  if (type === 'ownerlookup' || type === 'userlookup') return readUser(text, column)
  return type === 'multi_module_lookup' ? { id: text } : text
}
