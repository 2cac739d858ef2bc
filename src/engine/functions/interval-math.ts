import { checkInterval, type Interval, intervalOutOfRange, makeInterval } from '../values/interval.ts'
import { divisionByZero } from './decimal-math.ts'

/** Arithmetic on intervals: a fraction of a month becomes days of 30 to it, a fraction of a day time. */

export const addIntervals = (a: Interval, b: Interval): Interval =>
  checkInterval(makeInterval(a.months + b.months, a.days + b.days, a.micros + b.micros))
export const negateInterval = (a: Interval): Interval => checkInterval(makeInterval(-a.months, -a.days, -a.micros))

const roundMicro = (value: number): number => {
  const floor = Math.floor(value)
  const rest = value - floor
  return rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor
}
/** PostgreSQL's TSROUND: a double's noise after the sixth decimal is dropped. */
const clean = (value: number): number => roundMicro(value * 1e6) / 1e6

function scaled(value: Interval, scale: (part: number) => number): Interval {
  const [months, days] = [scale(value.months), scale(value.days)]
  if (!Number.isFinite(months) || !Number.isFinite(days) || Math.abs(months) > 2_147_483_647) throw intervalOutOfRange()
  let monthDays = clean((months - Math.trunc(months)) * 30)
  let seconds = clean((days - Math.trunc(days) + monthDays - Math.trunc(monthDays)) * 86_400)
  // Rounding may have filled up a whole day.
  if (Math.abs(seconds) >= 86_400) {
    monthDays += Math.trunc(seconds / 86_400)
    seconds -= Math.trunc(seconds / 86_400) * 86_400
  }
  const micros = roundMicro(scale(Number(value.micros)) + seconds * 1e6)
  if (!Number.isFinite(micros)) throw intervalOutOfRange()
  return checkInterval(makeInterval(Math.trunc(months), Math.trunc(days) + Math.trunc(monthDays), BigInt(micros)))
}

export const multiplyInterval = (value: Interval, factor: number): Interval => scaled(value, (part) => part * factor)

export function divideInterval(value: Interval, divisor: number): Interval {
  if (divisor === 0) throw divisionByZero()
  return scaled(value, (part) => part / divisor)
}

/** 24 hours become a day. */
export function justifyHours({ months, days, micros }: Interval): Interval {
  const day = 86_400_000_000n
  let [wholeDays, rest] = [days + Number(micros / day), micros % day]
  if (wholeDays > 0 && rest < 0n) [wholeDays, rest] = [wholeDays - 1, rest + day]
  else if (wholeDays < 0 && rest > 0n) [wholeDays, rest] = [wholeDays + 1, rest - day]
  return checkInterval(makeInterval(months, wholeDays, rest))
}

/** 30 days become a month. */
export function justifyDays({ months, days, micros }: Interval): Interval {
  let [wholeMonths, rest] = [months + Math.trunc(days / 30), days % 30]
  if (wholeMonths > 0 && rest < 0) [wholeMonths, rest] = [wholeMonths - 1, rest + 30]
  else if (wholeMonths < 0 && rest > 0) [wholeMonths, rest] = [wholeMonths + 1, rest - 30]
  return checkInterval(makeInterval(wholeMonths, rest, micros))
}

/** Both, and all parts of one sign. */
export function justifyInterval(value: Interval): Interval {
  const day = 86_400_000_000n
  let { months, days, micros } = value
  days += Number(micros / day)
  micros %= day
  months += Math.trunc(days / 30)
  days %= 30
  if (months > 0 && (days < 0 || (days === 0 && micros < 0n))) [months, days] = [months - 1, days + 30]
  else if (months < 0 && (days > 0 || (days === 0 && micros > 0n))) [months, days] = [months + 1, days - 30]
  if (days > 0 && micros < 0n) [days, micros] = [days - 1, micros + day]
  else if (days < 0 && micros > 0n) [days, micros] = [days + 1, micros - day]
  return checkInterval(makeInterval(months, days, micros))
}
