import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shortName, shownColumns } from '../../src/base/names.ts'
import { newSessionState, type SessionState } from '../../src/base/session-state.ts'
import { type Connection, connect } from '../../src/driver/inner.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'

/** pg_catalog as the sessions of a gateway see it, by the project's own engine. */

let simulator: Simulator
let db: Connection
beforeAll(async () => {
  simulator = await startSimulator({ data: 'odd', rows: 20 })
  db = await connect(`${simulator.connectionString};TokenStore=memory`)
})
afterAll(async () => {
  await db.close()
  await simulator.close()
})

const live = { activity: () => [], statements: () => [], cursors: () => [] }
const newSession = (settings: Record<string, string> = {}): SessionState => {
  const session = newSessionState({ user: 'ann', pid: 77 })
  for (const [name, value] of Object.entries(settings)) session.settings.set(name, value)
  return session
}

async function ask(sql: string, session = newSession(), parameters: unknown[] = []): Promise<unknown[][]> {
  const rows = await db.open(sql, parameters as never, { session, live })
  const found: unknown[][] = []
  for await (const batch of rows) found.push(...batch.map((row) => [...row]))
  return found
}

describe('names and numbers', () => {
  it('go to and fro', async () => {
    expect(
      await ask(`SELECT '"Deals"'::regclass, '"Deals"'::regclass::oid::regclass::text, 'int4[]'::regtype, 23::regtype`),
    ).toEqual([['"Deals"', '"Deals"', 'integer[]', 'integer']])
    expect(await ask(`SELECT '"pg_catalog"."int8"'::regtype, 'pg_catalog."int4"[]'::regtype`)).toEqual([
      ['bigint', 'integer[]'],
    ])
    await expect(ask(`SELECT 'nothing'::regclass`)).rejects.toMatchObject({ sqlState: '42P01' })
    expect(await ask(`SELECT to_regclass('nothing'), to_regclass('pg_class')::text`)).toEqual([[null, 'pg_class']])
  })

  it('what psql looks at for \\deu and \\dO is there', async () => {
    expect(await ask('SELECT srvname, usename, umoptions FROM pg_catalog.pg_user_mappings')).toEqual([])
    expect(await ask('SELECT getdatabaseencoding()')).toEqual([['UTF8']])
  })

  it('join with one another and with the tables of Zoho', async () => {
    const joined = await ask(`SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid WHERE n.nspname = 'crm' AND c.relname = 'Leads' AND a.attname = 'Email'`)
    expect(joined).toEqual([[1]])
    const rows = await ask(`SELECT d.id FROM "Deals" d, pg_class c WHERE c.relname = 'Deals' LIMIT 3`)
    expect(rows).toHaveLength(3)
  })

  it('describe keys as PostgreSQL does', async () => {
    expect(
      await ask(`SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE conrelid = '"Deals"'::regclass AND contype <> 'u' ORDER BY contype DESC, 1 LIMIT 2`),
    ).toEqual([
      ['Deals_pkey', 'PRIMARY KEY (id)'],
      ['Deals_Account_Name_id_fkey', 'FOREIGN KEY ("Account_Name_id") REFERENCES "Accounts"(id)'],
    ])
    const elsewhere = newSession({ search_path: 'pg_catalog' })
    const sql = `SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'Deals_Account_Name_id_fkey'`
    expect(await ask(sql, elsewhere)).toEqual([['FOREIGN KEY ("Account_Name_id") REFERENCES crm."Accounts"(id)']])
  })
})

it('tells pg_dump the rights that an object has where none were granted', async () => {
  const sql = `SELECT acldefault('r', relowner)::text, acldefault('T', relowner)::text FROM pg_class WHERE relname = 'Leads'`
  expect(await ask(sql)).toEqual([['{zohosql=arwdDxt/zohosql}', '{=U/zohosql,zohosql=U/zohosql}']])
})

