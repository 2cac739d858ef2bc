/**
 * SQL types as PostgreSQL names them, and the one form in which a value of each travels through this package.
 *
 * | type | {@link Value} |
 * | --- | --- |
 * | boolean | `true` / `false` |
 * | smallint, integer | `number` |
 * | bigint | decimal digits as `string` (64-bit ids must not lose a digit), or a safe integer `number` |
 * | numeric | `number` whose shortest text is the decimal meant, or the decimal as `string` |
 * | double precision, real | `number` |
 * | text, varchar, json, jsonb, unknown, interval, time, arrays | `string` (interval, time and arrays in PostgreSQL's output form) |
 * | date | `YYYY-MM-DD` |
 * | timestamp, timestamptz | milliseconds since 1970-01-01T00:00Z, fractions down to a microsecond (timestamp: as if it were UTC); as decimal text where a double has no room for the microseconds |
 */
export type Value = null | boolean | number | string

export const typeNames = [
  'boolean',
  'smallint',
  'integer',
  'bigint',
  'numeric',
  'real',
  'double precision',
  'text',
  'varchar',
  'char',
  'date',
  'time',
  'timestamp',
  'timestamptz',
  'interval',
  'json',
  'jsonb',
  'bytea',
  'array',
  'record',
  'unknown',
] as const
export type TypeName = (typeof typeNames)[number]

export interface SqlType {
  readonly name: TypeName
  /** numeric: digits in all. */
  readonly precision?: number
  /** numeric: digits after the point. Undefined where it varies from value to value. */
  readonly scale?: number
  /** varchar, char: characters at the most. */
  readonly length?: number
  /** array: the type of its members. */
  readonly element?: SqlType
  /** bigint that came from Zoho (ids, Long Integer fields): a string in JavaScript, while COUNT is a number. */
  readonly wide?: boolean
  /** PostgreSQL's own name of a type whose values are kept as those of `name` are: oid, name, regclass (pg-types.ts). */
  readonly label?: string
}

const plain = (name: TypeName): SqlType => Object.freeze({ name })

export const boolean = plain('boolean')
export const smallint = plain('smallint')
export const integer = plain('integer')
export const bigint = plain('bigint')
/** Zoho's 64-bit numbers: ids and Long Integer fields. */
export const wideBigint: SqlType = Object.freeze({ name: 'bigint', wide: true })
export const real = plain('real')
export const double = plain('double precision')
export const text = plain('text')
export const date = plain('date')
export const time = plain('time')
export const timestamp = plain('timestamp')
export const timestamptz = plain('timestamptz')
export const interval = plain('interval')
export const json = plain('json')
export const jsonb = plain('jsonb')
export const bytea = plain('bytea')
export const unknown = plain('unknown')
export const numeric = (precision?: number, scale?: number): SqlType => ({ name: 'numeric', precision, scale })
export const varchar = (length?: number): SqlType => ({ name: 'varchar', length })
export const arrayOf = (element: SqlType): SqlType => ({ name: 'array', element })

export type TypeCategory =
  | 'boolean'
  | 'number'
  | 'text'
  | 'datetime'
  | 'interval'
  | 'array'
  | 'json'
  | 'other'
  | 'unknown'

const categories: Record<TypeName, TypeCategory> = {
  boolean: 'boolean',
  smallint: 'number',
  integer: 'number',
  bigint: 'number',
  numeric: 'number',
  real: 'number',
  'double precision': 'number',
  text: 'text',
  varchar: 'text',
  char: 'text',
  date: 'datetime',
  time: 'other',
  timestamp: 'datetime',
  timestamptz: 'datetime',
  interval: 'interval',
  json: 'json',
  jsonb: 'json',
  bytea: 'other',
  array: 'array',
  record: 'other',
  unknown: 'unknown',
}

/** The family within which PostgreSQL converts by itself. */
export const category = (type: SqlType): TypeCategory => categories[type.name]

/** The type as PostgreSQL's `format_type` prints it. */
export function typeText(type: SqlType): string {
  if (type.label !== undefined) return type.label
  switch (type.name) {
    case 'numeric':
      return type.precision === undefined ? 'numeric' : `numeric(${type.precision},${type.scale ?? 0})`
    case 'varchar':
      return type.length === undefined ? 'character varying' : `character varying(${type.length})`
    case 'char':
      return type.length === undefined ? 'character' : `character(${type.length})`
    case 'timestamp':
      return 'timestamp without time zone'
    case 'timestamptz':
      return 'timestamp with time zone'
    case 'time':
      return 'time without time zone'
    case 'array':
      return `${typeText(type.element ?? unknown)}[]`
    default:
      return type.name
  }
}
