import { createHash } from 'node:crypto'
import { ZohoSqlError } from '../../../base/errors.ts'
import { text as textType } from '../../../base/types.ts'
import { charLength, initcap, lower, sliceChars, upper } from '../chars.ts'
import { format, quoteIdent, quoteLiteral } from '../format.ts'
import { printCast, printDisplay } from '../print-cast.ts'
import { type FunctionRow, fn, setFn, sql } from '../row.ts'

/** Functions on text and bytea. */

const invalid = (message: string): ZohoSqlError => new ZohoSqlError('INVALID_ARGUMENT', message)

/** SQL's substring: positions before the first character count, but hold nothing. */
function substring(text: string, start: number, length?: number): string {
  if (length === undefined) return sliceChars(text, Math.max(start - 1, 0))
  if (length < 0) throw new ZohoSqlError('NEGATIVE_LENGTH', 'negative substring length not allowed')
  return sliceChars(text, Math.max(start - 1, 0), Math.max(start - 1 + length, 0))
}

const outOfInteger = (): ZohoSqlError => new ZohoSqlError('OUT_OF_RANGE', 'integer out of range')

function overlay(text: string, by: string, start: number, length = charLength(by)): string {
  if (start + length > 2_147_483_647) throw outOfInteger()
  if (start <= 0) throw new ZohoSqlError('NEGATIVE_LENGTH', 'negative substring length not allowed')
  return substring(text, 1, start - 1) + by + substring(text, start + length)
}

/** Characters of a text that is made longer. */
const longestMade = 100_000_000
const tooLong = (): ZohoSqlError => new ZohoSqlError('RESULT_LIMIT', 'requested length too large')

function pad(text: string, length: number, filler: string): string {
  const missing = length - charLength(text)
  if (missing <= 0 || filler === '') return ''
  if (length > longestMade) throw tooLong()
  return sliceChars(filler.repeat(Math.ceil(missing / charLength(filler))), 0, missing)
}
const cut = (text: string, length: number): string => sliceChars(text, 0, Math.max(length, 0))
const lpad = (text: string, length: number, filler = ' '): string => pad(text, length, filler) + cut(text, length)
const rpad = (text: string, length: number, filler = ' '): string => cut(text, length) + pad(text, length, filler)

const left = (text: string, count: number): string => sliceChars(text, 0, count)
const right = (text: string, count: number): string =>
  count === 0 ? '' : count > 0 ? sliceChars(text, -count) : sliceChars(text, -count)

function repeat(text: string, count: number): string {
  if (count <= 0) return ''
  if (text.length * count > longestMade) throw tooLong()
  return text.repeat(count)
}

function translate(text: string, from: string, to: string): string {
  const [source, target] = [[...from], [...to]]
  const table = new Map<string, string>()
  source.forEach((char, index) => {
    if (!table.has(char)) table.set(char, target[index] ?? '')
  })
  return [...text].map((char) => table.get(char) ?? char).join('')
}

function splitPart(text: string, separator: string, field: number): string {
  if (field === 0) throw invalid('field position must not be zero')
  const parts = separator === '' ? [text] : text.split(separator)
  return (text === '' ? '' : parts.at(field > 0 ? field - 1 : field)) ?? ''
}

function chr(code: number): string {
  if (code === 0) throw new ZohoSqlError('RESULT_LIMIT', 'null character not permitted')
  if (code < 0) throw invalid('character number must be positive')
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    throw new ZohoSqlError('RESULT_LIMIT', `requested character not valid for encoding: ${code}`)
  }
  return String.fromCodePoint(code)
}

const members = (text: string): readonly (string | null)[] => [...text]

/** A NULL separator splits into characters; an empty one does not split. */
function stringToArray(
  text: string | null,
  separator: string | null,
  nullText: string | null = null,
): (string | null)[] | null {
  if (text === null) return null
  if (text === '') return []
  const parts = separator === null ? members(text) : separator === '' ? [text] : text.split(separator)
  return parts.map((part) => (part === nullText ? null : part))
}

const wrongEscape = (message: string): ZohoSqlError => new ZohoSqlError('SYNTAX_ERROR', message)

/** `\\0041`, `\\+000041`, `\\u0041`, `\\U00000041`, and `\\\\` for the backslash; pairs of surrogates make one character. */
function unescapeUnicode(text: string): string {
  const escapes = /\\(?:(\\)|\+([\dA-Fa-f]{6})|u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|([\dA-Fa-f]{4})|)/g
  const plain = text.replace(escapes, (whole, slash: string | undefined, ...codes: (string | undefined)[]) => {
    if (slash) return '\\'
    if (whole === '\\') throw wrongEscape('invalid Unicode escape')
    const code = Number.parseInt(codes.slice(0, 4).find((digits) => digits !== undefined)!, 16)
    if (code === 0 || code > 0x10ffff) throw invalid(`invalid Unicode code point: ${code.toString(16).toUpperCase()}`)
    return code >= 0xd800 && code < 0xe000 ? String.fromCharCode(code) : String.fromCodePoint(code)
  })
  if (!plain.isWellFormed()) throw wrongEscape('invalid Unicode surrogate pair')
  return plain
}

