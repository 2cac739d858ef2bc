import { byName } from '../../base/by-name.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import { TextCache } from '../../base/text-cache.ts'
import { dayMicrosBig, daysFromYmd, pad2 } from './calendar.ts'
import { abbreviatedOffsets, abbreviatedZones } from './zone-abbreviations.ts'

/**
 * Time zones: from a name to "how many seconds ahead of UTC at this instant". Intl knows the rules but is slow, so the
 * transitions of each year are looked up once and searched afterwards.
 */
export interface Zone {
  readonly name: string
  /** Seconds east of UTC at an instant given in whole seconds since 1970-01-01T00:00Z. */
  offsetAt(seconds: number): number
  /** Abbreviation as to_char's TZ shows it, `CET`. */
  abbreviationAt(seconds: number): string
}

const daySeconds = 86_400

const fixedZone = (name: string, offset: number, abbreviation = name): Zone => ({
  name,
  offsetAt: () => offset,
  abbreviationAt: () => abbreviation,
})

export const utc = fixedZone('UTC', 0)

const names = new Map<string, string>()
function ianaName(name: string): string | undefined {
  if (names.size === 0) for (const known of Intl.supportedValuesOf('timeZone')) names.set(known.toLowerCase(), known)
  const known = names.get(name.toLowerCase())
  if (known !== undefined) return known
  if (!/^[a-z]+[a-z0-9_/+-]*$/i.test(name)) return undefined
  try {
    // Links such as US/Pacific or Asia/Calcutta are not listed but are understood.
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return name
  } catch {
    return undefined
  }
}

const cache = new TextCache<Zone | undefined>(1000)

/** The zone of a name, an abbreviation, or a POSIX text such as `UTC+3` (which lies WEST of Greenwich); else undefined. */
export function findZone(name: string): Zone | undefined {
  return cache.find(name.trim().toLowerCase(), () => makeZone(name.trim()))
}

/** Like {@link findZone}; throws 22023 for what it does not know. */
export function zoneOf(name: string): Zone {
  const zone = findZone(name)
  if (!zone) throw new ZohoSqlError('INVALID_ARGUMENT', `time zone "${name}" not recognized`)
  return zone
}

function makeZone(name: string): Zone | undefined {
  const hours = abbreviatedOffsets.get(name.toLowerCase())
  if (hours !== undefined) return fixedZone(name.toUpperCase(), hours * 3600)
  const moving = abbreviatedZones.get(name.toLowerCase())
  if (moving !== undefined) return new IntlZone(moving)
  const iana = ianaName(name)
  if (iana !== undefined) return new IntlZone(iana)
  const posix = /^(?:<([a-z0-9+:-]+)>|<?([a-z+-]*?[a-z]*)>?)([+-]?)(\d{1,2})(?::?(\d\d))?(?::?(\d\d))?$/i.exec(name)
  if (!posix) return undefined
  const [, bracketed, bare, sign, hour, minute = 0, second = 0] = posix
  const west = Number(hour) * 3600 + Number(minute) * 60 + Number(second)
  const offset = sign === '-' ? west : -west
  return fixedZone(name, offset, bracketed || bare || offsetText(offset))
}

/** The zone a fixed number of seconds east of UTC. */
export const offsetZone = (seconds: number): Zone => fixedZone(offsetText(seconds), seconds)

/** `+05:30`, `-03`: as timestamptz prints it. */
export function offsetText(seconds: number): string {
  const positive = Math.abs(seconds)
  const minutes = Math.floor(positive / 60) % 60
  const rest = positive % 60
  const head = `${seconds < 0 ? '-' : '+'}${pad2(Math.floor(positive / 3600))}`
  return head + (minutes || rest ? `:${pad2(minutes)}` : '') + (rest ? `:${pad2(rest)}` : '')
}

/** Transitions of one year: from `starts[i]` on, `offsets[i]` holds. */
interface YearRules {
  readonly starts: readonly number[]
  readonly offsets: readonly number[]
}

class IntlZone implements Zone {
  readonly name: string
  readonly #format: Intl.DateTimeFormat
  readonly #years = new Map<number, YearRules>()
  #last: { from: number; to: number; offset: number } = { from: 1, to: 0, offset: 0 }

