import { isZohoSqlError, ZohoSqlError } from '../../base/errors.ts'
import type { SqlType, Value } from '../../base/types.ts'
import * as types from '../../base/types.ts'
import type { Literal } from '../../engine/tree.ts'
import { decode, inputInterval, inputText } from '../../engine/values/index.ts'
import type { Binding } from './binding.ts'

/**
 * The value of a quoted constant, read now as PostgreSQL does, so that its faults have a position.
 * `fields` are those after an interval: `day to second`.
 */
export function constant(
  binding: Binding,
  text: string,
  type: SqlType,
  at: number | undefined,
  fields?: string,
): Literal {
  const { session } = binding.settings
  try {
    const raw = fields === undefined ? inputText(text, type, session) : inputInterval(text, fields)
    const value = decode(raw, type, session)
    return literal(binding, exactNumber(value, type), type, at)
  } catch (error) {
    if (!isZohoSqlError(error) || error.position !== undefined) throw error
    const details = { ...(at === undefined ? {} : { position: at }), ...(error.hint ? { hint: error.hint } : {}) }
    throw new ZohoSqlError(error.code, error.message, { ...details, cause: error })
  }
}

export function literal(binding: Binding, value: Value, type: SqlType, at: number | undefined): Literal {
  const node: Literal = { kind: 'literal', value, type }
  return at === undefined ? node : binding.place(node, at)
}

// A number is easier to read in plans and remote queries than its text, where it says the same.
function exactNumber(value: Value, type: SqlType): Value {
  return type.name === 'numeric' && typeof value === 'string' && String(Number(value)) === value ? Number(value) : value
}

const maxInteger = 2_147_483_647n
const maxBigint = 9_223_372_036_854_775_807n

/** A number as written, with its sign: integer, bigint or numeric, whichever is the first that holds it. */
export function numberLiteral(binding: Binding, written: string, at: number): Literal {
  const text = written.replaceAll('_', '')
  const whole = wholeNumber(text)
  if (whole === undefined || whole > maxBigint || whole < -maxBigint - 1n)
    return constant(binding, text, types.numeric(), at)
  if (whole > maxInteger || whole < -maxInteger - 1n)
    return literal(binding, Number.isSafeInteger(Number(whole)) ? Number(whole) : String(whole), types.bigint, at)
  return literal(binding, Number(whole), types.integer, at)
}

function wholeNumber(text: string): bigint | undefined {
  const negative = text.startsWith('-')
  const digits = negative ? text.slice(1) : text
  if (!/^(\d+|0x[\da-f]+|0o[0-7]+|0b[01]+)$/i.test(digits)) return undefined
  return negative ? -BigInt(digits) : BigInt(digits)
}

/** A literal number as a wider type; undefined when it has to be cast at run time. */
export function widened(binding: Binding, node: Literal, type: SqlType): Literal | undefined {
  const from = node.type.name
  const { value } = node
  if (value === null || typeof value === 'boolean') return undefined
  const position = binding.at(node)
  const whole = from === 'smallint' || from === 'integer' || from === 'bigint'
  if (whole && (type.name === 'bigint' || type.name === 'integer') && from !== 'bigint')
    return literal(binding, value, type, position)
  // One that is too large or too small for a double is left to the cast, which says so.
  const nonZero = Number.isFinite(Number(value)) && Number(value) !== 0
  if ((whole || (from === 'numeric' && nonZero)) && type.name === 'double precision')
    return literal(binding, Number(value), type, position)
  if (whole && type.name === 'numeric' && type.precision === undefined) return literal(binding, value, type, position)
  return undefined
}
