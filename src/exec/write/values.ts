/** Values as their columns take them: rounded and cut to what Zoho keeps, or refused with what is wrong. Pure. */
import { type ErrorCode, isZohoSqlError } from '../../base/errors.ts'
import { type SqlType, typeText, type Value } from '../../base/types.ts'
import { type Decimal, decimalText, parseDecimal, rescale, rescaleEven } from '../../engine/values/numeric.ts'
import { type Column, isMultiple, tagNames } from '../../source/index.ts'

/** What is wrong with a value; where it stands is for the caller to say. */
export class Unfit {
  readonly code: ErrorCode
  readonly message: string
  readonly hint: string | undefined
  constructor(code: ErrorCode, message: string, hint?: string) {
    this.code = code
    this.message = message
    this.hint = hint
  }
}

export interface Strictness {
  readonly unknownPicklistValues: 'error' | 'send'
}

/** @throws {Unfit} */
export function fitted(value: Value, from: SqlType, column: Column, strictness: Strictness): Value {
  if (value === null || value === '') return null
  if (column.settable?.form === 'tags') return tags(value)
  switch (column.type.name) {
    case 'integer':
    case 'smallint':
    case 'bigint':
      return whole(value, from, column)
    case 'numeric':
      return fixed(value, column)
    case 'double precision':
    case 'real':
      return floating(value, column)
    case 'timestamptz':
      return instant(value, column)
    case 'date':
      return day(value, column)
    case 'boolean':
      return value
    default:
      return words(String(value), column, strictness)
  }
}

// ------------------------------------------------------------------------------------------------- numbers

const outOfRange = (column: Column): Unfit =>
  new Unfit('OUT_OF_RANGE', `value out of range for type ${typeText(column.type)}`)

function decimalOf(value: Value, column: Column): Decimal {
  try {
    const parsed = parseDecimal(String(value))
    if (parsed.special !== '') throw outOfRange(column)
    return parsed
  } catch (error) {
    if (isZohoSqlError(error)) throw new Unfit(error.code, error.message)
    throw error
  }
}

function refuseDigits(text: string, most: number | undefined): void {
  const before = text.replace(/^-?0*/, '').replace(/\..*$/, '')
  if (most !== undefined && before.length > most) {
    throw new Unfit('OUT_OF_RANGE', `numeric field overflow: Zoho keeps ${most} digits before the point`)
  }
}

/** Halves go away from zero, of binary fractions to the even neighbour, as PostgreSQL has it. */
function whole(value: Value, from: SqlType, column: Column): Value {
  const round = from.name === 'double precision' || from.name === 'real' ? rescaleEven : rescale
  const text = decimalText(round(decimalOf(value, column), 0))
  const limit = column.type.name === 'bigint' ? 9_223_372_036_854_775_807n : 2_147_483_647n
  const number = BigInt(text)
  if (number > limit || number < -limit - 1n) throw outOfRange(column)
  refuseDigits(text, column.settable?.digits)
  return column.type.name === 'bigint' ? text : Number(text)
}

function fixed(value: Value, column: Column): Value {
  const { precision, scale } = column.type
  const given = decimalOf(value, column)
  const decimals = scale ?? column.settable?.decimals
  const text = decimalText(decimals === undefined ? given : rescale(given, decimals))
  refuseDigits(text, precision === undefined ? column.settable?.digits : precision - (scale ?? 0))
  return shortNumber(text)
}

function floating(value: Value, column: Column): Value {
  const decimals = column.settable?.decimals
  const given = decimalOf(value, column)
  const text = decimalText(decimals === undefined ? given : rescale(given, decimals))
  refuseDigits(text, column.settable?.digits)
  return Number(text)
}

/** A number where its shortest text says the same. */
const shortNumber = (text: string): Value => {
  const plain = text.includes('.') ? text.replace(/\.?0+$/, '') : text
  return String(Number(plain)) === plain ? Number(plain) : plain
}

// ------------------------------------------------------------------------------------------ dates and times

const firstInstant = Date.parse('0001-01-01T00:00:00Z')
const lastInstant = Date.parse('9999-12-31T23:59:59Z')

/** Most keep seconds. */
function instant(value: Value, column: Column): Value {
  const ms = Number(value)
  if (!(ms >= firstInstant && ms <= lastInstant))
    throw new Unfit('DATETIME_OVERFLOW', `${column.name} takes years 1 to 9999`)
  return column.settable?.millis ? Math.round(ms) : Math.round(ms / 1000) * 1000
}

function day(value: Value, column: Column): Value {
  if (/^\d{4}-\d\d-\d\d$/.test(String(value)) && !String(value).startsWith('0000')) return value
  throw new Unfit('DATETIME_OVERFLOW', `${column.name} takes years 1 to 9999`)
}

// --------------------------------------------------------------------------------------------------- texts

/** Names with `;` between them, or JSON as the column shows it: `[{"name":"VIP"}]`, `["VIP"]`. */
function tags(value: Value): Value {
  const names = tagNames(value)
  if (names) return names.length === 0 ? null : JSON.stringify(names)
  throw new Unfit(
    'INVALID_TEXT',
    'neither names of tags nor a JSON list of them',
    `Write 'VIP;Hot', '["VIP","Hot"]' or '[{"name":"VIP"}]'.`,
  )
}

function words(value: string, column: Column, strictness: Strictness): Value {
  const length = column.settable?.length ?? column.type.length
  // Characters, not UTF-16 units.
  if (length !== undefined && value.length > length && [...value].length > length) {
    throw new Unfit(
      'STRING_TOO_LONG',
      `value too long for type character varying(${length})`,
      `It has ${[...value].length} characters; left(…, ${length}) cuts it.`,
    )
  }
  if (column.picklist && strictness.unknownPicklistValues === 'error') refuseUnlisted(value, column, column.picklist)
  return value
}

function refuseUnlisted(value: string, column: Column, picklist: readonly string[]): void {
  const { name } = column
  const parts = isMultiple(column) ? value.split(';') : [value]
  const unknown = parts.find((part) => !picklist.includes(part))
  if (unknown === undefined) return
  const like = picklist.filter((each) => each.toLowerCase() === unknown.toLowerCase())
  const some = like.length > 0 ? like : picklist.slice(0, 10)
  const more = like.length > 0 || picklist.length <= 10 ? '' : ` … (${picklist.length} in all)`
  throw new Unfit(
    'CHECK_VIOLATION',
    `"${unknown}" is none of the values of "${name}"`,
    `Its values are ${some.map((each) => `'${each}'`).join(', ')}${more}; unknownPicklistValues=send lets Zoho decide.`,
  )
}
