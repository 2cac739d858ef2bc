import { byName } from '../../../base/by-name.ts'
import { ZohoSqlError } from '../../../base/errors.ts'
import type { Decimal } from '../../values/numeric.ts'
import { checkInteger, type IntegerName } from '../../values/text-form.ts'
import * as d from '../decimal-math.ts'
import { checkFloat, checkUnderflow } from '../float-check.ts'
import { type FunctionRow, fn, sql } from '../row.ts'

/** + - * / % on numbers, with PostgreSQL's overflows, signs and scales. */

const outOfRange = (type: string): ZohoSqlError => new ZohoSqlError('OUT_OF_RANGE', `${type} out of range`)

type Small = (a: number, b: number) => number
type Big = (a: bigint, b: bigint) => bigint

/** smallint and integer are numbers in JavaScript; a product of two is exact as far as the check needs. */
const checked =
  (type: 'smallint' | 'integer', compute: Small): Small =>
  (a, b) => {
    const value = compute(a, b)
    const bound = type === 'smallint' ? 32_768 : 2_147_483_648
    if (value >= bound || value < -bound) throw outOfRange(type)
    return value
  }

const checkedBig =
  (compute: Big): Big =>
  (a, b) =>
    checkInteger(compute(a, b), 'bigint' satisfies IntegerName)

const nonZero = <T extends number | bigint>(divisor: T): T => {
  if (Number(divisor) === 0) throw d.divisionByZero()
  return divisor
}

const integerOperators: Readonly<Record<string, readonly [Small, Big]>> = byName({
  '+': [(a, b) => a + b, (a, b) => a + b],
  '-': [(a, b) => a - b, (a, b) => a - b],
  '*': [(a, b) => a * b, (a, b) => a * b],
  '/': [(a, b) => Math.trunc(a / nonZero(b)), (a, b) => a / nonZero(b)],
  '%': [(a, b) => a % nonZero(b), (a, b) => a % nonZero(b)],
})

/** PostgreSQL has operators for mixed widths; the wider one counts. */
const widths = ['smallint', 'integer', 'bigint'] as const
const integerRows = Object.entries(integerOperators).flatMap(([op, [small, big]]) =>
  widths.flatMap((a, i) =>
    widths.flatMap((b, j) => {
      const wide = widths[Math.max(i, j)]!
      const name = `${op}(${a},${b}) ${wide}`
      if (wide !== 'bigint') return fn(name, checked(wide, small))
      const compute = checkedBig(big)
      return fn(name, a === b ? compute : (x: bigint | number, y: bigint | number) => compute(BigInt(x), BigInt(y)))
    }),
  ),
)

const numericRows = [
  ...fn('+(numeric,numeric) numeric', d.add),
  ...fn('-(numeric,numeric) numeric', d.subtract),
  ...fn('*(numeric,numeric) numeric', d.multiply),
  ...fn('/(numeric,numeric) numeric', d.divide),
  ...fn('%(numeric,numeric) numeric', d.modulo),
]

const floatOperators: Readonly<Record<string, Small>> = byName({
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => checkUnderflow(a * b, a === 0 || b === 0),
  '/': (a, b) => checkUnderflow(a / nonZero(b), a === 0 || !Number.isFinite(b)),
})
const floatRows = Object.entries(floatOperators).flatMap(([op, compute]) => [
  ...fn(`${op}(real,real) real`, (a: number, b: number) => checkFloat(compute(a, b), 'real', a, b)),
  ...fn(
    [`${op}(double,double) double`, `${op}(real,double) double`, `${op}(double,real) double`],
    (a: number, b: number) => checkFloat(compute(a, b), 'double', a, b),
  ),
])

const unary = [
  ...fn('-(smallint) smallint', (a: number) => Number(checkInteger(BigInt(-a), 'smallint'))),
  ...fn('-(integer) integer', (a: number) => Number(checkInteger(BigInt(-a), 'integer'))),
  ...fn('-(bigint) bigint', (a: bigint) => checkInteger(-a, 'bigint')),
  ...fn('-(numeric) numeric', d.negate),
  ...sql(['-(double) double', '-(real) real'], '(-$1)'),
  ...sql(
    ['smallint', 'integer', 'bigint', 'numeric', 'real', 'double'].map((type) => `+(${type}) ${type}`),
    '$1',
  ),
]

const bits = [
  ...sql(
    ['&', '|'].flatMap((op) => widths.map((type) => `${op}(${type},${type}) ${type}`)),
    ([a, b], { name }) => `(${a} ${name} ${b})`,
  ),
  ...sql(
    widths.map((type) => `#(${type},${type}) ${type}`),
    '(($1 | $2) - ($1 & $2))',
  ),
  ...sql(
    widths.map((type) => `~(${type}) ${type}`),
    '(~$1)',
  ),
  ...fn('<<(integer,integer) integer', (a: number, b: number) => a << b),
  ...fn('<<(smallint,integer) smallint', (a: number, b: number) => ((a << b) << 16) >> 16),
  ...fn(['>>(integer,integer) integer', '>>(smallint,integer) smallint'], (a: number, b: number) => a >> b),
  ...fn('<<(bigint,integer) bigint', (a: bigint, b: number) => BigInt.asIntN(64, a << BigInt(b & 63))),
  ...fn('>>(bigint,integer) bigint', (a: bigint, b: number) => a >> BigInt(b & 63)),
]

/** Named forms of the operators. */
const named = [
  ...fn(['mod(smallint,smallint) smallint', 'mod(integer,integer) integer'], (a: number, b: number) => a % nonZero(b)),
  ...fn('mod(bigint,bigint) bigint', (a: bigint, b: bigint) => a % nonZero(b)),
  ...fn('mod(numeric,numeric) numeric', d.modulo),
  ...fn('div(numeric,numeric) numeric', d.divideWhole),
  ...fn(['abs(smallint) smallint', '@(smallint) smallint'], (a: number) =>
    Number(checkInteger(BigInt(Math.abs(a)), 'smallint')),
  ),
  ...fn(['abs(integer) integer', '@(integer) integer'], (a: number) =>
    Number(checkInteger(BigInt(Math.abs(a)), 'integer')),
  ),
  ...fn(['abs(bigint) bigint', '@(bigint) bigint'], (a: bigint) => checkInteger(a < 0n ? -a : a, 'bigint')),
  ...fn(['abs(numeric) numeric', '@(numeric) numeric'], (a: Decimal) => d.absolute(a)),
  ...sql(['abs(double) double', 'abs(real) real', '@(double) double', '@(real) real'], 'abs($1)'),
]

export const arithmeticRows: readonly FunctionRow[] = [
  ...integerRows,
  ...numericRows,
  ...floatRows,
  ...unary,
  ...bits,
  ...named,
]
