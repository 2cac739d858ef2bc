import { PGlite } from '@electric-sql/pglite'
import { isZohoSqlError } from '../../src/base/errors.ts'
import {
  bigint,
  boolean,
  date,
  double,
  integer,
  numeric,
  type SqlType,
  text,
  timestamp,
  timestamptz,
  typeText,
  type Value,
} from '../../src/base/types.ts'
import { LocalEngine } from '../../src/engine/index.ts'
import type { Query } from '../../src/engine/tree.ts'
import { displayText, encode, makeSession } from '../../src/engine/values/index.ts'
import { allRelations } from '../../src/engine/walk.ts'
import { bind, type TableSource } from '../../src/plan/bind/index.ts'
import type { Table } from '../../src/source/index.ts'
import { parse } from '../../src/sql/index.ts'
import { tpch } from './tpch.ts'

/** The same tables here and in PGlite, and one statement run in both. */

export interface Data {
  readonly name: string
  readonly columns: Readonly<Record<string, SqlType>>
  readonly rows: readonly (readonly Value[])[]
}

const day = (n: number): string => new Date(Date.UTC(2024, 0, 1) + n * 86_400_000).toISOString().slice(0, 10)
const instant = (n: number): number => Date.UTC(2024, 0, 1, 12) + n * 3_600_000 * 7 + (n % 4) * 1500

const names = ['Ann', 'bob', 'Érik', 'zoe', 'Ann ', "O'Neil", '100%', 'a_b', 'Ünal', null, 'Zed', 'Bob']
const teams = [1, 2, 3, null, 9]

const people: Data = {
  name: 'people',
  columns: {
    id: bigint,
    name: text,
    age: integer,
    salary: numeric(10, 2),
    rate: double,
    active: boolean,
    born: date,
    seen: timestamptz,
    local: timestamp,
    team_id: bigint,
  },
  rows: Array.from({ length: 24 }, (_, i) => [
    String(4_000_000_000_000_000_000n + BigInt(i)),
    names[i % 12]!,
    i % 7 === 3 ? null : 20 + ((i * 7) % 30),
    i % 5 === 4 ? null : (1000 + i * 37.35).toFixed(2),
    i % 6 === 5 ? null : (i - 8) / 4,
    i % 4 === 3 ? null : i % 3 === 0,
    i % 8 === 7 ? null : day((i * 13) % 90),
    i % 9 === 8 ? null : instant(i),
    i % 10 === 9 ? null : instant(i * 3),
    teams[i % 5]!,
  ]),
}

const teamRows: Data = {
  name: 'teams',
  columns: { id: bigint, name: text, region: text, budget: numeric(12, 2), founded: date, lead_id: bigint },
  rows: [
    [1, 'Sales', 'EU', '1000.10', '2001-02-28', '4000000000000000000'],
    [2, 'Support', 'US', '250.00', '2010-12-31', null],
    [3, 'R&D', 'EU', null, '1999-01-01', '4000000000000000002'],
    [4, 'Empty', null, '0.00', null, null],
  ],
}

const events: Data = {
  name: 'events',
  columns: { id: integer, person_id: bigint, kind: text, amount: numeric(8, 3), on_day: date, units: integer },
  rows: Array.from({ length: 40 }, (_, i) => [
    i,
    i % 11 === 10 ? null : String(4_000_000_000_000_000_000n + BigInt((i * 5) % 26)),
    ['call', 'mail', 'visit', null][i % 4]!,
    i % 6 === 1 ? null : (((i * 77) % 50) / 8).toFixed(3),
    i % 7 === 6 ? null : day((i * 3) % 40),
    i % 5,
  ]),
}

const nothing: Data = { name: 'nothing', columns: { n: integer, t: text }, rows: [] }

export const data: readonly Data[] = [people, teamRows, events, nothing, ...tpch]

// ---------------------------------------------------------------------------------------------------- ours

const tableOf = ({ name, columns }: Data): Table => ({
  schema: 'crm',
  name,
  kind: 'table',
  description: '',
  columns: Object.entries(columns).map(([column, type]) => ({
    name: column,
    type,
    nullable: true,
    description: '',
    field: column,
    part: 'value',
    fieldType: '',
  })),
  primaryKey: ['id'],
  lookups: [],
})

