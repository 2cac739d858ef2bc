import { ZohoSqlError } from '../../base/errors.ts'
import { daysFromYmd, daysInMonth, isLeap, isoYearStart, julianEpoch } from '../values/calendar.ts'
import { findZone, offsetZone, type Zone } from '../values/zone.ts'
import { dayNames, type Field, monthNames, type Piece, parseTemplate, romanMonths } from './template.ts'

/** to_date and to_timestamp: a text read by a template. */

export interface ReadMoment {
  /** Days since 1970-01-01. */
  readonly days: number
  /** Microseconds of the day. */
  readonly micros: number
  readonly zone?: Zone
}

interface Found {
  year?: number
  yearDigits?: number
  century?: number
  beforeChrist?: boolean
  month?: number
  day?: number
  dayOfYear?: number
  week?: number
  weekOfMonth?: number
  isoYear?: number
  isoWeek?: number
  isoDay?: number
  isoDayOfYear?: number
  dayOfWeek?: number
  julian?: number
  hour?: number
  twelveHour?: boolean
  afternoon?: boolean
  minute?: number
  second?: number
  secondOfDay?: number
  micros: number
  zone?: Zone
  offsetSign?: number
  offsetHours?: number
  offsetMinutes?: number
}

const invalid = (message: string, detail?: string): ZohoSqlError =>
  new ZohoSqlError('INVALID_DATETIME', message, detail === undefined ? {} : { detail })
const outOfRange = (text: string): ZohoSqlError =>
  new ZohoSqlError('DATETIME_OVERFLOW', `date/time field value out of range: "${text}"`)

class Reader {
  readonly text: string
  at = 0
  readonly found: Found = { micros: 0 }
  constructor(text: string) {
    this.text = text
  }

  get done(): boolean {
    return this.at >= this.text.length
  }

  skipBlanks(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++
  }

  /** A whole number of at most `width` digits; of any length where nothing that could be a digit follows. */
  number(field: Field, width: number, open: boolean): number {
    this.skipBlanks()
    const room = open ? 20 : width
    const match = new RegExp(`[+-]?\\d{1,${room}}`, 'y')
    match.lastIndex = this.at
    const digits = match.exec(this.text)?.[0]
    if (digits === undefined) {
      throw invalid(
        `invalid value "${this.text.slice(this.at, this.at + width)}" for "${field.written}"`,
        'Value must be an integer.',
      )
    }
    this.at += digits.length
    if (!open && /^\D/.test(digits) && digits.length < 2) throw invalid(`invalid value for "${field.written}"`)
    return Number(digits)
  }

  /** Index of the word that stands here, ignoring case. */
  word(words: readonly string[], field: Field): number {
    this.skipBlanks()
    const rest = this.text.slice(this.at).toLowerCase()
    const index = words.findIndex((word) => rest.startsWith(word.toLowerCase()))
    if (index < 0)
      throw invalid(
        `invalid value "${this.text.slice(this.at, this.at + field.written.length)}" for "${field.written}"`,
      )
    this.at += words[index]!.length
    return index
  }
}

type Take = (reader: Reader, field: Field, open: boolean) => void

const count =
  (width: number, set: (found: Found, value: number) => void): Take =>
  (reader, field, open) =>
    set(reader.found, reader.number(field, width, open))

/** `93` is 1993, `12` is 2012. */
function fullYear(year: number, digits: number): number {
  if (digits > 3 || year < 0) return year
  if (year < 70) return year + 2000
  if (year < 100) return year + 1900
  if (year < 520) return year + 2000
  return year < 1000 ? year + 1000 : year
}

const year =
  (width: number): Take =>
  (reader, field, open) => {
    const from = reader.at
    const value = reader.number(field, width, open)
    const digits = reader.text.slice(from, reader.at).trim().length
    reader.found.yearDigits = Math.min(digits, width)
    reader.found.year = width < 4 ? fullYear(value, Math.min(digits, 3)) : value
  }

const isoYear =
  (width: number): Take =>
  (reader, field, open) => {
    const value = reader.number(field, width, open)
    reader.found.isoYear = width < 4 ? fullYear(value, width) : value
  }

const fraction =
  (digits: number): Take =>
  (reader, field) => {
    reader.skipBlanks()
    const match = new RegExp(`\\d{1,${digits}}`, 'y')
    match.lastIndex = reader.at
    const text = match.exec(reader.text)?.[0]
    if (text === undefined) throw invalid(`invalid value "${reader.text.slice(reader.at)}" for "${field.written}"`)
    reader.at += text.length
    reader.found.micros = Number(text.padEnd(6, '0'))
  }

