import { ZohoSqlError } from '../../base/errors.ts'
import { checkInterval, type Interval, makeInterval } from '../values/interval.ts'
import { type Decimal, decimal, decimalFromInteger } from '../values/numeric.ts'
import { squareRootTo } from './decimal-functions.ts'
import * as d from './decimal-math.ts'
import { checkFloat } from './float-check.ts'
import type { AggregateState } from './row.ts'

/** States of aggregates: what they remember of the rows they saw. */

/** Remembers the rows themselves, oldest first: for results that cannot be unmade step by step. */
export class CollectedRows<Item> implements AggregateState {
  #items: Item[] = []
  #head = 0
  readonly #finish: (items: readonly Item[]) => unknown
  readonly #pick: (args: readonly unknown[]) => Item | undefined
  readonly #ofNone: () => unknown

  /** `pick` makes of a row's arguments what is kept; undefined: the row does not count. `ofNone`: the value of no row. */
  constructor(
    finish: (items: readonly Item[]) => unknown,
    pick: (args: readonly unknown[]) => Item | undefined,
    ofNone: () => unknown = () => null,
  ) {
    this.#finish = finish
    this.#pick = pick
    this.#ofNone = ofNone
  }

  step(...args: unknown[]): void {
    const item = this.#pick(args)
    if (item !== undefined) this.#items.push(item)
  }

