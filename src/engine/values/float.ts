import { byName } from '../../base/by-name.ts'
import { ZohoSqlError } from '../../base/errors.ts'

/** Texts of double precision and real: the shortest that reads back, written as PostgreSQL writes it. */

const exponentForm = (digits: string, exponent: number): string => {
  const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
}

function layOut(shortest: string, fixedLimit: number): string {
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(shortest)!
  const digits = match[2]! + (match[3] ?? '')
  const exponent = Number(match[4])
  if (exponent < -4 || exponent >= fixedLimit) return match[1] + exponentForm(digits, exponent)
  if (exponent < 0) return `${match[1]}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  const fraction = digits.slice(exponent + 1)
  return match[1] + whole + (fraction && `.${fraction}`)
}

const special = (value: number): string | undefined => {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity'
  return value === 0 ? (Object.is(value, -0) ? '-0' : '0') : undefined
}

export const doubleText = (value: number): string => special(value) ?? layOut(value.toExponential(), 15)

export function realText(value: number): string {
  const known = special(value)
  if (known !== undefined) return known
  for (let digits = 0; digits < 9; digits++) {
    const text = value.toExponential(digits)
    if (Math.fround(Number(text)) === value) return layOut(text.replace(/\.?0+e/, 'e'), 6)
  }
  return layOut(value.toExponential(), 6)
}

// biome-ignore format: a table
const words: Readonly<Record<string, number>> = byName({
  inf: Infinity, infinity: Infinity, '+inf': Infinity, '+infinity': Infinity, '-inf': -Infinity,
  '-infinity': -Infinity,
})

/** Reads a number for double precision or real; throws 22P02 or 22003. */
export function parseDouble(source: string, type: 'double precision' | 'real'): number {
  const text = source.trim()
  const word = words[text.toLowerCase()]
  if (word !== undefined) return word
  if (/^[+-]?nan$/i.test(text)) throw nanRefused()
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) {
    throw new ZohoSqlError('INVALID_TEXT', `invalid input syntax for type ${type}: "${source}"`)
  }
  const value = type === 'real' ? Math.fround(Number(text)) : Number(text)
  const vanished = value === 0 && /[1-9]/.test(text.replace(/e.*/i, ''))
  if (!Number.isFinite(value) || vanished)
    throw new ZohoSqlError('OUT_OF_RANGE', `"${text}" is out of range for type ${type}`)
  return value
}

/** SQLite has no NaN: it would silently turn into NULL. */
export const nanRefused = (): ZohoSqlError =>
  new ZohoSqlError('NOT_SUPPORTED', 'NaN of type double precision is not supported', {
    hint: "Use numeric: 'NaN'::numeric.",
  })