const halfDay: Take = (reader, field) => {
  const words = field.name.includes('.') ? ['A.M.', 'P.M.'] : ['AM', 'PM']
  reader.found.afternoon = reader.word(words, field) === 1
  reader.found.twelveHour = true
}
const era: Take = (reader, field) => {
  const words = field.name.includes('.') ? ['A.D.', 'B.C.'] : ['AD', 'BC']
  reader.found.beforeChrist = reader.word(words, field) === 1
}

const hour =
  (twelve: boolean): Take =>
  (reader, field, open) => {
    reader.found.hour = reader.number(field, 2, open)
    if (!twelve) return
    reader.found.twelveHour = true
    if (reader.found.hour < 1 || reader.found.hour > 12) {
      throw invalid(`hour "${reader.found.hour}" is invalid for the 12-hour clock`)
    }
  }

const withComma: Take = (reader, field) => {
  reader.skipBlanks()
  const match = /(\d+),(\d{3})/y
  match.lastIndex = reader.at
  const parts = match.exec(reader.text)
  if (!parts) throw invalid(`invalid value for "${field.written}"`)
  reader.at += parts[0].length
  reader.found.year = Number(parts[1]! + parts[2]!)
  reader.found.yearDigits = 4
}

const offset: Take = (reader, field) => {
  reader.skipBlanks()
  const match = /([+-]?)(\d{1,2})(?::?(\d\d))?/y
  match.lastIndex = reader.at
  const parts = match.exec(reader.text)
  if (!parts) throw invalid(`invalid value for "${field.written}"`)
  reader.at += parts[0].length
  reader.found.zone = offsetZone((parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 3600 + Number(parts[3] ?? 0) * 60))
}

const offsetHours: Take = (reader, field, open) => {
  reader.skipBlanks()
  reader.found.offsetSign = reader.text[reader.at] === '-' ? -1 : 1
  if (/[+-]/.test(reader.text[reader.at] ?? '')) reader.at++
  reader.found.offsetHours = reader.number(field, 2, open)
}

const zoneName: Take = (reader, field) => {
  reader.skipBlanks()
  const match = /[a-z]+|[+-]\d{1,2}(?::?\d\d)?/iy
  match.lastIndex = reader.at
  const text = match.exec(reader.text)?.[0] ?? ''
  const zone = /^[+-]/.test(text)
    ? findZone(text.replace(/^[+-]/, (sign) => (sign === '+' ? '-' : '+')))
    : findZone(text)
  if (!zone) throw invalid(`invalid value "${reader.text.slice(reader.at)}" for "${field.written}"`)
  reader.at += text.length
  reader.found.zone = zone
}

const word =
  (words: readonly string[], set: (found: Found, index: number) => void): Take =>
  (reader, field) =>
    set(reader.found, reader.word(words, field))

const short = (words: readonly string[]): string[] => words.map((text) => text.slice(0, 3))
const longestFirst = romanMonths.toSorted((a, b) => b.length - a.length)

const fields: Readonly<Record<string, Take>> = {
  HH24: hour(false),
  HH12: hour(true),
  HH: hour(true),
  MI: count(2, (found, value) => {
    found.minute = value
  }),
  SS: count(2, (found, value) => {
    found.second = value
  }),
  MS: fraction(3),
  US: fraction(6),
  ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((digits) => [`FF${digits}`, fraction(digits)])),
  SSSS: count(5, (found, value) => {
    found.secondOfDay = value
  }),
  SSSSS: count(5, (found, value) => {
    found.secondOfDay = value
  }),
  ...Object.fromEntries(['AM', 'PM', 'A.M.', 'P.M.'].map((name) => [name, halfDay])),
  ...Object.fromEntries(['AD', 'BC', 'A.D.', 'B.C.'].map((name) => [name, era])),
  'Y,YYY': withComma,
  YYYY: year(4),
  YYY: year(3),
  YY: year(2),
  Y: year(1),
  IYYY: isoYear(4),
  IYY: isoYear(3),
  IY: isoYear(2),
  I: isoYear(1),
  MONTH: word(monthNames, (found, index) => {
    found.month = index + 1
  }),
  MON: word(short(monthNames), (found, index) => {
    found.month = index + 1
  }),
  MM: count(2, (found, value) => {
    found.month = value
  }),
  RM: word(longestFirst, (found, index) => {
    found.month = romanMonths.indexOf(longestFirst[index]!) + 1
  }),
  DAY: word(dayNames, (found, index) => {
    found.dayOfWeek = index
  }),
  DY: word(short(dayNames), (found, index) => {
    found.dayOfWeek = index
  }),
  DDD: count(3, (found, value) => {
    found.dayOfYear = value
  }),
  IDDD: count(3, (found, value) => {
    found.isoDayOfYear = value
  }),
  DD: count(2, (found, value) => {
    found.day = value
  }),
  D: count(1, (found, value) => {
    found.dayOfWeek = value - 1
  }),
  ID: count(1, (found, value) => {
    found.isoDay = value
  }),
  W: count(1, (found, value) => {
    found.weekOfMonth = value
  }),
  WW: count(2, (found, value) => {
    found.week = value
  }),
  IW: count(2, (found, value) => {
    found.isoWeek = value
  }),
  CC: count(2, (found, value) => {
    found.century = value
  }),
  J: count(20, (found, value) => {
    found.julian = value
  }),
  Q: count(1, () => {}),
  TZ: zoneName,
  TZH: offsetHours,
  TZM: count(2, (found, value) => {
    found.offsetMinutes = value
  }),
  OF: offset,
}

