import { ZohoSqlError } from '../../base/errors.ts'
import { type SqlType, typeText, unknown } from '../../base/types.ts'
import { arrayText, parseArrayText, readArray, writeArray } from './array.ts'
import { dateText, roundMicros, timestampText, timestamptzText, timeText } from './datetime.ts'
import { parseDate, parseTime, parseTimestamp, parseTimestamptz } from './datetime-input.ts'
import { doubleText, parseDouble, realText } from './float.ts'
import { decodeInterval, encodeInterval, intervalText } from './interval.ts'
import { parseInterval } from './interval-input.ts'
import { normalJsonb } from './jsonb.ts'
import { constrain, decodeNumeric, encodeDecimal, parseDecimal } from './numeric.ts'
import type { Raw } from './raw.ts'
import type { Session } from './session.ts'

/** Stored values to PostgreSQL's texts (`x::text`) and back (`'…'::type`), by type. */

export type NotNullRaw = Exclude<Raw, null>
type TextPrinter = (raw: NotNullRaw, session: Session) => string

const invalidText = (text: string, type: string): ZohoSqlError =>
  new ZohoSqlError('INVALID_TEXT', `invalid input syntax for type ${type}: "${text}"`)

const asIs: TextPrinter = (raw) => String(raw)

const hex = (raw: NotNullRaw): string => `\\x${Buffer.from(raw as Uint8Array).toString('hex')}`

const outputs: Readonly<Record<SqlType['name'], TextPrinter>> = {
  boolean: (raw) => (Number(raw) ? 't' : 'f'),
  smallint: asIs,
  integer: asIs,
  bigint: asIs,
  numeric: (raw) => decodeNumeric(raw as string),
  real: (raw) => realText(Number(raw)),
  'double precision': (raw) => doubleText(Number(raw)),
  text: asIs,
  varchar: asIs,
  char: asIs,
  date: (raw) => dateText(Number(raw)),
  time: (raw) => timeText(Number(raw)),
  timestamp: (raw) => timestampText(BigInt(raw as bigint)),
  timestamptz: (raw, session) => timestamptzText(BigInt(raw as bigint), session.zone),
  interval: (raw) => intervalText(decodeInterval(raw as string)),
  json: asIs,
  jsonb: asIs,
  bytea: hex,
  array: asIs,
  record: asIs,
  unknown: asIs,
}

/** What the client sees: booleans are `t` and `f` here, unlike in `::text`. */
export function displayText(raw: NotNullRaw, type: SqlType, session: Session): string {
  if (type.name !== 'array') return outputs[type.name](raw, session)
  const element = type.element ?? unknown
  return arrayText(readArray(raw as string), (item) => displayText(item, element, session))
}

/** What `x::text` gives. */
export const outputText = (raw: NotNullRaw, type: SqlType, session: Session): string =>
  type.name === 'boolean' ? (Number(raw) ? 'true' : 'false') : displayText(raw, type, session)

// --------------------------------------------------------------------------------------------- input

const ranges: Readonly<Record<'smallint' | 'integer' | 'bigint', readonly [bigint, bigint]>> = {
  smallint: [-32_768n, 32_767n],
  integer: [-2_147_483_648n, 2_147_483_647n],
  bigint: [-9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n],
}
export type IntegerName = keyof typeof ranges

/** Throws 22003 `integer out of range`. */
export function checkInteger(value: bigint, type: IntegerName): bigint {
  const [low, high] = ranges[type]
  if (value < low || value > high) throw new ZohoSqlError('OUT_OF_RANGE', `${type} out of range`)
  return value
}

function parseInteger(text: string, type: IntegerName): bigint {
  const digits = text.trim()
  if (!/^[+-]?\d+$/.test(digits)) throw invalidText(text, type)
  const value = BigInt(digits.replace(/^\+/, ''))
  const [low, high] = ranges[type]
  if (value < low || value > high) {
    throw new ZohoSqlError('OUT_OF_RANGE', `value "${digits}" is out of range for type ${type}`)
  }
  return value
}

const truths = ['true', 'yes', 'on', '1']
const untruths = ['false', 'no', 'off', '0']

