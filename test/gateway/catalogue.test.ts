import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bigint, date, numeric, text, varchar } from '../../src/base/types.ts'
import type { Column, Table } from '../../src/driver/inner.ts'
import { Catalogue, estimatesSql, mirrorSql } from '../../src/gateway/catalogue/index.ts'
import { firstStartMs, templateDirectory } from './support.ts'

const column = (name: string, type: Column['type'], more: Partial<Column> = {}): Column => ({
  name,
  type,
  nullable: true,
  description: '',
  field: name,
  part: 'value',
  fieldType: 'text',
  ...more,
})
const table = (name: string, columns: Column[]): Table => ({
  schema: 'crm',
  name,
  kind: 'table',
  description: `it's \\ ${name}`,
  columns: [column('id', bigint, { nullable: false }), ...columns],
  primaryKey: ['id'],
  lookups: [],
})
const tables = [
  table('Accounts', [column('Account_Name', varchar(200)), column('Revenue', numeric(16, 2))]),
  table('Deals', [
    column('Closing_Date', date, { description: 'Closing "Date"' }),
    column('Account_Name_id', bigint, { references: { schema: 'crm', table: 'Accounts', column: 'id' } }),
    column('Owner_id', bigint, { references: { schema: 'crm', table: 'Users', column: 'id' } }),
  ]),
]
const said: unknown[] = []
let clock = 0
let mirrored: readonly Table[] = tables
const catalogue = new Catalogue({
  templateDirectory,
  mirror: async () => mirrorSql(mirrored),
  estimates: () => estimatesSql(mirrored, ({ name }) => (name === 'Deals' ? 227 : undefined)),
  stale: (error) => said.push(error),
  refreshMs: 1000,
  now: () => clock,
})
beforeAll(() => catalogue.start(), firstStartMs)
afterAll(() => catalogue.close())

const session = (user: string, settings: Record<string, string> = {}) => ({
  version: JSON.stringify([user, settings]),
  user,
  settings: new Map(Object.entries({ search_path: 'crm', ...settings })),
})
const me = session('me')

