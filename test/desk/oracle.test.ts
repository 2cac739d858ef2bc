/**
 * Desk by every road under every reading of what its documents leave open, held against PostgreSQL with the same rows: the
 * demo's support desk next to its CRM, with more tickets at one instant than a search reaches at some desks.
 */
import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { typeText } from '../../src/base/types.ts'
import { type Connection, connect } from '../../src/driver/inner.ts'
import { type DeskVariants, defaultDeskVariants } from '../../src/simulator/desk/variants.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { hurry } from '../support/hurry.ts'
import { all } from './all.ts'
import { questions } from './questions.ts'

hurry()

/** Tables that are judged; columns that Desk makes when it answers are left out. */
const judged = ['tickets', 'contacts', 'accounts', 'agents', 'departments', 'tasks', 'products', 'contracts']

const readings: readonly Partial<DeskVariants>[] = [
  {},
  {
    deskFromBase: 'one',
    deskFromCap: 'all',
    deskFields: 'refused',
    deskRangeEnds: 'exclusive',
    deskSearchCount: 'capped',
  },
  { deskFromBase: 'zero', deskFieldsCustom: 'null', deskBareText: 'prefix', deskTimes: 'epoch', deskMissing: 422 },
  { deskTicketsLimit: 100, deskTicketsSort: 'spec', deskOrder: 'oldest', deskEmpty: 'data', deskBareText: 'whole' },
  { deskSearchFromMax: 999, deskCustomSearch: 'refused', deskAllowedValues: 'layouts', deskTypeCase: 'upper' },
  { deskCustomNumbers: 'number', deskCustomBooleans: 'boolean', deskMultiselect: 'array', deskCounters: 'number' },
  {
    deskUnknownField: 422,
    deskInclude: 'one',
    deskStatusType: 'DateTime',
    deskBareText: 'substring',
    deskMissing: 403,
  },
  {
    deskFields: 'refused',
    deskSearchFromMax: 999,
    deskRangeEnds: 'exclusive',
    deskTrashed: 'missing',
    deskCreditReading: 'B',
  },
]

let simulator: Simulator
let postgres: PGlite
let open: (properties: string) => Promise<Connection>
/** PostgreSQL's answers, as texts. */
const answers = new Map<string, readonly string[]>()

beforeAll(async () => {
  simulator = await startSimulator({ rows: 250, credits: 1e9, desk: { tickets: 160, credits: 1e9 } })
  open = (properties) =>
    connect(
      `${simulator.connectionString};TokenStore=memory;Services=crm,desk;Dates=string;ExactNumbers=true;${properties}`,
    )
  postgres = await PGlite.create()
  await postgres.exec(`SET TIME ZONE 'UTC'; CREATE SCHEMA desk`)
  await using db = await open('')
  const tables = (await db.schema()).filter(({ schema, name }) => schema === 'desk' && judged.includes(name))
  for (const { name, columns } of tables) {
    const stored = simulator.deskRows(name)
    const given = (row: Record<string, unknown>, column: string): unknown =>
      column.startsWith('cf_') ? (row.cf as Record<string, unknown> | undefined)?.[column] : row[column]
    const own = columns.filter(
      ({ name: own, type }) => type.name !== 'jsonb' && stored.some((row) => given(row, own) !== undefined),
    )
    const types = own.map(
      (column) => `"${column.name}" ${typeText(column.type)}${typeText(column.type) === 'text' ? ' COLLATE "C"' : ''}`,
    )
    await postgres.exec(`CREATE TABLE desk.${name} (${types.join(', ')})`)
    for (const row of stored) {
      const values = own.map((column) => cell(given(row, column.name)))
      const places = own.map((column, i) => `$${i + 1}::text::${typeText(column.type)}`)
      await postgres.query(`INSERT INTO desk.${name} VALUES (${places.join(', ')})`, values)
    }
  }
  for (const sql of questions) answers.set(sql, await judge(sql))
}, 120_000)

afterAll(async () => {
  await simulator.close()
  await postgres.close()
})

/** As PostgreSQL reads it; a multi-select's members are joined. */
function cell(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  if (Array.isArray(value))
    return value.every((one) => /^\d+$/.test(String(one))) ? `{${value.join(',')}}` : value.join(';')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Values as both sides show them: numbers by their value, instants in UTC. */
const shown = (value: unknown): string => {
  if (value === null) return 'NULL'
  if (value instanceof Date) return value.toISOString().replace('T00:00:00.000Z', '')
  const text = String(value)
  if (/^-?\d{1,15}(\.\d+)?$/.test(text)) return String(Number(text))
  return /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)
    ? new Date(text.replace(/\+00$/, 'Z')).toISOString().replace('T00:00:00.000Z', '')
    : text
}

const lines = (rows: readonly (readonly unknown[])[], sql: string): readonly string[] => {
  const texts = rows.map((row) => row.map(shown).join(' | '))
  return /ORDER BY/.test(sql) ? texts : texts.toSorted()
}

async function judge(sql: string): Promise<readonly string[]> {
  const { rows } = await postgres.query<unknown[]>(sql, [], { rowMode: 'array' })
  return lines(rows, sql)
}

async function ours(db: Connection, sql: string): Promise<readonly string[]> {
  return lines(await all(db, sql), sql)
}

async function disagreements(properties: string): Promise<string[]> {
  await using db = await open(properties)
  const wrong: string[] = []
  for (const sql of questions) {
    const got = await ours(db, sql).catch((error: Error) => [error.message])
    const should = answers.get(sql)!
    if (got.join('\n') !== should.join('\n'))
      wrong.push(`${sql}\n  ${got.length} rows ${got[0]}, not ${should.length} ${should[0]}`)
  }
  return wrong
}

describe('every query', () => {
  it.each(readings.map((variants): [string, Partial<DeskVariants>] => [JSON.stringify(variants), variants]))(
    'has PostgreSQL’s answer, pushed down or not, where %s',
    async (_name, variants) => {
      simulator.setVariants({ ...defaultDeskVariants, ...variants })
      simulator.resetStats()
      expect(await disagreements('')).toEqual([])
      expect(await disagreements('Pushdown=false')).toEqual([])
    },
  )

  it.each(['records', 'search', 'single'])('has it by road=%s', async (road) => {
    simulator.setVariants({ ...defaultDeskVariants, deskRangeEnds: 'exclusive', deskTicketsLimit: 50 })
    expect(await disagreements(`Road=${road}`)).toEqual([])
  })

  it('sends nothing that no desk takes', () => {
    simulator.setVariants(defaultDeskVariants)
    expect(
      simulator.breaches().filter(({ kind }) => !['unknown-parameter', 'repeated-refusal'].includes(kind)),
    ).toEqual([])
  })
})
