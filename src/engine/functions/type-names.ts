import { byName } from '../../base/by-name.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import { labelledType } from '../../base/pg-types.ts'
import {
  arrayOf,
  bigint,
  boolean,
  bytea,
  date,
  double,
  integer,
  interval,
  json,
  jsonb,
  numeric,
  real,
  type SqlType,
  smallint,
  text,
  time,
  timestamp,
  timestamptz,
  varchar,
} from '../../base/types.ts'

/** Names of types in SQL text, with PostgreSQL's aliases. */

const char: SqlType = { name: 'char' }

const known: Readonly<Record<string, SqlType>> = byName({
  bool: boolean,
  boolean,
  int2: smallint,
  smallint,
  int: integer,
  int4: integer,
  integer,
  int8: bigint,
  bigint,
  numeric: numeric(),
  decimal: numeric(),
  dec: numeric(),
  float4: real,
  real,
  float: double,
  float8: double,
  'double precision': double,
  text,
  varchar: varchar(),
  'character varying': varchar(),
  'char varying': varchar(),
  'national character varying': varchar(),
  char,
  character: char,
  bpchar: char,
  nchar: char,
  'national character': char,
  date,
  time,
  'time without time zone': time,
  timestamp,
  'timestamp without time zone': timestamp,
  timestamptz,
  'timestamp with time zone': timestamptz,
  interval,
  json,
  jsonb,
  bytea,
})

/** PostgreSQL's own types that this package has no values of. */
const refused = new Set(
  `uuid money bit varbit xml inet cidr macaddr macaddr8 point line lseg box path polygon circle tsvector tsquery timetz
  jsonpath int4range int8range numrange daterange tsrange tstzrange pg_lsn hstore citext record void
  timetz`.split(/\s+/),
)
refused.add('bit varying')
refused.add('time with time zone')

/** The type of a name without modifiers; undefined when there is none. */
export const typeNamed = (name: string): SqlType | undefined =>
  refused.has(name) ? undefined : Object.hasOwn(known, name) ? known[name] : labelledType(name)

export interface WrittenType {
  /** Lower case. */
  readonly name: string
  readonly modifiers: readonly number[]
  readonly dimensions: number
}

const modified: Partial<Record<SqlType['name'], (type: SqlType, modifiers: readonly number[]) => SqlType>> = {
  numeric: (_, [precision, scale = 0, ...more]) => {
    if (more.length > 0) throw new ZohoSqlError('INVALID_ARGUMENT', 'invalid NUMERIC type modifier')
    if (precision === undefined || precision < 1 || precision > 1000) {
      throw new ZohoSqlError('INVALID_ARGUMENT', `NUMERIC precision ${precision} must be between 1 and 1000`)
    }
    if (scale < -1000 || scale > 1000) {
      throw new ZohoSqlError('INVALID_ARGUMENT', `NUMERIC scale ${scale} must be between -1000 and 1000`)
    }
    return numeric(precision, scale)
  },
  varchar: (_, [length]) => varchar(checkLength('varchar', length)),
  char: (_, [length]) => ({ name: 'char', length: checkLength('char', length) }),
  'double precision': (_, [bits = 53]) => floatOf(bits),
}

function checkLength(type: string, length: number | undefined): number {
  if (length !== undefined && length >= 1) return length
  throw new ZohoSqlError('INVALID_ARGUMENT', `length for type ${type} must be at least 1`)
}

function floatOf(bits: number): SqlType {
  if (bits < 1 || bits > 53)
    throw new ZohoSqlError('INVALID_ARGUMENT', `precision for type float must be from 1 to 53 bits`)
  return bits <= 24 ? real : double
}

/** Types whose modifier, kept as `precision`, says how many decimals of a second there are. */
const withSeconds: ReadonlySet<string> = new Set(['time', 'timestamp', 'timestamptz', 'interval'])

/** char without a length is char(1); `bpchar` and casts by function have none. */
const implicitLength = (name: string): boolean => ['char', 'character', 'nchar', 'national character'].includes(name)

/**
 * The type that a name in SQL text means. Throws 42704 for an unknown one and 0A000 for PostgreSQL's types that this
 * package has no values of.
 */
export function typeFromName({ name, modifiers, dimensions }: WrittenType): SqlType {
  const base = typeNamed(name)
  if (!base) throw unknownType(name)
  const length = implicitLength(name) && modifiers.length === 0 ? [1] : modifiers
  const type = length.length === 0 ? base : withModifiers(name, base, length)
  return dimensions > 0 ? arrayOf(type) : type
}

function withModifiers(name: string, base: SqlType, modifiers: readonly number[]): SqlType {
  const apply = modified[base.name]
  if (apply) return apply(base, modifiers)
  if (!withSeconds.has(base.name)) {
    throw new ZohoSqlError('SYNTAX_ERROR', `type modifier is not allowed for type "${name}"`)
  }
  return (modifiers[0] ?? 6) >= 6 ? base : { ...base, precision: modifiers[0] }
}

function unknownType(name: string): ZohoSqlError {
  return refused.has(name)
    ? new ZohoSqlError('NOT_SUPPORTED', `type ${name} is not supported`, {
        hint: 'Use text.',
      })
    : new ZohoSqlError('UNDEFINED_TYPE', `type "${name}" does not exist`)
}
