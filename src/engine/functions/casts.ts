import { byName } from '../../base/by-name.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import { type SqlType, type TypeName, typeText, unknown } from '../../base/types.ts'
import { type ArrayItem, readArray, writeArray } from '../values/array.ts'
import {
  checkTimestamp,
  infiniteDate,
  infiniteTimestamp,
  isInfiniteTimestamp,
  minusInfiniteDate,
  minusInfiniteTimestamp,
  roundMicros,
} from '../values/datetime.ts'
import { nanRefused } from '../values/float.ts'
import { inputText, outputText, type Raw } from '../values/index.ts'
import { decodeInterval, encodeInterval, makeInterval } from '../values/interval.ts'
import { JsonbNumber, normalJsonb, parseJsonb } from '../values/jsonb.ts'
import {
  constrain,
  type Decimal,
  decimal,
  decimalFromNumber,
  decimalText,
  decimalToNumber,
  decodeDecimal,
  encodeDecimal,
  parseDecimal,
  rescale,
} from '../values/numeric.ts'
import type { NotNullRaw } from '../values/text-form.ts'
import { checkInteger, firstChars, type IntegerName, padChar } from '../values/text-form.ts'
import { joinMicros, splitMicros, toInstant, toLocal } from '../values/zone.ts'
import { kindOf as jsonbKind } from './jsonb.ts'
import type { SessionRef } from './row.ts'
import { bareType, sameType } from './types.ts'

/** Conversions between types: PostgreSQL's values and errors. NULLs are dealt with outside. */

export type CastFunction = (raw: NotNullRaw, session: SessionRef) => Raw

const integers: ReadonlySet<TypeName> = new Set(['smallint', 'integer', 'bigint'])
const texts: ReadonlySet<TypeName> = new Set(['text', 'varchar', 'char', 'unknown'])
const width: Partial<Record<TypeName, number>> = { smallint: 1, integer: 2, bigint: 3 }

function roundToInteger(value: Decimal, type: IntegerName): bigint {
  if (value.special !== '') {
    const what = value.special === 'NaN' ? 'NaN' : 'infinity'
    throw new ZohoSqlError('NOT_SUPPORTED', `cannot convert ${what} to ${type}`, { hint: 'Leave it as numeric.' })
  }
  return checkInteger(rescale(value, 0).coef, type)
}

/** Half to even, as rint. */
export const roundHalfEven = (value: number): number => {
  const floor = Math.floor(value)
  const rest = value - floor
  return rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor
}

function doubleToInteger(value: number, type: IntegerName): bigint {
  if (!Number.isFinite(value)) throw new ZohoSqlError('OUT_OF_RANGE', `${type} out of range`)
  return checkInteger(BigInt(roundHalfEven(value)), type)
}

function doubleToReal(value: number): number {
  const single = Math.fround(value)
  if (!Number.isFinite(single) && Number.isFinite(value)) {
    throw new ZohoSqlError('OUT_OF_RANGE', 'value out of range: overflow')
  }
  if (single === 0 && value !== 0) throw new ZohoSqlError('OUT_OF_RANGE', 'value out of range: underflow')
  return single
}

export const dateToTimestamp = (days: number): bigint => {
  if (days === infiniteDate) return infiniteTimestamp
  if (days === minusInfiniteDate) return minusInfiniteTimestamp
  const micros = joinMicros(days, 0)
  try {
    return checkTimestamp(micros)
  } catch {
    throw new ZohoSqlError('DATETIME_OVERFLOW', 'date out of range for timestamp')
  }
}

export const timestampToDate = (micros: bigint): number => {
  if (micros === infiniteTimestamp) return infiniteDate
  if (micros === minusInfiniteTimestamp) return minusInfiniteDate
  return splitMicros(micros).days
}

export const localOf = (instant: bigint, { current }: SessionRef): bigint =>
  isInfiniteTimestamp(instant) ? instant : toLocal(instant, current.zone)
const instantOf = (local: bigint, { current }: SessionRef): bigint =>
  isInfiniteTimestamp(local) ? local : toInstant(local, current.zone)

