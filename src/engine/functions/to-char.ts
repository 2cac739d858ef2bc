import { byName } from '../../base/by-name.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import {
  dayOfWeek,
  dayOfYear,
  isoDayOfWeek,
  isoYearAndWeek,
  isoYearStart,
  julianEpoch,
  pad2,
  ymdFromDays,
} from '../values/calendar.ts'
import { isInfiniteTimestamp } from '../values/datetime.ts'
import type { Interval } from '../values/interval.ts'
import { splitMicros } from '../values/zone.ts'
import { centuryOf } from './datetime-fields.ts'
import { dayNames, monthNames, ordinalSuffix, parseTemplate, romanMonths, type TemplateField } from './template.ts'

/** to_char for timestamps and intervals. */

/** What the fields are read from; an interval has no days of the week. */
interface TemplateMoment {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly micros: number
  /** Absent for intervals. */
  readonly days?: number
  readonly zone?: { readonly offset: number; readonly abbreviation: string }
}

type FieldFormatter = (moment: TemplateMoment, field: TemplateField) => string

const number =
  (width: number, value: (moment: TemplateMoment) => number): FieldFormatter =>
  (moment, { fill }) => {
    const count = value(moment)
    const digits = String(Math.abs(count))
    return (count < 0 ? '-' : '') + (fill ? digits : digits.padStart(width, '0'))
  }

const absoluteYear = ({ year, days }: TemplateMoment): number => (days === undefined || year > 0 ? year : 1 - year)

const calendarDay = ({ days }: TemplateMoment): number => {
  if (days !== undefined) return days
  throw new ZohoSqlError('INVALID_DATETIME', 'invalid format specification for an interval value', {
    hint: 'Intervals are not tied to specific calendar dates.',
  })
}

/** Letters in the case in which the field is written: MONTH, Month or month. */
function inCase(text: string, written: string): string {
  if (written === written.toUpperCase()) return text.toUpperCase()
  return written[0] === written[0]!.toUpperCase() ? text : text.toLowerCase()
}

const name =
  (value: (moment: TemplateMoment) => string, width: number): FieldFormatter =>
  (moment, { fill, written }) =>
    inCase(value(moment), written).padEnd(fill ? 0 : width)

const month = (moment: TemplateMoment): string => {
  calendarDay(moment)
  return monthNames[moment.month - 1]!
}
const weekday = (moment: TemplateMoment): string => dayNames[dayOfWeek(calendarDay(moment))]!

const twelve = (hour: number): number => {
  const rest = hour % 12
  return rest === 0 ? 12 : rest
}

const halfDay: FieldFormatter = ({ hour }, { written }) => {
  const text = hour % 24 >= 12 ? 'pm' : 'am'
  return sameDots(text, written)
}
const era: FieldFormatter = (moment, { written }) => {
  calendarDay(moment)
  return sameDots(moment.year > 0 ? 'ad' : 'bc', written)
}
const sameDots = (text: string, written: string): string => {
  const dotted = written.includes('.') ? `${text[0]}.${text[1]}.` : text
  return written === written.toLowerCase() ? dotted : dotted.toUpperCase()
}

const isoYear = (moment: TemplateMoment): number => {
  const { year } = isoYearAndWeek(calendarDay(moment))
  return year > 0 ? year : 1 - year
}
const isoDayOfYear = (moment: TemplateMoment): number => {
  const day = calendarDay(moment)
  return day - isoYearStart(isoYearAndWeek(day).year) + 1
}

const fraction =
  (digits: number): FieldFormatter =>
  ({ micros }) =>
    String(micros).padStart(6, '0').slice(0, digits)

const offsetParts = ({ zone }: TemplateMoment): { sign: string; hours: number; minutes: number } => {
  if (!zone) throw new ZohoSqlError('INVALID_DATETIME', 'invalid format specification for an interval value')
  const positive = Math.abs(zone.offset)
  return {
    sign: zone.offset < 0 ? '-' : '+',
    hours: Math.floor(positive / 3600),
    minutes: Math.floor(positive / 60) % 60,
  }
}
const offset: FieldFormatter = (moment) => {
  const { sign, hours, minutes } = offsetParts(moment)
  return `${sign}${pad2(hours)}${minutes ? `:${pad2(minutes)}` : ''}`
}

const withComma: FieldFormatter = (moment, field) => {
  const digits = number(4, absoluteYear)(moment, { ...field, fill: false })
  return digits.replace(/(\d{3})$/, ',$1')
}

const secondsOfDay = ({ hour, minute, second }: TemplateMoment): number => hour * 3600 + minute * 60 + second

// An interval that goes back counts its months from the end of the year.
const roman = ({ month, year }: TemplateMoment): string => {
  if (month !== 0) return romanMonths.at(month > 0 ? month - 1 : month)!
  return year === 0 ? '' : romanMonths.at(year < 0 ? 0 : -1)!
}

