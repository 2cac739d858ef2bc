import { ZohoSqlError } from '../../base/errors.ts'

/**
 * Exact decimals, and the text in which SQLite keeps them.
 *
 * A numeric is stored as TEXT whose byte order is numeric order: a sign character, the exponent, the significant
 * digits, and as many blanks as the display scale has zeros after the last significant digit (`2.50` is `3Q25 `).
 * Compared without trailing blanks, equal values are therefore equal whatever their scale, and still each value prints
 * with the scale PostgreSQL would give it.
 */
export interface Decimal {
  /** The value is coef / 10^scale. 0 for the special ones. */
  readonly coef: bigint
  /** Digits shown after the point, never negative. */
  readonly scale: number
  readonly special: '' | 'NaN' | 'Infinity' | '-Infinity'
}

export const decimal = (coef: bigint, scale = 0): Decimal => ({ coef, scale, special: '' })
export const notANumber: Decimal = { coef: 0n, scale: 0, special: 'NaN' }
export const positiveInfinity: Decimal = { coef: 0n, scale: 0, special: 'Infinity' }
export const negativeInfinity: Decimal = { coef: 0n, scale: 0, special: '-Infinity' }

/** PostgreSQL's bounds of unconstrained numeric. */
const maxIntegerDigits = 131_072
const maxScale = 16_383

const powers: bigint[] = [1n]
export function powerOfTen(exponent: number): bigint {
  for (let i = powers.length; i <= exponent && i < 400; i++) powers.push(powers[i - 1]! * 10n)
  return powers[exponent] ?? 10n ** BigInt(exponent)
}

const invalidNumeric = (text: string): ZohoSqlError =>
  new ZohoSqlError('INVALID_TEXT', `invalid input syntax for type numeric: "${text}"`)
export const numericOverflow = (): ZohoSqlError => new ZohoSqlError('OUT_OF_RANGE', 'value overflows numeric format')

const specials = new Map<string, Decimal>([
  ['nan', notANumber],
  ['inf', positiveInfinity],
  ['+inf', positiveInfinity],
  ['infinity', positiveInfinity],
  ['+infinity', positiveInfinity],
  ['-inf', negativeInfinity],
  ['-infinity', negativeInfinity],
])
const numberText = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/

/** Reads `-12.50`, `1e3`, `NaN`; throws 22P02 or 22003. */
export function parseDecimal(source: string): Decimal {
  const text = source.trim()
  const match = numberText.exec(text)
  if (!match || (match[2] === '' && !match[3])) return specials.get(text.toLowerCase()) ?? raise(invalidNumeric(source))
  const fraction = match[3] ?? ''
  const exponent = match[4] === undefined ? 0 : Number(match[4])
  const digits = BigInt((match[2] ?? '') + fraction || '0')
  const signed = match[1] === '-' ? -digits : digits
  if (digits === 0n) return decimal(0n, Math.min(maxScale, Math.max(0, fraction.length - exponent)))
  if (Math.abs(exponent) > maxIntegerDigits + maxScale) throw numericOverflow()
  return checkRange(shiftScale(signed, fraction.length - exponent))
}

function raise(error: ZohoSqlError): never {
  throw error
}

const shiftScale = (coef: bigint, scale: number): Decimal =>
  scale >= 0 ? decimal(coef, scale) : decimal(coef * powerOfTen(-scale))

/** Throws 22003 where PostgreSQL's numeric has no room; cuts a scale beyond its limit. */
export function checkRange(value: Decimal): Decimal {
  if (value.special !== '') return value
  const scaled = value.scale > maxScale ? rescale(value, maxScale) : value
  if (digitCount(scaled.coef) - scaled.scale > maxIntegerDigits) throw numericOverflow()
  return scaled
}

const digitCount = (coef: bigint): number => (coef < 0n ? -coef : coef).toString().length

/** Same value at another display scale, rounded half away from zero. */
export function rescale(value: Decimal, scale: number): Decimal {
  if (value.special !== '' || scale === value.scale) return value
  if (scale > value.scale) return decimal(value.coef * powerOfTen(scale - value.scale), scale)
  return decimal(divideRounded(value.coef, powerOfTen(value.scale - scale)), scale)
}

/** Quotient rounded half away from zero. */
export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor
  const rest = dividend - quotient * divisor
  const twice = (rest < 0n ? -rest : rest) * 2n
  if (twice < (divisor < 0n ? -divisor : divisor)) return quotient
  return dividend < 0n === divisor < 0n ? quotient + 1n : quotient - 1n
}

/** Applies numeric(precision, scale): rounds, then throws 22003 where the digits do not fit. */
export function constrain(value: Decimal, precision: number | undefined, scale = 0): Decimal {
  if (precision === undefined || value.special === 'NaN') return value
  if (value.special !== '') throw fieldOverflow(precision, scale, 'infinite')
  const rounded = rescale(value, Math.max(scale, 0))
  const fitted = scale < 0 ? rescale(rescaleNegative(value, scale), 0) : rounded
  const limit = powerOfTen(Math.max(precision - scale + Math.max(scale, 0), 0))
  if (fitted.coef >= limit || fitted.coef <= -limit) throw fieldOverflow(precision, scale)
  return fitted
}

