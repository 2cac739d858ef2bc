/** The proleptic Gregorian calendar in whole days since 1970-01-01. Year 0 is 1 BC. */

export interface Ymd {
  readonly year: number
  readonly month: number
  readonly day: number
}

export const dayMicrosBig = 86_400_000_000n

// Howard Hinnant's civil-day algorithms: eras of 400 years that begin on 1 March.
export function daysFromYmd(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

export function ymdFromDays(days: number): Ymd {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}

export const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
export const daysInMonth = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : (monthLengths[month - 1] ?? 0)

/** 0 is Sunday. */
export const dayOfWeek = (days: number): number => (((days + 4) % 7) + 7) % 7
/** 1 is Monday, 7 Sunday. */
export const isoDayOfWeek = (days: number): number => dayOfWeek(days) || 7
export const dayOfYear = (days: number): number => days - daysFromYmd(ymdFromDays(days).year, 1, 1) + 1

/** Day number on which ISO week 1 of the year begins (a Monday). */
export function isoYearStart(isoYear: number): number {
  const fourth = daysFromYmd(isoYear, 1, 4)
  return fourth - isoDayOfWeek(fourth) + 1
}

export function isoYearAndWeek(days: number): { readonly year: number; readonly week: number } {
  const { year } = ymdFromDays(days)
  const candidate = days >= isoYearStart(year + 1) ? year + 1 : days >= isoYearStart(year) ? year : year - 1
  return { year: candidate, week: Math.floor((days - isoYearStart(candidate)) / 7) + 1 }
}

/** Julian day of 1970-01-01. */
export const julianEpoch = 2_440_588

export const pad2 = (value: number): string => (value < 10 ? `0${value}` : `${value}`)
