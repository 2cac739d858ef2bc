import { ZohoSqlError } from '../../base/errors.ts'
import {
  checkRange,
  type Decimal,
  decimal,
  divideRounded,
  negativeInfinity,
  notANumber,
  positiveInfinity,
  powerOfTen,
  rescale,
} from '../values/numeric.ts'

/** Arithmetic on numeric with PostgreSQL's scales: exact for + - *, `select_div_scale` digits for /. */

export const divisionByZero = (): ZohoSqlError => new ZohoSqlError('DIVISION_BY_ZERO', 'division by zero')

const infinity = (negative: boolean): Decimal => (negative ? negativeInfinity : positiveInfinity)
export const isNaNValue = (a: Decimal): boolean => a.special === 'NaN'
const isInfinite = (a: Decimal): boolean => a.special === 'Infinity' || a.special === '-Infinity'
const one = decimal(1n)

/** -1, 0 or 1; NaN counts as positive. */
export function signOf(a: Decimal): number {
  if (a.special !== '') return a.special === '-Infinity' ? -1 : 1
  return a.coef > 0n ? 1 : a.coef < 0n ? -1 : 0
}

const order: Readonly<Record<Decimal['special'], number>> = { '-Infinity': 0, '': 1, Infinity: 2, NaN: 3 }

/** PostgreSQL's order: NaN equals itself and is greater than all. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  if (a.special !== '' || b.special !== '') return order[a.special] - order[b.special]
  const scale = Math.max(a.scale, b.scale)
  const difference = rescale(a, scale).coef - rescale(b, scale).coef
  return difference > 0n ? 1 : difference < 0n ? -1 : 0
}

export const negate = (a: Decimal): Decimal => {
  if (a.special === '') return decimal(-a.coef, a.scale)
  return a.special === 'NaN' ? a : infinity(a.special === 'Infinity')
}
export const absolute = (a: Decimal): Decimal => (signOf(a) < 0 ? negate(a) : a)

export function add(a: Decimal, b: Decimal): Decimal {
  if (a.special !== '' || b.special !== '') return addSpecial(a, b)
  if (a.scale === b.scale) return decimal(a.coef + b.coef, a.scale)
  const scale = Math.max(a.scale, b.scale)
  return decimal(rescale(a, scale).coef + rescale(b, scale).coef, scale)
}

function addSpecial(a: Decimal, b: Decimal): Decimal {
  if (isNaNValue(a) || isNaNValue(b)) return notANumber
  if (isInfinite(a) && isInfinite(b) && a.special !== b.special) return notANumber
  return isInfinite(a) ? a : b
}

export const subtract = (a: Decimal, b: Decimal): Decimal => add(a, negate(b))

export function multiply(a: Decimal, b: Decimal): Decimal {
  if (a.special !== '' || b.special !== '') {
    if (isNaNValue(a) || isNaNValue(b) || signOf(a) * signOf(b) === 0) return notANumber
    return infinity(signOf(a) !== signOf(b))
  }
  return checkRange(decimal(a.coef * b.coef, a.scale + b.scale))
}

/** Weight and first digit in base 10000, in which PostgreSQL thinks. */
export function baseWeight(a: Decimal): { readonly weight: number; readonly first: number } {
  if (a.coef === 0n) return { weight: 0, first: 0 }
  const digits = (a.coef < 0n ? -a.coef : a.coef).toString()
  const leading = digits.length - a.scale - 1
  const weight = Math.floor(leading / 4)
  return { weight, first: Number(digits.padEnd(4, '0').slice(0, leading - 4 * weight + 1)) }
}

export const clampScale = (scale: number, ...atLeast: number[]): number =>
  Math.min(1000, Math.max(0, scale, ...atLeast))

export function divisionScale(a: Decimal, b: Decimal): number {
  const [x, y] = [baseWeight(a), baseWeight(b)]
  const quotientWeight = x.weight - y.weight - (x.first <= y.first ? 1 : 0)
  return clampScale(16 - quotientWeight * 4, a.scale, b.scale)
}

export const divideTo = (a: Decimal, b: Decimal, scale: number): Decimal => {
  const shift = scale - a.scale + b.scale
  return shift >= 0
    ? decimal(divideRounded(a.coef * powerOfTen(shift), b.coef), scale)
    : decimal(divideRounded(a.coef, b.coef * powerOfTen(-shift)), scale)
}

export function divide(a: Decimal, b: Decimal): Decimal {
  if (isNaNValue(a) || isNaNValue(b)) return notANumber
  if (signOf(b) === 0) throw divisionByZero()
  if (isInfinite(a)) return isInfinite(b) ? notANumber : infinity(signOf(a) !== signOf(b))
  if (isInfinite(b)) return decimal(0n)
  return checkRange(divideTo(a, b, divisionScale(a, b)))
}

/** Quotient cut to a whole number. */
export function divideWhole(a: Decimal, b: Decimal): Decimal {
  if (a.special !== '' || b.special !== '') return divide(a, b)
  if (b.coef === 0n) throw divisionByZero()
  const scale = Math.max(a.scale, b.scale)
  return decimal(rescale(a, scale).coef / rescale(b, scale).coef)
}

/** The rest has the sign of the dividend. */
export function modulo(a: Decimal, b: Decimal): Decimal {
  if (isNaNValue(a) || isNaNValue(b)) return notANumber
  if (signOf(b) === 0) throw divisionByZero()
  if (isInfinite(a)) return notANumber
  if (isInfinite(b)) return a
  const scale = Math.max(a.scale, b.scale)
  return decimal(rescale(a, scale).coef % rescale(b, scale).coef, scale)
}

/** round(x, digits): half away from zero; digits below zero round to tens, hundreds … */
export function roundTo(a: Decimal, digits: number): Decimal {
  const limited = Math.max(-131_072, Math.min(16_383, digits))
  if (a.special !== '') return a
  return limited >= 0 ? rescale(a, limited) : wholeSteps(a, -limited, divideRounded)
}

export function truncateTo(a: Decimal, digits: number): Decimal {
  if (a.special !== '') return a
  if (digits < 0) return wholeSteps(a, -digits, (x, y) => x / y)
  return digits >= a.scale ? rescale(a, digits) : decimal(a.coef / powerOfTen(a.scale - digits), digits)
}

function wholeSteps(a: Decimal, zeros: number, div: (x: bigint, y: bigint) => bigint): Decimal {
  const unit = powerOfTen(zeros)
  return decimal(div(a.coef, unit * powerOfTen(a.scale)) * unit)
}

export function floorOf(a: Decimal): Decimal {
  if (a.special !== '') return a
  const cut = truncateTo(a, 0)
  return signOf(a) < 0 && compareDecimals(cut, a) !== 0 ? subtract(cut, one) : cut
}
export const ceilOf = (a: Decimal): Decimal => negate(floorOf(negate(a)))
