import { byName } from '../../base/by-name.ts'
import { type Interval, makeInterval } from './interval.ts'
import { parseIsoInterval } from './interval-iso.ts'
import {
  type Amount,
  BadFormat,
  FieldOverflow,
  IntervalSum,
  intervalFieldOverflow,
  invalidInterval,
  type Unit,
} from './interval-sum.ts'

/** Texts to intervals: PostgreSQL's verbose form, SQL's `1-2 3 4:05:06`, ISO 8601's `P1Y2M`. */

const spellings: Readonly<Record<Unit, string>> = {
  microsecond: 'us usec usecs usecond useconds microsecond',
  millisecond: 'ms msec msecs msecond mseconds millisecond',
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
// PostgreSQL looks at so many letters of a word and no more.
const wordLength = 10
const units = new Map(
  Object.entries(spellings).flatMap(([unit, words]) =>
    words.split(' ').map((word) => [word.slice(0, wordLength), unit as Unit]),
  ),
)

interface IntervalToken {
  readonly kind: 'clock' | 'number' | 'word'
  readonly text: string
}

/**
 * Reads an interval; throws 22007, 22008 or 22015.
 * `fields` is what follows in `INTERVAL '1' DAY` or `INTERVAL '1-2' YEAR TO MONTH`.
 */
export function parseInterval(source: string, fields = ''): Interval {
  return restrictInterval(sumOf(source, fieldsOnly(fields)).value(), fields)
}

/** The parts as they were written, in either form. */
function sumOf(source: string, fields: string): IntervalSum {
  try {
    return isIso(source) ? parseIsoInterval(source) : parseVerbose(source, fields)
  } catch (error) {
    if (error instanceof FieldOverflow) throw intervalFieldOverflow(source)
    if (error instanceof BadFormat) throw invalidInterval(source)
    throw error
  }
}

// No verbose form begins with P.
const isIso = (source: string): boolean => source.startsWith('P')

/** Cuts as PostgreSQL does: punctuation it has no use for only separates. */
function tokensOf(text: string): IntervalToken[] {
  const tokens: IntervalToken[] = []
  const pattern =
    /\s+|([+-]\s*[\d.][\d:.-]*)|(\d+:[\d:.]*)|(\d+([-/.])(?:\d+(?:\4[\d4]*)?|(?:[\da-z]|\4)*)|\d+|\.\d*)|([+-]\s*[a-z]+|[a-z]+)|[!-/:-@[-`{-~]/y
  for (let at = 0; at < text.length; at = pattern.lastIndex) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (!match) throw new BadFormat()
    const [, signed, clock, number, , word] = match
    const given = signed?.replace(/\s/g, '') ?? clock ?? number
    if (given !== undefined) tokens.push({ kind: given.includes(':') ? 'clock' : 'number', text: given })
    else if (word !== undefined) tokens.push({ kind: 'word', text: word })
  }
  return tokens
}

const clockUnits: readonly Unit[] = ['hour', 'minute', 'second', 'millisecond', 'microsecond']

// From the end, because a number gets its unit from what follows it.
function parseVerbose(source: string, fields: string): IntervalSum {
  const sum = new IntervalSum()
  const given = new Set<Unit>()
  const claim = (...claimed: readonly Unit[]): void => {
    if (claimed.some((unit) => given.has(unit))) throw new BadFormat()
    for (const unit of claimed) given.add(unit)
  }
  const tokens = tokensOf(source.trim().toLowerCase())
  const ago = tokens.at(-1)?.text === 'ago'
  if (ago) tokens.pop()
  let unit: Unit | undefined
  for (const { kind, text } of tokens.reverse()) {
    if (kind === 'word') unit = unitNamed(text)
    else if (kind === 'clock') {
      claim(...clockUnits)
      sum.addMicros(clockMicros(text, fields))
      unit = 'day'
    } else unit = takeNumber(sum, text, unit ?? rightmost(fields), claim)
  }
  if (given.size === 0) throw new BadFormat()
  if (ago) sum.negate()
  return sum
}

function unitNamed(word: string): Unit {
  const unit = units.get(word.slice(0, wordLength))
  if (unit === undefined) throw new BadFormat()
  return unit
}

/** Returns the unit that a bare number in front of this one would have. */
function takeNumber(sum: IntervalSum, text: string, unit: Unit, claim: (...units: readonly Unit[]) => void): Unit {
  const yearMonth = /^([+-]?\d+)-(.*)$/.exec(text)
  if (yearMonth) {
    sum.add({ whole: monthsOf(yearMonth[1]!, yearMonth[2]!), fraction: 0 }, 'month')
    claim('month')
    return 'month'
  }
  const amount = amountOf(text)
  sum.add(amount, unit)
  if (unit === 'second' && amount.fraction !== 0) claim('second', 'millisecond', 'microsecond')
  else claim(unit)
  return unit === 'hour' ? 'day' : unit
}

function monthsOf(years: string, rest: string): bigint {
  const months = /^[+-]?\d+$/.test(rest) ? BigInt(rest.replace('+', '')) : undefined
  if (months === undefined) throw new BadFormat()
  if (months < 0n || months > 11n) throw new FieldOverflow()
  return BigInt(years.replace('+', '')) * 12n + (years.startsWith('-') ? -months : months)
}

function amountOf(text: string): Amount {
  const match = /^([+-]?)(\d*)(\.\d*)?$/.exec(text)
  if (!match || (match[2] === '' && match[3] === undefined)) throw new BadFormat()
  const sign = match[1] === '-' ? -1 : 1
  const whole = BigInt(match[2] || '0')
  if (whole > 9_223_372_036_854_775_807n + (sign < 0 ? 1n : 0n)) throw new FieldOverflow()
  return { whole: whole * BigInt(sign), fraction: (Number(`0${match[3] ?? ''}`) || 0) * sign }
}

function clockMicros(text: string, fields: string): bigint {
  const match = /^([+-]?)(\d+):(\d*)(?::(\d*)(\.\d*)?|(\.\d*))?$/.exec(text)
  if (!match) throw new BadFormat()
  const [, sign, first = '', second = '', third, fractionOfThird, fractionOfSecond] = match
  const short = fractionOfSecond !== undefined || (third === undefined && fields === 'minute to second')
  const [hour, minute, seconds] = short ? ['0', first, second] : [first, second, third ?? '0']
  if (Number(minute) > 59 || Number(seconds) > 60) throw new FieldOverflow()
  const fraction = Math.round(Number(`0${fractionOfThird ?? fractionOfSecond ?? ''}`) * 1e6) || 0
  const whole = BigInt(hour) * 3600n + BigInt(minute || '0') * 60n + BigInt(seconds || '0')
  const micros = whole * 1_000_000n + BigInt(fraction)
  return sign === '-' ? -micros : micros
}

/** The unit of a number at the end that has none. */
const rightmost = (fields: string): Unit => (fields === '' ? 'second' : (fields.split(' to ').at(-1)! as Unit))

// `day to second(3)` without its digits.
const fieldsOnly = (fields: string): string =>
  fields
    .trim()
    .toLowerCase()
    .replace(/\s*\(\d+\)$/, '')

const unitMicros: Partial<Record<string, bigint>> = byName({ hour: 3_600_000_000n, minute: 60_000_000n })

/** Drops what is finer than the last field of `DAY TO HOUR` and its like. */
export function restrictInterval(value: Interval, fields: string): Interval {
  const lowest = fieldsOnly(fields).split(' to ').at(-1)!
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