const rescaleNegative = (value: Decimal, scale: number): Decimal => {
  const unit = powerOfTen(-scale)
  return decimal(divideRounded(value.coef, powerOfTen(value.scale) * unit) * unit)
}

function fieldOverflow(precision: number, scale: number, how = ''): ZohoSqlError {
  const bound = precision - scale === 0 ? '1' : `10^${precision - scale}`
  const detail = how
    ? `A field with precision ${precision}, scale ${scale} cannot hold an infinite value.`
    : `A field with precision ${precision}, scale ${scale} must round to an absolute value less than ${bound}.`
  return new ZohoSqlError('OUT_OF_RANGE', 'numeric field overflow', { detail })
}

/** As PostgreSQL prints it: all digits, the display scale kept. */
export function decimalText(value: Decimal): string {
  if (value.special !== '') return value.special
  const negative = value.coef < 0n
  const digits = (negative ? -value.coef : value.coef).toString()
  return (negative ? '-' : '') + placePoint(digits, value.scale)
}

function placePoint(digits: string, scale: number): string {
  if (scale === 0) return digits
  const padded = digits.length > scale ? digits : digits.padStart(scale + 1, '0')
  return `${padded.slice(0, -scale)}.${padded.slice(-scale)}`
}

export const decimalFromInteger = (value: bigint): Decimal => decimal(value)

/** Same value at a smaller scale, rounded half to even, as C prints doubles. */
export function rescaleEven(value: Decimal, scale: number): Decimal {
  if (value.special !== '' || scale >= value.scale) return rescale(value, scale)
  const unit = powerOfTen(value.scale - scale)
  const quotient = value.coef / unit
  const isTie = (value.coef % unit) * 2n === (value.coef < 0n ? -unit : unit)
  return isTie && quotient % 2n === 0n ? decimal(quotient, scale) : rescale(value, scale)
}

/** The value of a finite double, with all its binary digits. */
export function exactDecimal(value: number): Decimal {
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, value)
  const raw = bits.getBigUint64(0)
  const stored = Number((raw >> 52n) & 0x7ffn)
  const mantissa = (raw & 0xfffffffffffffn) + (stored === 0 ? 0n : 1n << 52n)
  const exponent = (stored || 1) - 1075
  const signed = raw >> 63n ? -mantissa : mantissa
  return exponent >= 0 ? decimal(signed << BigInt(exponent)) : decimal(signed * 5n ** BigInt(-exponent), -exponent)
}

/** The decimal that the shortest text of the double names, cut to `digits` significant ones as PostgreSQL's casts do. */
export function decimalFromNumber(value: number, digits = 17): Decimal {
  if (Number.isNaN(value)) return notANumber
  if (!Number.isFinite(value)) return value > 0 ? positiveInfinity : negativeInfinity
  return parseDecimal(stripZeros(digits >= 17 ? String(value) : precise(value, digits)))
}

// JavaScript rounds what lies in the middle up, C to even.
function precise(value: number, digits: number): string {
  const text = value.toPrecision(digits)
  if (value.toPrecision(digits + 1).at(text.includes('e') ? digits + 1 : -1) !== '5' || value === 0) return text
  const exponent = Math.floor(Math.log10(Math.abs(value)))
  const scale = digits - 1 - exponent
  return scale > 0 ? decimalText(rescaleEven(exactDecimal(value), scale)) : text
}

// 1.00000000000000e+20 and 0.100000000000000: PostgreSQL prints with %g, which drops the zeros.
const stripZeros = (text: string): string => text.replace(/(\.\d*?)0+(?=e|$)/, '$1').replace(/\.(?=e|$)/, '')

export const decimalToNumber = (value: Decimal): number =>
  value.special === '' ? Number(decimalText(value)) : Number(value.special)

// ---------------------------------------------------------------------------------------- the stored text

const minusInfinityText = '0'
const zeroText = '2'
const infinityText = '4'
const nanText = '5'
const positiveMark = '3'
const negativeMark = '1'
/** Ends the digits of a negative number: shorter ones are greater, so it sorts after every digit. */
const negativeEnd = '~'
const nines = '9876543210'

const complement = (digits: string): string => {
  let out = ''
  for (let i = 0; i < digits.length; i++) out += nines[digits.charCodeAt(i) - 48]
  return out
}

/** One character for everyday exponents, `!`/`~` and six digits for the others; byte order is order. */
function exponentText(exponent: number): string {
  if (exponent >= -40 && exponent <= 40) return String.fromCharCode(80 + exponent)
  return (exponent < 0 ? '!' : '~') + String(exponent + 500_000).padStart(6, '0')
}

const exponentLength = (raw: string): number => (raw[1] === '!' || raw[1] === '~' ? 7 : 1)