const micros = (raw: NotNullRaw): bigint => BigInt(raw as bigint)

function timeOf(local: bigint): Raw {
  return isInfiniteTimestamp(local) ? null : BigInt(splitMicros(local).rest)
}

function timeOfInterval(raw: NotNullRaw): Raw {
  const day = 86_400_000_000n
  const rest = decodeInterval(raw as string).micros % day
  return rest < 0n ? rest + day : rest
}

const toDouble: CastFunction = (raw) => Number(raw)
const decimalOf =
  (digits: number): CastFunction =>
  (raw) =>
    encodeDecimal(decimalFromNumber(raw as number, digits))
const fromInteger: CastFunction = (raw) => encodeDecimal(decimal(BigInt(raw as bigint)))

function numericToDouble(raw: NotNullRaw): number {
  const decimal = decodeDecimal(raw as string)
  if (decimal.special === 'NaN') throw nanRefused()
  const value = decimalToNumber(decimal)
  const lost = decimal.special === '' && (!Number.isFinite(value) || (value === 0 && decimal.coef !== 0n))
  if (!lost) return value
  throw new ZohoSqlError('OUT_OF_RANGE', `"${decimalText(decimal)}" is out of range for type double precision`)
}

/** `from>to`. Conversions among integers, to and from text and within a type are not listed. */
const table: Readonly<Record<string, CastFunction>> = byName({
  'json>jsonb': (raw) => normalJsonb(raw as string),
  'jsonb>json': (raw) => raw,
  'boolean>integer': (raw) => raw,
  'integer>boolean': (raw) => (Number(raw) === 0 ? 0n : 1n),
  'integer>numeric': fromInteger,
  'integer>double precision': toDouble,
  'integer>real': (raw) => Math.fround(Number(raw)),
  'numeric>double precision': numericToDouble,
  'numeric>real': (raw) => doubleToReal(numericToDouble(raw)),
  'real>double precision': (raw) => raw,
  'real>numeric': decimalOf(6),
  'double precision>numeric': decimalOf(15),
  'double precision>real': (raw) => doubleToReal(raw as number),
  'date>timestamp': (raw) => dateToTimestamp(Number(raw)),
  'date>timestamptz': (raw, session) => instantOf(dateToTimestamp(Number(raw)), session),
  'timestamp>timestamptz': (raw, session) => instantOf(micros(raw), session),
  'timestamp>date': (raw) => BigInt(timestampToDate(micros(raw))),
  'timestamp>time': (raw) => timeOf(micros(raw)),
  'timestamptz>timestamp': (raw, session) => localOf(micros(raw), session),
  'timestamptz>date': (raw, session) => BigInt(timestampToDate(localOf(micros(raw), session))),
  'timestamptz>time': (raw, session) => timeOf(localOf(micros(raw), session)),
  'time>interval': (raw) => encodeInterval(makeInterval(0, 0, BigInt(raw as bigint))),
  'interval>time': timeOfInterval,
})

function toInteger(from: TypeName, to: IntegerName): CastFunction | undefined {
  if (integers.has(from)) return (raw) => checkInteger(BigInt(raw as bigint), to)
  if (from === 'numeric') return (raw) => roundToInteger(decodeDecimal(raw as string), to)
  if (from === 'double precision' || from === 'real') return (raw) => doubleToInteger(Number(raw), to)
  return undefined
}

/** Only of its own kind: numbers to numbers, booleans to boolean. */
function fromJsonb(to: TypeName): CastFunction {
  const ofNumber = to === 'boolean' || to === 'numeric' ? undefined : castFunction({ name: 'numeric' }, { name: to })
  return (raw, session) => {
    const node = parseJsonb(raw as string)
    if (to === 'boolean' && typeof node === 'boolean') return node ? 1n : 0n
    if (to === 'boolean' || !(node instanceof JsonbNumber))
      throw new ZohoSqlError('INVALID_ARGUMENT', `cannot cast jsonb ${jsonbKind(node)} to type ${to}`)
    const number = encodeDecimal(parseDecimal(node.text))
    return ofNumber ? ofNumber(number, session) : number
  }
}

