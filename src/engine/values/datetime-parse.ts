import { daysFromYmd, ymdFromDays } from './calendar.ts'
import { findZone, offsetZone, type Zone } from './zone.ts'

/**
 * Takes a date or time text apart the way PostgreSQL's ParseDateTime and DecodeDateTime do: first into fields by their
 * shape, then each field is given its meaning by what is still missing (order month, day, year where it is open).
 */
export interface DateTimeFields {
  year?: number
  twoDigitYear?: boolean
  beforeChrist?: boolean
  month?: number
  day?: number
  julian?: number
  /** Microseconds of the day. */
  time?: number
  zone?: Zone
  special?: 'now' | 'today' | 'tomorrow' | 'yesterday' | 'epoch' | 'infinity' | '-infinity'
  meridian?: 'am' | 'pm'
}

/** 22007, 22008, 22009 or 22023. */
export type DateTimeFailure = 'invalid' | 'overflow' | 'displacement' | 'zone'
type DateTimeTokenKind = 'date' | 'time' | 'number' | 'zone' | 'word'
interface DateTimeToken {
  readonly kind: DateTimeTokenKind
  readonly text: string
}

class Unreadable {
  readonly why: DateTimeFailure
  constructor(why: DateTimeFailure) {
    this.why = why
  }
}
const fail = (why: DateTimeFailure): never => {
  throw new Unreadable(why)
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
// biome-ignore format: a table
const longMonths = [
  'january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november',
  'december',
]
const weekdays = /^(sun(day)?|mon(day)?|tue(s|sday)?|wed(s|nesday)?|thu(r|rs|rsday)?|fri(day)?|sat(urday)?)$/
const specials = new Set(['now', 'today', 'tomorrow', 'yesterday', 'epoch', 'infinity', '-infinity'])
const ignored = new Set(['at', 'on', 't'])

const monthNumber = (word: string): number => {
  const index = word === 'sept' ? 8 : months.indexOf(word) >= 0 ? months.indexOf(word) : longMonths.indexOf(word)
  return index + 1
}
const isKeyword = (word: string): boolean =>
  monthNumber(word) > 0 ||
  weekdays.test(word) ||
  specials.has(word) ||
  ignored.has(word) ||
  /^(am|pm|ad|bc|j|jd|julian|allballs|z|zulu)$/.test(word)

// Order matters: a shape is tried only where those before it do not fit.
const shapes: readonly (readonly [DateTimeTokenKind, RegExp])[] = [
  ['time', /\d+:[\d:.]*/y],
  ['date', /\d+([-/.])\d+\1[\d\-/.]*/y],
  ['date', /\d+[-/]\d+/y],
  ['number', /\d+\.\d+/y],
  ['date', /\d+([-/.])(?:[a-z]+)(?:\1\d+)*/iy],
  ['number', /\d+|\.\d+/y],
  ['zone', /[+-]\s*\d[\d:.-]*/y],
  ['word', /[+-]\s*[a-z]+/iy],
  ['word', /[a-z]+/iy],
]
const zoneTail = /[a-z0-9+\-/_.:]+/iy

function tokens(text: string): DateTimeToken[] {
  const found: DateTimeToken[] = []
  for (let at = 0; at < text.length; ) {
    if (/\s/.test(text[at]!)) at++
    else {
      const token = tokenAt(text, at)
      if (token) found.push(token)
      at += token ? token.length : /[!-/:-@[-`{-~]/.test(text[at]!) ? 1 : fail('invalid')
    }
  }
  return found
}

function tokenAt(text: string, at: number): (DateTimeToken & { readonly length: number }) | undefined {
  for (const [kind, shape] of shapes) {
    shape.lastIndex = at
    const match = shape.exec(text)
    if (!match) continue
    const word = match[0]
    const next = text[at + word.length] ?? ''
    if (kind === 'word' && isZoneOrDate(word, next)) {
      zoneTail.lastIndex = at
      const whole = zoneTail.exec(text)?.[0] ?? word
      return { kind: 'date', text: whole.toLowerCase(), length: whole.length }
    }
    return { kind, text: word.replace(/\s+/g, '').toLowerCase(), length: word.length }
  }
  return undefined
}

const isZoneOrDate = (word: string, next: string): boolean =>
  /^[a-z]/i.test(word) && (/[-/.]/.test(next) || (/[+\d_]/.test(next) && next !== '' && !isKeyword(word.toLowerCase())))

/** The fields of a text, or what is wrong with it. `timeOnly`: bare digits are a time. */
export function readDateTime(text: string, timeOnly: boolean): DateTimeFields | DateTimeFailure {
  try {
    return new DateTimeReader(timeOnly).read(tokens(text))
  } catch (error) {
    if (error instanceof Unreadable) return error.why
    throw error
  }
}

class DateTimeReader {
  readonly #fields: DateTimeFields = {}
  readonly #timeOnly: boolean
  #textMonth = false
  #julianNext = false

  constructor(timeOnly: boolean) {
    this.#timeOnly = timeOnly
  }

  read(list: readonly DateTimeToken[]): DateTimeFields {
    if (list.length === 0) fail('invalid')
    for (const token of list) this.#take(token)
    if (list.at(-1)!.text === 't') throw new Unreadable('invalid')
    this.#applyMeridian()
    return this.#fields
  }

  #take({ kind, text }: DateTimeToken): void {
    if (kind === 'time') this.#time(text)
    else if (kind === 'zone') this.#zone(text)
    else if (kind === 'word') this.#word(text)
    else if (kind === 'number') this.#number(text)
    else this.#date(text)
  }

  get #dateDone(): boolean {
    const { year, month, day, julian, special } = this.#fields
    return (
      (year !== undefined && month !== undefined && day !== undefined) || julian !== undefined || special !== undefined
    )
  }

  #date(text: string): void {
    const name = /^[a-z]+/.exec(text)?.[0]
    if (name !== undefined && (this.#dateDone || this.#timeOnly || !monthNumber(name))) this.#namedZone(text)
    else if (this.#dateDone) this.#timeWithZone(text)
    else this.#dateParts(text.split(/[-/.]/).filter((part) => part !== ''))
  }

  #dateParts(parts: readonly string[]): void {
    const named = parts.find((part) => /^[a-z]/.test(part))
    if (named !== undefined) this.#setMonth(monthNumber(named))
    for (const part of parts) if (/^\d+$/.test(part)) this.#dateNumber(part)
    if (!this.#dateDone) throw new Unreadable('invalid')
  }

  #timeWithZone(text: string): void {
    const match = /^(\d{4}|\d{6}(?:\.\d+)?)([+-].*)$/.exec(text)
    if (!match || this.#fields.time !== undefined) throw new Unreadable('invalid')
    this.#packedTime(match[1]!)
    this.#zone(match[2]!)
  }

  #setMonth(month: number): void {
    if (month === 0) fail('invalid')
    // "10 Feb 2024": the number before the name was taken for a month, so it was the day.
    if (this.#fields.month !== undefined && !this.#textMonth && this.#fields.day === undefined) {
      this.#fields.day = this.#fields.month
    } else if (this.#fields.month !== undefined) fail('invalid')
    this.#fields.month = month
    this.#textMonth = true
  }

  #dateNumber(digits: string): void {
    const fields = this.#fields
    const long = digits.length >= 3
    const value = Number(digits)
    if (fields.year === undefined && (long || (fields.month !== undefined && fields.day !== undefined))) {
      this.#year(digits)
    } else if (fields.month === undefined) fields.month = value
    else if (fields.day === undefined) fields.day = value
    else if (fields.twoDigitYear && long) {
      // "99 Feb 2024" style: what looked like a year was the day.
      fields.day = fields.year
      this.#year(digits)
    } else fail('invalid')
  }

  #year(digits: string): void {
    this.#fields.year = Number(digits)
    this.#fields.twoDigitYear = digits.length <= 2
  }

  #number(text: string): void {
    if (this.#julianNext) this.#julian(text)
    else if (this.#dateDone || (this.#timeOnly && this.#fields.time === undefined)) this.#packedTime(text)
    else if (/^\d{4}\.\d{3}$/.test(text)) this.#dayOfYear(text)
    else if (text.includes('.')) this.#date(text)
    else if (text.length >= 6) this.#packedDate(text)
    else this.#dateNumber(text)
  }

  #dayOfYear(text: string): void {
    const { month, day } = ymdFromDays(daysFromYmd(Number(text.slice(0, 4)), 1, Number(text.slice(5))))
    Object.assign(this.#fields, { year: Number(text.slice(0, 4)), month, day })
  }

  #packedDate(text: string): void {
    this.#year(text.slice(0, -4))
    this.#fields.month = Number(text.slice(-4, -2))
    this.#fields.day = Number(text.slice(-2))
  }

  #packedTime(text: string): void {
    const match = /^(\d\d)(\d\d)(?:(\d\d)(\.\d*)?)?$/.exec(text)
    if (!match || this.#fields.time !== undefined) throw new Unreadable('invalid')
    this.#fields.time = clock(Number(match[1]), Number(match[2]), Number(match[3] ?? 0), match[4] ?? '')
  }

  #julian(text: string): void {
    this.#julianNext = false
    const days = Number(text)
    this.#fields.julian = Math.floor(days)
    if (days % 1) this.#fields.time = Math.round((days % 1) * 86_400_000_000)
  }

  #time(text: string): void {
    if (this.#fields.time !== undefined) fail('invalid')
    const match = /^(\d+):(\d+)(?::(\d+)(\.\d*)?|(\.\d+))?$/.exec(text)
    if (!match) throw new Unreadable('invalid')
    if (match[5] !== undefined) {
      // mm:ss.fff
      this.#fields.time = clock(0, Number(match[1]), Number(match[2]), match[5])
    } else this.#fields.time = clock(Number(match[1]), Number(match[2]), Number(match[3] ?? 0), match[4] ?? '')
  }

  #zone(text: string): void {
    const match = /^([+-])(\d+)(?::(\d*)(?::(\d*))?)?(.*)$/.exec(text)
    if (!match) throw new Unreadable('invalid')
    const [, sign, first = '', minutes, seconds, rest] = match
    // Minutes may stand right after the hours; seconds may not, so +010000 is ten thousand of something.
    const packed = minutes === undefined && rest === '' && first.length > 2
    const hour = Number(packed ? first.slice(0, -2) : first)
    const minute = Number(packed ? first.slice(-2) : (minutes ?? 0))
    const second = Number(seconds ?? 0)
    if (hour > 15 || minute > 59 || second > 59) throw new Unreadable('displacement')
    if (rest !== '') throw new Unreadable('invalid')
    const offset = (hour * 60 + minute) * 60 + second
    this.#fields.zone = offsetZone(sign === '-' ? -offset : offset)
  }

  #namedZone(text: string): void {
    const zone = findZone(text)
    if (!zone) throw new Unreadable(/[/_]/.test(text) ? 'zone' : 'invalid')
    this.#fields.zone = zone
  }

  #word(text: string): void {
    const word = text.replace(/^\+/, '')
    if (weekdays.test(word) || ignored.has(word)) return
    if (monthNumber(word) > 0) this.#setMonth(monthNumber(word))
    else if (specials.has(word)) this.#special(word as NonNullable<DateTimeFields['special']>)
    else if (word === 'allballs') {
      this.#fields.time = 0
      this.#fields.zone = offsetZone(0)
    } else if (word === 'am' || word === 'pm') this.#fields.meridian = word
    else if (word === 'bc' || word === 'ad') this.#fields.beforeChrist = word === 'bc'
    else if (word === 'j' || word === 'jd' || word === 'julian') this.#julianNext = true
    else this.#namedZone(word)
  }

  #special(word: NonNullable<DateTimeFields['special']>): void {
    if (this.#dateDone) fail('invalid')
    this.#fields.special = word
  }

  #applyMeridian(): void {
    const { meridian, time } = this.#fields
    if (meridian === undefined || time === undefined) return
    const half = 43_200_000_000
    if (time >= 13 * 3_600_000_000) fail('overflow')
    if (meridian === 'am' && time >= half) this.#fields.time = time - half
    if (meridian === 'pm' && time < half) this.#fields.time = time + half
  }
}

/** Microseconds of the day; 24:00:00 and a 60th second are allowed, as in PostgreSQL. */
function clock(hour: number, minute: number, second: number, fraction: string): number {
  const micros = fraction === '' || fraction === '.' ? 0 : Math.round(Number(`0${fraction}`) * 1_000_000)
  const total = ((hour * 60 + minute) * 60 + second) * 1_000_000 + micros
  if (minute > 59 || second > 60 || total > 86_400_000_000) fail('overflow')
  return total
}
