import { ZohoSqlError } from '../../base/errors.ts'
import { checkInterval, type Interval, makeInterval } from './interval.ts'

/** Texts to intervals: PostgreSQL's verbose form, SQL's `1-2 3 4:05:06`, ISO 8601's `P1Y2M`. */

type Unit =
  | 'micro'
  | 'milli'
  | 'second'
  | 'minute'
  | 'hour'
  | 'day'
  | 'week'
  | 'month'
  | 'year'
  | 'decade'
  | 'century'
  | 'millennium'

const spellings: Readonly<Record<Unit, string>> = {
  micro: 'us usec usecs usecond useconds microsecond microseconds',
  milli: 'ms msec msecs msecond mseconds millisecond milliseconds',
  second: 's sec secs second seconds',
  minute: 'm min mins minute minutes',
  hour: 'h hr hrs hour hours',
  day: 'd day days',
  week: 'w week weeks',
  month: 'mon mons month months',
  year: 'y yr yrs year years',
  decade: 'dec decs decade decades',
  century: 'c cent century centuries',
  millennium: 'mil mils millennium millennia',
}
const units = new Map(
  Object.entries(spellings).flatMap(([unit, words]) => words.split(' ').map((word) => [word, unit as Unit])),
)

const microsOf: Partial<Record<Unit, number>> = { micro: 1, milli: 1000, second: 1e6, minute: 6e7, hour: 3.6e9 }
const daysOf: Partial<Record<Unit, number>> = { day: 1, week: 7 }
const monthsOf: Partial<Record<Unit, number>> = { month: 1, year: 12, decade: 120, century: 1200, millennium: 12_000 }

const invalid = (text: string): ZohoSqlError =>
  new ZohoSqlError('INVALID_DATETIME', `invalid input syntax for type interval: "${text}"`)

/** Sums up the parts as PostgreSQL does: a fraction of a month becomes days, a fraction of a day microseconds. */
class Sum {
  months = 0
  days = 0
  micros = 0n
  readonly #given = new Set<Unit>()

  /** False where one of the units was given before. */
  claim(...given: readonly Unit[]): boolean {
    const fresh = given.every((unit) => !this.#given.has(unit))
    for (const unit of given) this.#given.add(unit)
    return fresh
  }

  add(number: string, unit: Unit): void {
    const negative = number.startsWith('-')
    const [whole = '', fraction = ''] = number.replace(/^[+-]/, '').split('.')
    const sign = negative ? -1 : 1
    this.#whole(BigInt(whole || '0') * BigInt(sign), unit)
    if (fraction !== '' && /[1-9]/.test(fraction)) this.#fraction(sign, fraction, unit)
  }

  #whole(value: bigint, unit: Unit): void {
    if (microsOf[unit]) this.micros += value * BigInt(microsOf[unit])
    else if (daysOf[unit]) this.days += Number(value) * daysOf[unit]
    else this.months += Number(value) * (monthsOf[unit] ?? 0)
  }

  #fraction(sign: number, digits: string, unit: Unit): void {
    const value = Number(`0.${digits}`)
    if (unit === 'week') this.#fractionOfDays(sign * value * 7)
    else if (unit === 'month') this.#fractionOfDays(sign * value * 30)
    else if (unit === 'day') this.micros += BigInt(Math.round(sign * value * 86_400_000_000))
    else if (microsOf[unit]) this.micros += BigInt(roundHalfEven(sign * value * microsOf[unit]))
    else this.months += Math.round(sign * value * (monthsOf[unit] ?? 0))
  }

  #fractionOfDays(days: number): void {
    const whole = Math.trunc(days)
    this.days += whole
    this.micros += BigInt(Math.round((days - whole) * 86_400_000_000))
  }

  negate(): void {
    this.months = -this.months
    this.days = -this.days
    this.micros = -this.micros
  }

  value(): Interval {
    return checkInterval(makeInterval(this.months, this.days, this.micros))
  }
}

const roundHalfEven = (value: number): number => {
  const floor = Math.floor(value)
  const rest = value - floor
  return rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor
}

/**
 * Reads an interval; throws 22007 or 22008.
 * `fields` is what follows in `INTERVAL '1' DAY` or `INTERVAL '1-2' YEAR TO MONTH`.
 */
export function parseInterval(source: string, fields = ''): Interval {
  const text = source.trim().toLowerCase()
  if (/^p(?=[\dt+-])/.test(text)) return restrict(parseIso(text, source), fields)
  const tokens = text.match(/[+-]?\d+:[\d:.]+|[+-]?\d+-\d+|(?:[+-]\s*)?(?:\d+\.?\d*|\.\d+)|[a-z]+|\S/g)
  if (!tokens) throw invalid(source)
  return restrict(sumTokens(tokens, lastField(fields), source), fields)
}

// biome-ignore format: a table
const fieldUnits: Readonly<Record<string, Unit>> = {
  year: 'year', month: 'month', day: 'day', hour: 'hour', minute: 'minute', second: 'second',
}
const lastField = (fields: string): string =>
  fields
    .trim()
    .replace(/\(\d+\)$/, '')
    .trim()
    .split(' to ')
    .at(-1)!
    .trim()

