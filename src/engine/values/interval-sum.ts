import { ZohoSqlError } from '../../base/errors.ts'
import { checkInterval, type Interval, makeInterval } from './interval.ts'

/** What the readers of intervals have in common: units, and the sum of the parts with PostgreSQL's bounds and rounding. */

export type Unit =
  | 'microsecond'
  | 'millisecond'
  | 'second'
  | 'minute'
  | 'hour'
  | 'day'
  | 'week'
  | 'month'
  | 'year'
  | 'decade'
  | 'century'
  | 'millennium'

const microsOf: Partial<Record<Unit, number>> = {
  microsecond: 1,
  millisecond: 1000,
  second: 1_000_000,
  minute: 60_000_000,
  hour: 3_600_000_000,
}
const yearsOf: Partial<Record<Unit, number>> = { year: 1, decade: 10, century: 100, millennium: 1000 }

const dayMicros = 86_400_000_000
const limit32 = 2_147_483_647n
const limit64 = 9_223_372_036_854_775_807n
const fits = (value: bigint, limit: bigint): boolean => value <= limit && value >= -limit - 1n

/** Thrown where a field has no room; the reader of the whole text makes an error of it. */
export class FieldOverflow extends Error {}
/** Thrown where the text has not the form that was tried. */
export class BadFormat extends Error {}

/** A number cut into its whole part and the signed rest. */
export interface Amount {
  readonly whole: bigint
  readonly fraction: number
}

const halfEven = (value: number): number => {
  const floor = Math.floor(value)
  const rest = value - floor
  return rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor
}

/** Sums up the parts: a fraction of a year becomes months, of a month or week days, of a day microseconds. */
export class IntervalSum {
  #years = 0n
  #months = 0n
  #days = 0n
  #micros = 0n

  /** Throws {@link FieldOverflow}. */
  add({ whole, fraction }: Amount, unit: Unit): void {
    const size = microsOf[unit]
    if (size !== undefined) {
      this.addMicros(whole * BigInt(size))
      this.#partOfMicros(fraction, size)
    } else if (unit === 'day' || unit === 'week') this.#addDays(whole, fraction, unit === 'day' ? 1 : 7)
    else if (unit === 'month') {
      this.#addMonths(whole)
      this.#partOfDays(fraction, 30)
    } else this.#addYears(whole, fraction, yearsOf[unit]!)
  }

  addMicros(count: bigint): void {
    this.#micros = within(this.#micros + within(count, limit64), limit64)
  }

  #addDays(whole: bigint, fraction: number, size: number): void {
    this.#days = within(this.#days + within(whole * BigInt(size), limit32), limit32)
    if (size === 1) this.#partOfMicros(fraction, dayMicros)
    else this.#partOfDays(fraction, size)
  }

  #addMonths(whole: bigint): void {
    this.#months = within(this.#months + within(whole, limit32), limit32)
  }

  #addYears(whole: bigint, fraction: number, size: number): void {
    this.#years = within(this.#years + within(within(whole, limit32) * BigInt(size), limit32), limit32)
    this.#addMonths(BigInt(halfEven(fraction * size * 12)))
  }

  #partOfDays(fraction: number, size: number): void {
    const days = fraction * size
    this.#days = within(this.#days + BigInt(Math.trunc(days)), limit32)
    this.#partOfMicros(days - Math.trunc(days), dayMicros)
  }

  #partOfMicros(fraction: number, size: number): void {
    const micros = fraction * size
    const rest = micros - Math.trunc(micros)
    const carried = rest > 0.5 ? 1 : rest < -0.5 ? -1 : 0
    this.addMicros(BigInt(Math.trunc(micros) + carried))
  }

  /** `ago`. Throws {@link FieldOverflow}. */
  negate(): void {
    this.#years = within(-this.#years, limit32)
    this.#months = within(-this.#months, limit32)
    this.#days = within(-this.#days, limit32)
    this.#micros = within(-this.#micros, limit64)
  }

  /** Throws 22008 where years and months together have no room. */
  value(): Interval {
    return checkInterval(makeInterval(Number(this.#years * 12n + this.#months), Number(this.#days), this.#micros))
  }
}

function within(value: bigint, limit: bigint): bigint {
  if (!fits(value, limit)) throw new FieldOverflow()
  return value
}

export const invalidInterval = (text: string): ZohoSqlError =>
  new ZohoSqlError('INVALID_DATETIME', `invalid input syntax for type interval: "${text}"`)

export const intervalFieldOverflow = (text: string): ZohoSqlError =>
  new ZohoSqlError('INTERVAL_FIELD_OVERFLOW', `interval field value out of range: "${text}"`)
