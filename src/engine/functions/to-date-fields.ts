import { byName } from '../../base/by-name.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import { findZone, type Zone } from '../values/zone.ts'
import { dayNames, monthNames, parseTemplate, romanMonths, type TemplateField, type TemplatePiece } from './template.ts'

/**
 * The fields of a text by a template, as PostgreSQL's DCH_from_char takes them: what counts as a separator, how many
 * digits a number may have and what blanks mean follows from its steps more than from any rule.
 */
export interface ParsedFields {
  mode?: 'gregorian' | 'iso'
  year: number
  /** Digits that the template's year field has. */
  yearDigits: number
  century: number
  beforeChrist: number
  month: number
  day: number
  dayOfYear: number
  week: number
  weekOfMonth: number
  /** 1 is Sunday. */
  dayOfWeek: number
  julian: number
  hour: number
  twelveHour: boolean
  afternoon: number
  minute: number
  second: number
  millis: number
  micros: number
  /** Decimals of a second that FF1 to FF6 ask for. */
  precision: number
  secondOfDay: number
  /** By name. */
  zone?: Zone
  zoneSign: number
  zoneHours: number
  zoneMinutes: number
}

type Count = Exclude<keyof ParsedFields, 'mode' | 'twelveHour' | 'zone'>

const invalid = (message: string, detail?: string): ZohoSqlError =>
  new ZohoSqlError('INVALID_DATETIME', message, detail === undefined ? {} : { detail })

/** `93` is 1993, `12` is 2012. */
function fullYear(year: number): number {
  if (year < 70) return year + 2000
  if (year < 100) return year + 1900
  if (year < 520) return year + 2000
  return year < 1000 ? year + 1000 : year
}

type Take = (reader: FieldReader, field: TemplateField) => void

const gregorian: ReadonlySet<string> = new Set('MONTH MON MM RM DDD DD D WW W Y,YYY YYYY YYY YY Y'.split(' '))
const iso: ReadonlySet<string> = new Set('IYYY IYY IY I IW ID IDDD'.split(' '))

const number =
  (count: Count, width?: number): Take =>
  (reader, field) => {
    reader.number(count, field, width ?? field.name.length)
  }

const year =
  (digits: number): Take =>
  (reader, field) => {
    const used = reader.number('year', field, field.name.length)
    if (digits < 4 && used < 4) reader.found.year = fullYear(reader.found.year)
    reader.found.yearDigits = digits
  }

const withComma: Take = (reader) => {
  const match = reader.match(/\s*([+-]?\d+),(\d{1,3})/y)
  if (!match) throw invalid('invalid input string for "Y,YYY"')
  reader.found.year = Number(match[1]) * 1000 + Number(match[2])
  reader.found.yearDigits = 4
}

const scale =
  (count: 'millis' | 'micros', width: number, full: number): Take =>
  (reader, field) => {
    const used = reader.number(count, field, width)
    reader.found[count] *= 10 ** Math.max(0, full - used)
  }

const fraction =
  (digits: number): Take =>
  (reader, field) => {
    scale('micros', digits, 6)(reader, field)
    reader.found.precision = digits
  }

const twelveHour: Take = (reader, field) => {
  reader.number('hour', field, 2)
  reader.found.twelveHour = true
}

const halfDay: Take = (reader, field) => {
  const words = field.name.includes('.') ? ['a.m.', 'p.m.'] : ['am', 'pm']
  reader.set('afternoon', reader.word(words, field), field)
  reader.found.twelveHour = true
}
const era: Take = (reader, field) => {
  const words = field.name.includes('.') ? ['a.d.', 'b.c.'] : ['ad', 'bc']
  reader.set('beforeChrist', reader.word(words, field), field)
}

const short = (words: readonly string[]): string[] => words.map((text) => text.slice(0, 3))
const named =
  (count: Count, words: readonly string[]): Take =>
  (reader, field) =>
    reader.set(count, reader.word(words, field) + 1, field)

const romans = romanMonths.toReversed()
// Newer than PostgreSQL 15, which takes neither TZ nor OF here.
const zoneName: Take = (reader, field) => {
  const name = reader.match(/[a-z]+|[+-]\d{1,2}(?::?\d\d)?/iy)?.[0] ?? ''
  // In a zone's name the sign counts the other way.
  const zone = findZone(name.replace(/^[+-]/, (sign) => (sign === '+' ? '-' : '+')))
  if (!zone) throw invalid(`invalid value "${name}" for "${field.written}"`)
  reader.found.zone = zone
}
const offset: Take = (reader, field) => {
  const skipped = reader.skippedSign
  const parts = reader.match(/([+-]?)(\d{1,2})(?::?(\d\d))?/y)
  if (!parts) throw invalid(`invalid value for "${field.written}"`)
  reader.found.zoneSign = (parts[1] || skipped) === '-' ? -1 : 1
  reader.found.zoneHours = Number(parts[2])
  reader.found.zoneMinutes = Number(parts[3] ?? 0)
}

