import { findIana } from 'windows-iana'
import { byName } from '../../../base/by-name.ts'
import { findZone, type Zone } from '../../../driver/inner.ts'
import { formatInstant, type Instant, instantOf, readInstant } from '../dates/index.ts'
import { failure } from '../fail.ts'
import type { PipelineJson } from '../values.ts'
import { narrowed } from '../values.ts'
import { asIndex, asString, row } from './row.ts'

/** As Data Factory writes a time where nothing else is asked for. */
const usual = 'o'

const shown = (instant: Instant, format: PipelineJson | undefined): string =>
  formatInstant(instant, format === undefined || format === null ? usual : asString(format))

const read = (value: PipelineJson | undefined): Instant => readInstant(asString(value))

const second = 10_000_000n

/** Ticks of the units that are always as long. */
const units: Readonly<Record<string, bigint>> = byName({
  second,
  minute: 60n * second,
  hour: 3600n * second,
  day: 86_400n * second,
  week: 604_800n * second,
})

function moved(instant: Instant, count: number, named: string): Instant {
  const unit = named.toLowerCase()
  const ticks = units[unit]
  if (ticks !== undefined)
    return { ...instant, ticks: instant.ticks + BigInt(Math.round(count * 1000)) * (ticks / 1000n) }
  if (unit === 'month') return addMonths(instant, count)
  if (unit === 'year') return addMonths(instant, count * 12)
  throw failure(`A time is moved by Second, Minute, Hour, Day, Week, Month or Year, not by "${named}".`)
}

/** The day stays within the month: a month after 31 January is the last of February. */
function addMonths(instant: Instant, months: number): Instant {
  const { year, month, day, rest } = instantOf(instant)
  const first = new Date(Date.UTC(year, month + months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  const at = Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(day, last))
  return { ...instant, ticks: BigInt(at) * 10_000n + rest }
}

const adding = (unit: string) =>
  row(2, 3, ([time, count, format]) => shown(moved(read(time), asIndex(count), unit), format))

/** A Windows name, as Data Factory uses, or one of the IANA's. */
function zoneOf(name: string): Zone {
  const [iana] = findIana(name)
  const zone = findZone(iana ?? name)
  if (zone) return zone
  throw failure(`There is no time zone "${name}".`, 'It is a name of Windows such as "W. Europe Standard Time".')
}

/** What clocks of a zone show at an instant: a time without a zone. */
function toZone({ ticks }: Instant, zone: Zone): Instant {
  const offset = zone.offsetAt(Number(ticks / second))
  return { ticks: ticks + BigInt(offset) * second, zone: 'none' }
}

/** The instant at which clocks of a zone show a time. */
function fromZone({ ticks }: Instant, zone: Zone): Instant {
  const near = zone.offsetAt(Number(ticks / second))
  const offset = zone.offsetAt(Number(ticks / second) - near)
  return { ticks: ticks - BigInt(offset) * second, zone: 'utc' }
}

const startOf = (length: bigint) =>
  row(1, 2, ([time, format]) => {
    const instant = read(time)
    const past = ((instant.ticks % length) + length) % length
    return shown({ ...instant, ticks: instant.ticks - past }, format)
  })

function startOfMonth(instant: Instant): Instant {
  const { year, month } = instantOf(instant)
  return { ...instant, ticks: BigInt(Date.UTC(year, month, 1)) * 10_000n }
}

const present = (now: () => number): Instant => ({ ticks: BigInt(Math.floor(now())) * 10_000n, zone: 'utc' })

/** Ticks of .NET count from the year 1. */
const ticksBefore1970 = 621_355_968_000_000_000n

const dayMs = 86_400_000

export const dates = {
  addDays: adding('Day'),
  addHours: adding('Hour'),
  addMinutes: adding('Minute'),
  addSeconds: adding('Second'),
  addToTime: row(3, 4, ([time, count, unit, format]) =>
    shown(moved(read(time), asIndex(count), asString(unit)), format),
  ),
  convertFromUtc: row(2, 3, ([time, zone, format]) => shown(toZone(read(time), zoneOf(asString(zone))), format)),
  convertTimeZone: row(3, 4, ([time, from, to, format]) => {
    const instant = fromZone(read(time), zoneOf(asString(from)))
    return shown(toZone(instant, zoneOf(asString(to))), format)
  }),
  convertToUtc: row(2, 3, ([time, zone, format]) => shown(fromZone(read(time), zoneOf(asString(zone))), format)),
  dayOfMonth: row(1, 1, ([time]) => instantOf(read(time)).day),
  dayOfWeek: row(1, 1, ([time]) => instantOf(read(time)).weekday),
  dayOfYear: row(1, 1, ([time]) => {
    const { year, month, day } = instantOf(read(time))
    return (Date.UTC(year, month, day) - Date.UTC(year, 0, 1)) / dayMs + 1
  }),
  formatDateTime: row(1, 2, ([time, format]) => shown(read(time), format)),
  getFutureTime: row(2, 3, ([count, unit, format], now) =>
    shown(moved(present(now), asIndex(count), asString(unit)), format),
  ),
  getPastTime: row(2, 3, ([count, unit, format], now) =>
    shown(moved(present(now), -asIndex(count), asString(unit)), format),
  ),
  startOfDay: startOf(86_400n * second),
  startOfHour: startOf(3600n * second),
  startOfMonth: row(1, 2, ([time, format]) => shown(startOfMonth(read(time)), format)),
  subtractFromTime: row(3, 4, ([time, count, unit, format]) =>
    shown(moved(read(time), -asIndex(count), asString(unit)), format),
  ),
  ticks: row(1, 1, ([time]) => narrowed(read(time).ticks + ticksBefore1970)),
  utcNow: row(0, 1, ([format], now) => shown(present(now), format)),
}
