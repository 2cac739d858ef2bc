/**
 * From what Zoho sends for a cell (JSON of any version, or CSV text) to the one form a value of its type has here.
 * Zoho's forms vary by road, version and org; every one that was ever seen is read, and an unreadable one is an error,
 * never a NULL.
 */
import { ownValue } from '../../base/by-name.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import { receivedText } from '../../base/text.ts'
import type { Value } from '../../base/types.ts'
import type { Column } from '../../source/index.ts'
import type { PersonNames } from './people.ts'
import type { AnswerRow } from './rows.ts'

/** JSON value of a cell (undefined where the key is missing) to value. */
export type CellDecoder = (json: unknown) => Value

/** Reads what is neither missing nor empty; undefined: not readable as this type. */
export type CellReader = (json: unknown) => Value | undefined

const isEmpty = (json: unknown): boolean => json === null || json === undefined || json === ''

function readText(json: unknown): Value | undefined {
  if (typeof json === 'string') return json
  return typeof json === 'object' ? stable(json) : String(json)
}

const decimalText = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

/** A number, or the digits themselves where a double would lose some. */
function readNumeric(json: unknown): Value | undefined {
  if (typeof json === 'number') return json
  if (typeof json !== 'string') return undefined
  const text = json.trim()
  if (!decimalText.test(text)) return undefined
  const digits = text
    .replace(/e.*$/i, '')
    .replace(/[^0-9]/g, '')
    .replace(/^0+/, '')
  return digits.length <= 15 || /e/i.test(text) ? Number(text) : plainDecimal(text)
}

const plainDecimal = (text: string): string =>
  text
    .replace(/^\+/, '')
    .replace(/^(-?)0+(?=\d)/, '$1')
    .replace(/(\.\d*?)0*$/, '$1')
    .replace(/\.$/, '')

function readDouble(json: unknown): Value | undefined {
  const value = readNumeric(json)
  return typeof value === 'string' ? Number(value) : value
}

function readInteger(json: unknown): Value | undefined {
  const value = readDouble(json)
  return Number.isSafeInteger(value) ? value : undefined
}

/** Digits as text: the form every id and Long Integer has here. An unsafe number has lost digits already. */
function readDigits(json: unknown): Value | undefined {
  if (typeof json === 'string') return digitsOf(json)
  return Number.isSafeInteger(json) ? String(json) : undefined
}

function digitsOf(text: string): string | undefined {
  if (/^(?:0|-?[1-9]\d*)$/.test(text)) return text
  const trimmed = text.trim()
  return /^[+-]?\d+$/.test(trimmed) ? String(BigInt(trimmed.replace(/^\+/, ''))) : undefined
}

const booleans = new Map<unknown, boolean>([
  [true, true],
  [false, false],
  [1, true],
  [0, false],
  ['true', true],
  ['false', false],
  ['1', true],
  ['0', false],
])

const readBoolean: CellReader = (json) => booleans.get(typeof json === 'string' ? json.toLowerCase() : json)

const dayText = /^\d{4}-\d\d-\d\d$/

function readDate(json: unknown): Value | undefined {
  if (typeof json !== 'string') return undefined
  const day = json.slice(0, 10)
  return dayText.test(day) && (json.length === 10 || json[10] === 'T' || json[10] === ' ') ? day : undefined
}

/** Milliseconds since 1970; without an offset it is no instant. */
const readInstant = (json: unknown): Value | undefined =>
  typeof json === 'string' ? (usualInstant(json) ?? anyInstant(json)) : undefined

/** Two digits as a number, or NaN. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48
  const ones = text.charCodeAt(at + 1) - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}

const offsetSign = (sign: string | undefined): number => (sign === '+' ? 1 : sign === '-' ? -1 : Number.NaN)

/**
 * `2026-03-09T14:05:00+05:30`, the form nearly all have, in a sixth of the time of the general way: long scans spend
 * much of their time here. NaN runs through to the end.
 */
function usualInstant(text: string): number | undefined {
  const usual = text.length === 25 && text[10] === 'T' && text[13] === ':' && text[16] === ':' && text[22] === ':'
  if (!usual) return undefined
  const year = two(text, 0) * 100 + two(text, 2)
  const month = two(text, 5)
  const day = two(text, 8)
  const hour = two(text, 11)
  const offset = offsetSign(text[19]) * (two(text, 20) * 60 + two(text, 23))
  // Date.UTC rolls over what is out of range, and takes years below 100 for those of the last century.
  if (year < 100 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23) return undefined
  const ms = Date.UTC(year, month - 1, day, hour, two(text, 14) - offset, two(text, 17))
  return Number.isNaN(ms) ? undefined : ms
}

