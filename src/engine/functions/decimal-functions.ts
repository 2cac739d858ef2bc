import { Decimal as Big } from 'decimal.js'
import { ZohoSqlError } from '../../base/errors.ts'
import {
  checkRange,
  type Decimal,
  decimal,
  decimalText,
  decimalToNumber,
  negativeInfinity,
  notANumber,
  numericOverflow,
  parseDecimal,
  positiveInfinity,
  powerOfTen,
  rescale,
} from '../values/numeric.ts'
import {
  absolute,
  baseWeight,
  clampScale,
  compareDecimals,
  divide,
  divideTo,
  multiply,
  negate,
  signOf,
  truncateTo,
} from './decimal-math.ts'

/** Roots, powers and logarithms of numeric: correct in every digit of the scale PostgreSQL chooses. */

const one = decimal(1n)

const argument = (message: string, state: 'INVALID_LOGARITHM' | 'INVALID_POWER' | 'INVALID_ARGUMENT'): ZohoSqlError =>
  new ZohoSqlError(state, message)

/** Computes with enough digits that rounding to `scale` is right. */
function precisely(scale: number, weight: number, compute: (big: typeof Big) => Big): Decimal {
  const precision = Math.max(20, scale + Math.max(0, Math.ceil(weight)) + 16)
  const big = Big.clone({
    precision,
    rounding: Big.ROUND_HALF_UP,
    toExpPos: 9e15,
    toExpNeg: -9e15,
    maxE: 9e15,
    minE: -9e15,
  })
  return checkRange(rescale(parseDecimal(compute(big).toFixed(Math.max(scale, 0), Big.ROUND_HALF_UP)), scale))
}

function bigRoot(value: bigint): bigint {
  if (value < 2n) return value
  let guess = 1n << BigInt(Math.ceil(value.toString(2).length / 2))
  for (;;) {
    const next = (guess + value / guess) >> 1n
    if (next >= guess) return guess
    guess = next
  }
}

/** Square root rounded to `scale` digits. */
export function squareRootTo(value: Decimal, scale: number): Decimal {
  const shift = 2 * (scale + 1) - value.scale
  const scaled = shift >= 0 ? value.coef * powerOfTen(shift) : value.coef / powerOfTen(-shift)
  return rescale(decimal(bigRoot(scaled), scale + 1), scale)
}

export function squareRoot(value: Decimal): Decimal {
  if (value.special === 'NaN') return value
  if (signOf(value) < 0) throw argument('cannot take square root of a negative number', 'INVALID_POWER')
  if (value.special !== '') return value
  const { weight } = baseWeight(value)
  const digits = weight >= 0 ? Math.trunc((weight * 4) / 2) + 1 : 1 - Math.trunc((1 - weight * 4) / 2)
  return squareRootTo(value, clampScale(16 - digits, value.scale))
}

export function exponential(value: Decimal): Decimal {
  if (value.special === 'NaN') return value
  if (value.special !== '') return value.special === 'Infinity' ? positiveInfinity : decimal(0n)
  const weight = Math.max(-2000, Math.min(2000, decimalToNumber(value) * Math.LOG10E))
  const scale = clampScale(16 - Math.trunc(weight), value.scale)
  // PostgreSQL stops here, although there would be room.
  if (decimalToNumber(value) >= 6000) throw numericOverflow()
  if (decimalToNumber(value) <= -6000) return decimal(0n, 1000)
  return precisely(scale, weight, (big) => big.exp(decimalText(value)))
}

/** PostgreSQL's estimate of the decimal weight of ln(value). */
function logarithmWeight(value: Decimal): number {
  const near = compareDecimals(value, parseDecimal('0.9')) >= 0 && compareDecimals(value, parseDecimal('1.1')) <= 0
  if (near) {
    const distance = parseDecimal(new Big(decimalText(value)).minus(1).toFixed())
    if (signOf(distance) === 0) return 0
    const { weight, first } = baseWeight(distance)
    return weight * 4 + Math.trunc(Math.log10(Math.abs(first)))
  }
  const digits = value.coef.toString()
  const leading = Number(digits.slice(0, 15))
  return Math.trunc(
    Math.log10(Math.abs(Math.log(leading) + (digits.length - Math.min(15, digits.length) - value.scale) * Math.LN10)),
  )
}

function requirePositive(value: Decimal): void {
  if (signOf(value) === 0) throw argument('cannot take logarithm of zero', 'INVALID_LOGARITHM')
  if (signOf(value) < 0) throw argument('cannot take logarithm of a negative number', 'INVALID_LOGARITHM')
}

export function naturalLog(value: Decimal): Decimal {
  if (value.special === 'NaN') return value
  requirePositive(value)
  if (value.special !== '') return value
  const weight = logarithmWeight(value)
  return precisely(clampScale(16 - weight, value.scale), Math.max(weight, 0), (big) => big.ln(decimalText(value)))
}

/** log(base, value). */
export function logarithm(base: Decimal, value: Decimal): Decimal {
  if (base.special === 'NaN' || value.special === 'NaN') return notANumber
  requirePositive(base)
  requirePositive(value)
  if (base.special !== '' || value.special !== '') return infiniteLog(base, value)
  const scale = clampScale(16 - (logarithmWeight(value) - logarithmWeight(base)), base.scale, value.scale)
  if (compareDecimals(base, one) === 0) throw new ZohoSqlError('DIVISION_BY_ZERO', 'division by zero')
  return precisely(scale, 20, (big) => big.ln(decimalText(value)).div(big.ln(decimalText(base))))
}

