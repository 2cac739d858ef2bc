import type { SqlType, TypeName } from '../../base/types.ts'
import type { Literal } from '../tree.ts'
import type { Raw } from '../values/index.ts'
import type { Printer } from './printer.ts'

const reals: ReadonlySet<TypeName> = new Set(['real', 'double precision'])

/** A double so that SQLite reads the same one, and as a float: `1` would be an integer. */
function realText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '9e999'
  if (value === Number.NEGATIVE_INFINITY) return '(-9e999)'
  const digits = Object.is(value, -0) ? '-0' : String(value)
  const text = /[.e]/.test(digits) ? digits : `${digits}.0`
  return text.startsWith('-') ? `(${text})` : text
}

const signed = (text: string): string => (text.startsWith('-') ? `(${text})` : text)

/** A raw value as SQL text. A text with a NUL would end the statement there, so it is bound. */
function rawText(raw: Raw, type: SqlType, p: Printer): string {
  if (raw === null) return 'NULL'
  if (typeof raw === 'bigint') return signed(String(raw))
  if (typeof raw === 'number') return reals.has(type.name) ? realText(raw) : signed(String(raw))
  if (typeof raw !== 'string') return `X'${Buffer.from(raw).toString('hex')}'`
  if (raw.includes('\0')) return p.binds.constant(raw)
  return `'${raw.replaceAll("'", "''")}'`
}

export const literalText = (literal: Literal, p: Printer): string =>
  rawText(p.encode(literal.value, literal.type), literal.type, p)

/** Items of an IN list above which they travel as one JSON text. */
const longList = 200

/**
 * `(SELECT value FROM json_each(…))` for a long list of constants whose JSON form SQLite reads back unchanged: exact
 * integers and texts. Undefined for others.
 */
export function longListText(literals: readonly Literal[], p: Printer): string | undefined {
  if (literals.length < longList) return undefined
  const raws = literals.map((literal) => p.encode(literal.value, literal.type))
  if (literals.some((literal) => reals.has(literal.type.name) || literal.type.name === 'bytea')) return undefined
  if (raws.some((raw) => typeof raw === 'string' && raw.includes('\0'))) return undefined
  const json = `[${raws.map((raw) => (typeof raw === 'string' ? JSON.stringify(raw) : String(raw))).join(',')}]`
  return `(SELECT value FROM json_each(${p.binds.constant(json)}))`
}
