/** SQL types as ODBC and PostgreSQL's catalogues describe them: codes, sizes, names. One row per type. */
import { type SqlType, type TypeName, typeText } from './types.ts'

/** The description of a type that ODBC clients are given. */
export interface OdbcType {
  /** `SQL_…` code. */
  readonly code: number
  /** `SQL_…` name. */
  readonly name: string
  /** Characters of a text, digits of a number, characters of a date or time as text. */
  readonly columnSize: number
  /** Digits after the point; of the seconds for times. Null where there are none to speak of. */
  readonly decimalDigits: number | null
  /** Bytes of the value in its default C form. */
  readonly bufferLength: number
  /** 10 for numbers. */
  readonly radix: number | null
  /** Bytes of the longest text; null for what is no text. */
  readonly octetLength: number | null
  /** Code without the kind of date or time. */
  readonly verboseCode: number
  /** Kind of date or time. */
  readonly datetimeSub: number | null
}

interface OdbcTypeRow {
  readonly code: number
  readonly name: string
  readonly size: number
  readonly digits?: number
  readonly bytes?: number
  readonly kind: 'number' | 'text' | 'datetime' | 'other'
  readonly sub?: number
}

/** Longest text a value of a type without a length is expected to have; Zoho's longest field holds 50,000. */
const longText = 65_535
/** Digits promised for a numeric without a precision. */
const freeNumeric = { size: 38, digits: 15 }

const number = (code: number, name: string, size: number, bytes: number, digits?: number): OdbcTypeRow => ({
  code,
  name,
  size,
  bytes,
  digits,
  kind: 'number',
})
const text = (code: number, name: string, size: number): OdbcTypeRow => ({ code, name, size, kind: 'text' })
const long = text(-10, 'SQL_WLONGVARCHAR', longText)
const datetime = (sub: number, name: string, size: number, bytes: number, digits?: number): OdbcTypeRow => ({
  code: 90 + sub,
  name,
  size,
  bytes,
  digits,
  kind: 'datetime',
  sub,
})

const rows: Readonly<Record<TypeName, OdbcTypeRow>> = {
  boolean: { code: -7, name: 'SQL_BIT', size: 1, bytes: 1, kind: 'other' },
  smallint: number(5, 'SQL_SMALLINT', 5, 2, 0),
  integer: number(4, 'SQL_INTEGER', 10, 4, 0),
  bigint: number(-5, 'SQL_BIGINT', 19, 8, 0),
  numeric: number(2, 'SQL_NUMERIC', freeNumeric.size, freeNumeric.size + 2, freeNumeric.digits),
  real: number(7, 'SQL_REAL', 7, 4),
  'double precision': number(8, 'SQL_DOUBLE', 15, 8),
  text: long,
  varchar: text(-9, 'SQL_WVARCHAR', longText),
  char: text(-8, 'SQL_WCHAR', 1),
  date: datetime(1, 'SQL_TYPE_DATE', 10, 6),
  time: datetime(2, 'SQL_TYPE_TIME', 15, 6, 6),
  timestamp: datetime(3, 'SQL_TYPE_TIMESTAMP', 26, 16, 6),
  timestamptz: datetime(3, 'SQL_TYPE_TIMESTAMP', 26, 16, 6),
  interval: text(-9, 'SQL_WVARCHAR', 49),
  json: long,
  jsonb: long,
  bytea: { code: -4, name: 'SQL_LONGVARBINARY', size: longText, bytes: longText, kind: 'other' },
  array: long,
  record: long,
  unknown: long,
}

function sizes(
  type: SqlType,
  row: OdbcTypeRow,
): { size: number; digits: number | undefined; bytes: number | undefined } {
  if (type.name === 'numeric' && type.precision !== undefined) {
    // The sign and the point take a byte each: decimals travel as text.
    return { size: type.precision, digits: type.scale ?? 0, bytes: type.precision + 2 }
  }
  return { size: (row.kind === 'text' ? type.length : undefined) ?? row.size, digits: row.digits, bytes: row.bytes }
}

export function odbcType(type: SqlType): OdbcType {
  const row = rows[type.name]
  const { size, digits, bytes } = sizes(type, row)
  // Wide characters: two bytes each.
  const octetLength = row.kind === 'text' ? size * 2 : null
  return {
    code: row.code,
    name: row.name,
    columnSize: size,
    decimalDigits: digits ?? null,
    bufferLength: bytes ?? size * 2,
    radix: row.kind === 'number' ? 10 : null,
    octetLength,
    verboseCode: row.kind === 'datetime' ? 9 : row.code,
    datetimeSub: row.sub ?? null,
  }
}

/** A column of a result, as npm `odbc` describes it. */
export interface ResultColumn {
  readonly name: string
  readonly dataType: number
  readonly dataTypeName: string
  readonly columnSize: number
  readonly decimalDigits: number
  readonly nullable: boolean
}

export function resultColumn(name: string, type: SqlType, nullable: boolean): ResultColumn {
  const { code, name: dataTypeName, columnSize, decimalDigits } = odbcType(type)
  return { name, dataType: code, dataTypeName, columnSize, decimalDigits: decimalDigits ?? 0, nullable }
}

/** PostgreSQL's internal names of types, as `information_schema.columns.udt_name` has them. */
const internalNames: Readonly<Partial<Record<TypeName, string>>> = {
  boolean: 'bool',
  smallint: 'int2',
  integer: 'int4',
  bigint: 'int8',
  real: 'float4',
  'double precision': 'float8',
  char: 'bpchar',
}
export const internalName = (type: SqlType): string =>
  type.label !== undefined
    ? type.label.replaceAll('"', '')
    : type.name === 'array' && type.element
      ? `_${internalName(type.element)}`
      : (internalNames[type.name] ?? type.name)

/** The type without its length, precision and scale: `character varying`, `numeric`. */
export const bareTypeText = (type: SqlType): string => (type.name === 'array' ? 'ARRAY' : typeText({ name: type.name }))

/** Binary digits of the numbers that PostgreSQL measures in them. */
const binaryDigits: Readonly<Partial<Record<TypeName, number>>> = {
  smallint: 16,
  integer: 32,
  bigint: 64,
  real: 24,
  'double precision': 53,
}

/** A type's measures as `information_schema.columns` states them. */
export interface TypeMeasures {
  readonly characters: number | null
  readonly octets: number | null
  readonly precision: number | null
  readonly radix: number | null
  readonly scale: number | null
  readonly datetimePrecision: number | null
}

const datetimePrecisions: Readonly<Partial<Record<TypeName, number>>> = {
  date: 0,
  time: 6,
  timestamp: 6,
  timestamptz: 6,
  interval: 6,
}

export function measures(type: SqlType): TypeMeasures {
  const isText = rows[type.name].kind === 'text' && ['text', 'varchar', 'char'].includes(type.name)
  const binary = binaryDigits[type.name]
  const isNumeric = type.name === 'numeric'
  const approximate = type.name === 'real' || type.name === 'double precision'
  return {
    characters: type.length ?? null,
    // UTF-8 takes up to four bytes a character; PostgreSQL says 1 GB where there is no length.
    octets: isText ? (type.length === undefined ? 1_073_741_824 : type.length * 4) : null,
    precision: binary ?? type.precision ?? null,
    radix: binary ? 2 : isNumeric ? 10 : null,
    scale: binary ? (approximate ? null : 0) : isNumeric && type.precision !== undefined ? (type.scale ?? 0) : null,
    datetimePrecision: datetimePrecisions[type.name] ?? null,
  }
}