const normalForm = (form: string): string => {
  const name = form.toUpperCase()
  if (/^NFK?[CD]$/.test(name)) return name
  throw invalid(`invalid normalization form: ${form}`)
}

const foldedName = (name: string): string => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

/** `"Some".name` into its parts, folded where they are not quoted. */
function parseIdent(text: string, strict = true): string[] {
  const part = /\s*(?:"((?:[^"]|"")+)"|([A-Za-z_\u0080-\u{10ffff}][\w$\u0080-\u{10ffff}]*))\s*(\.|$)?/uy
  const parts: string[] = []
  for (let match = part.exec(text); match; match = part.exec(text)) {
    parts.push(match[1]?.replaceAll('""', '"') ?? foldedName(match[2]!))
    if (match[3] !== '.') {
      if (part.lastIndex === text.length || !strict) return parts
      break
    }
  }
  throw invalid(`string is not a valid identifier: "${text}"`)
}

const textRows = [
  ...sql(['length(text) integer', 'char_length(text) integer', 'character_length(text) integer'], 'length($1)'),
  ...sql(
    ['length(char) integer', 'char_length(char) integer', 'character_length(char) integer'],
    "length(rtrim($1, ' '))",
  ),
  ...sql(
    ['octet_length(text) integer', 'octet_length(char) integer', 'octet_length(bytea) integer'],
    'length(CAST($1 AS BLOB))',
  ),
  ...sql(['bit_length(text) integer', 'bit_length(bytea) integer'], '(8 * length(CAST($1 AS BLOB)))'),
  ...fn('upper(text) text', upper),
  ...fn('lower(text) text', lower),
  ...fn('initcap(text) text', initcap),
  ...sql(['btrim(text) text', 'trim(text) text'], "trim($1, ' ')"),
  ...sql(['btrim(text,text) text', 'trim(text,text) text'], 'trim($1, $2)'),
  ...sql('ltrim(text) text', "ltrim($1, ' ')"),
  ...sql('ltrim(text,text) text', 'ltrim($1, $2)'),
  ...sql('rtrim(text) text', "rtrim($1, ' ')"),
  ...sql('rtrim(text,text) text', 'rtrim($1, $2)'),
  ...sql('position(text,text) integer', 'instr($2, $1)'),
  ...sql('strpos(text,text) integer', 'instr($1, $2)'),
  ...sql('replace(text,text,text) text', 'replace($1, $2, $3)'),
  ...fn(['substring(text,integer) text', 'substr(text,integer) text'], (text: string, start: number) =>
    substring(text, start),
  ),
  ...fn(['substring(text,integer,integer) text', 'substr(text,integer,integer) text'], substring),
  ...fn('overlay(text,text,integer,integer?) text', overlay),
  ...fn('lpad(text,integer,text?) text', lpad),
  ...fn('rpad(text,integer,text?) text', rpad),
  ...fn('left(text,integer) text', left),
  ...fn('right(text,integer) text', right),
  ...fn('repeat(text,integer) text', repeat),
  ...fn('reverse(text) text', (text: string) => [...text].reverse().join('')),
  ...fn('translate(text,text,text) text', translate),
  ...fn('split_part(text,text,integer) text', splitPart),
  ...fn(['starts_with(text,text) boolean', '^@(text,text) boolean'], (text: string, start: string) =>
    text.startsWith(start),
  ),
  ...fn('ascii(text) integer', (text: string) => text.codePointAt(0) ?? 0),
  ...fn('chr(integer) text', chr),
  ...fn('to_hex(integer) text', (value: number) => (value >>> 0).toString(16)),
  ...fn('to_hex(bigint) text', (value: bigint) => BigInt.asUintN(64, value).toString(16)),
  ...fn('normalize(text,text?) text', (text: string, form = 'NFC') => text.normalize(normalForm(form))),
  ...fn('is_normalized(text,text?) boolean', (text: string, form = 'NFC') => text === text.normalize(normalForm(form))),
  ...fn('unistr(text) text', unescapeUnicode),
  ...fn('parse_ident(text,boolean?) text[]', parseIdent),
  ...fn('string_to_array(text,text,text?) text[]', stringToArray, { nulls: true }),
]

