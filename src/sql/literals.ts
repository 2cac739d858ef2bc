import { byName } from '../base/by-name.ts'
import { ZohoSqlError } from '../base/errors.ts'
import { syntaxErrorAt, unsupported } from './errors.ts'
import type { Token } from './lex.ts'

/** Values of literals and quoted names: quotes off, doubled quotes and escapes resolved. */

const simpleEscapes: Record<string, string> = byName({ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' })

/** The pieces between quotes of one token; a literal folded over lines has several. */
function segments(text: string, escapes: boolean): string[] {
  const pattern = escapes ? /'((?:[^'\\]|\\[\s\S]|'')*)'|--[^\n\r]*/g : /'((?:[^']|'')*)'|--[^\n\r]*/g
  return [...text.matchAll(pattern)].flatMap((match) => (match[1] === undefined ? [] : [match[1]]))
}

/** Value of a string token; kinds that this package has no type for are refused. */
export function stringValue(token: Token, unicodeEscape = '\\'): string {
  const { text } = token
  if (text.startsWith('$')) return dollarValue(text)
  const prefix = text.slice(0, text.indexOf("'")).toLowerCase()
  if (prefix === 'b' || prefix === 'x') throw unsupported('bit strings', token.start, 'Write a number or a text.')
  const pieces = segments(text, prefix === 'e').map((piece) =>
    prefix === 'e' ? escaped(piece, token) : piece.replaceAll("''", "'"),
  )
  return prefix === 'u&' ? unicode(pieces.join(''), unicodeEscape, token) : pieces.join('')
}

function dollarValue(text: string): string {
  const tag = text.indexOf('$', 1) + 1
  return text.slice(tag, text.length - tag)
}

/** The escapes of `E'…'`. */
function escaped(piece: string, token: Token): string {
  const bytes = { open: [] as number[] }
  let out = ''
  const flush = (): void => {
    if (bytes.open.length > 0) out += utf8(bytes.open, token)
    bytes.open = []
  }
  for (const [part] of piece.matchAll(
    /\\(?:[0-7]{1,3}|x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[\s\S])|''|[^\\']+/g,
  )) {
    const byte = byteEscape(part)
    if (byte !== undefined) bytes.open.push(byte)
    else {
      flush()
      out += escapeValue(part, token)
    }
  }
  flush()
  return joinSurrogates(out, token)
}

function byteEscape(part: string): number | undefined {
  if (/^\\[0-7]/.test(part)) return Number.parseInt(part.slice(1), 8) & 255
  return /^\\x./.test(part) ? Number.parseInt(part.slice(2), 16) : undefined
}

function escapeValue(part: string, token: Token): string {
  if (part === "''") return "'"
  if (!part.startsWith('\\')) return part
  if (/^\\[uU]./.test(part)) return codePoint(part.slice(2), token)
  if (/^\\[uU]$/.test(part))
    throw new ZohoSqlError('INVALID_ESCAPE', 'invalid Unicode escape', { position: token.start })
  return simpleEscapes[part[1]!] ?? part.slice(1)
}

function utf8(bytes: readonly number[], token: Token): string {
  const nul = bytes.includes(0)
  try {
    if (!nul) return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes))
  } catch {
    // Falls through: said in PostgreSQL's words below.
  }
  throw new ZohoSqlError('INVALID_BYTES', 'invalid byte sequence for encoding "UTF8"', { position: token.start })
}

function codePoint(hex: string, token: Token): string {
  const code = Number.parseInt(hex, 16)
  if (code === 0 || code > 0x10ffff) throw syntaxErrorAt(token.start, 'invalid Unicode escape value')
  return String.fromCodePoint(code)
}

/** A lone half of a surrogate pair is no character. */
function joinSurrogates(value: string, token: Token): string {
  if (!value.isWellFormed()) throw syntaxErrorAt(token.start, 'invalid Unicode surrogate pair')
  return value
}

/** The escapes of `U&'…'` and `U&"…"`. */
function unicode(value: string, mark: string, token: Token): string {
  const quoted = mark.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  const pattern = new RegExp(`${quoted}(?:(${quoted})|\\+([0-9a-fA-F]{6})|([0-9a-fA-F]{4})|())`, 'g')
  const decoded = value.replace(pattern, (_, doubled?: string, long?: string, short?: string) => {
    if (doubled !== undefined) return mark
    const hex = long ?? short
    if (hex === undefined) throw syntaxErrorAt(token.start, 'invalid Unicode escape')
    return codePoint(hex, token)
  })
  return joinSurrogates(decoded, token)
}

/** Name within a quoted token. */
export function quotedName(token: Token, unicodeEscape = '\\'): string {
  const open = token.text.indexOf('"')
  const name = token.text.slice(open + 1, -1).replaceAll('""', '"')
  if (name === '') throw syntaxErrorAt(token.start, `zero-length delimited identifier at or near "${token.text}"`)
  return open === 0 ? name : unicode(name, unicodeEscape, token)
}

/** True when `UESCAPE 'c'` may follow. */
export const isUnicodeForm = (token: Token): boolean => /^[uU]&/.test(token.text) && token.kind !== 'word'

/** The character of a UESCAPE clause. */
export function unicodeEscapeCharacter(token: Token): string {
  const char = stringValue(token)
  if (char.length !== 1 || /[0-9a-fA-F+'"\s]/.test(char)) {
    throw syntaxErrorAt(token.start, `invalid Unicode escape character at or near "${token.text}"`)
  }
  return char
}
