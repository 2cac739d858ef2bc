import { byName } from '../../../base/by-name.ts'
import { ZohoSqlError } from '../../../base/errors.ts'
import { text } from '../../../base/types.ts'
import type { ArrayItem } from '../../values/array.ts'
import type { Raw } from '../../values/index.ts'
import { type Interval, makeInterval } from '../../values/interval.ts'
import { type Decimal, decimalFromInteger } from '../../values/numeric.ts'
import {
  average,
  CollectedRows,
  collected,
  DecimalSum,
  decimalSpread,
  FloatMoments,
  FloatSum,
  IntegerSum,
  IntervalSumState,
  replayed,
  type Spread,
} from '../accumulate.ts'
import { comparisonKey } from '../comparable.ts'
import { compareText } from '../compare.ts'
import type { PrintedCall, ResolvedFunction } from '../contract.ts'
import { compareDecimals } from '../decimal-math.ts'
import { divideInterval, multiplyInterval } from '../interval-math.ts'
import { callText, slidingName, tail, varies } from '../print-aggregate.ts'
import { type AggregateState, aggregate, type FunctionRow } from '../row.ts'

/** Aggregates. SQLite's own serve where they mean the same; the others remember rows in ../accumulate.ts. */

const sumOnly = (sum: unknown): unknown => sum

// What varies in form while being equal is counted once by its key.
const counted = (call: PrintedCall): string => {
  const key = call.distinct ? comparisonKey(call.args[0]!, call.argTypes[0]!) : (call.args[0] ?? '*')
  return `count(${call.distinct ? 'DISTINCT ' : ''}${key})${tail(call)}`
}

const counts = aggregate(['count(*) bigint', 'count(any) bigint'], { printAggregate: counted })

const floating = (make: () => AggregateState) => ({ aggregate: make, sliding: replayed(make) })

const sums = [
  ...aggregate(['sum(smallint) bigint', 'sum(integer) bigint'], {}),
  ...aggregate('sum(bigint) numeric', { aggregate: () => new IntegerSum(sumOnly) }),
  ...aggregate('sum(numeric) numeric', { aggregate: () => new DecimalSum(sumOnly) }),
  ...aggregate(
    'sum(double) double',
    floating(() => new FloatSum('double', sumOnly)),
  ),
  ...aggregate(
    'sum(real) real',
    floating(() => new FloatSum('real', sumOnly)),
  ),
  ...aggregate('sum(interval) interval', { aggregate: () => new IntervalSumState(sumOnly) }),
]

const averages = [
  ...aggregate(['avg(smallint) numeric', 'avg(integer) numeric', 'avg(bigint) numeric'], {
    aggregate: () => new IntegerSum(average),
  }),
  ...aggregate('avg(numeric) numeric', { aggregate: () => new DecimalSum(average) }),
  ...aggregate(
    ['avg(double) double', 'avg(real) double'],
    floating(() => new FloatSum('double', (sum, n) => sum / n)),
  ),
  ...aggregate('avg(interval) interval', { aggregate: () => new IntervalSumState(divideInterval) }),
]

// biome-ignore format: a table
const ordered = [
  'smallint', 'integer', 'bigint', 'numeric', 'real', 'double', 'text', 'char', 'date', 'time', 'timestamp',
  'timestamptz', 'interval',
]

// Every type that has extremes sorts as it is stored. Numbers of any scale may be equal and look different.
function extreme(call: PrintedCall, { name }: ResolvedFunction): string {
  const [type] = call.argTypes
  const loose = type?.name === 'numeric' && type.scale === undefined
  if (loose && call.distinct) return callText(`"${name} last(numeric)"`, call.args, call)
  const own = call.over === undefined ? `${name} last(numeric)` : slidingName(`${name} last(numeric)`)
  return `${loose ? `"${own}"` : name}(${call.args[0]})${tail(call)}`
}

/** Of equal numbers the last one, as in PostgreSQL. */
class LastExtreme implements AggregateState {
  readonly #sign: 1 | -1
  #best: Decimal | null = null

  constructor(sign: 1 | -1) {
    this.#sign = sign
  }

