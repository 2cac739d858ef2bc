import { ZohoSqlError } from '../../base/errors.ts'
import { daysFromYmd, daysInMonth, isLeap, isoYearStart, julianEpoch, ymdFromDays } from '../values/calendar.ts'
import { offsetZone, type Zone } from '../values/zone.ts'
import { type ParsedFields, readFields } from './to-date-fields.ts'

/** to_date and to_timestamp: what the fields of a text come to together. */

export interface ReadMoment {
  /** Days since 1970-01-01. */
  readonly days: number
  /** Microseconds of the day. */
  readonly micros: number
  readonly zone?: Zone
  /** Decimals of a second that the template asks for. */
  readonly precision?: number
}

const invalid = (message: string): ZohoSqlError => new ZohoSqlError('INVALID_DATETIME', message)
const outOfRange = (text: string): ZohoSqlError =>
  new ZohoSqlError('DATETIME_OVERFLOW', `date/time field value out of range: "${text}"`)

/** Reads by template; throws 22007 or 22008. */
export function readByTemplate(text: string, template: string): ReadMoment {
  const found = readFields(text, template)
  const precision = found.precision || undefined
  return { micros: clockOf(found, text), days: daysOf(found, text), zone: zoneOf(found, text), precision }
}

function zoneOf({ zone, zoneSign, zoneHours, zoneMinutes }: ParsedFields, text: string): Zone | undefined {
  if (zoneSign === 0) return zone
  if (zoneHours < 0 || zoneHours > 15 || zoneMinutes < 0 || zoneMinutes > 59) throw outOfRange(text)
  return offsetZone(zoneSign * (zoneHours * 3600 + zoneMinutes * 60))
}

function hourOf({ hour, secondOfDay, twelveHour, afternoon }: ParsedFields): number {
  const given = hour || Math.trunc(secondOfDay / 3600)
  if (!twelveHour) return given
  if (given < 1 || given > 12)
    throw new ZohoSqlError('INVALID_DATETIME', `hour "${given}" is invalid for the 12-hour clock`, {
      hint: 'Use the 24-hour clock, or give an hour between 1 and 12.',
    })
  return (given % 12) + (afternoon ? 12 : 0)
}

function clockOf(found: ParsedFields, text: string): number {
  const hour = hourOf(found)
  const minute = found.minute || Math.trunc((found.secondOfDay % 3600) / 60)
  const second = found.second || found.secondOfDay % 60
  const micros = found.millis * 1000 + found.micros
  const within = (value: number, limit: number): boolean => value >= 0 && value < limit
  if (!within(hour, 24) || !within(minute, 60) || !within(second, 60) || !within(micros, 1_000_000))
    throw outOfRange(text)
  return ((hour * 60 + minute) * 60 + second) * 1_000_000 + micros
}

/** The year as the calendar counts it, 0 being 1 BC; undefined where none was given. */
function yearOf({ year, yearDigits, century, beforeChrist }: ParsedFields): number | undefined {
  const signed = beforeChrist ? -century : century
  if (year !== 0 && century !== 0 && yearDigits <= 2) return yearOfCentury(year % 100, signed)
  if (year !== 0) {
    const given = beforeChrist ? -year : year
    return given < 0 ? given + 1 : given
  }
  if (century === 0) return undefined
  return signed >= 0 ? (signed - 1) * 100 + 1 : signed * 100 + 1
}

function yearOfCentury(short: number, century: number): number {
  if (short === 0) return century * 100 + (century >= 0 ? 0 : 1)
  return century >= 0 ? short + (century - 1) * 100 : (century + 1) * 100 - short + 1
}

interface Day {
  year: number
  month: number
  day: number
}

const dateOf = (days: number): Day => ({ ...ymdFromDays(days) })

function isoWeekDate({ week, dayOfWeek }: ParsedFields, year: number): Day {
  const weekday = dayOfWeek === 0 ? 1 : dayOfWeek === 1 ? 7 : dayOfWeek - 1
  return dateOf(isoYearStart(year) + (week - 1) * 7 + weekday - 1)
}

function daysOf(found: ParsedFields, text: string): number {
  const year = yearOf(found)
  let date: Day = { year: year ?? 0, month: 1, day: 1 }
  if (found.julian !== 0) date = dateOf(found.julian - julianEpoch)
  let { dayOfYear } = found
  const isoWeek = found.week !== 0 && found.mode === 'iso'
  if (isoWeek) date = isoWeekDate(found, date.year)
  else if (found.week !== 0) dayOfYear = (found.week - 1) * 7 + 1
  const day = found.weekOfMonth === 0 ? found.day : (found.weekOfMonth - 1) * 7 + 1
  if (day !== 0) date.day = day
  if (found.month !== 0) date.month = found.month
  if (dayOfYear !== 0 && (date.month <= 1 || date.day <= 1)) date = byDayOfYear(found, dayOfYear, date)
  const known = found.julian !== 0 || isoWeek || dayOfYear !== 0
  return checked(date, text, {
    month: known || found.month !== 0,
    day: known || day !== 0,
    year: known || year !== undefined,
  })
}

function byDayOfYear(found: ParsedFields, dayOfYear: number, date: Day): Day {
  if (date.year === 0 && !found.beforeChrist) throw invalid('cannot calculate day of year without year information')
  if (found.mode === 'iso') return dateOf(isoYearStart(date.year) - 1 + dayOfYear)
  const { month, day } =
    dayOfYear > 366 || (dayOfYear === 366 && !isLeap(date.year))
      ? { month: 13, day: dayOfYear - (isLeap(date.year) ? 366 : 365) }
      : ymdFromDays(daysFromYmd(date.year, 1, dayOfYear))
  return { year: date.year, month: date.month <= 1 ? month : date.month, day: date.day <= 1 ? day : date.day }
}

// Without a year PostgreSQL does not look whether the month has such a day.
function checked(
  { year, month, day }: Day,
  text: string,
  given: { month: boolean; day: boolean; year: boolean },
): number {
  if (given.month && (month < 1 || month > 12)) throw outOfRange(text)
  if (given.day && (day < 1 || day > 31)) throw outOfRange(text)
  if (given.year && given.month && given.day && day > daysInMonth(year, month)) throw outOfRange(text)
  return daysFromYmd(year, month, day)
}
