import { pipeline, Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { byName } from '../base/by-name.ts'
import { ZohoSqlError } from '../base/errors.ts'

/** COPY … FROM STDIN: bytes to rows of texts. */

export type CopyOptions = Readonly<Record<string, string | true | readonly string[]>>

export type CopyRow = readonly (string | null)[]

/** How the data of one COPY is read. */
export interface CopyForm {
  readonly csv: boolean
  /** The first row names the columns. */
  readonly header: boolean
  /** Its names have to be those of the columns. */
  readonly matches: boolean
  readonly delimiter: string
  /** The text that is NULL. */
  readonly nothing: string
  readonly quote: string
  readonly escape: string
  /** Columns in which a text without quotes is never NULL, and in which one with quotes may be; `*`: in all. */
  readonly forceNotNull: readonly string[]
  readonly forceNull: readonly string[]
}

const known: ReadonlySet<string> = new Set(
  'format header delimiter null quote escape encoding force_not_null force_null freeze'.split(' '),
)

/** @throws {ZohoSqlError} 42601, 22023, 0A000 for options that are none, or not here */
export function copyForm(options: CopyOptions): CopyForm {
  for (const name of Object.keys(options))
    if (!known.has(name)) throw new ZohoSqlError('SYNTAX_ERROR', `option "${name}" not recognized`)
  const format = textOf(options, 'format', 'text').toLowerCase()
  if (format === 'binary') {
    throw new ZohoSqlError('NOT_SUPPORTED', 'COPY FROM STDIN (FORMAT binary) is not supported', {
      hint: 'There are FORMAT csv and FORMAT text.',
    })
  }
  if (format !== 'csv' && format !== 'text')
    throw new ZohoSqlError('INVALID_ARGUMENT', `COPY format "${format}" not recognized`)
  const csv = format === 'csv'
  refuseEncoding(textOf(options, 'encoding', 'UTF8'))
  const quote = letter(options, 'quote', '"', csv)
  const header = textOf(options, 'header', 'off', 'on').toLowerCase()
  return {
    csv,
    header: !/^(off|false|no|0)$/.test(header),
    matches: header === 'match',
    delimiter: letter(options, 'delimiter', csv ? ',' : '\t', true),
    nothing: textOf(options, 'null', csv ? '' : '\\N'),
    quote,
    escape: letter(options, 'escape', quote, csv),
    forceNotNull: namesOf(options.force_not_null),
    forceNull: namesOf(options.force_null),
  }
}

function textOf(options: CopyOptions, name: string, otherwise: string, alone = otherwise): string {
  const value = options[name]
  return value === undefined ? otherwise : typeof value === 'string' ? value : alone
}

function letter(options: CopyOptions, name: string, otherwise: string, allowed: boolean): string {
  const value = textOf(options, name, otherwise)
  if (options[name] !== undefined && !allowed)
    throw new ZohoSqlError('INVALID_ARGUMENT', `COPY ${name} available only in CSV mode`)
  if (value.length === 1 && !/[\r\n]/.test(value)) return value
  throw new ZohoSqlError('INVALID_ARGUMENT', `COPY ${name} must be a single one-byte character`)
}

const namesOf = (value: CopyOptions[string] | undefined): readonly string[] =>
  value === undefined || value === true ? [] : typeof value === 'string' ? [value] : value

function refuseEncoding(encoding: string): void {
  if (/^(utf-?8|unicode)$/i.test(encoding)) return
  throw new ZohoSqlError('NOT_SUPPORTED', `COPY from encoding "${encoding}" is not supported`, { hint: 'Send UTF8.' })
}

/** Rows as they come. A line that says `\.` ends them, as older clients send it. */
export const copiedRows = (data: Readable, form: CopyForm): AsyncIterable<CopyRow> =>
  form.csv ? csvRows(data, form) : textRows(data, form)

/** @throws {ZohoSqlError} 22021 for bytes that are no UTF-8 */
async function* texts(data: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of data as AsyncIterable<Buffer>) yield decoder.decode(chunk, { stream: true })
    yield decoder.decode()
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
    throw new ZohoSqlError('INVALID_BYTES', 'invalid byte sequence for encoding "UTF8"', { cause })
  }
}

// ------------------------------------------------------------------------------------------------------ CSV

const end = Symbol('\\.')

async function* csvRows(data: Readable, form: CopyForm): AsyncGenerator<CopyRow> {
  const { delimiter, quote, nothing } = form
  const parser = parse({
    delimiter,
    quote,
    escape: form.escape,
    bom: true,
    relax_column_count: true,
    cast: (value, { quoting, column }) => {
      if (!quoting && value === '\\.') return end
      return value === nothing && mayBeNull(form, quoting, column) ? null : value
    },
  })
  // Whoever iterates hears of errors.
  pipeline(Readable.from(texts(data)), parser, () => undefined)
  try {
    for await (const row of parser as AsyncIterable<(string | null | typeof end)[]>) {
      if (row.length === 1 && row[0] === end) return
      yield row.map((value) => (value === end ? '\\.' : value))
    }
  } catch (error) {
    throw readable(error)
  }
}

function mayBeNull({ forceNull, forceNotNull }: CopyForm, quoted: boolean, column: unknown): boolean {
  const has = (names: readonly string[]): boolean => names.includes('*') || names.includes(String(column))
  return quoted ? has(forceNull) : !has(forceNotNull)
}

function readable(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('CSV_')) return error
  return new ZohoSqlError('BAD_COPY', `the CSV cannot be read: ${error.message}`, { cause: error })
}

// ----------------------------------------------------------------------------------------------------- text

async function* textRows(data: Readable, form: CopyForm): AsyncGenerator<CopyRow> {
  for await (const line of lines(data)) {
    if (line === '\\.') return
    yield fields(line, form)
  }
}

/** Lines without what ends them; one that a backslash stands before belongs to a value. */
async function* lines(data: Readable): AsyncGenerator<string> {
  let rest = ''
  for await (const text of texts(data)) {
    rest += text
    const found = rest.match(/(?:\\[\s\S]|[^\\\r\n])*(?:\r\n|\n|\r(?!$))/gy) ?? []
    for (const line of found) yield line.replace(/\r?\n$|\r$/, '')
    rest = rest.slice(found.reduce((length, line) => length + line.length, 0))
  }
  if (rest !== '') yield rest.replace(/\r$/, '')
}

/** By what a backslash is followed by; all else means itself. */
const meant: Readonly<Record<string, string>> = byName({ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' })

function fields(line: string, { delimiter, nothing }: CopyForm): CopyRow {
  const raw: string[] = ['']
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!
    if (char === delimiter) raw.push('')
    else if (char === '\\' && at + 1 < line.length) raw[raw.length - 1] += char + line[++at]!
    else raw[raw.length - 1] += char
  }
  return raw.map((text) => (text === nothing ? null : unescaped(text)))
}

const unescaped = (text: string): string =>
  text.replace(/\\(?:x([0-9a-f]{1,2})|([0-7]{1,3})|([\s\S]))/gi, (_, hex?: string, octal?: string, char?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 255)
    return meant[char!] ?? char!
  })
