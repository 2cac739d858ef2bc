import { ZohoSqlError } from '../../../base/errors.ts'
import { daysFromYmd, daysInMonth } from '../../values/calendar.ts'
import {
  checkDate,
  checkTimestamp,
  isInfiniteDate,
  isInfiniteTimestamp,
  roundMicros,
  timestampText,
} from '../../values/datetime.ts'
import { checkInterval, type Interval, intervalOutOfRange, makeInterval } from '../../values/interval.ts'
import { restrictInterval } from '../../values/interval-input.ts'
import { type Decimal, decimalFromNumber, decimalToNumber, exactDecimal } from '../../values/numeric.ts'
import { joinMicros, offsetZone, splitMicros, toInstant, toLocal, type Zone, zoneOf } from '../../values/zone.ts'
import { dateToTimestamp, localOf, roundHalfEven, timestampToDate } from '../casts.ts'
import {
  dateField,
  intervalField,
  timeField,
  timestampField,
  truncateInterval,
  truncateTimestamp,
  withinHour,
} from '../datetime-fields.ts'
import * as t from '../datetime-math.ts'
import * as i from '../interval-math.ts'
import { formatNumber } from '../number-format.ts'
import { readNumber } from '../number-read.ts'
import { type FunctionRow, fn, inSession, type SessionRef } from '../row.ts'
import { formatInterval, formatTimestamp } from '../to-char.ts'
import { readByTemplate } from '../to-date.ts'

/** Operators and functions on dates, times, timestamps and intervals. */

const local = 'timestamp without time zone'
const zoned = 'timestamp with time zone'

const secondsOf = (instant: bigint): number => {
  const { days, rest } = splitMicros(instant)
  return days * 86_400 + Math.floor(rest / 1_000_000)
}
const offsetAt = (instant: bigint, zone: Zone): number =>
  isInfiniteTimestamp(instant) ? 0 : zone.offsetAt(secondsOf(instant))
const localIn = (instant: bigint, zone: Zone): bigint =>
  isInfiniteTimestamp(instant) ? instant : toLocal(instant, zone)
const instantIn = (wall: bigint, zone: Zone): bigint => (isInfiniteTimestamp(wall) ? wall : toInstant(wall, zone))

const plus = (session: SessionRef) => (instant: bigint, step: Interval) =>
  t.addToInstant(instant, step, session.current.zone)
const minus = (session: SessionRef) => (instant: bigint, step: Interval) =>
  t.addToInstant(instant, i.negateInterval(step), session.current.zone)

const swapped =
  <A, B, R>(compute: (a: A, b: B) => R) =>
  (b: B, a: A): R =>
    compute(a, b)
const datePlus = (days: number, step: Interval): bigint => t.addToTimestamp(dateToTimestamp(days), step)
const dateTime = (days: number, time: number): bigint =>
  isInfiniteDate(days) ? dateToTimestamp(days) : checkTimestamp(joinMicros(days, time))
const timesFloat = (value: Interval, factor: number): Interval => i.multiplyInterval(value, factor)

