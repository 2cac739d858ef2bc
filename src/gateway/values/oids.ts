import { arrayOf, type SqlType, type TypeName, text } from '../../base/types.ts'
import type { ColumnHeader } from '../wire/index.ts'

interface Row {
  readonly oid: number
  /** Object id of the array of it. */
  readonly array: number
  /** Bytes of a value; -1 where it varies. */
  readonly size: number
}

const row = (oid: number, array: number, size = -1): Row => ({ oid, array, size })

/** PostgreSQL's own numbers (pg_type). */
const rows: Readonly<Record<Exclude<TypeName, 'array'>, Row>> = {
  boolean: row(16, 1000, 1),
  smallint: row(21, 1005, 2),
  integer: row(23, 1007, 4),
  bigint: row(20, 1016, 8),
  numeric: row(1700, 1231),
  real: row(700, 1021, 4),
  'double precision': row(701, 1022, 8),
  text: row(25, 1009),
  varchar: row(1043, 1015),
  char: row(1042, 1014),
  date: row(1082, 1182, 4),
  time: row(1083, 1183, 8),
  timestamp: row(1114, 1115, 8),
  timestamptz: row(1184, 1185, 8),
  interval: row(1186, 1187, 16),
  json: row(114, 199),
  jsonb: row(3802, 3807),
  bytea: row(17, 1001),
  record: row(2249, 2287),
  // What has no type of its own is text to a client, as PostgreSQL makes it.
  unknown: row(25, 1009),
}

const rowOf = ({ name }: SqlType): Row => rows[name === 'array' ? 'unknown' : name]

export const oidOf = (type: SqlType): number =>
  type.name === 'array' ? rowOf(type.element ?? text).array : rowOf(type).oid

/** Types that clients may say their parameters have and that are ours by another number: name, bpchar, jsonb, oid … */
const others: Readonly<Record<number, SqlType>> = {
  18: text,
  19: text,
  26: { name: 'bigint' },
  2950: text,
  705: { name: 'unknown' },
}

const byOid: ReadonlyMap<number, SqlType> = new Map(
  Object.entries(rows)
    .filter(([name]) => name !== 'unknown')
    .flatMap(([name, { oid, array }]): [number, SqlType][] => {
      const type: SqlType = { name: name as TypeName }
      return [
        [oid, type],
        [array, arrayOf(type)],
      ]
    }),
)

/** The type of an object id; undefined for 0 (not said) and for types that are none of ours. */
export const typeOfOid = (oid: number): SqlType | undefined => byOid.get(oid) ?? others[oid]

/**
 * A text's length as PostgreSQL packs it; -1 for none. A numeric has none although its column has precision and scale:
 * Zoho keeps amounts with more digits than its field declares, and JDBC refuses a value that its modifier forbids.
 */
function modifier(type: SqlType): number {
  if ((type.name === 'varchar' || type.name === 'char') && type.length !== undefined) return type.length + 4
  return -1
}

export const columnHeader = (name: string, type: SqlType): ColumnHeader => ({
  name,
  type: oidOf(type),
  size: type.name === 'array' ? -1 : rowOf(type).size,
  modifier: modifier(type),
})
