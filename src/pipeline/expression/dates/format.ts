import { byName } from '../../../base/by-name.ts'
import { failure } from '../fail.ts'
import { type Instant, instantOf } from './instant.ts'

/** .NET's format strings for times, with the names and forms of en-US. */

const monthNames = 'January February March April May June July August September October November December'.split(' ')
const dayNames = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')

/** One letter stands for a whole form. */
const standard: Readonly<Record<string, string>> = byName({
  d: 'M/d/yyyy',
  D: 'dddd, MMMM d, yyyy',
  f: 'dddd, MMMM d, yyyy h:mm tt',
  F: 'dddd, MMMM d, yyyy h:mm:ss tt',
  g: 'M/d/yyyy h:mm tt',
  G: 'M/d/yyyy h:mm:ss tt',
  m: 'MMMM d',
  M: 'MMMM d',
  o: "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK",
  O: "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK",
  r: "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
  R: "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
  s: "yyyy'-'MM'-'dd'T'HH':'mm':'ss",
  t: 'h:mm tt',
  T: 'h:mm:ss tt',
  u: "yyyy'-'MM'-'dd HH':'mm':'ss'Z'",
  U: 'dddd, MMMM d, yyyy h:mm:ss tt',
  y: 'MMMM yyyy',
  Y: 'MMMM yyyy',
})

const token = /'([^']*)'|"([^"]*)"|\\(.)|%|(y+|M+|d+|H+|h+|m+|s+|f+|F+|t+|z+|K|g+)|./gs

/** @throws {ZohoSqlError} EXPRESSION_FAILED a format that .NET refuses */
export function formatInstant(instant: Instant, format: string): string {
  if (format === '') return formatInstant(instant, 'G')
  if (format.length === 1) {
    const form = standard[format]
    if (form === undefined) throw failure(`"${format}" is no format of a time.`)
    return formatInstant(instant, form)
  }
  const fields = instantOf(instant)
  return format.replace(token, (whole, single, double, escaped, letters) => {
    if (letters !== undefined) return part(letters, fields, instant)
    if (whole === '%') return ''
    return single ?? double ?? escaped ?? whole
  })
}

type InstantFields = ReturnType<typeof instantOf>

const pad = (value: number, width: number): string => String(value).padStart(width, '0')

function part(letters: string, fields: InstantFields, { zone }: Instant): string {
  const { length } = letters
  switch (letters[0]) {
    case 'y':
      return length <= 2 ? pad(fields.year % 100, length) : pad(fields.year, length)
    case 'M':
      return named(monthNames, fields.month, length) ?? pad(fields.month + 1, length)
    case 'd':
      return named(dayNames, fields.weekday, length) ?? pad(fields.day, length)
    case 'H':
      return pad(fields.hour, Math.min(length, 2))
    case 'h':
      return pad(fields.hour % 12 || 12, Math.min(length, 2))
    case 'm':
      return pad(fields.minute, Math.min(length, 2))
    case 's':
      return pad(fields.second, Math.min(length, 2))
    case 't':
      return (fields.hour < 12 ? 'AM' : 'PM').slice(0, Math.min(length, 2))
    case 'f':
    case 'F':
      return fraction(letters, fields.fraction)
    case 'g':
      return 'A.D.'
    case 'K':
      return zone === 'utc' ? 'Z' : ''
    default:
      return ['+0', '+00', '+00:00'][Math.min(length, 3) - 1]!
  }
}

/** Three letters are the short name, four or more the whole one. */
const named = (names: readonly string[], index: number, letters: number): string | undefined =>
  letters < 3 ? undefined : letters === 3 ? names[index]!.slice(0, 3) : names[index]

function fraction(letters: string, ticks: number): string {
  if (letters.length > 7) throw failure(`A time has seven places after the second, not ${letters.length}.`)
  const digits = pad(ticks, 7).slice(0, letters.length)
  return letters[0] === 'f' ? digits : digits.replace(/0+$/, '')
}
