import { once } from 'node:events'
import { connect as connectSocket, type Socket } from 'node:net'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Gateway, type GatewayOptions, startGateway } from '../../src/gateway/index.ts'
import { usersOf } from '../../src/serve/index.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'

/** What hostile clients do: nothing of it gets further than their own session. */

let simulator: Simulator
let gateway: Gateway
const events: Record<string, unknown>[] = []
const users = usersOf(
  new Map([
    ['ann', 'secret of ann'],
    ['bob', 'secret of bob'],
  ]),
)
const serve = (options: Partial<GatewayOptions> = {}): Promise<Gateway> =>
  startGateway({
    connection: `${simulator.connectionString};TokenStore=memory`,
    port: 0,
    users,
    log: (event, fields) => void events.push({ event, ...fields }),
    ...options,
  })

beforeAll(async () => {
  simulator = await startSimulator({ data: 'odd', rows: 20 })
  gateway = await serve()
})
afterAll(async () => {
  await gateway.close(0)
  await simulator.close()
})

async function as(user: string, password = `secret of ${user}`): Promise<Client> {
  const db = new Client({ host: '127.0.0.1', port: gateway.port!, database: 'zoho', user, password })
  db.on('error', () => undefined)
  await db.connect()
  return db
}

/** SQLSTATE of a statement's refusal, or its rows. */
async function outcome(db: Client, sql: string): Promise<unknown> {
  try {
    return (await db.query(sql)).rows
  } catch (error) {
    return (error as { code?: string }).code
  }
}

describe('a client stays who it is', () => {
  it.each([
    `SELECT set_config/**/('session_'||'authorization', 'postgres', false)`,
    `SELECT set_config('role', 'bob', false)`,
    `SELECT pg_catalog.set_config('session_authorization'::text, 'bob', true) FROM generate_series(1, 3)`,
    String.raw`SELECT U&"set\005fconfig"('session_authorization', 'bob', false)`,
    `SET SESSION AUTHORIZATION bob`,
    `SET ROLE postgres`,
    `SELECT query_to_xml('SELECT set_config(''role'', ''bob'', false)', true, true, '')`,
    `DO $$ BEGIN PERFORM set_config('role', 'bob', false); END $$`,
  ])('%s', async (sql) => {
    const db = await as('ann')
    expect(await outcome(db, sql)).toMatch(/^(42501|0A000)$/)
    expect(await outcome(db, 'SELECT current_user, session_user')).toEqual([
      { current_user: 'ann', session_user: 'ann' },
    ])
    await db.end()
  })
})

describe('nothing is written, read from the server or run in it', () => {
  it.each([
    ['ALTER TABLE crm."Leads" RENAME TO gone', '25006'],
    [`UPDATE pg_proc SET prosrc = 'x'`, '25006'],
    [`INSERT INTO pg_class SELECT * FROM pg_class`, '25006'],
    ['CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$', '25006'],
    ['CREATE EXTENSION plpython3u', '25006'],
    [`SELECT lo_export(1, '/tmp/x')`, '0A000'],
    [`SELECT lo_import('/etc/passwd')`, '0A000'],
    [`SELECT pg_read_file('/etc/passwd')`, '0A000'],
    [`SELECT pg_ls_dir('/')`, '0A000'],
    [`SELECT dblink('host=x', 'SELECT 1')`, '0A000'],
    [`COPY crm."Leads" TO '/tmp/x'`, '0A000'],
    [`COPY crm."Leads" TO PROGRAM 'id'`, '0A000'],
    [`LOAD 'x'`, '0A000'],
    [`SELECT pg_terminate_backend(pid) FROM pg_stat_activity`, '42501'],
    [`SELECT pg_reload_conf()`, '42501'],
    [`SELECT load_extension('x')`, '42883'],
    [`SELECT "zohosql_pack"(1)`, '42883'],
    [`SELECT * FROM sqlite_master`, '42P01'],
    [`SELECT readfile('/etc/passwd')`, '42883'],
  ])('%s', async (sql, state) => {
    const db = await as('ann')
    expect(await outcome(db, sql)).toBe(state)
    expect(await outcome(db, `SELECT count(*)::int AS n FROM pg_tables WHERE tablename = 'Leads'`)).toEqual([{ n: 1 }])
    await db.end()
  })

  it('not even where read-only is switched off', async () => {
    const db = await as('ann')
    await db.query(`SELECT set_config('default_transaction_read_only', 'off', false)`)
    await db.query('SET transaction_read_only = off')
    expect(await outcome(db, `UPDATE pg_class SET relname = 'gone'`)).toBe('25006')
    await db.end()
  })
})

