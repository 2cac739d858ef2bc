import { ZohoSqlError } from '../../base/errors.ts'
import { isVector } from '../../base/pg-types.ts'
import { type SqlType, text, typeText } from '../../base/types.ts'
import { type NotNullJsValue, valueText, type Zone } from '../../driver/inner.ts'
import type { MessageWriter } from '../wire/index.ts'
import { splitArray } from './array.ts'
import { binaryDate, binaryInterval, binaryTime, binaryTimestamp } from './binary-time.ts'
import { declaredText, numericBytes } from './numeric.ts'
import { oidOf } from './oids.ts'

/** Writes one value of a column: its length and its bytes. */
export type EncodeColumn = (value: NotNullJsValue, out: MessageWriter) => void

type BinaryEncoder = (value: NotNullJsValue, type: SqlType) => Buffer

const fixed =
  (size: number, write: (bytes: Buffer, value: NotNullJsValue) => void): BinaryEncoder =>
  (value) => {
    const bytes = Buffer.allocUnsafe(size)
    write(bytes, value)
    return bytes
  }

const utf8: BinaryEncoder = (value) => Buffer.from(String(value))

const scaleOf = ({ precision, scale }: SqlType): number | undefined => (precision === undefined ? scale : (scale ?? 0))

const binaries: Readonly<Partial<Record<SqlType['name'], BinaryEncoder>>> = {
  boolean: (value) => Buffer.of(value === true || value === 't' ? 1 : 0),
  smallint: fixed(2, (bytes, value) => bytes.writeInt16BE(Number(value))),
  integer: fixed(4, (bytes, value) => bytes.writeInt32BE(Number(value))),
  bigint: fixed(8, (bytes, value) => bytes.writeBigInt64BE(BigInt(value as string))),
  numeric: (value, type) => numericBytes(declaredText(String(value), scaleOf(type)), scaleOf(type)),
  real: fixed(4, (bytes, value) => bytes.writeFloatBE(Number(value))),
  'double precision': fixed(8, (bytes, value) => bytes.writeDoubleBE(Number(value))),
  text: utf8,
  varchar: utf8,
  char: utf8,
  json: utf8,
  // Its binary form has a version.
  jsonb: (value) => Buffer.concat([Buffer.of(1), Buffer.from(String(value))]),
  unknown: utf8,
  bytea: (value) => Buffer.from(String(value).replace(/^\\x/, ''), 'hex'),
  date: (value) => binaryDate(String(value)),
  time: (value) => binaryTime(String(value)),
  timestamp: (value) => binaryTimestamp(value as number | string),
  timestamptz: (value) => binaryTimestamp(value as number | string),
  interval: (value) => binaryInterval(String(value)),
  array: binaryArray,
}

/** Dimensions, whether there are NULLs, the type, and the members row by row. */
function binaryArray(value: NotNullJsValue, type: SqlType): Buffer {
  const { element = text } = type
  const { sizes, members } = splitArray(String(value))
  const encode = binaryOf(element)
  const head = Buffer.alloc(12 + sizes.length * 8)
  const first = isVector(type) ? 0 : 1
  head.writeInt32BE(sizes.length)
  head.writeInt32BE(members.includes(null) ? 1 : 0, 4)
  head.writeUInt32BE(oidOf(element), 8)
  sizes.forEach((size, index) => {
    head.writeInt32BE(size, 12 + index * 8)
    head.writeInt32BE(first, 16 + index * 8)
  })
  return Buffer.concat([head, ...members.map((member) => withLength(member === null ? null : encode(member, element)))])
}

function withLength(bytes: Buffer | null): Buffer {
  const length = Buffer.allocUnsafe(4)
  length.writeInt32BE(bytes?.length ?? -1)
  return bytes ? Buffer.concat([length, bytes]) : length
}

/** Numbers of objects have four bytes. */
const objectId = fixed(4, (bytes, value) => bytes.writeUInt32BE(Number(value)))
const labels: ReadonlySet<string> = new Set(['oid', 'xid', 'cid'])

function binaryOf(type: SqlType): BinaryEncoder {
  const binary = type.label !== undefined && labels.has(type.label) ? objectId : binaries[type.name]
  if (binary) return binary
  throw new ZohoSqlError('NOT_SUPPORTED', `There is no binary form of ${typeText(type)}: ask for text.`)
}

/** Decimal digits that every value of the type has. */
const floatPrecision: Readonly<Partial<Record<SqlType['name'], number>>> = { real: 6, 'double precision': 15 }

const rounded = (value: NotNullJsValue, digits: number): NotNullJsValue =>
  Number.isFinite(Number(value)) ? String(Number(Number(value).toPrecision(Math.max(digits, 1)))) : value

/** Types whose text is the value's own. */
const plain: ReadonlySet<SqlType['name']> = new Set([
  'text',
  'varchar',
  'json',
  'jsonb',
  'unknown',
  'date',
  'interval',
  'time',
])

/** How a session wants values to look as text. */
export interface TextStyle {
  /** Of timestamptz. */
  readonly zone: Zone
  /** `extra_float_digits`: 1 and more is the shortest text that means the same number, less rounds it. */
  readonly floatDigits: number
}

/**
 * How the values of a column are written.
 *
 * @param format 0 text, 1 binary
 */
export function encodeColumn(type: SqlType, format: number, { zone, floatDigits }: TextStyle): EncodeColumn {
  if (format === 1) {
    const binary = binaryOf(type)
    return (value, out) => out.bytesValue(binary(value, type))
  }
  // Their members stand side by side: {1,2} is 1 2.
  if (isVector(type)) return (value, out) => out.textValue(String(value).slice(1, -1).replaceAll(',', ' '))
  if (type.name === 'numeric') return (value, out) => out.textValue(declaredText(String(value), scaleOf(type)))
  if (plain.has(type.name)) return (value, out) => out.textValue(value as string)
  const digits = floatDigits < 1 ? floatPrecision[type.name] : undefined
  if (digits) return (value, out) => out.textValue(valueText(rounded(value, digits + floatDigits), type, zone))
  return (value, out) => out.textValue(valueText(value, type, zone))
}