/** True where a number ends by itself: in front of a separator, of text, or at the end. */
function endsByItself(pieces: readonly Piece[], index: number): boolean {
  const next = pieces[index + 1]
  if (next === undefined) return true
  return next.kind === 'text' && !/^\d/.test(next.text)
}

function skipText(reader: Reader, text: string, separator: boolean): void {
  if (!separator) {
    reader.skipBlanks()
    reader.at += [...text].length
    return
  }
  const before = reader.at
  reader.skipBlanks()
  // One separator of the template stands for any other; where there is none it stands for nothing.
  const char = reader.text[reader.at] ?? ''
  if (/[^\p{L}\p{N}\s+-]/u.test(char) || (/[+-]/.test(char) && !/\s/.test(text))) reader.at++
  else if (before === reader.at && /\s/.test(char)) reader.at++
}

/** Reads by template; throws 22007 or 22008. */
export function readByTemplate(text: string, template: string): ReadMoment {
  const reader = new Reader(text)
  const pieces = parseTemplate(template)
  reader.skipBlanks()
  for (const [index, piece] of pieces.entries()) {
    if (reader.done) break
    if (piece.kind === 'text') skipText(reader, piece.text, piece.separator)
    else {
      fields[piece.name]!(reader, piece, piece.fill || endsByItself(pieces, index))
      reader.at += piece.ordinal.length
    }
  }
  return { days: dayOf(reader.found, text), micros: clockOf(reader.found, text), zone: zoneOf(reader.found) }
}

function zoneOf({ zone, offsetHours, offsetMinutes = 0, offsetSign = 1 }: Found): Zone | undefined {
  if (offsetHours === undefined) return zone
  return offsetZone(offsetSign * (offsetHours * 3600 + offsetMinutes * 60))
}

function clockOf(found: Found, text: string): number {
  const { secondOfDay, minute = 0, second = 0, micros } = found
  if (secondOfDay !== undefined) {
    if (secondOfDay >= 86_400) throw outOfRange(text)
    return secondOfDay * 1_000_000 + micros
  }
  let hours = found.hour ?? 0
  if (found.twelveHour && found.afternoon !== undefined) hours = (hours % 12) + (found.afternoon ? 12 : 0)
  else if (found.twelveHour && hours === 12) hours = 0
  if (hours > 23 || minute > 59 || second > 59) throw outOfRange(text)
  return ((hours * 60 + minute) * 60 + second) * 1_000_000 + micros
}

function yearOf(found: Found): number {
  const { century, beforeChrist } = found
  let { year } = found
  if (century !== undefined) {
    const base = (Math.abs(century) - 1) * 100
    year = year === undefined || (found.yearDigits ?? 4) > 2 ? (year ?? base + 1) : base + (year % 100 || 100)
  }
  if (year === undefined) return beforeChrist ? 0 : 0
  if (beforeChrist) return year > 0 ? 1 - year : year
  return year < 0 ? year + 1 : year
}

function isoDay(found: Found): number | undefined {
  const { isoYear, isoWeek, isoDay, isoDayOfYear, dayOfWeek } = found
  if (isoYear === undefined) return undefined
  if (isoDayOfYear !== undefined) return isoYearStart(isoYear) + isoDayOfYear - 1
  const weekday = isoDay ?? (dayOfWeek === undefined ? 1 : dayOfWeek || 7)
  return isoYearStart(isoYear) + ((isoWeek ?? 1) - 1) * 7 + weekday - 1
}

function dayOf(found: Found, text: string): number {
  if (found.julian !== undefined) return found.julian - julianEpoch
  const iso = isoDay(found)
  if (iso !== undefined) return iso
  const year = yearOf(found)
  if (found.week !== undefined) return daysFromYmd(year, 1, 1) + (found.week - 1) * 7
  if (found.dayOfYear !== undefined && found.month === undefined) {
    if (found.dayOfYear < 1 || found.dayOfYear > (isLeap(year) ? 366 : 365)) throw outOfRange(text)
    return daysFromYmd(year, 1, found.dayOfYear)
  }
  const month = found.month ?? 1
  const day = found.day ?? (found.weekOfMonth === undefined ? 1 : (found.weekOfMonth - 1) * 7 + 1)
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) throw outOfRange(text)
  return daysFromYmd(year, month, day)
}