const arithmetic = [
  ...fn('+(date,integer) date', t.addDays),
  ...fn('+(integer,date) date', swapped(t.addDays)),
  ...fn('-(date,integer) date', (days: number, count: number) => t.addDays(days, -count)),
  ...fn('-(date,date) integer', t.subtractDates),
  ...fn('+(date,interval) timestamp', datePlus),
  ...fn('+(interval,date) timestamp', swapped(datePlus)),
  ...fn('-(date,interval) timestamp', (days: number, step: Interval) => datePlus(days, i.negateInterval(step))),
  ...fn('+(date,time) timestamp', dateTime),
  ...inSession(
    'timestamptz(date,time) timestamptz',
    (session) => (days, time) => instantIn(dateTime(days, time), session.current.zone),
  ),
  ...fn('+(time,date) timestamp', swapped(dateTime)),
  ...fn('+(timestamp,interval) timestamp', t.addToTimestamp),
  ...fn('+(interval,timestamp) timestamp', swapped(t.addToTimestamp)),
  ...fn('-(timestamp,interval) timestamp', (a: bigint, step: Interval) => t.addToTimestamp(a, i.negateInterval(step))),
  ...fn(['-(timestamp,timestamp) interval', '-(timestamptz,timestamptz) interval'], t.subtractTimestamps),
  ...inSession('+(timestamptz,interval) timestamptz', plus),
  ...inSession('+(interval,timestamptz) timestamptz', (session) => swapped(plus(session))),
  ...inSession('-(timestamptz,interval) timestamptz', minus),
  ...fn('+(time,interval) time', t.addToTime),
  ...fn('+(interval,time) time', swapped(t.addToTime)),
  ...fn('-(time,interval) time', (time: number, step: Interval) => t.addToTime(time, i.negateInterval(step))),
  ...fn('-(time,time) interval', (a: number, b: number) => makeInterval(0, 0, a - b)),
  ...fn('+(interval,interval) interval', i.addIntervals),
  ...fn('-(interval,interval) interval', (a: Interval, b: Interval) => i.addIntervals(a, i.negateInterval(b))),
  ...fn('-(interval) interval', i.negateInterval),
  ...fn('*(interval,double) interval', timesFloat),
  ...fn('*(double,interval) interval', swapped(timesFloat)),
  ...fn('/(interval,double) interval', (value: Interval, divisor: number) => i.divideInterval(value, divisor)),
]

// ------------------------------------------------------------------------------------------- fields

/** extract gives numeric, date_part double precision: of the epoch, microseconds as a double by a million. */
function asDouble(value: Decimal | null): number | null {
  if (value === null) return null
  return value.special === '' && value.scale === 6 ? Number(value.coef) / 1e6 : decimalToNumber(value)
}

const zonedField = ({ current }: SessionRef, unit: string, instant: bigint): Decimal | null =>
  timestampField(unit, localIn(instant, current.zone), zoned, offsetAt(instant, current.zone))

const fields = [
  ...fn('extract(text,date) numeric', (unit: string, days: number) => dateField(unit, days, isInfiniteDate(days))),
  ...fn('extract(text,timestamp) numeric', (unit: string, at: bigint) => timestampField(unit, at, local)),
  ...inSession('extract(text,timestamptz) numeric', (session) => (unit, at) => zonedField(session, unit, at)),
  ...fn('extract(text,time) numeric', timeField),
  ...fn('extract(text,interval) numeric', intervalField),
  ...fn('date_part(text,date) double', (unit: string, days: number) =>
    asDouble(timestampField(unit, dateToTimestamp(days), local)),
  ),
  ...fn('date_part(text,timestamp) double', (unit: string, at: bigint) => asDouble(timestampField(unit, at, local))),
  ...inSession(
    'date_part(text,timestamptz) double',
    (session) => (unit, at) => asDouble(zonedField(session, unit, at)),
  ),
  ...fn('date_part(text,time) double', (unit: string, time: number) => asDouble(timeField(unit, time))),
  ...fn('date_part(text,interval) double', (unit: string, value: Interval) => asDouble(intervalField(unit, value))),
]

function truncateInstant(unit: string, instant: bigint, zone: Zone): bigint {
  const cut = truncateTimestamp(unit, localIn(instant, zone), zoned)
  return withinHour(unit) && !isInfiniteTimestamp(cut)
    ? cut - BigInt(offsetAt(instant, zone)) * 1_000_000n
    : instantIn(cut, zone)
}

