import { ZohoSqlError } from '../../base/errors.ts'
import { daysFromYmd, daysInMonth, isLeap, ymdFromDays } from '../values/calendar.ts'
import { checkDate, checkTimestamp, isInfiniteDate, isInfiniteTimestamp } from '../values/datetime.ts'
import { type Interval, makeInterval } from '../values/interval.ts'
import { joinMicros, splitMicros, toInstant, toLocal, type Zone } from '../values/zone.ts'
import { justifyHours } from './interval-math.ts'

/** Arithmetic on dates, times and timestamps. */

/** Same day so many months on, or the last one of a shorter month. */
export function addMonths(days: number, months: number): number {
  if (months === 0) return days
  const { year, month, day } = ymdFromDays(days)
  const count = year * 12 + month - 1 + months
  const [newYear, newMonth] = [Math.floor(count / 12), (((count % 12) + 12) % 12) + 1]
  return daysFromYmd(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)))
}

export function addToTimestamp(micros: bigint, { months, days, micros: time }: Interval): bigint {
  if (isInfiniteTimestamp(micros)) return micros
  const { days: day, rest } = splitMicros(micros)
  return checkTimestamp(joinMicros(addMonths(day, months) + days, rest) + time)
}

/** Months and days move along the zone's calendar, hours along the clock that knows no zones. */
export function addToInstant(instant: bigint, step: Interval, zone: Zone): bigint {
  if (isInfiniteTimestamp(instant)) return instant
  if (step.months === 0 && step.days === 0) return checkTimestamp(instant + step.micros)
  const moved = addToTimestamp(toLocal(instant, zone), makeInterval(step.months, step.days, 0n))
  return checkTimestamp(toInstant(moved, zone) + step.micros)
}

export function subtractTimestamps(a: bigint, b: bigint): Interval {
  if (isInfiniteTimestamp(a) || isInfiniteTimestamp(b)) {
    throw new ZohoSqlError('DATETIME_OVERFLOW', 'cannot subtract infinite timestamps')
  }
  return justifyHours(makeInterval(0, 0, a - b))
}

export function subtractDates(a: number, b: number): number {
  if (isInfiniteDate(a) || isInfiniteDate(b))
    throw new ZohoSqlError('DATETIME_OVERFLOW', 'cannot subtract infinite dates')
  return a - b
}

export const addDays = (days: number, count: number): number => (isInfiniteDate(days) ? days : checkDate(days + count))

const dayMicros = 86_400_000_000

/** A time of day plus the clock part of an interval, around midnight. */
export function addToTime(time: number, { micros }: Interval): number {
  const sum = (time + Number(micros % BigInt(dayMicros))) % dayMicros
  return sum < 0 ? sum + dayMicros : sum
}

/** Calendar difference: years, months, days and time, as people count ages. */
export function age(a: bigint, b: bigint): Interval {
  if (isInfiniteTimestamp(a) || isInfiniteTimestamp(b)) return subtractTimestamps(a, b)
  const sign = a < b ? -1 : 1
  const [later, earlier] = a < b ? [splitMicros(b), splitMicros(a)] : [splitMicros(a), splitMicros(b)]
  const [to, from] = [ymdFromDays(later.days), ymdFromDays(earlier.days)]
  let time = later.rest - earlier.rest
  let days = to.day - from.day
  let months = (to.year - from.year) * 12 + to.month - from.month
  if (time < 0) [time, days] = [time + dayMicros, days - 1]
  // Borrowed days are those of the month of the earlier date.
  const borrow = monthLength(from.year, from.month)
  while (days < 0) [days, months] = [days + borrow, months - 1]
  return makeInterval(sign * months, sign * days, BigInt(sign * time))
}

const monthLength = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : daysInMonth(year, month)

/** The start of the stride that a timestamp lies in, counted from `origin`. */
export function dateBin({ months, days, micros }: Interval, at: bigint, origin: bigint): bigint {
  if (isInfiniteTimestamp(at)) return at
  if (isInfiniteTimestamp(origin)) throw new ZohoSqlError('DATETIME_OVERFLOW', 'origin out of range')
  if (months !== 0) {
    throw new ZohoSqlError('NOT_SUPPORTED', 'timestamps cannot be binned into intervals containing months or years')
  }
  const stride = BigInt(days * dayMicros) + micros
  if (stride <= 0n) throw new ZohoSqlError('DATETIME_OVERFLOW', 'stride must be greater than zero')
  const rest = (at - origin) % stride
  return at - rest - (rest < 0n ? stride : 0n)
}

type RangeBound = bigint | null

/** `(s1, e1) OVERLAPS (s2, e2)`: an end may be unknown, and be given before the start. */
export function overlaps(start1: RangeBound, end1: RangeBound, start2: RangeBound, end2: RangeBound): boolean | null {
  const [s1, e1] = inOrder(start1, end1)
  const [s2, e2] = inOrder(start2, end2)
  if (s1 === null || s2 === null) return null
  if (s1 === s2) return e1 === null || e2 === null ? null : true
  const [first, second, later] = s1 < s2 ? [e1, e2, s2] : [e2, e1, s1]
  if (first === null) return null
  if (later < first) return true
  return second === null ? null : false
}

const inOrder = (start: RangeBound, end: RangeBound): readonly [RangeBound, RangeBound] => {
  if (start === null) return [end, null]
  return end !== null && start > end ? [end, start] : [start, end]
}
