import { byName } from '../../base/by-name.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import { daysFromYmd, daysInMonth, julianEpoch } from './calendar.ts'
import {
  checkDate,
  checkTimestamp,
  infiniteDate,
  infiniteTimestamp,
  minusInfiniteDate,
  minusInfiniteTimestamp,
} from './datetime.ts'
import { type DateTimeFailure, type DateTimeFields, readDateTime } from './datetime-parse.ts'
import type { Session } from './session.ts'
import { joinMicros, splitMicros, toInstant, toLocal } from './zone.ts'

/** Texts to dates and times, in every form PostgreSQL takes under DateStyle `ISO, MDY`. */

type DateTimeTarget = 'date' | 'timestamp' | 'timestamp with time zone' | 'time'

const isoInstant =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(Z|[+-](?:0\d|1[0-5])(?::?[0-5]\d)?)?$/

const quickDays = (match: RegExpExecArray): number | undefined => {
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
    ? daysFromYmd(year, month, day)
    : undefined
}

/** Days since 1970-01-01; throws 22007 or 22008. */
export function parseDate(text: string, session: Session): number {
  const days = quickDate(text)
  if (days !== undefined) return days
  const fields = read(text, 'date')
  if (fields.special === 'infinity') return infiniteDate
  if (fields.special === '-infinity') return minusInfiniteDate
  const local = specialLocal(fields, session)
  return checkDate(local === undefined ? dayOf(fields, text, 'date') : splitMicros(local).days, text)
}

/** `YYYY-MM-DD` by its characters: most dates come so, and a regular expression takes ten times as long. */
function quickDate(text: string): number | undefined {
  if (text.length !== 10 || text[4] !== '-' || text[7] !== '-') return undefined
  const [year, month, day] = [digitsAt(text, 0, 4), digitsAt(text, 5, 7), digitsAt(text, 8, 10)]
  const valid = year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
  return valid ? daysFromYmd(year, month, day) : undefined
}

/** NaN where there is a character that is no digit. */
function digitsAt(text: string, from: number, to: number): number {
  let value = 0
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : Number.NaN
  }
  return value
}

/** Microseconds as if UTC; an offset in the text is ignored, as PostgreSQL does. Throws 22007 or 22008. */
export function parseTimestamp(text: string, session: Session): bigint {
  const quick = quickInstant(text)
  if (quick !== undefined) return quick.micros
  const fields = read(text, 'timestamp')
  return infinite(fields) ?? checkTimestamp(specialLocal(fields, session) ?? wallClock(fields, text, 'timestamp'), text)
}

/** Microseconds since 1970-01-01T00:00Z; without an offset the session's zone counts. Throws 22007 or 22008. */
export function parseTimestamptz(text: string, session: Session): bigint {
  const quick = quickInstant(text)
  if (quick !== undefined) {
    return quick.offset === undefined ? toInstant(quick.micros, session.zone) : quick.micros - quick.offset
  }
  const fields = read(text, 'timestamp with time zone')
  const special = infinite(fields) ?? (fields.special === 'now' ? session.now : undefined)
  if (special !== undefined) return special
  if (fields.special === 'epoch') return 0n
  const local = specialLocal(fields, session) ?? wallClock(fields, text, 'timestamp with time zone')
  return checkTimestamp(toInstant(local, fields.zone ?? session.zone), text)
}

/** Microseconds of the day; a date or zone in the text is ignored. Throws 22007 or 22008. */
export function parseTime(text: string, session: Session): number {
  const fields = read(text, 'time')
  if (fields.special === 'now') return splitMicros(toLocal(session.now, session.zone)).rest
  if (fields.time === undefined) throw invalid(text, 'time')
  return fields.time
}

function quickInstant(text: string): { readonly micros: bigint; readonly offset: bigint | undefined } | undefined {
  const match = isoInstant.exec(text)
  if (!match) return undefined
  const days = quickDays(match)
  const [hour, minute, second] = [Number(match[4]), Number(match[5]), Number(match[6])]
  if (days === undefined || hour > 23 || minute > 59 || second > 59) return undefined
  const fraction = match[7] === undefined ? 0 : Number(match[7].padEnd(6, '0'))
  const micros = joinMicros(days, ((hour * 60 + minute) * 60 + second) * 1_000_000 + fraction)
  return { micros, offset: quickOffset(match[8]) }
}

function quickOffset(text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined
  if (text === 'Z') return 0n
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(3).replace(':', '') || 0)
  return BigInt(text[0] === '-' ? -minutes : minutes) * 60_000_000n
}

const invalid = (text: string, target: DateTimeTarget): ZohoSqlError =>
  new ZohoSqlError('INVALID_DATETIME', `invalid input syntax for type ${target}: "${text}"`)
const overflow = (text: string): ZohoSqlError =>
  new ZohoSqlError('DATETIME_OVERFLOW', `date/time field value out of range: "${text}"`)

const failures: Readonly<Record<DateTimeFailure, (text: string, target: DateTimeTarget) => ZohoSqlError>> = {
  invalid,
  overflow,
  displacement: (text) => new ZohoSqlError('INVALID_ZONE', `time zone displacement out of range: "${text}"`),
  zone: (text) => new ZohoSqlError('INVALID_ARGUMENT', `time zone not recognized in "${text}"`),
}

function read(text: string, target: DateTimeTarget): DateTimeFields {
  const outcome = readDateTime(text, target === 'time')
  if (typeof outcome === 'string') throw failures[outcome](text, target)
  return outcome
}

const infinite = (fields: DateTimeFields): bigint | undefined =>
  fields.special === 'infinity'
    ? infiniteTimestamp
    : fields.special === '-infinity'
      ? minusInfiniteTimestamp
      : undefined

const dayShift: Partial<Record<string, number>> = byName({ today: 0, tomorrow: 1, yesterday: -1 })

/** Wall-clock microseconds of `now`, `today`, `epoch` …; undefined when the text names a date itself. */
function specialLocal(fields: DateTimeFields, session: Session): bigint | undefined {
  if (fields.special === undefined) return undefined
  if (fields.special === 'epoch') return 0n
  const now = toLocal(session.now, session.zone)
  if (fields.special === 'now') return now
  return joinMicros(splitMicros(now).days + (dayShift[fields.special] ?? 0), fields.time ?? 0)
}

const wallClock = (fields: DateTimeFields, text: string, target: DateTimeTarget): bigint =>
  joinMicros(dayOf(fields, text, target), fields.time ?? 0)

function dayOf(fields: DateTimeFields, text: string, target: DateTimeTarget): number {
  if (fields.julian !== undefined) return fields.julian - julianEpoch
  const { month, day } = fields
  if (fields.year === undefined || month === undefined || day === undefined) throw invalid(text, target)
  const year = fullYear(fields)
  if (year === undefined || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) throw overflow(text)
  return daysFromYmd(year, month, day)
}

/** Year as the calendar counts it: 0 is 1 BC; two digits mean 1970 to 2069. Undefined: there is no such year. */
function fullYear(fields: DateTimeFields): number | undefined {
  const year = fields.year ?? 0
  if (fields.beforeChrist) return year > 0 ? 1 - year : undefined
  if (fields.twoDigitYear) return year < 70 ? year + 2000 : year + 1900
  return year > 0 ? year : undefined
}