const truncation = [
  ...fn('date_trunc(text,timestamp) timestamp', (unit: string, at: bigint) => truncateTimestamp(unit, at, local)),
  ...inSession(
    'date_trunc(text,timestamptz) timestamptz',
    (session) => (unit, at) => truncateInstant(unit, at, session.current.zone),
  ),
  ...fn('date_trunc(text,timestamptz,text) timestamptz', (unit: string, at: bigint, zone: string) =>
    truncateInstant(unit, at, zoneOf(zone)),
  ),
  ...fn('date_trunc(text,interval) interval', truncateInterval),
  ...fn(
    ['date_bin(interval,timestamp,timestamp) timestamp', 'date_bin(interval,timestamptz,timestamptz) timestamptz'],
    t.dateBin,
  ),
]

const ages = [
  ...fn('age(timestamp,timestamp) interval', t.age),
  ...inSession(
    'age(timestamptz,timestamptz) interval',
    (session) => (a, b) => t.age(localOf(a, session), localOf(b, session)),
  ),
  ...inSession('age(timestamp) interval', (session) => (b) => t.age(today(session), b)),
  ...inSession('age(timestamptz) interval', (session) => (b) => t.age(today(session), localOf(b, session))),
]

const today = (session: SessionRef): bigint => dateToTimestamp(timestampToDate(localOf(session.current.now, session)))

const finite = [
  ...fn('isfinite(date) boolean', (days: number) => !isInfiniteDate(days)),
  ...fn(['isfinite(timestamp) boolean', 'isfinite(timestamptz) boolean'], (at: bigint) => !isInfiniteTimestamp(at)),
  ...fn('isfinite(interval) boolean', () => true),
  // `x::interval day to minute`; the blank keeps the name out of statements.
  ...fn('interval fields(interval,text) interval', restrictInterval),
  ...fn('justify_hours(interval) interval', i.justifyHours),
  ...fn('justify_days(interval) interval', i.justifyDays),
  ...fn('justify_interval(interval) interval', i.justifyInterval),
]

/** Each period ends at an instant or after an interval. */
const periods = (point: string): string[] =>
  [point, 'interval'].flatMap((a) => [point, 'interval'].map((b) => `overlaps(${point},${a},${point},${b}) boolean`))

type OverlapEnd = bigint | number | Interval | null
const overlapsWith =
  (add: (at: bigint, step: Interval) => bigint) =>
  (...ends: OverlapEnd[]): boolean | null => {
    const at = ends.map((end) => (typeof end === 'number' ? BigInt(end) : end))
    const until = (from: number): bigint | null => {
      const [start, end] = [at[from] as bigint | null, at[from + 1]!]
      if (end === null || typeof end === 'bigint') return end
      return start === null ? null : add(start, end)
    }
    return t.overlaps(at[0] as bigint | null, until(0), at[2] as bigint | null, until(2))
  }

const overlapRows = [
  ...fn(periods('timestamp'), overlapsWith(t.addToTimestamp), { nulls: true }),
  ...inSession(periods('timestamptz'), (session) => overlapsWith(plus(session)), { nulls: true }),
  ...fn(
    periods('time'),
    overlapsWith((at, step) => BigInt(t.addToTime(Number(at), step))),
    { nulls: true },
  ),
]

// --------------------------------------------------------------------------------------------- making

const fieldOutOfRange = (what: string): ZohoSqlError =>
  new ZohoSqlError('DATETIME_OVERFLOW', `${what} field value out of range`)

function makeDate(year: number, month: number, day: number): number {
  const shown = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  const astronomical = year < 0 ? year + 1 : year
  if (year === 0 || month < 1 || month > 12 || day < 1 || day > daysInMonth(astronomical, month)) {
    throw new ZohoSqlError('DATETIME_OVERFLOW', `date field value out of range: ${shown}`)
  }
  return checkDate(daysFromYmd(astronomical, month, day), shown)
}

function makeTime(hour: number, minute: number, second: number): number {
  const micros = Math.round(second * 1e6)
  const total = (hour * 60 + minute) * 60_000_000 + micros
  if (
    hour < 0 ||
    minute < 0 ||
    minute > 59 ||
    second < 0 ||
    second > 60 ||
    total > 86_400_000_000 ||
    Number.isNaN(second)
  ) {
    throw fieldOutOfRange('time')
  }
  return total
}

