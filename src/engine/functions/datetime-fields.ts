import { byName } from '../../base/by-name.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import {
  dayOfWeek,
  dayOfYear,
  daysFromYmd,
  isoDayOfWeek,
  isoYearAndWeek,
  isoYearStart,
  julianEpoch,
  type Ymd,
  ymdFromDays,
} from '../values/calendar.ts'
import { infiniteTimestamp, isInfiniteTimestamp } from '../values/datetime.ts'
import { type Interval, makeInterval } from '../values/interval.ts'
import { type Decimal, decimal, negativeInfinity, positiveInfinity } from '../values/numeric.ts'
import { joinMicros, splitMicros } from '../values/zone.ts'
import { add, divide } from './decimal-math.ts'

/** EXTRACT and date_trunc: the fields of dates, times and intervals. */

const aliases: Readonly<Record<string, string>> = byName({
  microsecond: 'microseconds us usec usecs usecond useconds',
  millisecond: 'milliseconds ms msec msecs msecond mseconds',
  second: 'seconds s sec secs',
  minute: 'minutes m min mins',
  hour: 'hours h hr hrs',
  day: 'days d',
  week: 'weeks w',
  month: 'months mon mons',
  quarter: 'qtr',
  year: 'years y yr yrs',
  decade: 'decades dec decs',
  century: 'centuries c cent',
  millennium: 'millennia mil mils',
  timezone_hour: 'timezone_h',
  timezone_minute: 'timezone_m',
})
const units = new Map(
  Object.entries(aliases).flatMap(([unit, words]) => [unit, ...words.split(' ')].map((word) => [word, unit])),
)
// biome-ignore format: a table
const onlyExtracted = new Set([
  'dow', 'isodow', 'doy', 'isoyear', 'julian', 'epoch', 'timezone', 'timezone_hour', 'timezone_minute',
])

const unitOf = (name: string): string | undefined => {
  const word = name.trim().toLowerCase()
  return units.get(word) ?? (onlyExtracted.has(word) ? word : undefined)
}

const unknownUnit = (name: string, type: string): ZohoSqlError =>
  new ZohoSqlError('INVALID_ARGUMENT', `unit "${name}" not recognized for type ${type}`)
const unsupportedUnit = (name: string, type: string): ZohoSqlError =>
  new ZohoSqlError('NOT_SUPPORTED', `unit "${name}" not supported for type ${type}`)

const whole = (value: number): Decimal => decimal(BigInt(value))
const scaled = (micros: number | bigint, scale: number): Decimal => decimal(BigInt(micros), scale)

export const centuryOf = (year: number): number =>
  year > 0 ? Math.floor((year + 99) / 100) : -Math.floor((99 - (year - 1)) / 100)
const millenniumOf = (year: number): number =>
  year > 0 ? Math.floor((year + 999) / 1000) : -Math.floor((999 - (year - 1)) / 1000)
const decadeOf = (year: number): number => (year >= 0 ? Math.floor(year / 10) : -Math.floor((8 - (year - 1)) / 10))
/** There is no year 0: 1 BC is -1. */
const shownYear = (year: number): number => (year > 0 ? year : year - 1)

type DayField = (days: number, ymd: Ymd) => number
const dayFields: Readonly<Record<string, DayField>> = byName({
  day: (_, { day }) => day,
  month: (_, { month }) => month,
  quarter: (_, { month }) => Math.floor((month - 1) / 3) + 1,
  year: (_, { year }) => shownYear(year),
  decade: (_, { year }) => decadeOf(year),
  century: (_, { year }) => centuryOf(year),
  millennium: (_, { year }) => millenniumOf(year),
  isoyear: (days) => shownYear(isoYearAndWeek(days).year),
  week: (days) => isoYearAndWeek(days).week,
  dow: dayOfWeek,
  isodow: isoDayOfWeek,
  doy: dayOfYear,
})

const timeFields: Readonly<Record<string, (micros: number) => Decimal>> = byName({
  hour: (micros) => whole(Math.floor(micros / 3_600_000_000)),
  minute: (micros) => whole(Math.floor(micros / 60_000_000) % 60),
  second: (micros) => scaled(micros % 60_000_000, 6),
  millisecond: (micros) => scaled(micros % 60_000_000, 3),
  microsecond: (micros) => whole(micros % 60_000_000),
})

/** Of an infinite timestamp what grows with time is infinite, what comes back has no value. */
function infiniteField(unit: string, positive: boolean): Decimal | null {
  const grows = ['year', 'decade', 'century', 'millennium', 'julian', 'isoyear', 'epoch'].includes(unit)
  return grows ? (positive ? positiveInfinity : negativeInfinity) : null
}

/** A field of wall-clock microseconds; `offset` in seconds where there is a zone. */
export function timestampField(name: string, local: bigint, type: string, offset?: number): Decimal | null {
  const unit = unitOf(name)
  if (unit === undefined) throw unknownUnit(name, type)
  if (isInfiniteTimestamp(local)) return infiniteField(unit, local === infiniteTimestamp)
  const { days, rest } = splitMicros(local)
  const dayField = dayFields[unit]
  if (dayField) return whole(dayField(days, ymdFromDays(days)))
  const timeField = timeFields[unit]
  if (timeField) return timeField(rest)
  if (unit === 'epoch') return scaled(local - BigInt(offset ?? 0) * 1_000_000n, 6)
  if (unit === 'julian') return add(whole(days + julianEpoch), divide(whole(rest), whole(86_400_000_000)))
  if (offset === undefined) throw unsupportedUnit(name, type)
  if (unit === 'timezone') return whole(offset)
  return whole(unit === 'timezone_hour' ? Math.trunc(offset / 3600) : Math.trunc(offset / 60) % 60)
}