const zoneHours: Take = (reader, field) => {
  const sign = reader.match(/[+ -]/y)?.[0]
  reader.found.zoneSign = (sign ?? reader.skippedSign) === '-' ? -1 : 1
  reader.number('zoneHours', field, 2)
}
const zoneMinutes: Take = (reader, field) => {
  reader.found.zoneSign ||= 1
  reader.number('zoneMinutes', field, 2)
}

const takes: Readonly<Record<string, Take>> = byName({
  HH24: number('hour', 2),
  HH12: twelveHour,
  HH: twelveHour,
  MI: number('minute'),
  SS: number('second'),
  MS: scale('millis', 3, 3),
  US: scale('micros', 6, 6),
  ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((digits) => [`FF${digits}`, fraction(digits)])),
  SSSS: number('secondOfDay'),
  SSSSS: number('secondOfDay'),
  ...Object.fromEntries(['AM', 'PM', 'A.M.', 'P.M.'].map((name) => [name, halfDay])),
  ...Object.fromEntries(['AD', 'BC', 'A.D.', 'B.C.'].map((name) => [name, era])),
  'Y,YYY': withComma,
  YYYY: year(4),
  IYYY: year(4),
  YYY: year(3),
  IYY: year(3),
  YY: year(2),
  IY: year(2),
  Y: year(1),
  I: year(1),
  MONTH: named('month', monthNames),
  MON: named('month', short(monthNames)),
  MM: number('month'),
  RM: (reader, field) => reader.set('month', 12 - reader.word(romans, field), field),
  DAY: named('dayOfWeek', dayNames),
  DY: named('dayOfWeek', short(dayNames)),
  DDD: number('dayOfYear'),
  IDDD: number('dayOfYear', 3),
  DD: number('day'),
  D: number('dayOfWeek'),
  ID: (reader, field) => {
    reader.number('dayOfWeek', field, 1)
    reader.found.dayOfWeek = (reader.found.dayOfWeek % 7) + 1
  },
  W: number('weekOfMonth'),
  WW: number('week'),
  IW: number('week'),
  CC: number('century'),
  J: number('julian'),
  Q: (reader, field) => reader.digits(field, 1),
  TZ: zoneName,
  OF: offset,
  TZH: zoneHours,
  TZM: zoneMinutes,
})

/** Fields in front of which a number does not end by itself. */
const notDigits: ReadonlySet<string> = new Set(
  'AM PM A.M. P.M. AD BC A.D. B.C. DAY DY MONTH MON RM FX OF TZ TZH FF1 FF2 FF3 FF4 FF5 FF6'.split(' '),
)