const makeTimestamp = (
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): bigint => checkTimestamp(joinMicros(makeDate(year, month, day), makeTime(hour, minute, second)))

function makeSpan(years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0): Interval {
  if (!Number.isFinite(seconds)) throw intervalOutOfRange()
  const micros = BigInt(hours) * 3_600_000_000n + BigInt(minutes) * 60_000_000n + BigInt(Math.round(seconds * 1e6))
  return checkInterval(makeInterval(years * 12 + months, weeks * 7 + days, micros))
}

/** Seconds from 1970 to 2000. */
const postgresEpoch = 946_684_800

function fromEpoch(seconds: number): bigint {
  if (seconds === Number.POSITIVE_INFINITY) return 9_223_372_036_854_775_807n
  if (seconds === Number.NEGATIVE_INFINITY) return -9_223_372_036_854_775_808n
  if (Math.abs(seconds) > 1e13) throw new ZohoSqlError('DATETIME_OVERFLOW', `timestamp out of range: "${seconds}"`)
  // Rounded as PostgreSQL rounds: doubles count from 2000 on.
  const micros = BigInt(roundHalfEven((seconds - postgresEpoch) * 1e6)) + BigInt(postgresEpoch) * 1_000_000n
  return checkTimestamp(micros, String(seconds))
}

/** A zone's name, or an offset whose sign means what it says: `+2` lies east. */
function givenZone(text: string): Zone {
  if (/^\d/.test(text))
    throw new ZohoSqlError('INVALID_ARGUMENT', `invalid input syntax for type numeric time zone: "${text}"`, {
      hint: 'Numeric time zones must have "-" or "+" as first character.',
    })
  const match = /^([+-])(\d+)(?::(\d*)(?::(\d*))?)?$/.exec(text)
  if (!match) return zoneOf(text)
  const packed = match[3] === undefined && match[2]!.length > 2
  const hours = packed ? Math.trunc(Number(match[2]) / 100) : Number(match[2])
  const [minutes, seconds] = [packed ? Number(match[2]) % 100 : Number(match[3] ?? 0), Number(match[4] ?? 0)]
  if (hours > 15 || minutes > 59 || seconds > 59)
    throw new ZohoSqlError('INVALID_ARGUMENT', `numeric time zone "${text}" out of range`)
  const offset = (hours * 60 + minutes) * 60 + seconds
  return offsetZone(match[1] === '-' ? -offset : offset)
}

type SixParts = [number, number, number, number, number, number]

const making = [
  ...fn('make_date(integer,integer,integer) date', makeDate),
  ...fn('make_time(integer,integer,double) time', makeTime),
  ...fn('make_timestamp(integer,integer,integer,integer,integer,double) timestamp', makeTimestamp),
  ...inSession(
    'make_timestamptz(integer,integer,integer,integer,integer,double,text?) timestamptz',
    (session) =>
      (...args) => {
        const zone = args[6] as string | undefined
        return instantIn(
          makeTimestamp(...(args.slice(0, 6) as SixParts)),
          zone === undefined ? session.current.zone : givenZone(zone),
        )
      },
  ),
  ...fn('make_interval(integer?,integer?,integer?,integer?,integer?,integer?,double?) interval', makeSpan),
  ...fn('to_timestamp(double) timestamptz', fromEpoch),
]

// ------------------------------------------------------------------------------------------------ now

const rounded = (micros: bigint, digits: number | undefined): bigint => roundMicros(micros, digits ?? 6)

