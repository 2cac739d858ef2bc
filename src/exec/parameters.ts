import { ZohoSqlError } from '../base/errors.ts'
import { givenText } from '../base/text.ts'
import { category, type SqlType, typeText, type Value } from '../base/types.ts'
import { type ArrayItem, arrayText } from '../engine/values/array.ts'
import { decode, inputText, type Raw, type Session } from '../engine/values/index.ts'
import type { ParsedStatement } from '../sql/index.ts'

/** Values by place (`?`, `$n`) or by name (`:name`). */
export type Parameters = readonly unknown[] | Readonly<Record<string, unknown>>

/**
 * The values in the order of the statement's parameters.
 *
 * @throws {ZohoSqlError} 07001 too few or too many · 42P02 a name has no value
 */
export function givenValues(parsed: ParsedStatement, parameters: Parameters): readonly unknown[] {
  if (parsed.parameterStyle === 'named') return byName(parsed, parameters)
  if (!Array.isArray(parameters)) {
    throw new ZohoSqlError('PARAMETER_COUNT', 'The statement has no named parameters: give their values as a list.')
  }
  const { parameterCount } = parsed
  if (parameters.length === parameterCount) return parameters
  const has = parameterCount === 1 ? '1 parameter' : `${parameterCount} parameters`
  throw new ZohoSqlError('PARAMETER_COUNT', `The statement has ${has} and ${parameters.length} values were given.`)
}

function byName(parsed: ParsedStatement, parameters: Parameters): unknown[] {
  if (Array.isArray(parameters)) {
    throw new ZohoSqlError('PARAMETER_COUNT', 'The statement has named parameters: give their values as an object.')
  }
  const given = parameters as Readonly<Record<string, unknown>>
  return parsed.parameterNames.map((name) => {
    if (Object.hasOwn(given, name)) return given[name]
    throw new ZohoSqlError('UNDEFINED_PARAMETER', `There is no value for the parameter :${name}.`)
  })
}

/**
 * JavaScript's values as values of the parameters' types.
 *
 * @param places where parameters stand, for messages: `row 2, column "Amount"`
 * @throws {ZohoSqlError} 22P02, 22007, 22003: a value is none of its parameter's type
 */
export const parameterValues = (
  parsed: ParsedStatement,
  types: readonly SqlType[],
  values: readonly unknown[],
  session: Session,
  places: ReadonlyMap<number, string> = new Map(),
): Value[] =>
  types.map((type, index) => {
    try {
      return parameterValue(values[index], type, session)
    } catch (error) {
      if (!(error instanceof ZohoSqlError)) throw error
      const name = parsed.parameterNames[index] ?? String(index + 1)
      const place = places.has(index) ? ` (${places.get(index)})` : ''
      const message = `parameter ${name}: ${error.message}${place}`
      throw new ZohoSqlError(error.code, message, { hint: error.hint, cause: error })
    }
  })

/** One of JavaScript's values as a value of a type. */
export function parameterValue(value: unknown, type: SqlType, session: Session): Value {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return dateValue(value, type, session)
  if (value instanceof Uint8Array && type.name === 'bytea') return `\\x${Buffer.from(value).toString('hex')}`
  refuseRounded(value, type)
  if (Array.isArray(value) && type.name === 'array')
    return fromText(arrayText(value.map(member), String), type, session)
  if (Array.isArray(value) && !holdsLists.has(type.name)) throw listRefused(type)
  if (typeof value === 'boolean' && type.name === 'boolean') return value
  if (typeof value === 'number' && category(type) === 'number' && type.name !== 'bigint')
    return numberValue(value, type)
  return fromText(textOf(value), type, session)
}

const holdsLists: ReadonlySet<SqlType['name']> = new Set(['json', 'jsonb', 'record'])

const listRefused = (type: SqlType): ZohoSqlError =>
  new ZohoSqlError('TYPE_MISMATCH', `a list where one value of type ${typeText(type)} is needed`, {
    hint: 'x = ANY (?) takes a list; x IN (?, ?) takes its values one by one.',
  })

/** Types whose values a number cannot hold once it has lost digits. */
const needsDigits: ReadonlySet<SqlType['name']> = new Set(['bigint', 'text', 'varchar', 'char', 'unknown'])

/** Lists within lists: arrays have six dimensions at most, JSON seldom more. */
const deepestList = 100

/** A whole number beyond 2^53 was rounded before it came here: as an id it is another record's, or nobody's. */
function refuseRounded(value: unknown, type: SqlType, depth = 0): void {
  if (depth > deepestList) throw textless('a list within lists without end')
  if (Array.isArray(value)) for (const one of value) refuseRounded(one, type.element ?? type, depth + 1)
  if (!Number.isInteger(value) || Number.isSafeInteger(value) || !needsDigits.has(type.name)) return
  throw new ZohoSqlError('OUT_OF_RANGE', `${value} has more digits than a JavaScript number holds: it was rounded.`, {
    hint: 'Give ids as a string or a bigint.',
  })
}

/** Integers must be whole; the rest is whatever the type makes of a number. */
function numberValue(value: number, type: SqlType): Value {
  const whole = type.name === 'integer' || type.name === 'smallint'
  if (!whole || Number.isSafeInteger(value)) return value
  throw new ZohoSqlError('INVALID_TEXT', `invalid input syntax for type ${type.name}: "${value}"`)
}

function dateValue(value: Date, type: SqlType, session: Session): Value {
  if (Number.isNaN(value.getTime())) throw new ZohoSqlError('INVALID_DATETIME', 'an invalid Date')
  if (type.name === 'timestamptz') return value.getTime()
  return fromText(value.toISOString(), type, session)
}

/** A member of an array as its text; lists within lists are further dimensions. */
function member(value: unknown): ArrayItem {
  if (value === null || value === undefined) return null
  if (Array.isArray(value)) return value.map(member)
  return value instanceof Date ? value.toISOString() : textOf(value)
}

/** @throws {ZohoSqlError} 22023: functions, symbols, and objects whose JSON cannot be made */
function textOf(value: unknown): string {
  if (typeof value === 'function' || typeof value === 'symbol') throw textless(`a ${typeof value}`)
  if (typeof value !== 'object' || value === null) return String(value)
  try {
    return String(JSON.stringify(value))
  } catch (cause) {
    throw textless('an object that is no JSON', cause)
  }
}

const textless = (what: string, cause?: unknown): ZohoSqlError =>
  new ZohoSqlError('INVALID_ARGUMENT', `${what} where a value is needed`, { cause })

const fromText = (text: string, type: SqlType, session: Session): Value => {
  const raw: Raw = inputText(givenText(text), type, session)
  return decode(raw, type, session)
}
