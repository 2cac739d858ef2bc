import { failure } from '../fail.ts'
import { isArray, narrowed, type PipelineJson } from '../values.ts'
import { asIndex, asNumber, row } from './row.ts'

type WholeOperation = (a: bigint, b: bigint) => bigint
type Real = (a: number, b: number) => number

/** Whole numbers are computed as such, to any size; with a fraction on either side, doubles. */
function arithmetic(whole: WholeOperation, real: Real) {
  return row(2, 2, ([left, right]) => {
    const [a, b] = [asNumber(left), asNumber(right)]
    if (isWhole(a) && isWhole(b)) return narrowed(whole(BigInt(a), BigInt(b)))
    return real(Number(a), Number(b))
  })
}

const isWhole = (value: number | bigint): boolean => typeof value === 'bigint' || Number.isInteger(value)

function nonZero<T extends number | bigint>(value: T): T {
  if (Number(value) === 0) throw failure('Division by zero.')
  return value
}

/** Of the arguments, or of one array. */
const numbersOf = (args: readonly PipelineJson[]): readonly (number | bigint)[] =>
  (args.length === 1 && isArray(args[0]!) ? args[0] : args).map(asNumber)

function extreme(
  args: readonly PipelineJson[],
  better: (a: number | bigint, b: number | bigint) => boolean,
): PipelineJson {
  const numbers = numbersOf(args)
  if (numbers.length === 0) throw failure('Nothing is neither the least nor the greatest.')
  return numbers.reduce((best, each) => (better(each, best) ? each : best))
}

const rangeMax = 1_000_000

function range(start: number, count: number): readonly number[] {
  if (count < 0 || count > rangeMax) throw failure(`range() gives 0 to ${rangeMax} numbers, not ${count}.`)
  return Array.from({ length: count }, (_, i) => start + i)
}

function rand(from: number, to: number): number {
  if (to <= from) throw failure(`rand() needs a second number above the first, not ${from} and ${to}.`)
  return from + Math.floor(Math.random() * (to - from))
}

export const math = {
  add: arithmetic(
    (a, b) => a + b,
    (a, b) => a + b,
  ),
  div: arithmetic(
    (a, b) => a / nonZero(b),
    (a, b) => a / nonZero(b),
  ),
  max: row(1, Infinity, (args) => extreme(args, (a, b) => a > b)),
  min: row(1, Infinity, (args) => extreme(args, (a, b) => a < b)),
  mod: arithmetic(
    (a, b) => a % nonZero(b),
    (a, b) => a % nonZero(b),
  ),
  mul: arithmetic(
    (a, b) => a * b,
    (a, b) => a * b,
  ),
  rand: row(2, 2, ([from, to]) => rand(asIndex(from), asIndex(to))),
  range: row(2, 2, ([start, count]) => range(asIndex(start), asIndex(count))),
  sub: arithmetic(
    (a, b) => a - b,
    (a, b) => a - b,
  ),
}
