import { ZohoSqlError } from '../../base/errors.ts'
import { text as plainText, type SqlType, typeText } from '../../base/types.ts'
import { clockText, dateText, intervalText, timestampText } from './binary-time.ts'
import { numericText } from './numeric.ts'
import { typeOfOid } from './oids.ts'

type ReadBinary = (bytes: Buffer, type: SqlType) => string | undefined

const sized =
  (size: number, read: (bytes: Buffer) => string): ReadBinary =>
  (bytes) =>
    bytes.length === size ? read(bytes) : undefined

const utf8: ReadBinary = (bytes) => strict(bytes)

const readers: Readonly<Partial<Record<SqlType['name'], ReadBinary>>> = {
  boolean: sized(1, (bytes) => (bytes[0] ? 'true' : 'false')),
  smallint: sized(2, (bytes) => String(bytes.readInt16BE())),
  integer: sized(4, (bytes) => String(bytes.readInt32BE())),
  bigint: sized(8, (bytes) => String(bytes.readBigInt64BE())),
  numeric: (bytes) => numericText(bytes),
  real: sized(4, (bytes) => String(bytes.readFloatBE())),
  'double precision': sized(8, (bytes) => String(bytes.readDoubleBE())),
  text: utf8,
  varchar: utf8,
  char: utf8,
  unknown: utf8,
  json: (bytes) => strict(bytes),
  jsonb: (bytes) => strict(bytes[0] === 1 ? bytes.subarray(1) : bytes),
  bytea: (bytes) => `\\x${bytes.toString('hex')}`,
  date: sized(4, dateText),
  time: sized(8, (bytes) => clockText(bytes.readBigInt64BE())),
  timestamp: sized(8, (bytes) => timestampText(bytes, '')),
  timestamptz: sized(8, (bytes) => timestampText(bytes, 'Z')),
  interval: sized(16, intervalText),
  array: arrayText,
}

/** Types whose four bytes are the number of an object. */
const objectId = sized(4, (bytes) => String(bytes.readUInt32BE()))
const labels: ReadonlySet<string> = new Set(
  'oid xid cid regclass regtype regproc regprocedure regoper regoperator regnamespace regrole regcollation'.split(' '),
)

const decoder = new TextDecoder('utf-8', { fatal: true })

function strict(bytes: Buffer): string {
  try {
    return decoder.decode(bytes)
  } catch (cause) {
    throw new ZohoSqlError('INVALID_TEXT', 'invalid byte sequence for encoding "UTF8"', { cause })
  }
}

/**
 * The text of a parameter's value.
 *
 * @param format 0 text, 1 binary
 * @throws {ZohoSqlError} 22P03 bytes that are no value of the type · 22P02 no UTF-8
 */
export function parameterText(bytes: Buffer, format: number, type: SqlType): string {
  if (format === 0) return strict(bytes)
  const labelled = type.label !== undefined && labels.has(type.label)
  const text = labelled ? objectId(bytes, type) : readers[type.name]?.(bytes, type)
  if (text !== undefined) return text
  throw new ZohoSqlError('INVALID_BINARY', `incorrect binary data format for a parameter of type ${typeText(type)}`)
}

/** Members of a binary array, as PostgreSQL's text. One dimension: more are sent by no client that was seen. */
function arrayText(bytes: Buffer): string | undefined {
  if (bytes.length === 12 && bytes.readInt32BE() === 0) return '{}'
  if (bytes.length < 20 || bytes.readInt32BE() !== 1) return undefined
  const element = typeOfOid(bytes.readUInt32BE(8)) ?? plainText
  const count = bytes.readInt32BE(12)
  const members: string[] = []
  let at = 20
  while (at + 4 <= bytes.length && members.length < count) {
    const length = bytes.readInt32BE(at)
    if (length > bytes.length - at - 4) return undefined
    members.push(length < 0 ? 'NULL' : quoted(parameterText(bytes.subarray(at + 4, at + 4 + length), 1, element)))
    at += 4 + Math.max(length, 0)
  }
  return members.length === count && at === bytes.length ? `{${members.join(',')}}` : undefined
}

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`
