import { randomInt } from 'node:crypto'
import { ZohoSqlError } from '../../../base/errors.ts'
import type { SqlType } from '../../../base/types.ts'
import type { ArrayItem } from '../../values/array.ts'
import type { Raw } from '../../values/index.ts'
import { type Decimal, decimal, decimalFromNumber } from '../../values/numeric.ts'
import { checkInteger } from '../../values/text-form.ts'
import { roundHalfEven } from '../casts.ts'
import { comparator } from '../compare.ts'
import * as f from '../decimal-functions.ts'
import * as d from '../decimal-math.ts'
import { checkFloat } from '../float-check.ts'
import { type FunctionRow, fn, sql, typed } from '../row.ts'

/** Mathematical functions on numeric and double precision. */

const rounding = [
  ...fn(['round(numeric) numeric'], (a: Decimal) => d.roundTo(a, 0)),
  ...fn('round(numeric,integer) numeric', (a: Decimal, digits: number) => d.roundTo(a, Math.max(digits, -131_072))),
  ...fn('round(double) double', (a: number) => (Number.isFinite(a) ? roundHalfEven(a) : a)),
  ...fn('trunc(numeric,integer?) numeric', (a: Decimal, digits = 0) =>
    d.truncateTo(a, Math.max(-131_072, Math.min(digits, 16_383))),
  ),
  ...fn('trunc(double) double', Math.trunc),
  ...fn('floor(numeric) numeric', d.floorOf),
  ...fn(['ceil(numeric) numeric', 'ceiling(numeric) numeric'], d.ceilOf),
  ...sql('floor(double) double', 'floor($1)'),
  ...sql(['ceil(double) double', 'ceiling(double) double'], 'ceil($1)'),
  ...fn('sign(numeric) numeric', (a: Decimal) => (a.special === 'NaN' ? a : decimal(BigInt(d.signOf(a))))),
  ...fn('sign(double) double', (a: number) => Math.sign(a)),
  ...fn('scale(numeric) integer', (a: Decimal) => (a.special === '' ? a.scale : null)),
  ...fn('min_scale(numeric) integer', (a: Decimal) => (a.special === '' ? f.minimalScale(a) : null)),
  ...fn('trim_scale(numeric) numeric', (a: Decimal) => (a.special === '' ? d.truncateTo(a, f.minimalScale(a)) : a)),
]

const badPower = (message: string): ZohoSqlError => new ZohoSqlError('INVALID_POWER', message)
const badLog = (what: string): ZohoSqlError => new ZohoSqlError('INVALID_LOGARITHM', `cannot take logarithm of ${what}`)

function root(a: number): number {
  if (a < 0) throw badPower('cannot take square root of a negative number')
  return Math.sqrt(a)
}

function power(a: number, b: number): number {
  if (a === 0 && b < 0) throw badPower('zero raised to a negative power is undefined')
  if (a < 0 && Number.isFinite(b) && !Number.isInteger(b)) {
    throw badPower('a negative number raised to a non-integer power yields a complex result')
  }
  // POSIX gives 1 where JavaScript gives NaN.
  if (a === 1 || (a === -1 && !Number.isFinite(b))) return 1
  const value = checkFloat(a ** b, 'double', a, b)
  if (value === 0 && a !== 0 && Number.isFinite(a) && Number.isFinite(b)) throw underflow()
  return value
}

const underflow = (): ZohoSqlError => new ZohoSqlError('OUT_OF_RANGE', 'value out of range: underflow')

function positive(a: number): number {
  if (a === 0) throw badLog('zero')
  if (a < 0) throw badLog('a negative number')
  return a
}

function exponential(a: number): number {
  const value = checkFloat(Math.exp(a), 'double', a)
  if (value === 0 && Number.isFinite(a)) throw underflow()
  return value
}

const powers = [
  ...fn(['power(numeric,numeric) numeric', 'pow(numeric,numeric) numeric', '^(numeric,numeric) numeric'], f.power),
  ...fn(['power(double,double) double', 'pow(double,double) double', '^(double,double) double'], power),
  ...fn('sqrt(numeric) numeric', f.squareRoot),
  ...fn(['sqrt(double) double', '|/(double) double'], root),
  ...fn(['cbrt(double) double', '||/(double) double'], Math.cbrt),
  ...fn('exp(numeric) numeric', f.exponential),
  ...fn('exp(double) double', exponential),
  ...fn('ln(numeric) numeric', f.naturalLog),
  ...fn('ln(double) double', (a: number) => Math.log(positive(a))),
  ...fn(['log(numeric) numeric', 'log10(numeric) numeric'], f.commonLog),
  ...fn(['log(double) double', 'log10(double) double'], (a: number) => Math.log10(positive(a))),
  ...fn('log(numeric,numeric) numeric', f.logarithm),
]

