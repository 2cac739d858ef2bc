import { ZohoSqlError } from '../../base/errors.ts'
import { charLength } from './chars.ts'
import { watch } from './watch.ts'

/** Quoting, and format() with its places. */

/** PostgreSQL's reserved words: a name that is one of them needs quotes. */
const reserved = new Set(
  `all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char
  character check coalesce collate collation column concurrently constraint create cross current_catalog current_date
  current_role current_schema current_time current_timestamp current_user dec decimal default deferrable desc distinct do
  else end except exists extract false fetch float for foreign freeze from full grant greatest group grouping having ilike
  in initially inner inout int integer intersect interval into is isnull join lateral leading least left like limit
  localtime localtimestamp national natural nchar none normalize not notnull null nullif numeric offset on only or order
  out outer overlaps overlay placing position precision primary real references returning right row select session_user
  setof similar smallint some substring symmetric table tablesample then time timestamp to trailing treat trim true union
  unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists
  xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable`.split(/\s+/),
)

export const quoteIdent = (name: string): string =>
  /^[a-z_][a-z0-9_$]*$/.test(name) && !reserved.has(name) ? name : `"${name.replaceAll('"', '""')}"`

export function quoteLiteral(text: string): string {
  const quoted = `'${text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`
  return text.includes('\\') ? `E${quoted}` : quoted
}

const place = /%(?:(\d+)\$)?(-)?(\d+|\*(?:(\d+)\$)?)?([sIL%])?/g

const wrong = (message: string): ZohoSqlError => new ZohoSqlError('INVALID_ARGUMENT', message)

function convert(kind: string, value: string | null): string {
  if (kind === 's') return value ?? ''
  if (kind === 'L') return value === null ? 'NULL' : quoteLiteral(value)
  if (value === null) throw new ZohoSqlError('NULL_NOT_ALLOWED', 'null values cannot be formatted as an SQL identifier')
  return quoteIdent(value)
}

/** Characters of a width; PostgreSQL's own limit is one of memory. */
const widest = 100_000_000

function padded(text: string, width: number, left: boolean): string {
  if (Math.abs(width) > widest) throw new ZohoSqlError('RESULT_LIMIT', 'requested length too large')
  const blanks = ' '.repeat(Math.max(0, Math.abs(width) - charLength(text)))
  return left || width < 0 ? text + blanks : blanks + text
}

/** format(): `%s`, `%I`, `%L`, `%%`, with `n$` and a width. */
export function format(pattern: string | null, ...values: (string | null)[]): string | null {
  if (pattern === null) return null
  let next = 0
  let places = 0
  const argument = (position: string | undefined): string | null => {
    const index = position === undefined ? next : Number(position) - 1
    if (index < 0) throw wrong('format specifies argument 0, but arguments are numbered from 1')
    if (index >= values.length) throw wrong('too few arguments for format()')
    next = index + 1
    return values[index]!
  }
  return pattern.replace(
    place,
    (whole, position?: string, minus?: string, width?: string, widthPosition?: string, kind?: string) => {
      if (++places % 10_000 === 0) watch()
      if (kind === '%' && whole === '%%') return '%'
      if (kind === undefined)
        throw wrong(whole === '%' ? 'unterminated format() type specifier' : 'unrecognized format() type specifier')
      const room =
        width === undefined ? 0 : width.startsWith('*') ? Number(argument(widthPosition) ?? 0) : Number(width)
      const value = kind === '%' ? '%' : convert(kind, argument(position))
      return padded(value, room, minus !== undefined)
    },
  )
}
