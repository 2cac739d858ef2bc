import { readdirSync, readFileSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { isZohoSqlError } from '../../src/base/errors.ts'
import { type SqlType, typeText, type Value } from '../../src/base/types.ts'
import { LocalEngine } from '../../src/engine/index.ts'
import { displayText, encode, makeSession } from '../../src/engine/values/index.ts'
import { bind } from '../../src/plan/bind/index.ts'
import { parse } from '../../src/sql/index.ts'

/** One statement without tables, answered here and by PostgreSQL: types, rows as texts, or the SQLSTATE. */

export const zone = 'America/New_York'
const session = makeSession({ timeZone: zone, now: Date.UTC(2024, 4, 17, 10, 30) })
const noTables = { find: () => undefined, names: () => [] }

const asText = (value: Value, type: SqlType): string | null => {
  const raw = encode(value, type, session)
  return raw === null ? null : displayText(raw, type, session)
}

const show = (rows: readonly (readonly (string | null)[])[], types: readonly string[]): string =>
  `${types.join(', ')}: ${rows.map((row) => row.map((cell) => cell ?? 'NULL').join(' | ')).join(' / ')}`

let engine: LocalEngine | undefined

export function here(sql: string): string {
  engine ??= LocalEngine.open({ session })
  try {
    const { query } = bind(parse(sql), noTables, { session })
    const types = query.columns.map(({ type }) => type)
    const rows = [...engine.run(query)].map((row) => row.map((value, i) => asText(value, types[i]!)))
    return show(
      rows,
      types.map((type) => bareName(typeText(type))),
    )
  } catch (error) {
    if (!isZohoSqlError(error)) throw new Error(`${sql}: ${(error as Error).message}`, { cause: error })
    return `error ${error.sqlState}`
  }
}

/** Code, message and hint of the error that a statement gives here; empty when it gives none. */
export function refusalOf(sql: string): string {
  try {
    const { query } = bind(parse(sql), noTables, { session })
    engine ??= LocalEngine.open({ session })
    for (const _ of engine.run(query));
    return ''
  } catch (error) {
    return isZohoSqlError(error) ? `${error.code}: ${error.message} (${error.hint ?? ''})` : String(error)
  }
}

const bareName = (type: string): string => type.replace(/\([-\d,]+\)/, '')

export async function postgres(): Promise<PGlite> {
  const db = await PGlite.create()
  await db.exec(`SET TimeZone = '${zone}'`)
  return db
}

// PGlite makes JavaScript values of the types it knows; here the texts are wanted.
const untouched = Object.fromEntries(Array.from({ length: 4000 }, (_, oid) => [oid, (value: string) => value]))
const typeNames = new Map<number, string>()

async function typeName(db: PGlite, oid: number): Promise<string> {
  if (!typeNames.has(oid)) {
    const { rows } = await db.query<{ name: string }>(`SELECT format_type(${oid}, NULL) AS name`)
    typeNames.set(oid, rows[0]!.name)
  }
  return typeNames.get(oid)!
}

export async function there(db: PGlite, sql: string): Promise<string> {
  try {
    const result = await db.query<(string | null)[]>(sql, [], { rowMode: 'array', parsers: untouched })
    const types = await Promise.all(result.fields.map((field) => typeName(db, field.dataTypeID)))
    return show(result.rows, types)
  } catch (error) {
    return `error ${(error as { code?: string }).code}`
  }
}

const folder = new URL('./corpus/', import.meta.url)

export const corpora: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.sql'))
  .map((name) => name.replace('.sql', ''))
  .sort()

/** One expression or statement a line; `--` begins a comment line. */
export const statementsOf = (corpus: string): readonly string[] =>
  readFileSync(new URL(`${corpus}.sql`, folder), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('--'))
    .map((line) => (/^(select|values|with)\b/i.test(line) ? line : `SELECT ${line}`))