function parseBoolean(text: string): bigint {
  const word = text.trim().toLowerCase()
  const begins = (list: readonly string[]): boolean =>
    word !== '' && word !== 'o' && list.some((full) => full.startsWith(word))
  if (begins(truths)) return 1n
  if (begins(untruths)) return 0n
  throw invalidText(text, 'boolean')
}

function parseJson(text: string): string {
  try {
    JSON.parse(text)
    return text
  } catch (cause) {
    throw new ZohoSqlError('INVALID_TEXT', 'invalid input syntax for type json', { detail: (cause as Error).message })
  }
}

function parseBytes(text: string): Uint8Array {
  if (!text.startsWith('\\x')) return Buffer.from(unescapeBytes(text), 'latin1')
  const digits = text.slice(2).replace(/\s/g, '')
  if (!/^([0-9a-f]{2})*$/i.test(digits))
    throw new ZohoSqlError('INVALID_ARGUMENT', `invalid hexadecimal data: "${text}"`)
  return Buffer.from(digits, 'hex')
}

const unescapeBytes = (text: string): string =>
  Buffer.from(text, 'utf8')
    .toString('latin1')
    .replace(/\\(\\|[0-3][0-7]{2}|)/g, (_, code: string) => {
      if (code === '') throw new ZohoSqlError('INVALID_TEXT', 'invalid input syntax for type bytea')
      return code === '\\' ? '\\' : String.fromCharCode(Number.parseInt(code, 8))
    })

const charCount = (text: string): number => {
  let count = text.length
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) === 0xd800) count--
  return count
}

/** Characters are code points. */
export const firstChars = (text: string, count: number): string =>
  text.length <= count ? text : [...text].slice(0, Math.max(count, 0)).join('')

/** char(n): padded with blanks to its length. */
export const padChar = (text: string, length: number | undefined): string =>
  length === undefined ? text : text + ' '.repeat(Math.max(0, length - charCount(text)))

// Assignment refuses what a cast would cut; only blanks may be lost.
function parseLimited(text: string, type: SqlType): string {
  const { length } = type
  if (length === undefined || charCount(text) <= length) return type.name === 'char' ? padChar(text, length) : text
  return firstChars(text, length)
}

/** The stored interval of `INTERVAL 'text' fields`, fields being `day to second(3)` and its like. */
export const inputInterval = (text: string, fields: string): string => encodeInterval(parseInterval(text, fields))

type TextParser = (text: string, type: SqlType, session: Session) => Raw

const inputs: Readonly<Record<SqlType['name'], TextParser>> = {
  boolean: parseBoolean,
  smallint: (text) => parseInteger(text, 'smallint'),
  integer: (text) => parseInteger(text, 'integer'),
  bigint: (text) => parseInteger(text, 'bigint'),
  numeric: (text, type) => encodeDecimal(constrain(parseDecimal(text), type.precision, type.scale)),
  real: (text) => parseDouble(text, 'real'),
  'double precision': (text) => parseDouble(text, 'double precision'),
  text: (text) => text,
  varchar: parseLimited,
  char: parseLimited,
  date: (text, _, session) => BigInt(parseDate(text, session)),
  time: (text, { precision }, session) => roundMicros(BigInt(parseTime(text, session)), precision),
  timestamp: (text, { precision }, session) => roundMicros(parseTimestamp(text, session), precision),
  timestamptz: (text, { precision }, session) => roundMicros(parseTimestamptz(text, session), precision),
  interval: (text, { precision }) => inputInterval(text, precision === undefined ? '' : `second(${precision})`),
  json: parseJson,
  jsonb: normalJsonb,
  bytea: parseBytes,
  array: (text, type, session) => writeArray(parseArrayText(text, inputReader(type.element ?? unknown, session))),
  record: (_, type) => {
    throw new ZohoSqlError('NOT_SUPPORTED', `input of type ${typeText(type)} is not supported`)
  },
  unknown: (text) => text,
}

const inputReader =
  (type: SqlType, session: Session) =>
  (text: string): Raw =>
    inputText(text, type, session)

/** The stored value that `'…'::type` has; throws 22P02, 22003, 22007 or 22008. */
export const inputText = (text: string, type: SqlType, session: Session): Raw => inputs[type.name](text, type, session)