const quoting = [
  ...fn('quote_ident(text) text', quoteIdent),
  ...fn('quote_literal(text) text', quoteLiteral),
  ...sql(
    'quote_literal(anyelement) text',
    ([value], { args: [type] }) => `"quote_literal(text)"(${printCast(value!, type!, textType)})`,
  ),
  ...fn('quote_nullable(text) text', (text: string | null) => (text === null ? 'NULL' : quoteLiteral(text)), {
    nulls: true,
  }),
]

const joining = [
  ...sql('||(text,text) text', '($1 || $2)'),
  ...sql(
    ['||(text,anynonarray) text', '||(anynonarray,text) text'],
    (args, { args: types }) => `(${args.map((arg, i) => printCast(arg, types[i]!, textType)).join(' || ')})`,
  ),
  ...sql('||(bytea,bytea) bytea', 'CAST($1 || $2 AS BLOB)'),
  ...sql(
    'concat(any...) text',
    (args, { args: types }) => `concat(${args.map((arg, i) => printDisplay(arg, types[i]!)).join(', ')})`,
  ),
  ...sql(
    'concat_ws(text,any...) text',
    ([separator, ...args], { args: [, ...types] }) =>
      `concat_ws(${[separator, ...args.map((arg, i) => printDisplay(arg, types[i]!))].join(', ')})`,
  ),
  ...sql(
    ['format(text) text', 'format(text,any...) text'],
    ([pattern, ...args], { args: [, ...types] }) =>
      `"format_texts(text,text...)"(${[pattern, ...args.map((arg, i) => printDisplay(arg, types[i]!))].join(', ')})`,
  ),
  ...fn('format_texts(text,text...) text', format, { nulls: true }),
]

// ------------------------------------------------------------------------------------------- bytes

type Bytes = Uint8Array
function subBytes(value: Bytes, start: number, length?: number): Bytes {
  if (length !== undefined && length < 0)
    throw new ZohoSqlError('NEGATIVE_LENGTH', 'negative substring length not allowed')
  const end = length === undefined ? value.length : Math.max(start - 1 + length, 0)
  return Buffer.from(value).subarray(Math.max(start - 1, 0), end)
}

const hash =
  (name: string) =>
  (value: Bytes): Bytes =>
    createHash(name).update(value).digest()
const md5 = (value: string | Bytes): string => createHash('md5').update(value).digest('hex')

function encodeBytes(value: Bytes, format: string): string {
  const bytes = Buffer.from(value)
  if (format === 'hex') return bytes.toString('hex')
  if (format === 'base64') return bytes.toString('base64').replace(/.{76}(?!$)/g, '$&\n')
  if (format === 'escape') return escapeBytes(bytes)
  throw invalid(`unrecognized encoding: "${format}"`)
}

const escapeBytes = (bytes: Buffer): string =>
  [...bytes]
    .map((byte) => {
      if (byte === 0 || byte >= 128) return `\\${byte.toString(8).padStart(3, '0')}`
      return byte === 92 ? '\\\\' : String.fromCharCode(byte)
    })
    .join('')

function decodeText(text: string, format: string): Bytes {
  if (format === 'hex') return decodeHex(text)
  if (format === 'base64') return decodeBase64(text)
  if (format !== 'escape') throw invalid(`unrecognized encoding: "${format}"`)
  const plain = text.replace(/\\(\\|[0-3][0-7]{2})/g, (_, code: string) =>
    code === '\\' ? '\\' : String.fromCharCode(Number.parseInt(code, 8)),
  )
  return Buffer.from(plain, 'latin1')
}

function decodeBase64(text: string): Bytes {
  const plain = text.replace(/[ \t\n\r]/g, '')
  if (/^(?:[\w+/-]{4})*(?:[\w+/-]{2}==|[\w+/-]{3}=)?$/.test(plain) && !/[_-]/.test(plain))
    return Buffer.from(plain, 'base64')
  throw invalid('invalid base64 end sequence')
}

function decodeHex(text: string): Bytes {
  const digits = text.replace(/\s/g, '')
  if (/[^0-9a-f]/i.test(digits)) throw invalid(`invalid hexadecimal digit: "${/[^0-9a-f]/i.exec(digits)![0]}"`)
  if (digits.length % 2) throw invalid('invalid hexadecimal data: odd number of digits')
  return Buffer.from(digits, 'hex')
}

