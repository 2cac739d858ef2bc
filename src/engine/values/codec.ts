import { ZohoSqlError } from '../../base/errors.ts'
import { instantMicros, instantValue } from '../../base/instants.ts'
import { type SqlType, typeText, type Value } from '../../base/types.ts'
import { dateText } from './datetime.ts'
import { parseDate } from './datetime-input.ts'
import { nanRefused } from './float.ts'
import { decodeNumeric, encodeNumeric } from './numeric.ts'
import type { Raw } from './raw.ts'
import { makeSession, type Session } from './session.ts'
import { displayText, inputText } from './text-form.ts'

/** The package's values (base/types.ts) to what SQLite stores, and back. Encoders and decoders are made once a column. */
export type Encoder = (value: Value) => Raw
export type RawDecoder = (raw: Raw) => Value

const mismatch = (value: Value, type: SqlType): ZohoSqlError =>
  new ZohoSqlError('TYPE_MISMATCH', `a ${typeof value} is no value of type ${typeText(type)}`)

const defaultSession = makeSession({ now: 0 })

type Encode = (value: Exclude<Value, null>) => Raw
type EncoderOf = (type: SqlType, session: Session) => Encode

const fromText =
  (type: SqlType, session: Session, direct: Encode): Encode =>
  (value) =>
    typeof value === 'string' ? inputText(value, type, session) : direct(value)

const encodeInteger: EncoderOf = (type, session) =>
  fromText(type, session, (value) => {
    if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value)
    if (typeof value === 'boolean') return value ? 1n : 0n
    throw mismatch(value, type)
  })

// Ids are plain digits nearly always, and BigInt reads those faster than checking them first.
const encodeBigint: EncoderOf = (type, session) => {
  const slow = encodeInteger(type, session)
  return (value) => (typeof value === 'string' && value.length < 19 && isDigits(value) ? BigInt(value) : slow(value))
}
const isDigits = (text: string): boolean => {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < 48 || text.charCodeAt(i) > 57) return false
  return text.length > 0
}

const encodeDouble: EncoderOf = (type, session) =>
  fromText(type, session, (value) => {
    if (typeof value !== 'number') throw mismatch(value, type)
    if (Number.isNaN(value)) throw nanRefused()
    return type.name === 'real' ? Math.fround(value) : value
  })

const encodeText: EncoderOf = () => (value) => (typeof value === 'string' ? value : String(value))

const encodeInstant: EncoderOf = (type, session) => (value) => {
  if (typeof value === 'boolean' || Number.isNaN(value)) throw mismatch(value, type)
  return instantMicros(value) ?? inputText(String(value), type, session)
}

const encodeByText: EncoderOf = (type, session) => (value) => inputText(String(value), type, session)

const encodeBoolean: EncoderOf = (type, session) =>
  fromText(type, session, (value) => (typeof value === 'boolean' ? (value ? 1n : 0n) : value ? 1n : 0n))

const encodeDecimalValue: EncoderOf = (type) => {
  const scale = type.precision === undefined ? type.scale : (type.scale ?? 0)
  return (value) => encodeNumeric(value as number | string, undefined, scale)
}

const encodeDay: EncoderOf = (type, session) => (value) => {
  if (typeof value !== 'string') throw mismatch(value, type)
  return BigInt(parseDate(value, session))
}

const encoders: Readonly<Record<SqlType['name'], EncoderOf>> = {
  boolean: encodeBoolean,
  smallint: encodeInteger,
  integer: encodeInteger,
  bigint: encodeBigint,
  numeric: encodeDecimalValue,
  real: encodeDouble,
  'double precision': encodeDouble,
  text: encodeText,
  varchar: encodeText,
  char: encodeByText,
  date: encodeDay,
  time: encodeByText,
  timestamp: encodeInstant,
  timestamptz: encodeInstant,
  interval: encodeByText,
  json: encodeText,
  jsonb: encodeByText,
  bytea: encodeByText,
  array: encodeByText,
  record: encodeByText,
  unknown: encodeText,
}

/** Compiled {@link encode}. Texts given for other types are read as PostgreSQL would read a literal. */
export function encoder(type: SqlType, session: Session = defaultSession): Encoder {
  const encodeValue = encoders[type.name](type, session)
  return (value) => (value === null || value === undefined ? null : encodeValue(value))
}

type Decode = (raw: Exclude<Raw, null>) => Value
type DecoderOf = (type: SqlType, session: Session) => Decode

const decodeSmall: DecoderOf = () => Number

const decodeBigint: DecoderOf = ({ wide }) =>
  wide
    ? (raw) => String(raw)
    : (raw) => (typeof raw === 'number' || Number.isSafeInteger(Number(raw)) ? Number(raw) : String(raw))

const decodeInstant: DecoderOf = () => (raw) => instantValue(BigInt(raw as bigint))

const decodeByText: DecoderOf = (type, session) => (raw) => displayText(raw, type, session)
const decodeText: DecoderOf = () => (raw) => raw as string

const decoders: Readonly<Record<SqlType['name'], DecoderOf>> = {
  boolean: () => (raw) => Number(raw) !== 0,
  smallint: decodeSmall,
  integer: decodeSmall,
  bigint: decodeBigint,
  numeric: () => (raw) => decodeNumeric(raw as string),
  real: decodeSmall,
  'double precision': decodeSmall,
  text: decodeText,
  varchar: decodeText,
  char: decodeText,
  date: () => (raw) => dateText(Number(raw)),
  time: decodeByText,
  timestamp: decodeInstant,
  timestamptz: decodeInstant,
  interval: decodeByText,
  json: decodeText,
  jsonb: decodeText,
  bytea: decodeByText,
  array: decodeByText,
  record: decodeText,
  unknown: decodeText,
}

/**
 * Compiled {@link decode}. Statements are to be read with `safeIntegers`, or 64-bit values lose digits.
 * numeric comes as its exact text, display scale included; the driver makes numbers of it where they are wanted.
 */
export function decoder(type: SqlType, session: Session = defaultSession): RawDecoder {
  const decodeValue = decoders[type.name](type, session)
  return (raw) => (raw === null ? null : decodeValue(raw))
}

export const encode = (value: Value, type: SqlType, session?: Session): Raw => encoder(type, session)(value)
export const decode = (raw: Raw, type: SqlType, session?: Session): Value => decoder(type, session)(raw)

const columnTypes: Partial<Record<SqlType['name'], string>> = {
  boolean: 'INTEGER',
  smallint: 'INTEGER',
  integer: 'INTEGER',
  bigint: 'INTEGER',
  date: 'INTEGER',
  time: 'INTEGER',
  timestamp: 'INTEGER',
  timestamptz: 'INTEGER',
  real: 'REAL',
  'double precision': 'REAL',
  bytea: 'BLOB',
}

/** What a column of a staging table is declared as. */
export const columnType = (type: SqlType): string => columnTypes[type.name] ?? 'TEXT'