const formats: Readonly<Record<string, FieldFormatter>> = byName({
  HH24: number(2, ({ hour }) => hour),
  HH12: number(2, ({ hour }) => twelve(hour)),
  HH: number(2, ({ hour }) => twelve(hour)),
  MI: number(2, ({ minute }) => minute),
  SS: number(2, ({ second }) => second),
  MS: fraction(3),
  US: fraction(6),
  ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((digits) => [`FF${digits}`, fraction(digits)])),
  SSSS: number(0, secondsOfDay),
  SSSSS: number(0, secondsOfDay),
  ...Object.fromEntries(['AM', 'PM', 'A.M.', 'P.M.'].map((word) => [word, halfDay])),
  ...Object.fromEntries(['AD', 'BC', 'A.D.', 'B.C.'].map((word) => [word, era])),
  'Y,YYY': withComma,
  YYYY: number(4, absoluteYear),
  YYY: number(3, (moment) => absoluteYear(moment) % 1000),
  YY: number(2, (moment) => absoluteYear(moment) % 100),
  Y: number(1, (moment) => absoluteYear(moment) % 10),
  IYYY: number(4, isoYear),
  IYY: number(3, (moment) => isoYear(moment) % 1000),
  IY: number(2, (moment) => isoYear(moment) % 100),
  I: number(1, (moment) => isoYear(moment) % 10),
  MONTH: name(month, 9),
  MON: name((moment) => month(moment).slice(0, 3), 3),
  MM: number(2, ({ month }) => month),
  RM: (moment, { fill, written }) => {
    const name = roman(moment)
    const text = name.padEnd(fill || name === '' ? 0 : 4)
    return written === written.toLowerCase() ? text.toLowerCase() : text
  },
  DAY: name(weekday, 9),
  DY: name((moment) => weekday(moment).slice(0, 3), 3),
  DDD: number(3, (moment) =>
    moment.days === undefined ? moment.day + moment.month * 30 + moment.year * 360 : dayOfYear(moment.days),
  ),
  IDDD: number(3, isoDayOfYear),
  DD: number(2, ({ day }) => day),
  D: number(1, (moment) => dayOfWeek(calendarDay(moment)) + 1),
  ID: number(1, (moment) => isoDayOfWeek(calendarDay(moment))),
  W: number(1, ({ day }) => Math.floor((day - 1) / 7) + 1),
  WW: number(2, (moment) => Math.floor((dayOfYear(calendarDay(moment)) - 1) / 7) + 1),
  IW: number(2, (moment) => isoYearAndWeek(calendarDay(moment)).week),
  CC: number(2, ({ year, days }) => (days === undefined ? Math.trunc(year / 100) : centuryOf(year))),
  J: number(0, (moment) => calendarDay(moment) + julianEpoch),
  Q: ({ month }) => (month === 0 ? '' : String(Math.floor((month - 1) / 3) + 1)),
  TZ: ({ zone }, { written }) => inCase(zone?.abbreviation ?? '', written),
  TZH: (moment) => `${offsetParts(moment).sign}${pad2(offsetParts(moment).hours)}`,
  TZM: (moment) => pad2(offsetParts(moment).minutes),
  OF: offset,
  // A mode of reading, which writes nothing.
  FX: () => '',
})

function formatMoment(moment: TemplateMoment, template: string): string {
  let out = ''
  for (const piece of parseTemplate(template)) {
    if (piece.kind === 'text') out += piece.text
    else {
      const text = formats[piece.name]!(moment, piece)
      const suffix = piece.ordinal && /\d$/.test(text) ? ordinalSuffix(text) : ''
      out += text + (piece.ordinal === 'TH' ? suffix.toUpperCase() : suffix)
    }
  }
  return out
}

/** Wall-clock microseconds in a template; null for an empty one, and for the infinities. */
export function formatTimestamp(local: bigint, template: string, zone?: TemplateMoment['zone']): string | null {
  if (template === '' || isInfiniteTimestamp(local)) return null
  const { days, rest } = splitMicros(local)
  const seconds = Math.floor(rest / 1_000_000)
  return formatMoment(
    {
      ...ymdFromDays(days),
      days,
      hour: Math.floor(seconds / 3600),
      minute: Math.floor(seconds / 60) % 60,
      second: seconds % 60,
      micros: rest % 1_000_000,
      zone: zone ?? { offset: 0, abbreviation: '' },
    },
    template,
  )
}

export function formatInterval({ months, days, micros }: Interval, template: string): string | null {
  if (template === '') return null
  const seconds = micros / 1_000_000n
  return formatMoment(
    {
      year: Math.trunc(months / 12),
      month: months % 12,
      day: days,
      hour: Number(seconds / 3600n),
      minute: Number((seconds / 60n) % 60n),
      second: Number(seconds % 60n),
      micros: Number(micros % 1_000_000n),
    },
    template,
  )
}