const clocks = [
  ...inSession(
    ['now() timestamptz', 'transaction_timestamp() timestamptz', 'statement_timestamp() timestamptz'],
    (session) => () => session.current.now,
  ),
  ...inSession(
    'current_timestamp(integer?) timestamptz',
    (session) => (digits) => rounded(session.current.now, digits),
  ),
  ...inSession(
    'localtimestamp(integer?) timestamp',
    (session) => (digits) => rounded(localOf(session.current.now, session), digits),
  ),
  ...inSession(
    'localtime(integer?) time',
    (session) => (digits) => rounded(BigInt(splitMicros(localOf(session.current.now, session)).rest), digits),
  ),
  ...inSession('current_date() date', (session) => () => timestampToDate(localOf(session.current.now, session))),
  ...fn('clock_timestamp() timestamptz', () => BigInt(Date.now()) * 1000n, { volatile: true }),
  ...inSession('timeofday() text', (session) => () => timestampText(localOf(BigInt(Date.now()) * 1000n, session)), {
    volatile: true,
  }),
]

const zoneOfInterval = ({ months, days, micros }: Interval): Zone => {
  if (months !== 0 || days !== 0) {
    throw new ZohoSqlError('INVALID_ARGUMENT', 'interval time zone must not include months or days')
  }
  return offsetZone(Number(micros / 1_000_000n))
}

const zones = [
  ...fn('timezone(text,timestamp) timestamptz', (zone: string, at: bigint) => instantIn(at, zoneOf(zone))),
  ...fn('timezone(text,timestamptz) timestamp', (zone: string, at: bigint) => localIn(at, zoneOf(zone))),
  ...fn('timezone(interval,timestamp) timestamptz', (zone: Interval, at: bigint) =>
    instantIn(at, zoneOfInterval(zone)),
  ),
  ...fn('timezone(interval,timestamptz) timestamp', (zone: Interval, at: bigint) => localIn(at, zoneOfInterval(zone))),
]

// ------------------------------------------------------------------------------------------ templates

const momentZone = (instant: bigint, zone: Zone) => ({
  offset: offsetAt(instant, zone),
  abbreviation: isInfiniteTimestamp(instant) ? '' : zone.abbreviationAt(secondsOf(instant)),
})

function readInstant(text: string, template: string, session: SessionRef): bigint {
  const { days, micros, zone, precision } = readByTemplate(text, template)
  return roundMicros(checkTimestamp(toInstant(joinMicros(days, micros), zone ?? session.current.zone), text), precision)
}

const formatDouble = (value: number, template: string): string =>
  formatNumber(Number.isFinite(value) ? exactDecimal(value) : decimalFromNumber(value), template, 15)

const templates = [
  ...fn('to_char(timestamp,text) text', (at: bigint, template: string) => formatTimestamp(at, template)),
  ...inSession(
    'to_char(timestamptz,text) text',
    (session) => (at, template) =>
      formatTimestamp(localIn(at, session.current.zone), template, momentZone(at, session.current.zone)),
  ),
  ...fn('to_char(interval,text) text', formatInterval),
  ...fn(['to_char(numeric,text) text'], formatNumber),
  ...fn('to_char(integer,text) text', (value: number, template: string) =>
    formatNumber({ coef: BigInt(value), scale: 0, special: '' }, template),
  ),
  ...fn('to_char(bigint,text) text', (value: bigint, template: string) =>
    formatNumber({ coef: value, scale: 0, special: '' }, template),
  ),
  ...fn(['to_char(double,text) text'], formatDouble),
  ...fn('to_char(real,text) text', (value: number, template: string) =>
    formatNumber(decimalFromNumber(value, 6), template, 6),
  ),
  ...fn('to_number(text,text) numeric', readNumber),
  ...fn('to_date(text,text) date', (text: string, template: string) =>
    checkDate(readByTemplate(text, template).days, text),
  ),
  ...inSession(
    'to_timestamp(text,text) timestamptz',
    (session) => (text, template) => readInstant(text, template, session),
  ),
]

export const datetimeRows: readonly FunctionRow[] = [
  ...arithmetic,
  ...fields,
  ...truncation,
  ...ages,
  ...finite,
  ...overlapRows,
  ...making,
  ...clocks,
  ...zones,
  ...templates,
]