describe('one session’s work leaves another’s alone', () => {
  it('however long a statement of the catalogue takes, and a cancel ends it', async () => {
    const [busy, other] = [await as('ann'), await as('bob')]
    const order: string[] = []
    const long = outcome(busy, 'SELECT count(*) FROM generate_series(1, 1000000000000)').then((found) => {
      order.push('long')
      return found
    })
    for (let n = 0; n < 3; n++) expect(await outcome(other, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    order.push('others')
    const { processID, secretKey } = busy as unknown as { processID: number; secretKey: number }
    await cancelOf(processID, secretKey)
    expect(await long).toBe('57014')
    expect(order).toEqual(['others', 'long'])
    await Promise.all([busy.end(), other.end()])
  })

  it('settings of one are nobody else’s', async () => {
    const [ann, bob] = [await as('ann'), await as('bob')]
    await ann.query(`SELECT set_config('app.secret', 'hers', false)`)
    expect(await outcome(bob, `SELECT current_setting('app.secret', true) AS found`)).toEqual([{ found: null }])
    expect(await outcome(ann, `SELECT current_setting('app.secret') AS found`)).toEqual([{ found: 'hers' }])
    await Promise.all([ann.end(), bob.end()])
  })

  it('what others ask is not shown', async () => {
    const [ann, bob] = [await as('ann'), await as('bob')]
    await ann.query(`SELECT 'the secret of ann'`)
    const seen = await bob.query('SELECT usename, query FROM pg_stat_activity ORDER BY 1')
    expect(JSON.stringify(seen.rows)).not.toContain('secret of ann')
    expect(seen.rows).toContainEqual({ usename: 'ann', query: '<insufficient privilege>' })
    expect(seen.rows.filter(({ usename }) => usename === 'bob')[0]?.query).toContain('pg_stat_activity')
    await Promise.all([ann.end(), bob.end()])
  })

  it('prepared statements are bounded', async () => {
    const db = await as('ann')
    const wide = `SELECT ${'1, '.repeat(1000)}1`
    let refused: unknown
    for (let n = 0; n < 400 && refused === undefined; n++)
      refused = await db.query(`PREPARE p${n} AS ${wide}`).then(
        () => undefined,
        (error) => error.code,
      )
    expect(refused).toBe('53000')
    expect(await outcome(db, 'DEALLOCATE ALL')).toEqual([])
    await db.end()
  })
})

it('portals left open are bounded', async () => {
  const db = await as('ann')
  await db.query('BEGIN')
  let refused: unknown
  for (let n = 0; n < 100 && refused === undefined; n++)
    refused = await db.query(`DECLARE c${n} CURSOR FOR SELECT 1`).then(
      () => undefined,
      (error) => error.code,
    )
  expect(refused).toBe('53000')
  await db.end()
})

/** What pg's `cancel` sends, by a socket of its own. */
async function cancelOf(processId: number, key: number): Promise<void> {
  const socket = connectSocket(gateway.port!, '127.0.0.1')
  await once(socket, 'connect')
  const message = Buffer.alloc(16)
  message.writeInt32BE(16)
  message.writeInt32BE(80877102, 4)
  message.writeInt32BE(processId, 8)
  message.writeInt32BE(key, 12)
  socket.end(message)
  await once(socket, 'close')
}

const javaScript = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'prototype']

describe('names that JavaScript knows are names like others', () => {
  it.each(javaScript)('%s', async (name) => {
    const db = await as('ann')
    expect(await outcome(db, `SHOW ${name}`)).toBe('42704')
    expect(await outcome(db, `SELECT current_setting('${name}')`)).toBe('42704')
    expect(await outcome(db, `SELECT set_config('${name}', 'x', false)`)).toBe('42704')
    expect(await outcome(db, `SET ${name} = 1`)).toBe('42704')
    expect(await outcome(db, `SELECT '1'::${name}`)).toBe('42704')
    expect(await outcome(db, `SELECT ${name}(1)`)).toBe('42883')
    expect(await outcome(db, `SELECT * FROM ${name}()`)).toBe('42883')
    expect(await outcome(db, `SELECT * FROM ${name}.Leads`)).toBe('42P01')
    expect(await outcome(db, `SELECT * FROM "${name}"`)).toBe('42P01')
    expect(await outcome(db, `SELECT * FROM pg_catalog."${name}"`)).toBe('42P01')
    expect(await outcome(db, `SELECT * FROM information_schema."${name}"`)).toBe('42P01')
    expect(await outcome(db, `SELECT "${name}" FROM Leads`)).toBe('42703')
    expect(await outcome(db, `SELECT '${name}'::regclass`)).toBe('42P01')
    expect(await outcome(db, `SELECT '${name}'::regtype`)).toBe('42704')
    expect(await outcome(db, `EXECUTE "${name}"`)).toBe('26000')
    expect(await outcome(db, `FETCH ALL FROM "${name}"`)).toBe('34000')
    const [row] = (await db.query({ text: `SELECT 1 AS "${name}"`, rowMode: 'array' })).rows
    expect(row).toEqual([1])
    expect(await outcome(db, `SELECT "${name}".n FROM (SELECT 7 AS n) "${name}"`)).toEqual([{ n: 7 }])
    await db.query(`SET "app.${name}" = 'kept'`)
    expect(await outcome(db, `SELECT current_setting('app.${name}') AS v`)).toEqual([{ v: 'kept' }])
    await db.end()
  })
})

describe('the door', () => {
  it('is not shut by connections that say nothing', async () => {
    const silent: Socket[] = []
    for (let n = 0; n < 250; n++) {
      const socket = connectSocket(gateway.port!, '127.0.0.1').on('error', () => undefined)
      silent.push(socket)
      await once(socket, 'connect')
    }
    const db = await as('ann')
    expect(await outcome(db, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    await db.end()
    for (const socket of silent) socket.destroy()
  })

  const int32 = (...numbers: readonly number[]): Buffer => {
    const bytes = Buffer.alloc(numbers.length * 4)
    for (const [i, number] of numbers.entries()) bytes.writeInt32BE(number, i * 4)
    return bytes
  }
  const packet = (body: string, version = 196_608): Buffer =>
    Buffer.concat([int32(8 + Buffer.byteLength(body), version), Buffer.from(body)])

  it.each([
    ['of 2 GB', int32(0x7fffffff, 196_608)],
    ['of less than nothing', int32(-1, 196_608)],
    ['of nothing', int32(0)],
    ['without a body', int32(8, 196_608)],
    ['without an end', packet('users')],
    ['with half a setting', packet('user\0ann\0database\0\0')],
    ['of an old protocol', packet('\0', 131_072)],
    ['of a browser', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['that cancels without a key', int32(12, 80_877_102, 1)],
    ['that cancels with 5 kB', Buffer.concat([int32(5000, 80_877_102), Buffer.alloc(4992)])],
  ])('refuses a start-up %s, and serves on', async (_, bytes) => {
    const socket = connectSocket(gateway.port!, '127.0.0.1').on('error', () => undefined)
    const said: Buffer[] = []
    socket.on('data', (chunk: Buffer) => said.push(chunk))
    socket.write(bytes)
    await once(socket, 'close')
    expect(Buffer.concat(said).toString('latin1')).toMatch(/^E.*C08P01/s)
    const db = await as('ann')
    expect(await outcome(db, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    await db.end()
  })

  it('tells the log who gave a wrong password', async () => {
    await expect(as('ann', 'a guess')).rejects.toMatchObject({ code: '28P01' })
    expect(events).toContainEqual({ event: 'password-failed', user: 'ann', address: '127.0.0.1' })
    expect(JSON.stringify(events)).not.toContain('a guess')
  })
})
