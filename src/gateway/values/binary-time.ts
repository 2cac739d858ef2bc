import { infiniteTimestamp, instantMicros, minusInfiniteTimestamp } from '../../base/instants.ts'

/** Dates and times in binary: days or microseconds since 2000-01-01, where PostgreSQL's calendar begins. */

const epochMs = Date.UTC(2000, 0, 1)
const dayMs = 86_400_000
const infiniteDay = 0x7fff_ffff
const infiniteMicros = 0x7fff_ffff_ffff_ffffn

function int32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4)
  bytes.writeInt32BE(value)
  return bytes
}

function int64(value: bigint): Buffer {
  const bytes = Buffer.allocUnsafe(8)
  bytes.writeBigInt64BE(value)
  return bytes
}

/** `YYYY-MM-DD`, years beyond four digits and `BC` included. */
export function binaryDate(text: string): Buffer {
  if (text === 'infinity') return int32(infiniteDay)
  if (text === '-infinity') return int32(-infiniteDay - 1)
  return int32(Math.round((dayStart(text) - epochMs) / dayMs))
}

function dayStart(text: string): number {
  const [, year, month, day, era] = /^(\d+)-(\d+)-(\d+)( BC)?/.exec(text) ?? []
  const start = new Date(0)
  start.setUTCFullYear(era ? 1 - Number(year) : Number(year), Number(month) - 1, Number(day))
  return start.getTime()
}

/** Milliseconds since 1970-01-01 with fractions down to a microsecond; inside arrays, PostgreSQL's text. */
export function binaryTimestamp(value: number | string): Buffer {
  const micros = instantMicros(value) ?? instantMicros(msOfText(String(value)))!
  const isInfinite = micros === infiniteTimestamp || micros === minusInfiniteTimestamp
  return int64(isInfinite ? micros : micros - BigInt(epochMs) * 1000n)
}

function msOfText(text: string): number {
  if (text.endsWith('infinity')) return text.startsWith('-') ? -Infinity : Infinity
  const [, clock = '', offset = ''] = /^\S+ ([\d:.]+)([+-][\d:]+)?/.exec(text) ?? []
  return dayStart(text) + microsOf(clock) / 1000 - microsOf(offset) / 1000
}

/** `[-]hh[:mm[:ss[.ffffff]]]` */
function microsOf(clock: string): number {
  const [hours = '0', minutes = '0', seconds = '0'] = clock.replace(/^[+-]/, '').split(':')
  const micros = Math.round((Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1e6)
  return clock.startsWith('-') ? -micros : micros
}

export const binaryTime = (text: string): Buffer => int64(BigInt(microsOf(text)))

/** `1 year 2 mons -3 days 04:05:06.7`, as PostgreSQL prints intervals. */
export function binaryInterval(text: string): Buffer {
  const unit = (name: string): number => Number(new RegExp(`([+-]?\\d+) ${name}`).exec(text)?.[1] ?? 0)
  const clock = /[+-]?\d+:[\d:.]+/.exec(text)?.[0] ?? '0'
  const bytes = Buffer.allocUnsafe(16)
  bytes.writeBigInt64BE(BigInt(microsOf(clock)))
  bytes.writeInt32BE(unit('day'), 8)
  bytes.writeInt32BE(unit('year') * 12 + unit('mon'), 12)
  return bytes
}

const pad = (value: number, width = 2): string => String(value).padStart(width, '0')

/** The other way: texts of what clients send. */
export const dateText = (bytes: Buffer): string => {
  const days = bytes.readInt32BE()
  if (days === infiniteDay) return 'infinity'
  return days === -infiniteDay - 1 ? '-infinity' : isoDay(new Date(epochMs + days * dayMs))
}

function isoDay(date: Date): string {
  const year = date.getUTCFullYear()
  const shown = pad(year > 0 ? year : 1 - year, 4)
  return `${shown}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}${year > 0 ? '' : ' BC'}`
}

/** @param suffix `Z` for an instant, nothing for a timestamp without zone. */
export function timestampText(bytes: Buffer, suffix: string): string {
  const micros = bytes.readBigInt64BE()
  if (micros === infiniteMicros) return 'infinity'
  if (micros === -infiniteMicros - 1n) return '-infinity'
  const dayMicros = BigInt(dayMs) * 1000n
  const rest = ((micros % dayMicros) + dayMicros) % dayMicros
  const day = isoDay(new Date(epochMs + Number((micros - rest) / 1000n)))
  const [date, era] = day.split(' ')
  return `${date} ${clockText(rest)}${suffix}${era ? ` ${era}` : ''}`
}

export function clockText(micros: bigint): string {
  const seconds = Number(micros / 1_000_000n)
  const fraction = pad(Number(micros % 1_000_000n), 6)
  return `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}.${fraction}`
}

export function intervalText(bytes: Buffer): string {
  const micros = bytes.readBigInt64BE()
  const sign = micros < 0n ? '-' : ''
  const clock = clockText(micros < 0n ? -micros : micros)
  return `${bytes.readInt32BE(12)} mons ${bytes.readInt32BE(8)} days ${sign}${clock}`
}