const instantText = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|[+-]\d\d:?\d\d)$/

function anyInstant(text: string): number | undefined {
  const parts = instantText.exec(text)
  if (!parts) return undefined
  const ms = Date.parse(`${parts[1]}T${parts[2]}${parts[3]!.replace(/^(...)(\d\d)$/, '$1:$2')}`)
  return Number.isNaN(ms) ? undefined : ms
}

/** JSON text with keys in order, so that the same value is the same text whatever order Zoho sent. */
/** JSON with the keys of objects in order: the same for the same value. */
export const stable = (json: unknown): string =>
  JSON.stringify(json, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )

function readJson(json: unknown): Value | undefined {
  if (typeof json === 'string') return json
  // Some answers have null where others have an empty list.
  return typeof json === 'object' && json !== null && Object.keys(json).length === 0 ? null : stable(json)
}

export const storedForm =
  (stored: ReadonlyMap<string, string> | undefined): CellReader =>
  (json) => {
    const value = readText(json)
    return stored?.get(value as string) ?? value
  }

/** Members joined by `;` in the order Zoho sends. */
export const members =
  (stored: ReadonlyMap<string, string> | undefined): CellReader =>
  (json) => {
    if (typeof json === 'string' && !stored) return json
    const parts = Array.isArray(json) ? json.filter((member) => !isEmpty(member)) : String(json).split(';')
    return parts.length === 0 ? null : parts.map(storedForm(stored)).join(';')
  }

interface Looked {
  readonly id?: unknown
  readonly name?: unknown
  readonly email?: unknown
}

const isLooked = (json: unknown): json is Looked => typeof json === 'object' && json !== null && !Array.isArray(json)

/** `{name,id}`, `{id}`, `{module,id}`, or the id alone. */
export const readId: CellReader = (json) => {
  const id = isLooked(json) ? json.id : json
  return isEmpty(id) ? null : readDigits(id)
}

const textOrNull = (json: unknown): Value => (typeof json === 'string' && json !== '' ? json : null)
export const readName: CellReader = (json) => (isLooked(json) ? textOrNull(json.name) : null)
export const readEmail: CellReader = (json) => (isLooked(json) ? textOrNull(json.email) : null)

/** From the list of people, and from the cell only for whoever is not in it. */
export const ofPerson =
  (people: PersonNames, key: 'name' | 'email', sent: CellReader): CellReader =>
  (json) => {
    const id = readId(json)
    const user = typeof id === 'string' ? people.get(id) : undefined
    return user ? user[key] : sent(json)
  }

/** How the cells of each type are read. */
export const cellReaders = {
  text: readText,
  integer: readInteger,
  bigint: readDigits,
  numeric: readNumeric,
  double: readDouble,
  boolean: readBoolean,
  date: readDate,
  datetime: readInstant,
  json: readJson,
} as const satisfies Readonly<Record<string, CellReader>>

/**
 * The decoder of a column; what is missing or empty is NULL.
 *
 * @throws {ZohoSqlError} `REMOTE_ANSWER` from the decoder, for a value that cannot be read as the column's type.
 */
export const decoderWith =
  (column: Column, read: CellReader): CellDecoder =>
  (json) => {
    if (json === null || json === undefined || json === '') return null
    const value = read(json)
    if (value === undefined) throw unreadable(column)
    return typeof value === 'string' ? receivedText(value) : value
  }

const unreadable = (column: Column): ZohoSqlError =>
  new ZohoSqlError('REMOTE_ANSWER', `Zoho sent a value for ${column.name} that is no ${column.type.name}`, {
    hint: `The field ${column.field} is of Zoho’s type ${column.fieldType}.`,
  })

/** Rows as flat values: of each key its value, by its decoder. */
export function flatRows(keys: readonly string[], decoders: readonly CellDecoder[]): (row: AnswerRow) => Value[] {
  // A loop, as this is where most of a large scan's time goes.
  return (row) => {
    const values = new Array<Value>(keys.length)
    for (let i = 0; i < keys.length; i++) values[i] = decoders[i]!(ownValue(row, keys[i]!))
    return values
  }
}