describe('the catalogue', () => {
  it('has Zoho’s tables with their keys and comments, and nothing else', async () => {
    const found = await catalogue.texts(
      me,
      `SELECT c.relname, obj_description(c.oid, 'pg_class'), string_agg(pg_get_constraintdef(k.oid), ' + ' ORDER BY k.contype DESC)
       FROM pg_class c LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype IN ('p', 'f')
       WHERE c.relkind = 'r' AND c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)' GROUP BY 1, 2 ORDER BY 1`,
    )
    expect(found).toEqual([
      ['Accounts', "it's \\ Accounts", 'PRIMARY KEY (id)'],
      ['Deals', "it's \\ Deals", 'PRIMARY KEY (id) + FOREIGN KEY ("Account_Name_id") REFERENCES "Accounts"(id)'],
    ])
  })

  it('reports the version that clients know how to ask', async () => {
    const [found] = await catalogue.texts(
      me,
      `SELECT version(), current_setting('server_version_num'), current_user, current_database()`,
    )
    expect(found).toEqual(['PostgreSQL 14.18 (zohosql)', '140018', 'me', 'zoho'])
  })

  it('shows keys in information_schema too, and makes nobody a superuser', async () => {
    const constraints = `SELECT constraint_type FROM information_schema.table_constraints WHERE table_name = 'Deals'
      AND constraint_type <> 'CHECK' ORDER BY 1`
    expect(await catalogue.texts(me, constraints)).toEqual([['FOREIGN KEY'], ['PRIMARY KEY']])
    const may = `SELECT has_table_privilege('"Deals"', 'SELECT'), has_table_privilege('"Deals"', 'INSERT')`
    expect(await catalogue.texts(me, may)).toEqual([['t', 'f']])
    for (const user of ['postgres', 'pg_monitor', 'public']) {
      const who = `SELECT current_user, current_setting('is_superuser')`
      expect(await catalogue.texts(session(user), who)).toEqual([['zohosql', 'off']])
    }
  })

  it('keeps sessions apart', async () => {
    const other = session('you', { TimeZone: 'Asia/Tokyo' })
    const zone = `SELECT current_user, current_setting('TimeZone')`
    expect(await catalogue.texts(other, zone)).toEqual([['you', 'Asia/Tokyo']])
    expect(await catalogue.texts(session('me', { TimeZone: 'UTC' }), zone)).toEqual([['me', 'UTC']])
  })

  it('describes without running', async () => {
    const { parameterTypes, description } = await catalogue.describe(
      me,
      'SELECT oid FROM pg_class WHERE relname = $1 LIMIT $2',
      [0, 0],
    )
    expect(parameterTypes).toEqual([19, 20])
    expect(description?.toString('latin1')).toContain('oid')
  })

  it('hands on PostgreSQL’s error, and lets nobody write', async () => {
    const failure = (sql: string) => catalogue.texts(me, sql).then(String, (error) => error.cause)
    expect(await failure('SELECT nope FROM pg_class')).toMatchObject({
      C: '42703',
      M: 'column "nope" does not exist',
      P: '8',
    })
    expect(await failure('CREATE TABLE crm.x (a int)')).toMatchObject({ C: '25006' })
    expect(await failure('SELECT pg_read_file($$/etc/passwd$$)')).toMatchObject({ C: '42501' })
  })

  it('knows how many rows there are where that was counted', async () => {
    const counts = `SELECT relname, reltuples FROM pg_class WHERE relname IN ('Accounts', 'Deals') ORDER BY 1`
    expect(await catalogue.texts(me, counts)).toEqual([
      ['Accounts', '-1'],
      ['Deals', '227'],
    ])
  })

  it('tells where columns are', async () => {
    const places = await catalogue.places()
    const asked = `SELECT attrelid, attnum FROM pg_attribute WHERE attname = 'Revenue'`
    const { table: oid, place } = places({ schema: 'crm', name: 'Accounts' }, 'Revenue')!
    expect([[String(oid), String(place)]]).toEqual(await catalogue.texts(me, asked))
    expect(places({ schema: 'crm', name: 'Accounts' }, 'nope')).toBeUndefined()
  })

  it('shows the tables once, under the name that the session looks for', async () => {
    const asked = `SELECT table_schema, count(*) FROM information_schema.tables WHERE table_name = 'Deals' GROUP BY 1`
    const inPublic = session('me', { search_path: 'public', 'zohosql.schema': 'public' })
    expect(await catalogue.texts(inPublic, asked)).toEqual([['public', '1']])
    expect(await catalogue.texts(inPublic, `SELECT current_schema(), 'public."Deals"'::regclass`)).toEqual([
      ['public', '"Deals"'],
    ])
    expect(await catalogue.texts(me, asked)).toEqual([['crm', '1']])
  })

  it('goes on with what it knew when Zoho does not answer', async () => {
    const good = mirrored
    mirrored = undefined!
    clock += 2000
    expect(await catalogue.texts(me, 'SELECT 1')).toEqual([['1']])
    expect(said).toHaveLength(1)
    await expect(catalogue.refresh()).rejects.toThrow()
    mirrored = good
  })

  it('follows a change of Zoho’s tables when it is told to look', async () => {
    mirrored = [...tables, table('Leads', [column('Last_Name', text)])]
    const count = `SELECT count(*) FROM pg_class WHERE relname = 'Leads'`
    expect(await catalogue.texts(me, count)).toEqual([['0']])
    await catalogue.refresh()
    expect(await catalogue.texts(me, count)).toEqual([['1']])
  })
})

describe('what is kept for the next start', () => {
  it('has the tables that it was kept for; what is broken is made again', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'zohosql-kept-'))
    const base = (await readdir(templateDirectory)).find((name) => /^catalogue-[0-9a-f]+\.tar\.gz$/.test(name))!
    await copyFile(join(templateDirectory, base), join(directory, base))
    const kept = async () => (await readdir(directory)).filter((name) => name !== base)
    const names = async () => {
      const from = { templateDirectory: directory, mirror: async () => mirrorSql(tables), estimates: () => '' }
      const once = new Catalogue({ ...from, stale: () => undefined, refreshMs: Infinity, now: () => 0 })
      const asked = `SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'crm'::regnamespace ORDER BY 1`
      const found = await once.texts(me, asked)
      await once.close()
      return found.flat()
    }
    expect(await names()).toEqual(['Accounts', 'Deals'])
    const [file] = await kept()
    expect(await names()).toEqual(['Accounts', 'Deals'])
    expect(await kept()).toEqual([file])
    await writeFile(join(directory, file!), 'broken')
    expect(await names()).toEqual(['Accounts', 'Deals'])
    await rm(directory, { recursive: true })
  })
})