const gcd32 = (a: number, b: number): number => Number(checkInteger(f.integerGcd(BigInt(a), BigInt(b)), 'integer'))
const lcm = (a: bigint, b: bigint, type: 'integer' | 'bigint'): bigint => {
  if (a === 0n || b === 0n) return 0n
  const product = (a / f.integerGcd(a, b)) * b
  return checkInteger(product < 0n ? -product : product, type)
}

function factorial(value: bigint): Decimal {
  if (value < 0n) throw new ZohoSqlError('OUT_OF_RANGE', 'factorial of a negative number is undefined')
  if (value > 32_177n) throw new ZohoSqlError('OUT_OF_RANGE', 'value overflows numeric format')
  let product = 1n
  for (let i = 2n; i <= value; i++) product *= i
  return decimal(product)
}

const whole = [
  ...fn('gcd(integer,integer) integer', gcd32),
  ...fn('gcd(bigint,bigint) bigint', (a: bigint, b: bigint) => checkInteger(f.integerGcd(a, b), 'bigint')),
  ...fn('gcd(numeric,numeric) numeric', f.greatestCommonDivisor),
  ...fn('lcm(integer,integer) integer', (a: number, b: number) => Number(lcm(BigInt(a), BigInt(b), 'integer'))),
  ...fn('lcm(bigint,bigint) bigint', (a: bigint, b: bigint) => lcm(a, b, 'bigint')),
  ...fn('lcm(numeric,numeric) numeric', f.leastCommonMultiple),
  ...fn('factorial(bigint) numeric', factorial),
]

const inDomain = (a: number, low: number, high: number): number => {
  if (a >= low && a <= high) return a
  throw new ZohoSqlError('OUT_OF_RANGE', 'input is out of range')
}
const finite = (a: number): number => inDomain(a, -Number.MAX_VALUE, Number.MAX_VALUE)

const degree = Math.PI / 180

// PostgreSQL's formulas for degrees: exact at the angles that everybody expects.
const sineTo30 = (x: number): number => Math.sin(x * degree) / Math.sin(30 * degree) / 2
const cosineTo60 = (x: number): number => 1 - (1 - Math.cos(x * degree)) / (1 - Math.cos(60 * degree)) / 2
const sineTo90 = (x: number): number => (x <= 30 ? sineTo30(x) : cosineTo60(90 - x))
const cosineTo90 = (x: number): number => (x <= 60 ? cosineTo60(x) : sineTo30(90 - x))

/** The angle in the first quadrant, and in which half and quadrant it was. */
function folded(degrees: number): { readonly angle: number; readonly negative: boolean; readonly left: boolean } {
  const turn = finite(degrees) % 360
  const half = Math.abs(turn) > 180 ? 360 - Math.abs(turn) : Math.abs(turn)
  const negative = turn < 0 !== Math.abs(turn) > 180
  return half > 90 ? { angle: 180 - half, negative, left: true } : { angle: half, negative, left: false }
}
const signed = (negative: boolean, value: number): number => (negative && value !== 0 ? -value : value)

const sind = (a: number): number => {
  const { angle, negative } = folded(a)
  return signed(negative, sineTo90(angle))
}
const cosd = (a: number): number => {
  const { angle, left } = folded(a)
  return signed(left, cosineTo90(angle))
}
const tangentOf45 = sineTo90(45) / cosineTo90(45)
const tand = (a: number): number => {
  const { angle, negative, left } = folded(a)
  return signed(negative !== left, sineTo90(angle) / cosineTo90(angle) / tangentOf45)
}
const cotd = (a: number): number => {
  const { angle, negative, left } = folded(a)
  return signed(negative !== left, (cosineTo90(angle) / sineTo90(angle)) * tangentOf45)
}

const arcsineTo90 = (x: number): number =>
  x <= 0.5 ? (Math.asin(x) / Math.asin(0.5)) * 30 : 90 - (Math.acos(x) / Math.acos(0.5)) * 60
const asind = (a: number): number => signed(a < 0, arcsineTo90(Math.abs(inDomain(a, -1, 1))))
const acosd = (a: number): number => {
  if (inDomain(a, -1, 1) < 0) return 90 + arcsineTo90(-a)
  return a <= 0.5 ? 90 - (Math.asin(a) / Math.asin(0.5)) * 30 : (Math.acos(a) / Math.acos(0.5)) * 60
}
const arctangentOf1 = Math.atan(1)