const isSeparator = (char: string): boolean => /[!-/:-@[-`{-~]/.test(char)
const isBlank = (char: string): boolean => /[ \t\n\r\v\f]/.test(char)

class FieldReader {
  readonly #text: string
  readonly #pieces: readonly TemplatePiece[]
  #at = 0
  #index = 0
  #fixed = false
  /** Blanks and separators that were passed beyond those of the template. */
  #extra = 0
  // biome-ignore format: a table
  readonly found: ParsedFields = {
    year: 0, yearDigits: 0, century: 0, beforeChrist: 0, month: 0, day: 0, dayOfYear: 0, week: 0, weekOfMonth: 0,
    dayOfWeek: 0, julian: 0, hour: 0, twelveHour: false, afternoon: 0, minute: 0, second: 0, millis: 0, micros: 0,
    precision: 0, secondOfDay: 0, zoneSign: 0, zoneHours: 0, zoneMinutes: 0,
  }

  constructor(text: string, template: string) {
    this.#text = text
    this.#pieces = parseTemplate(template)
  }

  read(): ParsedFields {
    for (const [index, piece] of this.#pieces.entries()) {
      if (this.#at >= this.#text.length) break
      this.#index = index
      const isField = piece.kind === 'field'
      if (!this.#fixed && (isField ? piece.name !== 'FX' : index === 0)) this.#blanks()
      if (isField) this.#field(piece)
      else this.#between(piece.text, piece.separator)
    }
    return this.found
  }

  get #char(): string {
    return this.#text[this.#at] ?? ''
  }

  /** The sign in front of here, if it was passed as a separator too many. */
  get skippedSign(): string {
    return this.#extra > 0 ? this.#text[this.#at - 1]! : ''
  }

  #blanks(): void {
    for (; isBlank(this.#char); this.#at++) this.#extra++
  }

  #step(): void {
    this.#at += (this.#text.codePointAt(this.#at) ?? 0) > 0xffff ? 2 : 1
  }

  #between(text: string, separator: boolean): void {
    for (const _ of text) {
      if (this.#fixed) this.#step()
      else if (separator) {
        this.#extra--
        if (!isBlank(this.#char) && !isSeparator(this.#char)) continue
        this.#at++
        this.#extra++
      } else if (this.#extra > 0) this.#extra--
      else this.#step()
    }
  }

  #field(field: TemplateField): void {
    if (field.name === 'FX') {
      this.#fixed = true
      return
    }
    this.#setMode(gregorian.has(field.name) ? 'gregorian' : iso.has(field.name) ? 'iso' : undefined)
    takes[field.name]!(this, field)
    if (field.ordinal) this.#at = Math.min(this.#at + 2, this.#text.length)
    if (this.#fixed) return
    this.#extra = 0
    this.#blanks()
  }

  #setMode(mode: ParsedFields['mode']): void {
    if (mode === undefined) return
    this.found.mode ??= mode
    if (this.found.mode !== mode)
      throw new ZohoSqlError('INVALID_DATETIME', 'invalid combination of date conventions', {
        hint: 'Do not mix Gregorian and ISO week date conventions in a formatting template.',
      })
  }

  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (match) this.#at += match[0].length
    return match ?? undefined
  }

  set(count: Count, value: number, field: TemplateField): void {
    if (this.found[count] !== 0 && this.found[count] !== value)
      throw invalid(
        `conflicting values for "${field.written}" field in formatting string`,
        'This value contradicts a previous setting for the same field type.',
      )
    this.found[count] = value
  }

  /** Characters used. */
  number(count: Count, field: TemplateField, width: number): number {
    const from = this.#at
    this.set(count, this.digits(field, width), field)
    return this.#at - from
  }

  /** True where nothing that could be a digit follows, so that a number may have any length. */
  #endsByItself(field: TemplateField): boolean {
    const next = this.#pieces[this.#index + 1]
    if (field.fill || field.ordinal || next === undefined) return true
    return next.kind === 'field' ? notDigits.has(next.name) : !/^\d/.test(next.text)
  }

  digits(field: TemplateField, width: number): number {
    const from = this.#at
    this.#blanks()
    const open = this.#endsByItself(field)
    const shown = this.#text.slice(this.#at, this.#at + width)
    if (!open && shown.length < width)
      throw invalid(
        `source string too short for "${field.written}" formatting field`,
        `Field requires ${width} characters, but only ${shown.length} remain.`,
      )
    const digits = /^[+-]?\d+/.exec(open ? this.#text.slice(this.#at) : shown)?.[0] ?? ''
    if (!open && digits !== '' && digits.length < width)
      throw invalid(
        `invalid value "${shown}" for "${field.written}"`,
        `Field requires ${width} characters, but only ${digits.length} could be parsed.`,
      )
    if (digits === '') {
      this.#at = from
      throw invalid(`invalid value "${shown}" for "${field.written}"`, 'Value must be an integer.')
    }
    this.#at += digits.length
    return checkedNumber(Number(digits), field)
  }

  /** Index of the word that stands here, ignoring case. */
  word(words: readonly string[], field: TemplateField): number {
    const rest = this.#text.slice(this.#at).toLowerCase()
    const index = words.findIndex((word) => rest.startsWith(word.toLowerCase()))
    if (index < 0)
      throw invalid(
        `invalid value "${this.#text.slice(this.#at, this.#at + field.written.length)}" for "${field.written}"`,
        'The given value did not match any of the allowed values for this field.',
      )
    this.#at += words[index]!.length
    return index
  }
}

function checkedNumber(value: number, field: TemplateField): number {
  if (value <= 2_147_483_647 && value >= -2_147_483_648) return value
  throw new ZohoSqlError('DATETIME_OVERFLOW', `value for "${field.written}" in source string is out of range`)
}

/** Throws 22007 or 22008. */
export const readFields = (text: string, template: string): ParsedFields => new FieldReader(text, template).read()