  constructor(name: string) {
    this.name = name
    const digits = {
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    } as const
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      era: 'short',
      calendar: 'gregory',
      ...digits,
    })
  }

  offsetAt(given: number): number {
    const seconds = withinDate(given)
    const last = this.#last
    if (seconds >= last.from && seconds < last.to) return last.offset
    const { starts, offsets } = this.#rules(new Date(seconds * 1000).getUTCFullYear())
    let index = starts.length - 1
    while (index > 0 && starts[index]! > seconds) index--
    this.#last = { from: starts[index]!, to: starts[index + 1] ?? starts[index]!, offset: offsets[index]! }
    return offsets[index]!
  }

  abbreviationAt(seconds: number): string {
    const known = abbreviationsByZone[this.name]
    const offset = this.offsetAt(seconds)
    const named = known?.find((text) => (abbreviatedOffsets.get(text.toLowerCase()) ?? 99) * 3600 === offset)
    if (named) return named
    const format = new Intl.DateTimeFormat('en-US', { timeZone: this.name, timeZoneName: 'short' })
    const text =
      format.formatToParts(withinDate(seconds) * 1000).find((part) => part.type === 'timeZoneName')?.value ?? ''
    return /^[A-Z]{3,5}$/.test(text) && text !== 'GMT' ? text : offsetText(offset).replace(':', '')
  }

  #rules(year: number): YearRules {
    const known = this.#years.get(year)
    if (known) return known
    const rules = this.#findRules(year)
    this.#years.set(year, rules)
    return rules
  }

  // Zones change at most every few weeks, so probing every tenth day and halving finds all of a year's transitions.
  #findRules(year: number): YearRules {
    const from = daysFromYmd(year, 1, 1) * daySeconds
    const to = daysFromYmd(year + 1, 1, 1) * daySeconds
    const starts = [from]
    const offsets = [this.#ask(from)]
    for (let probe = from; probe < to; ) {
      const next = Math.min(probe + 10 * daySeconds, to)
      const offset = this.#ask(next)
      if (offset !== offsets.at(-1)) {
        starts.push(this.#transition(probe, next, offsets.at(-1)!))
        offsets.push(offset)
      }
      probe = next
    }
    starts.push(to)
    return { starts, offsets: [...offsets, offsets.at(-1)!] }
  }

  #transition(from: number, to: number, before: number): number {
    let low = from
    let high = to
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (this.#ask(middle) === before) low = middle
      else high = middle
    }
    return high
  }

  #ask(seconds: number): number {
    const field: Record<string, string> = {}
    for (const part of this.#format.formatToParts(withinDate(seconds) * 1000)) field[part.type] = part.value
    const year = field.era?.startsWith('B') ? 1 - Number(field.year) : Number(field.year)
    const local = daysFromYmd(year, Number(field.month), Number(field.day)) * daySeconds
    return local + Number(field.hour) * 3600 + Number(field.minute) * 60 + Number(field.second) - withinDate(seconds)
  }
}

/**
 * JavaScript's Date ends at the year 275760, PostgreSQL's timestamps in 294276: the calendar repeats itself every 400
 * years, and so do the rules that hold by then.
 */
const lastSecond = 8_639_999_000_000
const cycles = 47 * 146_097 * daySeconds
const withinDate = (seconds: number): number =>
  seconds > lastSecond ? seconds - cycles : Math.max(-lastSecond, seconds)

/** CLDR names few abbreviations in English; these zones have the ones PostgreSQL prints. */
// biome-ignore format: a table
const abbreviationsByZone: Readonly<Record<string, readonly string[]>> = byName({
  'Europe/London': ['GMT', 'BST'], 'Europe/Berlin': ['CET', 'CEST'], 'Europe/Paris': ['CET', 'CEST'],
  'Europe/Madrid': ['CET', 'CEST'], 'Europe/Rome': ['CET', 'CEST'], 'Europe/Vienna': ['CET', 'CEST'],
  'Europe/Amsterdam': ['CET', 'CEST'], 'Europe/Brussels': ['CET', 'CEST'], 'Europe/Zurich': ['CET', 'CEST'],
  'Europe/Warsaw': ['CET', 'CEST'], 'Europe/Prague': ['CET', 'CEST'], 'Europe/Stockholm': ['CET', 'CEST'],
  'Europe/Athens': ['EET', 'EEST'], 'Europe/Helsinki': ['EET', 'EEST'], 'Europe/Moscow': ['MSK'],
  'Asia/Tokyo': ['JST'], 'Asia/Seoul': ['KST'], 'Asia/Hong_Kong': ['HKT'], 'Asia/Karachi': ['PKT'],
  'Australia/Sydney': ['AEST', 'AEDT'], 'Australia/Melbourne': ['AEST', 'AEDT'], 'Pacific/Auckland': ['NZST', 'NZDT'],
  'Africa/Johannesburg': ['SAST'], UTC: ['UTC'],
})

const floorSeconds = (micros: bigint): number => {
  const whole = micros / 1_000_000n
  return Number(micros < whole * 1_000_000n ? whole - 1n : whole)
}

/** Wall-clock microseconds in the zone (as if UTC) of an instant. */
export const toLocal = (instant: bigint, zone: Zone): bigint =>
  instant + BigInt(zone.offsetAt(floorSeconds(instant))) * 1_000_000n

/**
 * Instant of wall-clock microseconds. In the hour a zone skips, the offset before the change counts; in the hour it
 * repeats, the offset after it: PostgreSQL's choice.
 */
export function toInstant(local: bigint, zone: Zone): bigint {
  const seconds = floorSeconds(local)
  return local - BigInt(localOffset(seconds, zone)) * 1_000_000n
}

function localOffset(localSeconds: number, zone: Zone): number {
  const before = zone.offsetAt(localSeconds - daySeconds)
  const after = zone.offsetAt(localSeconds + daySeconds)
  return zone.offsetAt(localSeconds - after) === after ? after : before
}

/** Whole days and microseconds of the day. */
export function splitMicros(micros: bigint): { readonly days: number; readonly rest: number } {
  if (micros > -9_007_199_254_740_991n && micros < 9_007_199_254_740_991n) {
    const plain = Number(micros)
    const days = Math.floor(plain / 86_400_000_000)
    return { days, rest: plain - days * 86_400_000_000 }
  }
  let days = micros / dayMicrosBig
  if (days * dayMicrosBig > micros) days -= 1n
  return { days: Number(days), rest: Number(micros - days * dayMicrosBig) }
}

export const joinMicros = (days: number, rest: number): bigint => {
  const plain = days * 86_400_000_000 + rest
  return Number.isSafeInteger(plain) ? BigInt(plain) : BigInt(days) * dayMicrosBig + BigInt(rest)
}