const trigonometry = [
  ...fn('asind(double) double', asind),
  ...fn('acosd(double) double', acosd),
  ...fn('atand(double) double', (a: number) => (Math.atan(a) / arctangentOf1) * 45),
  ...fn('atan2d(double,double) double', (a: number, b: number) => (Math.atan2(a, b) / arctangentOf1) * 45),
  ...fn('cotd(double) double', cotd),
  ...sql('pi() double', 'pi()'),
  ...fn('degrees(double) double', (a: number) => a / degree),
  ...fn('radians(double) double', (a: number) => a * degree),
  ...fn('sin(double) double', (a: number) => Math.sin(finite(a))),
  ...fn('cos(double) double', (a: number) => Math.cos(finite(a))),
  ...fn('tan(double) double', (a: number) => Math.tan(finite(a))),
  ...fn('cot(double) double', (a: number) => 1 / Math.tan(finite(a))),
  ...fn('asin(double) double', (a: number) => Math.asin(inDomain(a, -1, 1))),
  ...fn('acos(double) double', (a: number) => Math.acos(inDomain(a, -1, 1))),
  ...fn('atan(double) double', Math.atan),
  ...fn('atan2(double,double) double', Math.atan2),
  ...fn('sind(double) double', sind),
  ...fn('cosd(double) double', cosd),
  ...fn('tand(double) double', tand),
  ...fn('sinh(double) double', Math.sinh),
  ...fn('cosh(double) double', Math.cosh),
  ...fn('tanh(double) double', Math.tanh),
  ...fn('asinh(double) double', Math.asinh),
  ...fn('acosh(double) double', (a: number) => Math.acosh(inDomain(a, 1, Infinity))),
  ...fn('atanh(double) double', (a: number) => Math.atanh(inDomain(a, -1, 1))),
]

const bucketError = (message: string): ZohoSqlError => new ZohoSqlError('INVALID_WIDTH_BUCKET', message)

function checkBuckets(count: number, low: boolean, high: boolean, anyNaN: boolean): void {
  if (count <= 0) throw bucketError('count must be greater than zero')
  if (anyNaN) throw bucketError('operand, lower bound, and upper bound cannot be NaN')
  if (!low || !high) throw bucketError('lower and upper bounds must be finite')
}

function widthBucket(value: Decimal, low: Decimal, high: Decimal, count: number): number {
  checkBuckets(count, low.special === '', high.special === '', [value, low, high].some(d.isNaNValue))
  const direction = d.compareDecimals(high, low)
  if (direction === 0) throw bucketError('lower bound cannot equal upper bound')
  const [passed, span] =
    direction > 0 ? [d.subtract(value, low), d.subtract(high, low)] : [d.subtract(low, value), d.subtract(low, high)]
  if (d.signOf(passed) < 0) return 0
  if (d.compareDecimals(passed, span) >= 0) return Number(checkInteger(BigInt(count) + 1n, 'integer'))
  // The quotient is rounded before it is cut, as in PostgreSQL.
  const bucket = d.truncateTo(d.divide(d.multiply(passed, decimal(BigInt(count))), span), 0).coef
  return Number(checkInteger(bucket + 1n, 'integer'))
}

function doubleBucket(value: number, low: number, high: number, count: number): number {
  checkBuckets(count, Number.isFinite(low), Number.isFinite(high), false)
  if (low === high) throw bucketError('lower bound cannot equal upper bound')
  const [passed, span] = high > low ? [value - low, high - low] : [low - value, low - high]
  if (passed < 0) return 0
  if (high > low ? value >= high : value <= high) return Number(checkInteger(BigInt(count) + 1n, 'integer'))
  const bucket = (count * passed) / span || 0
  if (!Number.isFinite(bucket))
    return widthBucket(decimalFromNumber(value), decimalFromNumber(low), decimalFromNumber(high), count)
  return Number(checkInteger(BigInt(Math.trunc(bucket + 1)), 'integer'))
}

/** How many of the ascending thresholds are not above the value. */
function bucketOf(type: SqlType, value: Raw, thresholds: readonly ArrayItem[]): number {
  if (thresholds.some((threshold) => Array.isArray(threshold)))
    throw new ZohoSqlError('ARRAY_SUBSCRIPT', 'thresholds must be one-dimensional array')
  if (thresholds.includes(null)) throw new ZohoSqlError('NULL_NOT_ALLOWED', 'thresholds array must not contain NULLs')
  const compare = comparator(type)
  let [low, high] = [0, thresholds.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (compare(value, thresholds[middle] as Raw) < 0) high = middle
    else low = middle + 1
  }
  return low
}

const buckets = [
  ...fn('width_bucket(numeric,numeric,numeric,integer) integer', widthBucket),
  ...fn('width_bucket(double,double,double,integer) integer', doubleBucket),
  ...typed('width_bucket(anyelement,anyarray) integer', bucketOf),
]

const chance = [
  ...fn('random() double', Math.random, { volatile: true }),
  ...fn(
    'random(integer,integer) integer',
    (low: number, high: number) => low + randomInt(Math.max(1, high - low + 1)),
    { volatile: true },
  ),
]

export const mathRows: readonly FunctionRow[] = [
  ...rounding,
  ...powers,
  ...whole,
  ...trigonometry,
  ...buckets,
  ...chance,
]