const tables = new Map(data.map((entry) => [entry.name, tableOf(entry)]))
const source: TableSource = {
  find: (path) => tables.get(path.at(-1)!.toLowerCase()),
  names: () => tables.keys(),
}

export const now = Date.UTC(2024, 4, 17, 10, 30)
const session = makeSession({ timeZone: 'UTC', now })

export const bound = (sql: string): Query => bind(parse(sql), source, { session }).query

function stageAll(engine: LocalEngine, query: Query): void {
  for (const relation of allRelations(query)) {
    if (relation.kind !== 'table') continue
    const entry = data.find((candidate) => candidate.name === relation.table.name)!
    const places = relation.columns.map((column) => Object.keys(entry.columns).indexOf(column.ref!.column.name))
    const stage = engine.stage([relation.id], relation.columns)
    stage.insert(entry.rows.map((row) => places.map((place) => row[place]!)))
  }
}

export interface Outcome {
  /** SQLSTATE, when it failed. */
  readonly error?: string
  readonly message?: string
  readonly rows: readonly (readonly (string | null)[])[]
}

const asText = (value: Value, type: SqlType): string | null => {
  const raw = encode(value, type, session)
  return raw === null ? null : displayText(raw, type, session)
}

export function here(sql: string): Outcome & { readonly ordered: boolean } {
  const engine = LocalEngine.open({ session })
  let ordered = false
  try {
    const query = bound(sql)
    ordered = query.orderBy.length > 0
    stageAll(engine, query)
    const rows = [...engine.run(query)].map((row) => row.map((value, i) => asText(value, query.columns[i]!.type)))
    return { rows, ordered }
  } catch (error) {
    if (!isZohoSqlError(error)) throw error
    return { error: error.sqlState, message: error.message, rows: [], ordered }
  } finally {
    engine.close()
  }
}

// ---------------------------------------------------------------------------------------------- PostgreSQL

const literal = (value: Value, type: SqlType): string => {
  const shown = asText(value, type)
  return shown === null ? 'NULL' : `'${shown.replaceAll("'", "''")}'::${typeText(type)}`
}

export async function postgres(): Promise<PGlite> {
  const db = await PGlite.create()
  await db.exec("SET timezone = 'UTC'")
  for (const { name, columns, rows } of data) {
    const definitions = Object.entries(columns).map(([column, type]) => `${column} ${typeText(type)}`)
    await db.exec(`CREATE TABLE ${name} (${definitions.join(', ')})`)
    const types = Object.values(columns)
    const values = rows.map((row) => `(${row.map((value, i) => literal(value, types[i]!)).join(', ')})`)
    if (values.length > 0) await db.exec(`INSERT INTO ${name} VALUES ${values.join(', ')}`)
  }
  return db
}

/** PGlite makes JavaScript values of all built-in types; we compare texts. */
const untouched = Object.fromEntries(Array.from({ length: 5000 }, (_, oid) => [oid, (value: string) => value]))

export async function there(db: PGlite, sql: string): Promise<Outcome> {
  try {
    const result = await db.query<(string | null)[]>(sql, [], { rowMode: 'array', parsers: untouched })
    return { rows: result.rows }
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    return { error: code ?? 'unknown', message, rows: [] }
  }
}

// ------------------------------------------------------------------------------------------------ comparing

/** The last digits of a sum of doubles depend on the order of adding. */
const rounded = (cell: string | null): string | null =>
  cell !== null && /^-?\d+\.\d{9,}$|^-?\d+(\.\d+)?e[+-]?\d+$/.test(cell) ? Number(cell).toPrecision(12) : cell

export const comparable = ({ rows, error }: Outcome, ordered: boolean): readonly string[] => {
  if (error !== undefined) return [`error ${error}`]
  const lines = rows.map((row) => row.map((cell) => rounded(cell) ?? 'NULL').join(' | '))
  return ordered ? lines : lines.toSorted()
}