const readExponent = (raw: string, length: number): number =>
  length === 1 ? raw.charCodeAt(1) - 80 : Number(raw.slice(2, 8)) - 500_000

const blanks = (count: number): string => (count > 0 ? ' '.repeat(count) : '')

function encodeDigits(negative: boolean, digits: string, scale: number): string {
  let end = digits.length
  while (end > 0 && digits.charCodeAt(end - 1) === 48) end--
  if (end === 0) return zeroText + blanks(scale)
  const exponent = digits.length - scale
  const significant = end === digits.length ? digits : digits.slice(0, end)
  const hidden = blanks(scale - Math.max(0, end - exponent))
  return negative
    ? negativeMark + exponentText(-exponent) + complement(significant) + negativeEnd + hidden
    : positiveMark + exponentText(exponent) + significant + hidden
}

/** The stored text of a decimal; see the header for its form. */
export function encodeDecimal(value: Decimal): string {
  if (value.special !== '')
    return { NaN: nanText, Infinity: infinityText, '-Infinity': minusInfinityText }[value.special]
  return value.coef < 0n
    ? encodeDigits(true, (-value.coef).toString(), value.scale)
    : encodeDigits(false, value.coef.toString(), value.scale)
}

/** Value of Zoho or of a parameter to stored text; with `scale` it is rounded to and shown with that many digits. */
export function encodeNumeric(value: number | string | bigint, precision?: number, scale?: number): string {
  const quick = typeof value === 'bigint' ? undefined : encodeQuick(value, scale)
  if (quick !== undefined && precision === undefined) return quick
  const parsed = typeof value === 'number' ? decimalFromNumber(value) : parseDecimal(String(value))
  return encodeDecimal(scale === undefined ? parsed : constrain(parsed, precision ?? 1000, scale))
}

const plainDecimal = /^-?\d+(?:\.\d+)?$/

// Staging's path: plain digits, no more of them than the scale shows, need no arithmetic.
function encodeQuick(value: number | string, scale: number | undefined): string | undefined {
  const written = String(value)
  if (written.length > 21 || !plainDecimal.test(written)) return undefined
  const negative = written.charCodeAt(0) === 45
  const text = negative ? written.slice(1) : written
  const point = text.indexOf('.')
  const shown = point < 0 ? 0 : text.length - point - 1
  if (shown > (scale ?? shown)) return undefined
  const joined = point < 0 ? text : text.slice(0, point) + text.slice(point + 1)
  const digits = text.charCodeAt(0) === 48 ? joined.replace(/^0+/, '') : joined
  const code = encodeDigits(negative, digits, shown)
  return scale === undefined || scale === shown ? code : code + blanks(scale - shown)
}

const storedSpecials = new Map([
  [minusInfinityText, negativeInfinity],
  [infinityText, positiveInfinity],
  [nanText, notANumber],
])

interface StoredNumeric {
  readonly negative: boolean
  readonly digits: string
  readonly exponent: number
  readonly scale: number
}

function readStored(raw: string): StoredNumeric {
  let end = raw.length
  while (raw.charCodeAt(end - 1) === 32) end--
  const hidden = raw.length - end
  const mark = raw[0]
  if (mark === zeroText) return { negative: false, digits: '0', exponent: 1, scale: hidden }
  const head = 1 + exponentLength(raw)
  const negative = mark === negativeMark
  const digits = negative ? complement(raw.slice(head, end - 1)) : raw.slice(head, end)
  const exponent = readExponent(raw, head - 1) * (negative ? -1 : 1)
  return { negative, digits, exponent, scale: Math.max(0, digits.length - exponent) + hidden }
}

export function decodeDecimal(raw: string): Decimal {
  const special = storedSpecials.get(raw)
  if (special) return special
  const { negative, digits, exponent, scale } = readStored(raw)
  const coef = BigInt(digits) * powerOfTen(scale - digits.length + exponent)
  return decimal(negative ? -coef : coef, scale)
}

/** Stored text to PostgreSQL's text of it. */
export function decodeNumeric(raw: string): string {
  const exponent = raw.charCodeAt(1) - 80
  if (raw[0] === positiveMark && exponent > 0 && exponent <= 40) return decodeQuick(raw, exponent)
  const special = storedSpecials.get(raw)
  if (special) return special.special
  const { negative, digits, exponent: power, scale } = readStored(raw)
  const text = placePoint(digits.padEnd(power + scale, '0').padStart(1, '0'), scale)
  return negative ? `-${text}` : text
}

// Results hold mostly such: positive, with a whole part.
function decodeQuick(raw: string, exponent: number): string {
  let end = raw.length
  while (raw.charCodeAt(end - 1) === 32) end--
  const hidden = raw.length - end
  const point = 2 + exponent
  const whole = end >= point ? raw.slice(2, point) : raw.slice(2, end).padEnd(exponent, '0')
  if (end <= point && hidden === 0) return whole
  const fraction = end > point ? raw.slice(point, end) : ''
  return hidden === 0 ? `${whole}.${fraction}` : `${whole}.${fraction}${'0'.repeat(hidden)}`
}
