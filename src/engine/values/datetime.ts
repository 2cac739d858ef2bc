import { ZohoSqlError } from '../../base/errors.ts'
import { infiniteTimestamp, minusInfiniteTimestamp } from '../../base/instants.ts'
import { daysFromYmd, julianEpoch, pad2, ymdFromDays } from './calendar.ts'
import { joinMicros, offsetText, splitMicros, toLocal, type Zone } from './zone.ts'

/**
 * How SQLite keeps time: a date is days, a timestamp or timestamptz microseconds since 1970-01-01 (timestamp: as if it
 * were UTC), a time microseconds of the day. The ends of the integer range are the two infinities.
 */
export const infiniteDate = 2_147_483_647
export const minusInfiniteDate = -2_147_483_648

export { infiniteTimestamp, minusInfiniteTimestamp }

export const isInfiniteDate = (days: number): boolean => days === infiniteDate || days === minusInfiniteDate
export const isInfiniteTimestamp = (micros: bigint): boolean =>
  micros === infiniteTimestamp || micros === minusInfiniteTimestamp

const firstDay = -julianEpoch
const lastDateDay = daysFromYmd(5_874_898, 1, 1) - 1
const lastTimestampDay = daysFromYmd(294_277, 1, 1) - 1

const dateOutOfRange = (what = ''): ZohoSqlError =>
  new ZohoSqlError('DATETIME_OVERFLOW', `date out of range${what && `: "${what}"`}`)
const timestampOutOfRange = (what = ''): ZohoSqlError =>
  new ZohoSqlError('DATETIME_OVERFLOW', `timestamp out of range${what && `: "${what}"`}`)

/** Throws 22008 outside 4713 BC … 5874897. */
export function checkDate(days: number, what = ''): number {
  if (days < firstDay || days > lastDateDay || !Number.isFinite(days)) throw dateOutOfRange(what)
  return days
}

const firstMicros = joinMicros(firstDay, 0)
const endMicros = joinMicros(lastTimestampDay + 1, 0)

/** Throws 22008 outside 4713 BC … 294276. */
export function checkTimestamp(micros: bigint, what = ''): bigint {
  if (micros < firstMicros || micros >= endMicros) throw timestampOutOfRange(what)
  return micros
}

/** Cuts or rounds to `digits` decimals of a second, as timestamp(p) does. */
export function roundMicros(micros: bigint, digits = 6): bigint {
  if (digits >= 6 || isInfiniteTimestamp(micros)) return micros
  const unit = 10n ** BigInt(6 - digits)
  const half = unit / 2n
  return micros >= 0n ? ((micros + half) / unit) * unit : -((-micros + half) / unit) * unit
}

// ---------------------------------------------------------------------------------------------- output

const yearText = (year: number): string => String(year > 0 ? year : 1 - year).padStart(4, '0')
const era = (year: number): string => (year > 0 ? '' : ' BC')

function dateBody(days: number): { readonly text: string; readonly year: number } {
  const { year, month, day } = ymdFromDays(days)
  return { text: `${yearText(year)}-${pad2(month)}-${pad2(day)}`, year }
}

export function dateText(days: number): string {
  if (days === infiniteDate) return 'infinity'
  if (days === minusInfiniteDate) return '-infinity'
  const { text, year } = dateBody(days)
  return text + era(year)
}

/** `HH:MM:SS[.ffffff]` without trailing zeros. */
export function timeText(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000)
  const fraction = micros - seconds * 1_000_000
  const clock = `${pad2(Math.floor(seconds / 3600))}:${pad2(Math.floor(seconds / 60) % 60)}:${pad2(seconds % 60)}`
  return fraction === 0 ? clock : `${clock}.${fractionText(fraction)}`
}

export const fractionText = (fraction: number): string => String(fraction).padStart(6, '0').replace(/0+$/, '')

const infinityName = (micros: bigint): string | undefined =>
  micros === infiniteTimestamp ? 'infinity' : micros === minusInfiniteTimestamp ? '-infinity' : undefined

/** The separator is a blank in SQL and `T` in JSON. */
export function timestampText(micros: bigint, separator = ' '): string {
  const infinite = infinityName(micros)
  if (infinite !== undefined) return infinite
  const { days, rest } = splitMicros(micros)
  const { text, year } = dateBody(days)
  return text + separator + timeText(rest) + era(year)
}

export function timestamptzText(micros: bigint, zone: Zone, separator = ' '): string {
  const infinite = infinityName(micros)
  if (infinite !== undefined) return infinite
  const offset = zone.offsetAt(splitSeconds(micros))
  const { days, rest } = splitMicros(toLocal(micros, zone))
  const { text, year } = dateBody(days)
  const shift = offsetText(offset)
  return (
    text + separator + timeText(rest) + (separator === 'T' && shift.length === 3 ? `${shift}:00` : shift) + era(year)
  )
}

const splitSeconds = (micros: bigint): number => {
  const { days, rest } = splitMicros(micros)
  return days * 86_400 + Math.floor(rest / 1_000_000)
}
