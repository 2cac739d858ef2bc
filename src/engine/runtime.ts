import { ZohoSqlError } from '../base/errors.ts'
import type { Guard } from './guard.ts'
import type { SqliteConnection } from './sqlite.ts'
import type { Raw } from './values/index.ts'

/** The functions that printed text calls besides those of the function table. */

type Packed = string | number | null

/** JSON has one kind of number and SQLite two: integers travel as texts, with a letter before every text. */
function pack(value: Raw): Packed {
  if (typeof value === 'bigint') return `i${value}`
  if (typeof value === 'string') return `s${value}`
  if (typeof value === 'number') return Number.isFinite(value) ? value : `f${value}`
  return value === null ? null : `b${Buffer.from(value).toString('base64')}`
}

function unpack(value: Packed): Raw {
  if (typeof value !== 'string') return value
  const rest = value.slice(1)
  switch (value[0]) {
    case 'i':
      return BigInt(rest)
    case 'f':
      return Number(rest)
    case 'b':
      return Buffer.from(rest, 'base64')
    default:
      return rest
  }
}

const count = (value: bigint | number | null, ifNull: bigint, error: () => ZohoSqlError): bigint => {
  if (value === null) return ifNull
  if (value < 0) throw error()
  return BigInt(value)
}

const negativeLimit = () => new ZohoSqlError('INVALID_LIMIT', 'LIMIT must not be negative')
const negativeOffset = () => new ZohoSqlError('INVALID_OFFSET', 'OFFSET must not be negative')

export function registerRuntime(db: SqliteConnection, guard: Guard): void {
  // Not deterministic: SQLite must call it for every row.
  db.function('zohosql_tick', { varargs: true }, () => guard.tick())
  db.function('zohosql_second_row', () => {
    throw new ZohoSqlError('CARDINALITY', 'more than one row returned by a subquery used as an expression')
  })
  const exact = { deterministic: true, safeIntegers: true }
  db.function('zohosql_limit', exact, (value) => count(value as bigint | null, -1n, negativeLimit))
  db.function('zohosql_offset', exact, (value) => count(value as bigint | null, 0n, negativeOffset))
  const packing = {
    varargs: true,
    safeIntegers: true,
    start: (): Packed[][] => [],
    step: (rows: Packed[][], ...row: Raw[]) => {
      rows.push(row.map(pack))
    },
    result: (rows: Packed[][]) => JSON.stringify(rows),
  }
  // The types of better-sqlite3 know one argument only.
  db.aggregate('zohosql_pack', packing as never)
}

/** `zohosql_unpack_3('[[…],…]')`: the rows that `zohosql_pack` packed. */
export function registerUnpack(db: SqliteConnection, columns: number): void {
  db.table(`zohosql_unpack_${columns}`, {
    columns: Array.from({ length: columns }, (_, i) => `c${i}`),
    parameters: ['packed'],
    safeIntegers: true,
    *rows(packed: unknown) {
      for (const row of JSON.parse(packed as string) as Packed[][]) yield row.map(unpack)
    },
  })
}
