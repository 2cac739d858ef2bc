import { ZohoSqlError } from '../../base/errors.ts'
import { pad2 } from './calendar.ts'
import { fractionText } from './datetime.ts'

/** Months, days and microseconds, kept apart because months and days have no fixed length. */
export interface Interval {
  readonly months: number
  readonly days: number
  readonly micros: bigint
}

export const makeInterval = (months: number, days: number, micros: bigint | number): Interval => ({
  months: months + 0,
  days: days + 0,
  micros: BigInt(micros),
})

const isInt32 = (value: number): boolean => value <= 2_147_483_647 && value >= -2_147_483_648
export const intervalOutOfRange = (): ZohoSqlError => new ZohoSqlError('DATETIME_OVERFLOW', 'interval out of range')

/** Throws 22008 where a part has no room. */
export function checkInterval(value: Interval): Interval {
  const wide = value.micros > 9_223_372_036_854_775_807n || value.micros < -9_223_372_036_854_775_808n
  if (wide || !isInt32(value.months) || !isInt32(value.days)) throw intervalOutOfRange()
  return value
}

/** Length in microseconds, a month being 30 days: what PostgreSQL compares. */
export const intervalSpan = ({ months, days, micros }: Interval): bigint =>
  BigInt(months * 30 + days) * 86_400_000_000n + micros

const spanOffset = 10n ** 23n
/** Length of the part of a stored interval that is compared. */
export const intervalKeyLength = 15

/** `key months:days:micros`; the key is the span in base 36, so that text order is order of length. */
export const encodeInterval = (value: Interval): string =>
  `${(intervalSpan(value) + spanOffset).toString(36)}${value.months}:${value.days}:${value.micros}`

export function decodeInterval(raw: string): Interval {
  const [months = '0', days = '0', micros = '0'] = raw.slice(intervalKeyLength).split(':')
  return { months: Number(months), days: Number(days), micros: BigInt(micros) }
}

/** PostgreSQL's form: `1 year 2 mons 3 days 04:05:06.7`. */
export function intervalText({ months, days, micros }: Interval): string {
  const parts: string[] = []
  let negativeBefore = false
  const add = (value: number, unit: string): void => {
    if (value === 0) return
    parts.push(`${negativeBefore && value > 0 ? '+' : ''}${value} ${unit}${value === 1 ? '' : 's'}`)
    negativeBefore = value < 0
  }
  add(Math.trunc(months / 12), 'year')
  add(months % 12, 'mon')
  add(days, 'day')
  if (micros !== 0n || parts.length === 0) parts.push(clockText(micros, negativeBefore))
  return parts.join(' ')
}

function clockText(micros: bigint, plus: boolean): string {
  const positive = micros < 0n ? -micros : micros
  const seconds = positive / 1_000_000n
  const fraction = Number(positive % 1_000_000n)
  const rest = Number(seconds % 3600n)
  const hours = String(seconds / 3600n).padStart(2, '0')
  const sign = micros < 0n ? '-' : plus ? '+' : ''
  const tail = fraction === 0 ? '' : `.${fractionText(fraction)}`
  return `${sign}${hours}:${pad2(Math.floor(rest / 60))}:${pad2(rest % 60)}${tail}`
}