function direct(from: TypeName, to: TypeName): CastFunction | undefined {
  if (from === 'jsonb' && to !== 'json') return fromJsonb(to)
  const family = integers.has(from) ? 'integer' : from
  if (integers.has(to) && from !== 'boolean') return toInteger(from, to as IntegerName)
  return table[`${from === 'boolean' ? from : family}>${to}`]
}

function arrayCast(from: SqlType, to: SqlType): CastFunction {
  const member = castFunction(from.element ?? unknown, to.element ?? unknown)
  const items = (list: readonly ArrayItem[], session: SessionRef): ArrayItem[] =>
    list.map((item) =>
      item === null ? null : Array.isArray(item) ? items(item, session) : member(item as NotNullRaw, session),
    )
  return (raw, session) => writeArray(items(readArray(raw as string), session))
}

const trimEnd = (text: string): string => text.replace(/ +$/, '')

function toText(from: SqlType): CastFunction {
  if (from.name === 'char') return (raw) => trimEnd(raw as string)
  return texts.has(from.name) ? (raw) => raw : (raw, session) => outputText(raw, from, session.current)
}

/** The limit of the target: numeric(p,s), varchar(n), char(n), timestamp(p). */
function limit(to: SqlType): ((raw: Raw) => Raw) | undefined {
  const { precision, length } = to
  if (to.name === 'numeric' && precision !== undefined) {
    return (raw) => encodeDecimal(constrain(decodeDecimal(raw as string), precision, to.scale))
  }
  if (to.name === 'varchar' && length !== undefined) return (raw) => firstChars(raw as string, length)
  if (to.name === 'char') return (raw) => padChar(firstChars(raw as string, length ?? Number.POSITIVE_INFINITY), length)
  if (precision === undefined) return undefined
  if (to.name === 'interval') return (raw) => roundInterval(raw as string, precision)
  return (raw) => roundMicros(raw as bigint, precision)
}

function roundInterval(raw: string, digits: number): Raw {
  const value = decodeInterval(raw)
  return encodeInterval(makeInterval(value.months, value.days, roundMicros(value.micros, digits)))
}

function plainCast(from: SqlType, to: SqlType): CastFunction {
  if (from.name === 'array' && to.name === 'array') return arrayCast(from, to)
  if (texts.has(to.name)) return toText(from)
  if (texts.has(from.name)) return (raw, session) => inputText(raw as string, bareType(to), session.current)
  if (sameType(from, to)) return (raw) => raw
  const found = direct(from.name, to.name)
  if (!found) throw new ZohoSqlError('CANNOT_CAST', `cannot cast type ${typeText(from)} to ${typeText(to)}`)
  return found
}

/** The conversion of a stored value; throws 42846 when there is none. */
export function castFunction(from: SqlType, to: SqlType): CastFunction {
  const plain = plainCast(from, to)
  const limited = limit(to)
  if (!limited) return plain
  return (raw, session) => {
    const converted = plain(raw, session)
    return converted === null ? null : limited(converted)
  }
}

/** True when the stored value of one type is, unchanged, that of the other. */
export function isSameStored(from: SqlType, to: SqlType): boolean {
  if (to.name === 'unknown') return true
  if (limit(to) && !(sameType(from, to) && sameLimits(from, to))) return false
  if (from.name === 'char' && to.name !== 'char') return false
  if (sameType(from, to)) return true
  if (texts.has(to.name)) return texts.has(from.name) || from.name === 'json'
  if (from.name === 'boolean') return to.name === 'integer'
  const [narrow, wide] = [width[from.name], width[to.name]]
  return (
    (narrow !== undefined && wide !== undefined && narrow <= wide) ||
    (from.name === 'real' && to.name === 'double precision')
  )
}

const sameLimits = (a: SqlType, b: SqlType): boolean =>
  a.precision === b.precision && (a.scale ?? 0) === (b.scale ?? 0) && a.length === b.length