  step(value: Decimal | null): void {
    if (value !== null && (this.#best === null || compareDecimals(value, this.#best) * this.#sign >= 0))
      this.#best = value
  }

  undo(): void {}

  result(): Decimal | null {
    return this.#best
  }
}

const lastExtreme = (name: string, sign: 1 | -1): FunctionRow[] => {
  const make = () => new LastExtreme(sign)
  return aggregate(`${name} last(numeric) numeric`, { aggregate: make, sliding: replayed(make) })
}
const lastExtremes = [...lastExtreme('min', -1), ...lastExtreme('max', 1)]

const extremes = ['min', 'max'].flatMap((name) =>
  aggregate(
    ordered.map((type) => `${name}(${type}) ${type}`),
    { printAggregate: extreme },
  ),
)

// Arrays are compared by their keys, which travel along.
const arrayExtreme = (name: 'min' | 'max', sign: 1 | -1): FunctionRow[] => [
  ...aggregate(`${name}(anyarray) anyarray`, {
    printAggregate: ({ args, ...call }, { args: [type = text] }) =>
      `"${name} keyed(anyarray,text)"(${args[0]}, ${comparisonKey(args[0]!, type)})${tail({ ...call, args })}`,
  }),
  ...aggregate(`${name} keyed(anyarray,text) anyarray`, {
    aggregate: () =>
      new CollectedRows<readonly [ArrayItem[], string]>(
        (items) => items.reduce((best, item) => (compareText(item[1], best[1]) * sign > 0 ? item : best))[0],
        ([items, key]) => [items as ArrayItem[], key as string],
      ),
  }),
]
const arrayExtremes = [...arrayExtreme('min', -1), ...arrayExtreme('max', 1)]

const truth = (name: string, sqlite: 'min' | 'max'): FunctionRow[] =>
  aggregate(`${name}(boolean) boolean`, { printAggregate: (call) => `${sqlite}(${call.args[0]})${tail(call)}` })
const truths = [...truth('bool_and', 'min'), ...truth('every', 'min'), ...truth('bool_or', 'max')]

const bitwise = (name: string, combine: (a: bigint, b: bigint) => bigint): FunctionRow[] =>
  aggregate(
    ['smallint', 'integer', 'bigint'].map((type) => `${name}(${type}) ${type}`),
    { aggregate: collected<bigint | number>((items) => items.map(BigInt).reduce(combine)) },
  )
const bits = [
  ...bitwise('bit_and', (a, b) => a & b),
  ...bitwise('bit_or', (a, b) => a | b),
  ...bitwise('bit_xor', (a, b) => a ^ b),
]

// ------------------------------------------------------------------------------------------- lists

interface StringAggPiece {
  readonly value: string
  readonly separator: string
}

const joined = (pieces: readonly StringAggPiece[]): string =>
  pieces.map(({ value, separator }, index) => (index === 0 ? value : separator + value)).join('')

const piece = ([value, separator]: readonly unknown[]): StringAggPiece | undefined =>
  value === null ? undefined : { value: value as string, separator: (separator as string | null) ?? '' }

/** SQLite takes DISTINCT with one argument only, so value and separator travel as one. */
function stringAgg(call: PrintedCall, { key }: ResolvedFunction): string {
  if (!call.distinct) return callText(`"${key}"`, call.args, call)
  const order = call.orderBy.length > 0 ? call.orderBy.map(({ term }) => term) : [`${call.args[0]} ASC NULLS LAST`]
  return `"string_agg packed"(DISTINCT json_array(${call.args.join(', ')}) ORDER BY ${order.join(', ')})${tail(call)}`
}

/** Registered apart from the table: what {@link stringAgg} prints for DISTINCT. */
export const packedStringAgg = (): AggregateState =>
  new CollectedRows<StringAggPiece>(joined, ([packed]) => piece(JSON.parse(packed as string) as unknown[]))

// json_group_array gives an empty array for no rows; PostgreSQL gives NULL.
const arrayAgg = (call: PrintedCall): string => {
  const [type] = call.argTypes
  if (call.distinct && varies(type)) return distinctItems(call)
  const list = (value: string) => `nullif(${callText('json_group_array', [value], call, true)}, '[]')`
  return type?.name === 'array'
    ? `"arrays accumulated(anyarray)"(${list(`json(${call.args[0]})`)})`
    : list(call.args[0]!)
}

const distinctItems = (call: PrintedCall): string =>
  call.argTypes[0]!.name === 'array'
    ? `"arrays accumulated(anyarray)"(${callText('"array_agg items(anyarray)"', call.args, call)})`
    : callText('"array_agg items(any)"', call.args, call)

const lists = [
  ...aggregate(['array_agg items(any) anyarray', 'array_agg items(anyarray) anyarray'], {
    nulls: true,
    aggregate: collected<ArrayItem>((items) => items),
  }),
  ...aggregate('string_agg(text,text) text', {
    nulls: true,
    aggregate: () => new CollectedRows<StringAggPiece>(joined, piece),
    printAggregate: stringAgg,
  }),
  ...aggregate(['array_agg(anynonarray) anyarray', 'array_agg(anyarray) anyarray'], { printAggregate: arrayAgg }),
]

// -------------------------------------------------------------------------------------- statistics

const spreads: Readonly<Record<string, Spread>> = byName({
  stddev: 'stddev_samp',
  stddev_samp: 'stddev_samp',
  stddev_pop: 'stddev_pop',
  variance: 'var_samp',
  var_samp: 'var_samp',
  var_pop: 'var_pop',
})

function floatSpread(kind: Spread, { count, sxx }: FloatMoments): number | null {
  const divisor = kind.endsWith('samp') ? count - 1 : count
  if (divisor <= 0) return null
  return kind.startsWith('var') ? sxx / divisor : Math.sqrt(sxx / divisor)
}

const spread = Object.entries(spreads).flatMap(([name, kind]) => [
  ...aggregate(
    ['smallint', 'integer', 'bigint'].map((type) => `${name}(${type}) numeric`),
    {
      aggregate: collected<bigint | number>((items) =>
        decimalSpread(
          kind,
          items.map((v) => decimalFromInteger(BigInt(v))),
        ),
      ),
    },
  ),
  ...aggregate(`${name}(numeric) numeric`, { aggregate: collected<Decimal>((items) => decimalSpread(kind, items)) }),
  ...aggregate(
    [`${name}(double) double`, `${name}(real) double`],
    floating(() => new FloatMoments((moments) => floatSpread(kind, moments))),
  ),
])

type Finish = (m: FloatMoments) => number | bigint | null
const when = (holds: boolean, value: number): number | null => (holds ? value : null)

const regressions: Readonly<Record<string, Finish>> = byName({
  corr: (m) => when(m.sxx !== 0 && m.syy !== 0 && m.count > 0, m.sxy / Math.sqrt(m.sxx * m.syy)),
  covar_pop: (m) => when(m.count > 0, m.sxy / m.count),
  covar_samp: (m) => when(m.count > 1, m.sxy / (m.count - 1)),
  regr_avgx: (m) => when(m.count > 0, m.sx / m.count),
  regr_avgy: (m) => when(m.count > 0, m.sy / m.count),
  regr_intercept: (m) => when(m.count > 0 && m.sxx !== 0, (m.sy - (m.sx * m.sxy) / m.sxx) / m.count),
  regr_r2: (m) => when(m.count > 0 && m.sxx !== 0, m.syy === 0 ? 1 : (m.sxy * m.sxy) / (m.sxx * m.syy)),
  regr_slope: (m) => when(m.count > 0 && m.sxx !== 0, m.sxy / m.sxx),
  regr_sxx: (m) => when(m.count > 0, m.sxx),
  regr_sxy: (m) => when(m.count > 0, m.sxy),
  regr_syy: (m) => when(m.count > 0, m.syy),
})
const pairs = [
  ...Object.entries(regressions).flatMap(([name, finish]) =>
    aggregate(
      `${name}(double,double) double`,
      floating(() => new FloatMoments(finish)),
    ),
  ),
  ...aggregate(
    'regr_count(double,double) bigint',
    floating(() => new FloatMoments((m) => BigInt(m.count))),
  ),
]

// ------------------------------------------------------------------------------------- ordered sets

/** Fraction and value, rows sorted by SQLite; the direct arguments come first. */
interface Ranked<Value> {
  readonly fraction: unknown
  readonly value: Value
}

const rankedBy =
  <Value>(finish: (values: readonly Value[], fraction: unknown) => unknown) =>
  (): AggregateState =>
    new CollectedRows<Ranked<Value>>(
      (rows) =>
        finish(
          rows.map(({ value }) => value),
          rows[0]!.fraction,
        ),
      ([fraction, value]) => (value === null || fraction === null ? undefined : { fraction, value: value as Value }),
    )

const eachFraction =
  <Value>(one: (values: readonly Value[], fraction: number) => unknown) =>
  (values: readonly Value[], given: unknown): unknown => {
    const each = (fraction: unknown): unknown => {
      if (Array.isArray(fraction)) return fraction.map(each)
      return fraction === null ? null : one(values, Number(fraction))
    }
    return each(given)
  }

const between =
  <Value>(mix: (low: Value, high: Value, part: number) => Value) =>
  (values: readonly Value[], fraction: number): Value => {
    const place = checkFraction(fraction) * (values.length - 1)
    const low = Math.floor(place)
    return place === low ? values[low]! : mix(values[low]!, values[low + 1]!, place - low)
  }

const atFraction = (values: readonly Raw[], fraction: number): Raw =>
  values[Math.max(0, Math.ceil(checkFraction(fraction) * values.length) - 1)]!

function checkFraction(fraction: number): number {
  if (fraction >= 0 && fraction <= 1) return fraction
  throw new ZohoSqlError('OUT_OF_RANGE', `percentile value ${fraction} is not between 0 and 1`)
}

const mixDoubles = (low: number, high: number, part: number): number => low + part * (high - low)
const mixIntervals = (low: Interval, high: Interval, part: number): Interval => {
  const whole = (a: number, b: number): number => b - a
  const step = multiplyInterval(
    makeInterval(whole(low.months, high.months), whole(low.days, high.days), high.micros - low.micros),
    part,
  )
  return makeInterval(low.months + step.months, low.days + step.days, low.micros + step.micros)
}

/** A value and the key by which it equals others. */
type Keyed = readonly [value: Raw, key: Raw]

function modeOf(values: readonly Keyed[]): Raw {
  const tally = new Map<Raw, { value: Raw; count: number }>()
  for (const [value, key] of values) {
    const entry = tally.get(key) ?? { value, count: 0 }
    entry.count++
    tally.set(key, entry)
  }
  return [...tally.values()].reduce((best, each) => (each.count > best.count ? each : best)).value
}

const withinGroup = (call: PrintedCall, { key, name }: ResolvedFunction, more: readonly string[] = []): string => {
  const [sort] = call.withinGroup
  if (!sort) throw new ZohoSqlError('WRONG_OBJECT_TYPE', `WITHIN GROUP is required for ordered-set aggregate ${name}`)
  const args = [...call.args, sort.value, ...more].join(', ')
  return `"${key}"(${args} ORDER BY ${sort.term})${tail(call)}`
}

const orderedSet = (signature: string, make: () => AggregateState): FunctionRow[] =>
  aggregate(signature, { nulls: true, aggregate: make, printAggregate: (call, fn) => withinGroup(call, fn) })

const doubles = between(mixDoubles)
const intervals = between(mixIntervals)
const orderedSets = [
  ...orderedSet('percentile_cont(double,double) double', rankedBy(eachFraction(doubles))),
  ...orderedSet('percentile_cont(double,interval) interval', rankedBy(eachFraction(intervals))),
  ...orderedSet('percentile_cont(double[],double) double[]', rankedBy(eachFraction(doubles))),
  ...orderedSet('percentile_disc(double,anyelement) anyelement', rankedBy(eachFraction(atFraction))),
  ...orderedSet('percentile_disc(double[],anyelement) anyarray', rankedBy(eachFraction(atFraction))),
  ...aggregate('mode(anyelement) anyelement', {
    aggregate: () => new CollectedRows<Keyed>(modeOf, ([value, key]) => [value as Raw, key as Raw]),
    printAggregate: (call, fn) => {
      const keys = call.withinGroup.map(({ value, type }) => comparisonKey(value, type))
      return withinGroup(call, fn, keys)
    },
  }),
]

export const aggregateRows: readonly FunctionRow[] = [
  ...counts,
  ...sums,
  ...averages,
  ...extremes,
  ...lastExtremes,
  ...arrayExtremes,
  ...truths,
  ...bits,
  ...lists,
  ...spread,
  ...pairs,
  ...orderedSets,
]