function infiniteLog(base: Decimal, value: Decimal): Decimal {
  if (base.special !== '' && value.special !== '') return notANumber
  return base.special !== '' ? decimal(0n) : positiveInfinity
}

export const commonLog = (value: Decimal): Decimal => logarithm(decimal(10n), value)

/** base ^ exponent. */
export function power(base: Decimal, exponent: Decimal): Decimal {
  if (base.special !== '' || exponent.special !== '') return specialPower(base, exponent)
  const whole = isWhole(exponent)
  if (signOf(base) === 0 && signOf(exponent) < 0) {
    throw argument('zero raised to a negative power is undefined', 'INVALID_POWER')
  }
  if (signOf(base) < 0 && !whole) {
    throw argument('a negative number raised to a non-integer power yields a complex result', 'INVALID_POWER')
  }
  const count = decimalToNumber(exponent)
  if (whole && count <= 2_147_483_647 && count >= -2_147_483_648) return wholePower(base, count)
  return signOf(base) === 0 ? decimal(0n, 16) : realPower(base, exponent)
}

/** log10 of |value|, from its first sixteen digits. */
function roughLog10(value: Decimal): number {
  const digits = (value.coef < 0n ? -value.coef : value.coef).toString()
  return Math.log10(Number(digits.slice(0, 16))) + digits.length - Math.min(16, digits.length) - value.scale
}

/** PostgreSQL 15 gives sixteen decimals, or those of the base, whatever the size of the result. */
function wholePower(base: Decimal, exponent: number): Decimal {
  const scale = clampScale(16, base.scale)
  if (exponent === 0) return decimal(powerOfTen(scale), scale)
  if (signOf(base) === 0) return decimal(0n, scale)
  const weight = exponent * roughLog10(base)
  if (weight > 131_072 + 4) throw numericOverflow()
  if (weight + 1 < -scale) return decimal(0n, scale)
  const exact = Math.abs(exponent) * base.coef.toString().length < 20_000
  if (!exact) return precisely(scale, Math.abs(weight), (big) => big.pow(decimalText(base), exponent))
  return exponent < 0 ? divideTo(one, raise(base, -exponent), scale) : checkRange(rescale(raise(base, exponent), scale))
}

const raise = (base: Decimal, exponent: number): Decimal =>
  decimal(base.coef ** BigInt(exponent), base.scale * exponent)

/** PostgreSQL's estimate of ln of the result, from which it takes the scale: eight digits of ln(base) count. */
function roughPower(base: Decimal, exponent: Decimal): number {
  const scale = Math.max(0, 8 - logarithmWeight(base))
  const log = precisely(scale, 0, (big) => big.ln(decimalText(base)))
  return decimalToNumber(rescale(decimal(log.coef * exponent.coef, log.scale + exponent.scale), scale))
}

function realPower(base: Decimal, exponent: Decimal): Decimal {
  const negative = signOf(base) < 0
  const log = roughPower(negative ? negate(base) : base, exponent)
  if (log > 6020) throw numericOverflow()
  const weight = log * Math.LOG10E
  if (weight < -2000) return decimal(0n, 1000)
  const scale = clampScale(16 - Math.trunc(weight), base.scale, exponent.scale)
  return precisely(scale, weight, (big) => big.pow(decimalText(base), decimalText(exponent)))
}

const isWhole = (value: Decimal): boolean => value.special !== '' || compareDecimals(truncateTo(value, 0), value) === 0
const isOdd = (value: Decimal): boolean => truncateTo(value, 0).coef % 2n !== 0n

/** Powers with NaN or an infinity, as POSIX pow has them. */
function specialPower(base: Decimal, exponent: Decimal): Decimal {
  if (compareDecimals(base, one) === 0 || compareDecimals(exponent, decimal(0n)) === 0) return one
  if (base.special === 'NaN' || exponent.special === 'NaN') return notANumber
  const rising = signOf(exponent) > 0
  if (signOf(base) === 0 && !rising) {
    throw argument('zero raised to a negative power is undefined', 'INVALID_POWER')
  }
  if (signOf(base) < 0 && !isWhole(exponent)) {
    throw argument('a negative number raised to a non-integer power yields a complex result', 'INVALID_POWER')
  }
  if (exponent.special === '') {
    if (!rising) return decimal(0n)
    return base.special === '-Infinity' && isOdd(exponent) ? negativeInfinity : positiveInfinity
  }
  const size = compareDecimals(absolute(base), one)
  if (size === 0) return one
  return size > 0 === rising ? positiveInfinity : decimal(0n)
}

/** Fewest decimals that show the value. */
export function minimalScale(value: Decimal): number {
  let { coef, scale } = value
  while (scale > 0 && coef % 10n === 0n) {
    coef /= 10n
    scale--
  }
  return scale
}

const bigGcd = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

export function greatestCommonDivisor(a: Decimal, b: Decimal): Decimal {
  if (a.special !== '' || b.special !== '') return notANumber
  const scale = Math.max(a.scale, b.scale)
  return decimal(bigGcd(rescale(a, scale).coef, rescale(b, scale).coef), scale)
}

export function leastCommonMultiple(a: Decimal, b: Decimal): Decimal {
  if (a.special !== '' || b.special !== '') return notANumber
  const scale = Math.max(a.scale, b.scale)
  if (signOf(a) === 0 || signOf(b) === 0) return decimal(0n, scale)
  const product = multiply(rescale(a, scale), rescale(b, scale))
  const multiple = rescale(divide(product, greatestCommonDivisor(a, b)), scale)
  return signOf(multiple) < 0 ? negate(multiple) : multiple
}

export const integerGcd = bigGcd