describe('names that PostgreSQL’s clients would mistake', () => {
  it('get one of their own, which finds them and stands in *', async () => {
    const listed = await ask(
      `SELECT attname FROM pg_attribute WHERE attrelid = '"Machines"'::regclass AND attname ~* '^state' ORDER BY attnum`,
    )
    expect(listed).toEqual([['State'], ['STATE_2']])
    expect(await ask(`SELECT count("STATE") = count("STATE_2") FROM "Machines"`)).toEqual([[true]])
    const names = async (session: SessionState) =>
      (await db.analyse('SELECT * FROM "Machines"', { session, live })).columns.map(({ name }) => name)
    expect(await names({ ...newSession(), clientNames: true })).toEqual(expect.arrayContaining(['State', 'STATE_2']))
    expect(await names(newSession())).toEqual(expect.arrayContaining(['State', 'STATE']))
  })

  it('are cut where they are too long, and stay apart', () => {
    const long = 'Equipment_Maintenance_Agreement_Lines_Responsible_Regional_Manager_'
    const shown = shownColumns({ columns: [{ name: `${long}1` }, { name: `${long}2` }, { name: 'id' }] })
    const [one, two] = [shown.get(`${long}1`)!, shown.get(`${long}2`)!]
    expect(one).not.toBe(two)
    for (const name of [one, two]) expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63)
    expect(shown.get('id')).toBe('id')
    expect(Buffer.byteLength(shortName('ü'.repeat(40)))).toBeLessThanOrEqual(63)
  })
})

describe('a session', () => {
  it('is known to statements over the tables of Zoho, and to no other', async () => {
    const session = newSession({ 'app.stage': 'Closed Won' })
    const sql = `SELECT count(*) > 0 FROM "Deals" WHERE "Stage" = current_setting('app.stage', true)`
    expect(await ask(sql, session)).toEqual([[true]])
    expect(await ask(sql)).toEqual([[false]])
    expect(await ask('SELECT current_user, session_user, pg_backend_pid()', session)).toEqual([['ann', 'ann', 77]])
  })

  it('is told of without a call', async () => {
    await using fresh = await connect(`${simulator.connectionString};TokenStore=memory`)
    const { stats } = await fresh.query(`SELECT current_schema(), current_schemas(true), current_user, version(),
      current_setting('search_path'), pg_backend_pid() > 0`)
    expect(stats.calls).toBeLessThanOrEqual(1)
  })

  it('keeps what set_config changed, wherever it ran', async () => {
    const session = newSession()
    expect(await ask(`SELECT set_config('app.a', 'x', false), current_setting('statement_timeout')`, session)).toEqual([
      ['x', '0'],
    ])
    await ask(`SELECT set_config('statement_timeout', n || 's', true) FROM generate_series(1, 2) n`, session)
    expect(session.changes).toEqual([
      { name: 'app.a', value: 'x', local: false },
      { name: 'statement_timeout', value: '1000', local: true },
      { name: 'statement_timeout', value: '2000', local: true },
    ])
  })

  it.each([
    [`SELECT set_config('session_authorization', 'postgres', false)`, '42501'],
    [`SELECT set_config/**/('session_'||'authorization', 'postgres', false)`, '42501'],
    [String.raw`SELECT U&"set\005fconfig"('role', 'postgres', false)`, '42501'],
    [`SELECT set_config('nonsense', 'x', false)`, '42704'],
    [`SELECT current_setting('constructor')`, '42704'],
    [`SELECT query_to_xml('SELECT 1', true, true, '')`, '0A000'],
    [`SELECT lo_export(1, '/tmp/x')`, '0A000'],
    [`SELECT pg_terminate_backend(1)`, '42501'],
    [`SELECT '1'::constructor`, '42704'],
  ])('%s', async (sql, sqlState) => {
    await expect(ask(sql)).rejects.toMatchObject({ sqlState })
  })
})

describe('a module that cannot be described', () => {
  it.each([400, 403, 500])(
    'is left out everywhere where Zoho answers %i, and a statement on it is told why',
    async (status) => {
      const body = { code: 'NOT_TODAY', message: 'this module rests', status: 'error', details: {} }
      const fault = {
        kind: 'status',
        path: 'settings/fields',
        containing: 'Solutions',
        status,
        body,
        times: 1000,
      } as const
      await using resting = await startSimulator({ data: 'odd', rows: 5, faults: { script: [fault] } })
      await using other = await connect(`${resting.connectionString};TokenStore=memory;MaxRetries=0`)
      const notices: string[] = []
      const tables = await other.schema({ notice: (notice) => notices.push(notice) })
      expect(tables.map(({ name }) => name)).toContain('Leads')
      expect(tables.map(({ name }) => name)).not.toContain('Solutions')
      expect(notices).toHaveLength(1)
      expect(notices[0]).toContain('crm.Solutions is left out')
      const names = (await other.query(`SELECT DISTINCT table_name FROM information_schema.columns`)) as {
        table_name: string
      }[]
      expect(names.map((row) => row.table_name)).not.toContain('Solutions')
      expect((await other.columns()).length).toBeGreaterThan(100)
      await expect(other.query('SELECT * FROM "Solutions"')).rejects.toThrow(/rests|NOT_TODAY|500/)
    },
  )
})