// From the end, because a number gets its unit from what follows it.
function sumTokens(tokens: readonly string[], lowest: string, source: string): Interval {
  const sum = new Sum()
  let ago = false
  let seen = false
  let unit: Unit | undefined = fieldUnits[lowest] ?? 'second'
  for (let i = tokens.length - 1; i >= 0; i--) {
    const token = tokens[i]!
    if (token === '@' && i === 0) continue
    if (/^[a-z]/.test(token)) {
      ago ||= token === 'ago' && i === tokens.length - 1
      unit = token === 'ago' ? unit : units.get(token)
      if (unit === undefined || (token === 'ago' && i !== tokens.length - 1)) throw invalid(source)
      continue
    }
    unit = takeNumber(sum, token.replace(/\s+/g, ''), unit, lowest, source)
    seen = true
  }
  if (!seen) throw invalid(source)
  if (ago) sum.negate()
  return sum.value()
}

/** Returns the unit that a bare number in front of this one would have. */
function takeNumber(sum: Sum, token: string, unit: Unit | undefined, lowest: string, source: string): Unit | undefined {
  if (token.includes(':')) {
    if (!sum.claim('hour', 'minute', 'second', 'milli', 'micro')) throw invalid(source)
    sum.micros += clockMicros(token, lowest, source)
    return 'day'
  }
  const yearMonth = /^([+-]?)(\d+)-(\d+)$/.exec(token)
  if (yearMonth) {
    if (Number(yearMonth[3]) > 11) throw fieldOutOfRange(source)
    if (!sum.claim('month')) throw invalid(source)
    sum.months += (yearMonth[1] === '-' ? -1 : 1) * (Number(yearMonth[2]) * 12 + Number(yearMonth[3]))
    return undefined
  }
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(token) || unit === undefined || !sum.claim(unit)) throw invalid(source)
  sum.add(token, unit)
  return unit === 'second' || unit === 'minute' || unit === 'hour' ? 'day' : undefined
}

function clockMicros(token: string, lowest: string, source: string): bigint {
  const match = /^([+-]?)(\d+):(\d+)(?::(\d+)(\.\d*)?|(\.\d*))?$/.exec(token)
  if (!match) throw invalid(source)
  const short = match[4] === undefined && (match[6] !== undefined || lowest === 'second')
  const [hour, minute, second] = short ? ['0', match[2]!, match[3]!] : [match[2]!, match[3]!, match[4] ?? '0']
  if (Number(minute) > 59 || Number(second) > 60) throw fieldOutOfRange(source)
  const fraction = Math.round(Number(`0${match[5] ?? match[6] ?? ''}`) * 1e6) || 0
  const micros = (BigInt(hour) * 3600n + BigInt(minute) * 60n + BigInt(second)) * 1_000_000n + BigInt(fraction)
  return match[1] === '-' ? -micros : micros
}

const fieldOutOfRange = (source: string): ZohoSqlError =>
  new ZohoSqlError('DATETIME_OVERFLOW', `interval field value out of range: "${source}"`)

const isoDateUnits: Readonly<Record<string, Unit>> = { y: 'year', m: 'month', w: 'week', d: 'day' }
const isoTimeUnits: Readonly<Record<string, Unit>> = { h: 'hour', m: 'minute', s: 'second' }

function parseIso(text: string, source: string): Interval {
  const sum = new Sum()
  const [datePart = '', timePart, extra] = text.slice(1).split('t')
  if (extra !== undefined) throw invalid(source)
  addIsoParts(sum, datePart, isoDateUnits, source)
  if (timePart !== undefined) addIsoParts(sum, timePart, isoTimeUnits, source)
  return sum.value()
}

function addIsoParts(sum: Sum, text: string, known: Readonly<Record<string, Unit>>, source: string): void {
  if (addIsoAlternative(sum, text, known)) return
  const parts = text.matchAll(/([+-]?(?:\d+\.?\d*|\.\d+))([a-z])/g)
  let length = 0
  for (const [whole, number, letter] of parts) {
    const unit = known[letter!]
    if (!unit) throw invalid(source)
    sum.add(number!, unit)
    length += whole.length
  }
  if (length !== text.length) throw invalid(source)
}

/** `P0001-02-03T04:05:06` */
function addIsoAlternative(sum: Sum, text: string, known: Readonly<Record<string, Unit>>): boolean {
  const match = /^(\d+)[-:](\d+)(?:[-:](\d+(?:\.\d+)?))?$/.exec(text)
  if (!match) return false
  const order: readonly Unit[] = known === isoDateUnits ? ['year', 'month', 'day'] : ['hour', 'minute', 'second']
  order.forEach((unit, index) => {
    sum.add(match[index + 1] ?? '0', unit)
  })
  return true
}

const unitMicros: Partial<Record<string, bigint>> = { hour: 3_600_000_000n, minute: 60_000_000n }

/** Drops what is finer than the last field of `DAY TO HOUR` and its like. */
function restrict(value: Interval, fields: string): Interval {
  const lowest = lastField(fields)
  const { months, days, micros } = value
  if (lowest === 'year') return makeInterval(Math.trunc(months / 12) * 12, 0, 0n)
  if (lowest === 'month') return makeInterval(months, 0, 0n)
  if (lowest === 'day') return makeInterval(months, days, 0n)
  const unit = unitMicros[lowest]
  return unit === undefined ? roundSeconds(value, fields) : makeInterval(months, days, (micros / unit) * unit)
}

function roundSeconds(value: Interval, fields: string): Interval {
  const digits = /\((\d+)\)$/.exec(fields.trim())?.[1]
  if (digits === undefined || Number(digits) >= 6) return value
  const unit = 10n ** BigInt(6 - Number(digits))
  const half = value.micros < 0n ? -unit / 2n : unit / 2n
  return makeInterval(value.months, value.days, ((value.micros + half) / unit) * unit)
}