export function dateField(name: string, days: number, infinite: boolean): Decimal | null {
  const unit = unitOf(name)
  if (unit === undefined) throw unknownUnit(name, 'date')
  const known = dayFields[unit]
  if (!known && unit !== 'epoch' && unit !== 'julian') throw unsupportedUnit(name, 'date')
  if (infinite) return infiniteField(unit, days > 0)
  if (known) return whole(known(days, ymdFromDays(days)))
  return unit === 'epoch' ? whole(days * 86_400) : whole(days + julianEpoch)
}

export function timeField(name: string, micros: number): Decimal {
  const unit = unitOf(name)
  if (unit === undefined) throw unknownUnit(name, 'time without time zone')
  if (unit === 'epoch') return scaled(micros, 6)
  const known = timeFields[unit]
  if (!known) throw unsupportedUnit(name, 'time without time zone')
  return known(micros)
}

const intervalFields: Readonly<Record<string, (value: Interval) => Decimal>> = byName({
  microsecond: ({ micros }) => decimal(micros % 60_000_000n),
  millisecond: ({ micros }) => scaled(micros % 60_000_000n, 3),
  second: ({ micros }) => scaled(micros % 60_000_000n, 6),
  minute: ({ micros }) => decimal((micros / 60_000_000n) % 60n),
  hour: ({ micros }) => decimal(micros / 3_600_000_000n),
  day: ({ days }) => whole(days),
  month: ({ months }) => whole(months % 12),
  quarter: ({ months }) => whole(Math.trunc((months % 12) / 3) + 1),
  year: ({ months }) => whole(Math.trunc(months / 12)),
  decade: ({ months }) => whole(Math.trunc(months / 120)),
  century: ({ months }) => whole(Math.trunc(months / 1200)),
  millennium: ({ months }) => whole(Math.trunc(months / 12_000)),
  epoch: ({ months, days, micros }) => scaled(yearSeconds(months) + BigInt(days) * 86_400_000_000n + micros, 6),
})

// A year is 365.25 days, a month over 30.
const yearSeconds = (months: number): bigint =>
  BigInt(Math.trunc(months / 12)) * 31_557_600_000_000n + BigInt(months % 12) * 2_592_000_000_000n

export function intervalField(name: string, value: Interval): Decimal {
  const unit = unitOf(name)
  if (unit === undefined) throw unknownUnit(name, 'interval')
  const known = intervalFields[unit]
  if (!known) throw unsupportedUnit(name, 'interval')
  return known(value)
}

// ---------------------------------------------------------------------------------------- date_trunc

const clockUnits: Readonly<Record<string, number>> = byName({
  microsecond: 1,
  millisecond: 1000,
  second: 1_000_000,
  minute: 60_000_000,
  hour: 3_600_000_000,
})

const yearStarts: Readonly<Record<string, (year: number) => number>> = byName({
  year: (year) => year,
  decade: (year) => (year > 0 ? Math.floor(year / 10) * 10 : -Math.floor((8 - (year - 1)) / 10) * 10),
  century: (year) => (year > 0 ? centuryOf(year) * 100 - 99 : centuryOf(year) * 100 + 1),
  millennium: (year) => (year > 0 ? millenniumOf(year) * 1000 - 999 : millenniumOf(year) * 1000 + 1),
})

function dayStart(unit: string, days: number): number | undefined {
  const { year, month } = ymdFromDays(days)
  if (unit === 'day') return days
  if (unit === 'week') {
    const iso = isoYearAndWeek(days)
    return isoYearStart(iso.year) + (iso.week - 1) * 7
  }
  if (unit === 'month') return daysFromYmd(year, month, 1)
  if (unit === 'quarter') return daysFromYmd(year, Math.floor((month - 1) / 3) * 3 + 1, 1)
  const start = yearStarts[unit]
  return start && daysFromYmd(start(year), 1, 1)
}

/** True when truncating to that unit cannot leave the hour, so that the offset from UTC stays. */
export const withinHour = (name: string): boolean => (clockUnits[unitOf(name) ?? ''] ?? 0) > 0

/** Wall-clock microseconds cut to a unit; throws 22023 or 0A000. */
export function truncateTimestamp(name: string, local: bigint, type: string): bigint {
  const unit = unitOf(name)
  if (unit === undefined || (onlyExtracted.has(unit) && !unit.startsWith('timezone'))) throw unknownUnit(name, type)
  if (isInfiniteTimestamp(local)) return local
  const { days, rest } = splitMicros(local)
  const clock = clockUnits[unit]
  if (clock !== undefined) return joinMicros(days, rest - (rest % clock))
  const start = dayStart(unit, days)
  if (start === undefined) throw unsupportedUnit(name, type)
  return joinMicros(start, 0)
}

const monthUnits: Readonly<Record<string, number>> = byName({
  month: 1,
  quarter: 3,
  year: 12,
  decade: 120,
  century: 1200,
  millennium: 12_000,
})

export function truncateInterval(name: string, { months, days, micros }: Interval): Interval {
  const unit = unitOf(name)
  if (unit === undefined) throw unknownUnit(name, 'interval')
  const size = monthUnits[unit]
  if (size !== undefined) return makeInterval(months - (months % size), 0, 0n)
  if (unit === 'day') return makeInterval(months, days, 0n)
  const clock = clockUnits[unit]
  if (clock !== undefined) return makeInterval(months, days, micros - (micros % BigInt(clock)))
  throw new ZohoSqlError('NOT_SUPPORTED', `unit "${name}" not supported for type interval`, {
    ...(unit === 'week' ? { hint: 'Months usually have fractional weeks.' } : {}),
  })
}