const byteAt = (value: Bytes, index: number): number => {
  if (index >= 0 && index < value.length) return index
  throw new ZohoSqlError('ARRAY_SUBSCRIPT', `index ${index} out of valid range, 0..${value.length - 1}`)
}
const replaced = (value: Bytes, index: number, byte: number): Bytes => {
  const copy = Buffer.from(value)
  copy[byteAt(value, index)] = byte & 255
  return copy
}
const bitOf = (value: Bytes, bit: bigint): number =>
  ((value[byteAt(value, Number(bit >> 3n))] ?? 0) >> Number(bit & 7n)) & 1

function withBit(value: Bytes, bit: bigint, on: number): Bytes {
  const index = byteAt(value, Number(bit >> 3n))
  if (on !== 0 && on !== 1) throw invalid('new bit must be 0 or 1')
  const mask = 1 << Number(bit & 7n)
  return replaced(value, index, on ? value[index]! | mask : value[index]! & ~mask)
}

const otherEncodings =
  /^(sqlascii|latin\d+|iso8859\d+|win\d+|windows\d+|koi8[ru]?|euc\w+|shiftjis2004|sjis|big5|gbk|gb18030|johab|uhc|muleinternal)$/

function checkEncoding(name: string, place: string): void {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  if (plain === 'utf8' || plain === 'unicode') return
  if (otherEncodings.test(plain))
    throw new ZohoSqlError('NOT_SUPPORTED', `encoding ${name} is not supported`, { hint: 'Text is UTF-8 throughout.' })
  throw invalid(`invalid ${place} encoding name "${name}"`)
}

function textOfBytes(bytes: Bytes): string {
  try {
    if (!bytes.includes(0)) return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    // Said in PostgreSQL's words below.
  }
  throw new ZohoSqlError('INVALID_BYTES', 'invalid byte sequence for encoding "UTF8"')
}

type Side = 'both' | 'left' | 'right'
const trimBytes =
  (side: Side) =>
  (value: Bytes, dropped: Bytes): Bytes => {
    let [from, to] = [0, value.length]
    if (side !== 'right') while (from < to && dropped.includes(value[from]!)) from++
    if (side !== 'left') while (to > from && dropped.includes(value[to - 1]!)) to--
    return value.subarray(from, to)
  }

function overlayBytes(value: Bytes, by: Bytes, start: number, length = by.length): Bytes {
  if (start + length > 2_147_483_647) throw outOfInteger()
  if (start <= 0) throw new ZohoSqlError('NEGATIVE_LENGTH', 'negative substring length not allowed')
  return Buffer.concat([subBytes(value, 1, start - 1), by, subBytes(value, start + length)])
}

const byteRows = [
  ...fn(['btrim(bytea,bytea) bytea', 'trim(bytea,bytea) bytea'], trimBytes('both')),
  ...fn('ltrim(bytea,bytea) bytea', trimBytes('left')),
  ...fn('rtrim(bytea,bytea) bytea', trimBytes('right')),
  ...fn('overlay(bytea,bytea,integer,integer?) bytea', overlayBytes),
  ...fn('position(bytea,bytea) integer', (part: Bytes, value: Bytes) => Buffer.from(value).indexOf(part) + 1),
  ...fn('get_byte(bytea,integer) integer', (value: Bytes, index: number) => value[byteAt(value, index)]),
  ...fn('set_byte(bytea,integer,integer) bytea', replaced),
  ...fn('get_bit(bytea,bigint) integer', bitOf),
  ...fn('set_bit(bytea,bigint,integer) bytea', withBit),
  ...fn('bit_count(bytea) bigint', (value: Bytes) =>
    [...value].reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0),
  ),
  ...fn(['substring(bytea,integer,integer?) bytea', 'substr(bytea,integer,integer?) bytea'], subBytes),
  ...fn(['md5(text) text', 'md5(bytea) text'], md5),
  ...['sha224', 'sha256', 'sha384', 'sha512'].flatMap((name) => fn(`${name}(bytea) bytea`, hash(name))),
  ...fn('encode(bytea,text) text', encodeBytes),
  ...fn('decode(text,text) bytea', decodeText),
  ...fn('convert_to(text,text) bytea', (text: string, encoding: string) => {
    checkEncoding(encoding, 'destination')
    return Buffer.from(text, 'utf8')
  }),
  ...fn('convert_from(bytea,text) text', (bytes: Bytes, encoding: string) => {
    checkEncoding(encoding, 'source')
    return textOfBytes(bytes)
  }),
  ...sql('length(bytea) integer', 'length($1)'),
]

const sets = setFn(
  'string_to_table(text,text,text?) text',
  function* (text?: string, separator?: string, nullText?: string) {
    for (const part of stringToArray(text ?? null, separator ?? null, nullText) ?? []) yield [part]
  },
  { nulls: true },
)

export const textFunctionRows: readonly FunctionRow[] = [...textRows, ...quoting, ...joining, ...byteRows, ...sets]