  undo(...args: unknown[]): void {
    if (this.#pick(args) === undefined) return
    this.#head++
    if (this.#head > 64 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
  }

  result(): unknown {
    const items = this.#head === 0 ? this.#items : this.#items.slice(this.#head)
    return items.length === 0 ? this.#ofNone() : this.#finish(items)
  }
}

/** Remembers the first argument of each row. */
export const collected =
  <Item>(finish: (items: readonly Item[]) => unknown) =>
  (): AggregateState =>
    new CollectedRows<Item>(finish, ([value]) => value as Item)

/** Hands on the first value of each key. */
export class Once {
  readonly #taken = new Set<unknown>()
  readonly #state: AggregateState
  constructor(state: AggregateState) {
    this.#state = state
  }
  step(key: unknown, value: unknown): void {
    if (this.#taken.has(key)) return
    this.#taken.add(key)
    this.#state.step(value)
  }
  result(): unknown {
    return this.#state.result()
  }
}

/** Sum of integers as numeric, and their average. */
export class IntegerSum implements AggregateState {
  #sum = 0n
  #count = 0
  readonly #finish: (sum: Decimal, count: number) => unknown
  constructor(finish: (sum: Decimal, count: number) => unknown) {
    this.#finish = finish
  }
  step(value: bigint | number): void {
    this.#sum += BigInt(value)
    this.#count++
  }
  undo(value: bigint | number): void {
    this.#sum -= BigInt(value)
    this.#count--
  }
  result(): unknown {
    return this.#count === 0 ? null : this.#finish(decimalFromInteger(this.#sum), this.#count)
  }
}

/** Finite decimals are summed exactly; how many were NaN or infinite is counted, so that they can be forgotten too. */
export class DecimalSum implements AggregateState {
  #sum: Decimal = decimal(0n)
  #count = 0
  readonly #special = { NaN: 0, Infinity: 0, '-Infinity': 0 }
  /** How many values had each scale: the sum shows the largest. */
  readonly #scales = new Map<number, number>()
  readonly #finish: (sum: Decimal, count: number) => unknown
  constructor(finish: (sum: Decimal, count: number) => unknown) {
    this.#finish = finish
  }
  step(value: Decimal): void {
    this.#take(value, 1)
  }
  undo(value: Decimal): void {
    this.#take(d.negate(value), -1, value)
  }
  #take(value: Decimal, by: 1 | -1, original = value): void {
    this.#count += by
    if (original.special !== '') this.#special[original.special] += by
    else {
      this.#sum = d.add(this.#sum, value)
      this.#scales.set(value.scale, (this.#scales.get(value.scale) ?? 0) + by)
    }
  }
  result(): unknown {
    return this.#count === 0 ? null : this.#finish(this.#total(), this.#count)
  }
  #total(): Decimal {
    const special = (['NaN', 'Infinity', '-Infinity'] as const).filter((name) => this.#special[name] > 0)
    if (special.length > 0) {
      return special.map((name): Decimal => ({ coef: 0n, scale: 0, special: name })).reduce((a, b) => d.add(a, b))
    }
    let scale = 0
    for (const [each, count] of this.#scales) if (count > 0 && each > scale) scale = each
    return d.truncateTo(this.#sum, scale)
  }
}

export const average = (sum: Decimal, count: number): Decimal => d.divide(sum, decimal(BigInt(count)))

/** Doubles are added in the order they come, as PostgreSQL does (SQLite's own sum corrects its rounding). */
export class FloatSum implements AggregateState {
  #sum = 0
  #count = 0
  readonly #finish: (sum: number, count: number) => unknown
  readonly #type: 'real' | 'double'
  constructor(type: 'real' | 'double', finish: (sum: number, count: number) => unknown) {
    this.#type = type
    this.#finish = finish
  }
  step(value: number): void {
    this.#sum = checkFloat(this.#sum + value, this.#type, this.#sum, value)
    this.#count++
  }
  undo(): void {
    throw new Error('sums of doubles do not forget: their sliding form does')
  }
  result(): unknown {
    return this.#count === 0 ? null : this.#finish(this.#sum, this.#count)
  }
}

/** The sliding form of a state that cannot forget: adds all rows of the frame again. */
export const replayed = (make: () => AggregateState) => (): AggregateState =>
  new CollectedRows<readonly unknown[]>(
    (rows) => {
      const state = make()
      for (const row of rows) state.step(...row)
      return state.result()
    },
    (args) => args,
    () => make().result(),
  )

export class IntervalSumState implements AggregateState {
  #sum: Interval = makeInterval(0, 0, 0n)
  #count = 0
  readonly #finish: (sum: Interval, count: number) => unknown
  constructor(finish: (sum: Interval, count: number) => unknown) {
    this.#finish = finish
  }
  step(value: Interval): void {
    this.#take(value, 1)
  }
  undo(value: Interval): void {
    this.#take(value, -1)
  }
  #take({ months, days, micros }: Interval, by: 1 | -1): void {
    const { months: m, days: y, micros: u } = this.#sum
    this.#sum = checkInterval(makeInterval(m + by * months, y + by * days, u + BigInt(by) * micros))
    this.#count += by
  }
  result(): unknown {
    return this.#count === 0 ? null : this.#finish(this.#sum, this.#count)
  }
}

export type Spread = 'stddev_samp' | 'stddev_pop' | 'var_samp' | 'var_pop'

/** Variance and deviation of exact numbers. */
export function decimalSpread(kind: Spread, values: readonly Decimal[]): Decimal | null {
  const sample = kind.endsWith('samp')
  if (values.length < (sample ? 2 : 1)) return null
  const count = decimal(BigInt(values.length))
  const sum = values.reduce((a, b) => d.add(a, b))
  const squares = values.map((value) => d.multiply(value, value)).reduce((a, b) => d.add(a, b))
  const spread = d.subtract(d.multiply(count, squares), d.multiply(sum, sum))
  if (spread.special !== '') return spread
  if (d.signOf(spread) <= 0) return decimal(0n)
  const divisor = d.multiply(count, sample ? d.subtract(count, decimal(1n)) : count)
  const scale = d.divisionScale(spread, divisor)
  const variance = d.divideTo(spread, divisor, scale)
  return kind.startsWith('var') ? variance : squareRootTo(variance, scale)
}

/** Youngs and Cramer's sums over pairs, as PostgreSQL keeps them; `x` alone for variance. */
export class FloatMoments implements AggregateState {
  count = 0
  sx = 0
  sy = 0
  sxx = 0
  syy = 0
  sxy = 0
  readonly #finish: (moments: FloatMoments) => number | bigint | null
  constructor(finish: (moments: FloatMoments) => number | bigint | null) {
    this.#finish = finish
  }
  step(y: number, x: number = y): void {
    this.count++
    this.sx += x
    this.sy += y
    if (this.count === 1) this.#first(x, y)
    else this.#next(x, y)
  }
  #next(x: number, y: number): void {
    const [dx, dy] = [x * this.count - this.sx, y * this.count - this.sy]
    const scale = 1 / (this.count * (this.count - 1))
    const given = [x, y, this.sx, this.sy]
    this.sxx = checkFloat(this.sxx + dx * dx * scale, 'double', this.sxx, ...given)
    this.syy = checkFloat(this.syy + dy * dy * scale, 'double', this.syy, ...given)
    this.sxy = checkFloat(this.sxy + dx * dy * scale, 'double', this.sxy, ...given)
  }
  // An infinite value has no distance from the mean.
  #first(x: number, y: number): void {
    this.sxx = x - x
    this.syy = y - y
    this.sxy = this.sxx + this.syy
  }
  undo(): void {
    throw new Error('moments do not forget: their sliding form does')
  }
  result(): unknown {
    const value = this.#finish(this)
    if (Number.isNaN(value)) throw new ZohoSqlError('NOT_SUPPORTED', 'NaN of type double precision is not supported')
    return value
  }
}
