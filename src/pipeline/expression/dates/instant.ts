import { failure } from '../fail.ts'

/** A time: ticks of 100 ns since 1970-01-01T00:00, of UTC or of clocks nobody says the zone of. */
export interface Instant {
  readonly ticks: bigint
  readonly zone: 'utc' | 'none'
}

const dayTicks = 864_000_000_000n

/** The fields of a time, the month counted from 0, Sunday being 0; `rest` are the ticks of its day. */
export function instantOf({ ticks }: Instant) {
  const rest = ((ticks % dayTicks) + dayTicks) % dayTicks
  const date = new Date(Number((ticks - rest) / 10_000n))
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth(),
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    hour: Number(rest / 36_000_000_000n),
    minute: Number((rest / 600_000_000n) % 60n),
    second: Number((rest / 10_000_000n) % 60n),
    fraction: Number(rest % 10_000_000n),
    rest,
  }
}

const time = String.raw`(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7})\d*)?)?\s*([AP]M)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?`
const iso = new RegExp(String.raw`^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?${time}$`, 'i')
const american = new RegExp(String.raw`^(\d{1,2})/(\d{1,2})/(\d{4})${time}$`, 'i')
const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const rfc = new RegExp(String.raw`^(?:\w{3},\s*)?(\d{1,2})\s+(\w{3})\w*\s+(\d{4})${time}$`, 'i')

/**
 * Reads a time as .NET does for en-US: ISO 8601, `3/15/2018 1:00 PM`, RFC 1123. An offset is turned to UTC.
 *
 * @throws {ZohoSqlError} EXPRESSION_FAILED
 */
export function readInstant(text: string): Instant {
  const trimmed = text.trim()
  const fields = isoFields(trimmed) ?? americanFields(trimmed) ?? rfcFields(trimmed)
  const ticks = fields && ticksOf(fields)
  if (ticks === undefined) throw failure(`"${text}" is no time.`, 'The form is 2018-03-15T13:00:00Z.')
  return { ticks, zone: 'utc' }
}

interface WrittenFields {
  readonly day: readonly [year: string, month: number, day: string]
  readonly clock: readonly (string | undefined)[]
}

function isoFields(text: string): WrittenFields | undefined {
  const found = iso.exec(text)
  if (!found) return undefined
  const [, year = '', month, day = '1', ...clock] = found
  return { day: [year, Number(month), day], clock }
}

function americanFields(text: string): WrittenFields | undefined {
  const found = american.exec(text)
  if (!found) return undefined
  const [, month, day = '', year = '', ...clock] = found
  return { day: [year, Number(month), day], clock }
}

function rfcFields(text: string): WrittenFields | undefined {
  const found = rfc.exec(text)
  if (!found) return undefined
  const [, day = '', name = '', year = '', ...clock] = found
  return { day: [year, months.indexOf(name.toLowerCase()) + 1, day], clock }
}

function ticksOf({ day: [year, month, day], clock }: WrittenFields): bigint | undefined {
  const [h = '0', minute = '0', second = '0', fraction = '', half, offset] = clock
  const hour = half === undefined ? Number(h) : (Number(h) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0)
  const at = new Date(0)
  at.setUTCFullYear(Number(year), month - 1, Number(day))
  const isDay = at.getUTCMonth() === month - 1 && at.getUTCDate() === Number(day)
  if (!isDay || hour > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const seconds = BigInt(hour * 3600 + Number(minute) * 60 + Number(second) - offsetSeconds(offset))
  return BigInt(at.getTime()) * 10_000n + seconds * 10_000_000n + BigInt(fraction.padEnd(7, '0'))
}

function offsetSeconds(offset = ''): number {
  const found = /^([+-])(\d{2}):?(\d{2})$/.exec(offset)
  if (!found) return 0
  const seconds = Number(found[2]) * 3600 + Number(found[3]) * 60
  return found[1] === '-' ? -seconds : seconds
}
