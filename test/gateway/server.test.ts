import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { connect as connectSocket, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import fc from 'fast-check'
import { Client, Pool } from 'pg'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Gateway, type GatewayOptions, startGateway } from '../../src/gateway/index.ts'
import { selfMade, usersOf } from '../../src/serve/index.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import * as client from './messages.ts'
import { transcript } from './messages.ts'

const sockets = join(tmpdir(), `zohosql-sockets-${process.pid}`)

let simulator: Simulator
let gateway: Gateway
const serve = (options: Partial<GatewayOptions> = {}, from = simulator): Promise<Gateway> =>
  startGateway({ connection: `${from.connectionString};TokenStore=memory`, port: 0, ...options })

beforeAll(async () => {
  simulator = await startSimulator({ data: 'odd', rows: 6000 })
  gateway = await serve({ metricsPort: 0 })
})
afterAll(async () => {
  await gateway.close(0)
  await simulator.close()
})

const at = (target: Gateway, more: object = {}) => ({
  host: '127.0.0.1',
  port: target.port!,
  user: 'me',
  database: 'zoho',
  ...more,
})
async function withClient<T>(work: (db: Client) => Promise<T>, target = gateway, more: object = {}): Promise<T> {
  const db = new Client(at(target, more))
  await db.connect()
  try {
    return await work(db)
  } finally {
    await db.end()
  }
}

/** Bytes of a connection made by hand. */
async function raw(
  target: Gateway,
  ...messages: Buffer[]
): Promise<{ socket: Socket; said: () => Buffer; closed: Promise<unknown> }> {
  const socket = connectSocket(target.port!, '127.0.0.1')
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.on('error', () => undefined)
  const closed = once(socket, 'close')
  await once(socket, 'connect')
  for (const message of messages) socket.write(message)
  return { socket, said: () => Buffer.concat(chunks), closed }
}
const lastWords = async (target: Gateway, ...messages: Buffer[]): Promise<string | undefined> => {
  const { said, closed } = await raw(target, ...messages)
  await closed
  return transcript(said()).at(-1)
}

describe('node pg', () => {
  it('reads with parameters, types and several rows', async () => {
    const { rows, fields } = await withClient((db) =>
      db.query(
        'SELECT id, "Deal_Name", "Amount", "Created_Time" FROM "Deals" WHERE "Amount" > $1 ORDER BY id LIMIT 3',
        [100],
      ),
    )
    expect(rows).toHaveLength(3)
    expect(fields.map(({ dataTypeID }) => dataTypeID)).toEqual([20, 1043, 1700, 1184])
    expect(rows[0].Created_Time).toBeInstanceOf(Date)
    expect(rows[0].id).toMatch(/^\d{10,}$/)
  })

  it('reads thousands of rows, in order, over several pages', async () => {
    const { rows } = await withClient((db) => db.query('SELECT id FROM "Leads" ORDER BY id'))
    const ids = rows.map(({ id }) => BigInt(id))
    expect(ids.length).toBeGreaterThan(2000)
    expect(ids.every((id, index) => index === 0 || id > ids[index - 1]!)).toBe(true)
  })

  it('gets errors with state and position, and goes on', async () => {
    await withClient(async (db) => {
      await expect(db.query('SELECT nope FROM "Leads"')).rejects.toMatchObject({ code: '42703', position: '8' })
      await expect(db.query('DELETE FROM "Leads"')).rejects.toMatchObject({ code: '25006' })
      expect((await db.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    })
  })

  it('asks the catalogue for tables and keys', async () => {
    const { rows } = await withClient((db) =>
      db.query(
        `SELECT tc.table_name, kcu.column_name FROM information_schema.table_constraints tc
         JOIN information_schema.key_column_usage kcu USING (constraint_schema, constraint_name)
         WHERE tc.constraint_type = 'PRIMARY KEY' AND tc.table_schema = 'crm' AND tc.table_name = $1`,
        ['Deals'],
      ),
    )
    expect(rows).toEqual([{ table_name: 'Deals', column_name: 'id' }])
    const keys = await withClient((db) =>
      db.query(
        `SELECT count(*)::int AS n FROM pg_constraint WHERE contype = 'f' AND conrelid = 'crm."Deals"'::regclass`,
      ),
    )
    expect(keys.rows[0].n).toBeGreaterThan(0)
  })

  it('sees the other sessions', async () => {
    await withClient((db) =>
      withClient(
        async (other) => {
          await other.query('SELECT count(*) FROM "Leads"')
          const { rows } = await db.query(
            `SELECT application_name, state, query, credits FROM pg_stat_activity WHERE application_name = 'other'`,
          )
          expect(rows).toMatchObject([{ state: 'idle', query: 'SELECT count(*) FROM "Leads"' }])
          expect(Number(rows[0].credits)).toBeGreaterThan(0)
        },
        gateway,
        { application_name: 'other' },
      ),
    )
  })

  it('may ask for what is new in Zoho', async () => {
    expect((await withClient((db) => db.query('SELECT zohosql_refresh()'))).rows).toEqual([{ zohosql_refresh: 'done' }])
  })
})

describe('postgres (porsager)', () => {
  it('prepares, pipelines and reads by a cursor', async () => {
    const sql = postgres({ ...at(gateway), max: 2, onnotice: () => undefined })
    try {
      const [counted] = await sql`SELECT count(*)::int AS n FROM "Leads"`
      const all = await Promise.all(
        [1, 2, 3].map((n) => sql`SELECT ${n}::int AS n, id FROM "Accounts" ORDER BY id LIMIT 1`),
      )
      expect(all.map(([row]) => row!.n)).toEqual([1, 2, 3])
      let seen = 0
      await sql`SELECT id FROM "Leads"`.cursor(500, (rows) => {
        seen += rows.length
      })
      expect(seen).toBe(counted!.n)
    } finally {
      await sql.end()
    }
  })
})

describe('many at once', () => {
  it('a hundred sessions get their own answers', async () => {
    const pool = new Pool({ ...at(gateway), max: 95 })
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        pool.query('SELECT id, $1::int AS n FROM "Accounts" ORDER BY id LIMIT 1', [n]),
      ),
    )
    expect(answers.map(({ rows }) => rows[0].n)).toEqual(answers.map((_, n) => n))
    await pool.end()
  })

  it('one more than allowed is told so', async () => {
    await using small = await serve({ limits: { connections: 1 } })
    await withClient(async () => {
      const other = new Client(at(small))
      await expect(other.connect()).rejects.toMatchObject({ code: '53300' })
    }, small)
  })
})

describe('the door', () => {
  it('knows one database', async () => {
    await expect(new Client(at(gateway, { database: 'other' })).connect()).rejects.toMatchObject({
      code: '3D000',
      hint: 'The database is "zoho".',
    })
  })

  it('declines encryption where there is none, and protocol options it does not know', async () => {
    const { socket, said } = await raw(gateway, client.request(80_877_103), client.request(80_877_104))
    socket.write(client.startup({ user: 'me', database: 'zoho', '_pq_.x': '1' }))
    while (!said().includes(Buffer.from('Z\0\0\0\x05I', 'latin1'))) await once(socket, 'data')
    expect(said().toString('latin1').slice(0, 3)).toBe('NNv')
    socket.destroy()
  })

  it.each([
    [
      'no user',
      client.startup({ database: 'zoho' }),
      'E FATAL 28000 no PostgreSQL user name specified in startup packet',
    ],
    [
      'another protocol',
      client.startup({}, 131_072),
      'E FATAL 08P01 unsupported frontend protocol 2.0: server supports 3.0 to 3.2',
    ],
    [
      'what is no startup',
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      'E FATAL 08P01 invalid length of message: 1195725856',
    ],
  ])('refuses %s', async (_, message, expected) => {
    expect(await lastWords(gateway, message)).toBe(expected)
  })

  it('serves no replication', async () => {
    const wanted = (replication: string) => client.startup({ user: 'me', database: 'zoho', replication })
    expect(await lastWords(gateway, wanted('database'))).toBe('E FATAL 0A000 replication connections are not supported')
    expect(await lastWords(gateway, wanted('false'), client.terminate())).toBe('Z I')
  })

  it('survives bytes of any kind, and others notice nothing', async () => {
    const start = client.startup({ user: 'me', database: 'zoho' })
    const whole = Buffer.concat([start, client.parse('SELECT 1'), client.bind(), client.execute(), client.sync()])
    const spoilt = fc
      .tuple(fc.nat(whole.length - 1), fc.uint8Array({ minLength: 1, maxLength: 9 }))
      .map(([at, bytes]) => {
        const copy = Buffer.from(whole)
        copy.set(bytes.subarray(0, copy.length - at), at)
        return copy
      })
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 64 }).map((given) => Buffer.from(given)),
      spoilt,
    )
    const attack = fc.asyncProperty(bytes, async (given) => {
      const { socket, closed } = await raw(gateway, given)
      socket.end()
      await closed
    })
    await withClient(async (db) => {
      await fc.assert(attack, { seed: 11, numRuns: 300 })
      expect((await db.query('SELECT 1 AS a')).rows).toEqual([{ a: 1 }])
    })
  })

  it('closes on a broken message, and others notice nothing', async () => {
    const start = client.startup({ user: 'me', database: 'zoho' })
    expect(await lastWords(gateway, start, client.framed('!'))).toBe('E FATAL 08P01 invalid frontend message type 33')
    expect(await lastWords(gateway, start, Buffer.from([0x51, 0x7f, 0xff, 0xff, 0xff]))).toMatch(
      /^E FATAL 08P01 invalid length/,
    )
    const { said, socket } = await raw(gateway, start, client.framed('Q', Buffer.of(0xff, 0)), client.query('SELECT 1'))
    while (!said().includes('SELECT 1')) await once(socket, 'data')
    expect(transcript(said()).filter((line) => /^[ED]/.test(line))).toEqual([
      'E ERROR 22021 invalid byte sequence for encoding "UTF8"',
      'D 1',
    ])
    socket.destroy()
    expect((await withClient((db) => db.query('SELECT 1 AS a'))).rows).toEqual([{ a: 1 }])
  })

  it('drops those who never finish their greeting, and those who rest too long', async () => {
    await using strict = await serve({ limits: { startUpMs: 50, idleMs: 80 } })
    const { closed } = await raw(strict, Buffer.of(0, 0))
    await closed
    const start = client.startup({ user: 'me', database: 'zoho' })
    expect(await lastWords(strict, start)).toBe('E FATAL 57P05 terminating connection due to idle-session timeout')
  })
})

describe('passwords', () => {
  const odd = { nfkc: 'p\u00e4ss\u2603\u2168', bell: 'a\u0007b' }
  let guarded: Gateway
  beforeAll(async () => {
    const users = usersOf(new Map(Object.entries({ me: 's3cret', ...odd })))
    guarded = await serve({ users, certificate: await selfMade('localhost') })
  })
  afterAll(() => guarded.close(0))

  it('are proved by SCRAM, and a wrong one says nothing of the user', async () => {
    expect((await withClient((db) => db.query('SELECT current_user'), guarded, { password: 's3cret' })).rows).toEqual([
      { current_user: 'me' },
    ])
    const bound = { password: 's3cret', ssl: { rejectUnauthorized: false }, enableChannelBinding: true }
    await withClient((db) => db.query('SELECT 1'), guarded, bound)
    for (const wrong of [{ password: 'wrong' }, { user: 'you', password: 's3cret' }]) {
      await expect(new Client(at(guarded, wrong)).connect()).rejects.toMatchObject({ code: '28P01' })
    }
  })

  it('and encryption are needed at every address but loopback', async () => {
    await expect(serve({ host: '0.0.0.0' })).rejects.toMatchObject({ code: 'INVALID_PROPERTY' })
    await using open = await serve({ host: '0.0.0.0', users: usersOf(new Map([['me', 'pw']])) })
    await expect(new Client(at(open, { password: 'pw' })).connect()).rejects.toMatchObject({ code: '28000' })
    const { rows } = await withClient((db) => db.query('SELECT count(*)::int > 0 AS some FROM "Leads"'), open, {
      password: 'pw',
      ssl: { rejectUnauthorized: false },
    })
    expect(rows).toEqual([{ some: true }])
    expect(open.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/)
  })

  it('may be encrypted from the first byte, in the name of the protocol', async () => {
    const greet = async (ALPNProtocols: string[]): Promise<string | undefined> => {
      const socket = connectTls({ port: guarded.port!, host: '127.0.0.1', rejectUnauthorized: false, ALPNProtocols })
      await once(socket, 'secureConnect')
      socket.write(client.startup({ user: 'me', database: 'zoho' }))
      const [said] = (await once(socket, 'data')) as [Buffer]
      socket.destroy()
      return transcript(said)[0]
    }
    expect(await greet(['postgresql'])).toBe('R 10')
    expect(await greet([])).toBe(
      'E FATAL 08P01 direct SSL connection request without ALPN protocol negotiation extension',
    )
    expect(await lastWords(gateway, Buffer.of(0x16, 3, 1, 0, 5))).toBeUndefined()
  })

  it('end in a refusal whatever is said instead of a proof', async () => {
    const start = client.startup({ user: 'me', database: 'zoho' })
    const first = (text: string, mechanism = 'SCRAM-SHA-256', length = text.length): Buffer =>
      client.framed(
        'p',
        Buffer.from(`${mechanism}\0`),
        client.framed('', Buffer.alloc(length - 4)).subarray(0, 4),
        Buffer.from(text),
      )
    const cases: [Buffer[], RegExp][] = [
      [[client.query('SELECT 1')], /08P01 expected SASL response/],
      [[client.framed('p', Buffer.alloc(5000))], /08P01 expected SASL response/],
      [[client.framed('p', Buffer.from('s3cret\0'))], /08P01 there is no SASL mechanism "s3cret"/],
      [[first('n,,n=,r=abc', 'SCRAM-SHA-256-PLUS')], /08P01 there is no SASL mechanism/],
      [[first('n,,n=,r=abc', 'SCRAM-SHA-256', 4000)], /08P01 a message is shorter/],
      [[first('p=tls-unique,,n=,r=abc')], /08P01 .*does not belong to/],
      [[first('n,a=you,n=,r=abc')], /28000 client uses authorization identity/],
      [[first('n,,m=x,r=abc')], /08P01 malformed/],
      [[first('n,,n=,r=')], /08P01 .*no nonce/],
      [[first('n,,n=,r=abc'), client.framed('p', Buffer.from('c=biws,r=abc,p=AAAA'))], /08P01 .*nonce changed/],
      [[first('n,,n=,r=abc'), client.framed('p', Buffer.from('c=eSws,r=abc,p=AAAA'))], /28000 .*binding check failed/],
      [[first('n,,n=,r=abc'), client.framed('p', Buffer.from('c=biws,r=abc'))], /08P01 .*no proof/],
    ]
    for (const [messages, expected] of cases) {
      expect(await lastWords(guarded, start, ...messages)).toMatch(expected)
    }
    const salts = await Promise.all(
      ['you', 'you', 'she'].map(async (user) => {
        const hello = client.startup({ user, database: 'zoho' })
        const { socket, said } = await raw(guarded, hello, first('n,,n=,r=abc'))
        while (!said().includes('s=')) await once(socket, 'data')
        socket.destroy()
        return /s=([^,]+)/.exec(said().toString('latin1'))?.[1]
      }),
    )
    expect(salts[0]).toBe(salts[1])
    expect(salts[0]).not.toBe(salts[2])
  })

  it.each([
    ['prepared as clients prepare them', 'nfkc', 'p\u00e4s\u00ads\u2603IX'],
    ['as they are where that is forbidden', 'bell', odd.bell],
  ])('are %s', async (_, user, password) => {
    await expect(withClient((db) => db.query('SELECT 1'), guarded, { user, password })).resolves.toBeDefined()
  })

  it('refuses bytes sent in the clear after the request to encrypt', async () => {
    const both = Buffer.concat([client.request(80_877_103), client.startup({ user: 'me' })])
    expect(await lastWords(guarded, both)).toBe('E FATAL 08P01 received unencrypted data after SSL request')
  })
})

describe('ends', () => {
  it('of a statement by a cancel request; a wrong key does nothing', async () => {
    await using slow = await startSimulator({ data: 'odd', rows: 3000, latency: 200 })
    await using target = await serve({}, slow)
    await withClient(async (db) => {
      const { processID, secretKey } = db as unknown as { processID: number; secretKey: number }
      const key = Buffer.alloc(4)
      key.writeInt32BE(secretKey)
      const pid = Buffer.alloc(4)
      pid.writeInt32BE(processID)
      const running = db.query('SELECT * FROM "Leads"').then(String, (error: { code: string }) => error.code)
      await raw(target, client.request(80_877_102, pid, Buffer.of(0, 0, 0, 0)))
      await raw(target, client.request(80_877_102, pid, key))
      expect(await running).toBe('57014')
      expect((await db.query('SELECT 1 AS a')).rows).toEqual([{ a: 1 }])
    }, target)
  })

  it('of what is computed here come at once, and other sessions notice nothing of it', async () => {
    const endless = `SELECT count(*) FROM "Deals" a, "Deals" b, "Deals" c WHERE a."Amount" + b."Amount" = c."Amount"`
    const codeOf = ({ code }: { code: string }): string => code
    await withClient(async (db) => {
      const { processID, secretKey } = db as unknown as { processID: number; secretKey: number }
      const key = Buffer.alloc(8)
      key.writeInt32BE(processID)
      key.writeInt32BE(secretKey, 4)
      await db.query('SET statement_timeout = 1000')
      expect(await db.query(endless).then(String, codeOf)).toBe('57014')
      await db.query('SET statement_timeout = 0')
      const running = db.query(endless).then(String, codeOf)
      await withClient(async (other) => {
        expect((await other.query('SELECT 1 AS a')).rows).toEqual([{ a: 1 }])
        expect((await other.query('SELECT count(*)::int AS n FROM "Deals" a JOIN "Deals" b USING (id)')).rowCount).toBe(
          1,
        )
      })
      await raw(gateway, client.request(80_877_102, key))
      expect(await running).toBe('57014')
      expect((await db.query('SELECT 1 AS a')).rows).toEqual([{ a: 1 }])
    })
  })

  it('of a client end its calls', async () => {
    await using slow = await startSimulator({ data: 'odd', rows: 12_000, latency: 100 })
    // Whoever knows how many rows there are asks for all pages at once.
    await using knowing = await serve({}, slow)
    await using target = await serve({}, slow)
    const asked = (): number => slow.calls().filter(({ path }) => path.endsWith('/coql')).length
    const statement = 'SELECT * FROM "Leads"'
    await withClient((db) => db.query(statement), knowing)
    const whole = asked()
    const { socket } = await raw(target, client.startup({ user: 'me', database: 'zoho' }), client.query(statement))
    while (asked() === whole) await new Promise((resolve) => setTimeout(resolve, 5))
    socket.destroy()
    await withClient(async (db) => {
      const others = async () => (await db.query('SELECT pid FROM pg_stat_activity')).rowCount! - 1
      while ((await others()) > 0);
    }, target)
    // Whatever had left before that has arrived when this is answered.
    await fetch(slow.url)
    const then = asked()
    for (let n = 0; n < 4; n++) await fetch(slow.url)
    expect(asked()).toBe(then)
    expect(then).toBeLessThan(2 * whole)
  })

  it('of Zoho in the middle of a statement are told; when it is back, so are the rows', async () => {
    const first = await startSimulator({ data: 'odd', rows: 3000, latency: 100 })
    const connection = `${first.connectionString};TokenStore=memory;MaxRetries=0`
    await using target = await serve({ connection })
    await withClient(async (db) => {
      const codeOf = ({ code }: { code: string }): string => code
      const before = first.stats().calls
      const running = db.query('SELECT * FROM "Leads"').then(String, codeOf)
      while (first.stats().calls === before) await new Promise((resolve) => setTimeout(resolve, 10))
      await first.close()
      expect(await running).toMatch(/^08/)
      expect(await db.query('SELECT id FROM "Leads" LIMIT 1').then(String, codeOf)).toMatch(/^08/)
      expect((await db.query('SELECT 1 AS a')).rows).toEqual([{ a: 1 }])
      await using _again = await startSimulator({ data: 'odd', rows: 300, port: Number(new URL(first.url).port) })
      expect((await db.query('SELECT id FROM "Leads" LIMIT 1')).rowCount).toBe(1)
    }, target)
  })

  it('of reading hold up the calls: no more is fetched than a client takes', async () => {
    await using large = await startSimulator({ data: 'odd', rows: 20_000 })
    await using target = await serve({}, large)
    const sql = 'SELECT *, "Description" || repeat(\'x\', 2000) FROM "Deals"'
    const before = large.stats().rows
    const { socket } = await raw(target, client.startup({ user: 'me', database: 'zoho' }), client.query(sql))
    socket.pause()
    let fetched = -1
    while (fetched !== large.stats().rows || fetched === before) {
      fetched = large.stats().rows
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
    expect(fetched - before).toBeLessThan(18_000)
    socket.destroy()
  })

  it('of a result that is larger than allowed; smaller ones and other sessions are served', async () => {
    await using target = await serve({ limits: { resultRows: 100, resultBytes: 20_000 } })
    await withClient(async (db) => {
      const codeOf = ({ code, message }: { code: string; message: string }): string => `${code} ${message}`
      const all = await db.query('SELECT id FROM "Leads"').then(String, codeOf)
      expect(all).toBe('54000 the result is larger than 100 rows, the most that this server gives for one statement')
      expect((await db.query('SELECT id FROM "Leads" LIMIT 100')).rowCount).toBe(100)
      expect(await db.query('SELECT * FROM "Leads" LIMIT 100').then(String, codeOf)).toMatch(/^54000 .*20000 bytes/)
      expect(await db.query('COPY (SELECT id FROM "Leads") TO STDOUT').then(String, codeOf)).toMatch(/^54000/)
    }, target)
  })

  it('of the gateway come to a statement that takes too long, with the reason', async () => {
    await using slow = await startSimulator({ data: 'odd', rows: 3000, latency: 300 })
    const target = await serve({}, slow)
    const db = new Client(at(target))
    db.on('error', () => undefined)
    await db.connect()
    const running = db.query('SELECT * FROM "Leads"').then(String, ({ code }: { code: string }) => code)
    while (slow.stats().calls < 2) await new Promise((resolve) => setTimeout(resolve, 20))
    await target.close(0)
    expect(await running).toBe('57P01')
  })

  it('of the gateway wait for statements, and tell the others', async () => {
    await using slow = await startSimulator({ data: 'odd', rows: 300, latency: 80 })
    const target = await serve({}, slow)
    const busy = new Client(at(target))
    const idle = new Client(at(target))
    await Promise.all([busy.connect(), idle.connect()])
    const told = once(idle, 'error')
    for (const one of [busy, idle]) one.on('error', () => undefined)
    const running = busy.query('SELECT id FROM "Leads"')
    await new Promise((resolve) => setTimeout(resolve, 20))
    await target.close(5000)
    expect((await running).rows.length).toBeGreaterThan(100)
    expect((await told)[0]).toMatchObject({ code: '57P01' })
  })
})

describe('operations', () => {
  it('tells its health and its figures', async () => {
    const ask = async (path: string) => (await fetch(`http://127.0.0.1:${gateway.metricsPort}${path}`)).text()
    expect(await ask('/healthz')).toBe('ok\n')
    expect(await ask('/metrics')).toMatch(/^zohosql_zoho_credits_total [1-9]\d*$/m)
  })

  it('counts every call to Zoho, those for metadata before anybody came too', async () => {
    await using own = await startSimulator({ rows: 200 })
    await using target = await serve({ metricsPort: 0 }, own)
    const figures = async () => (await fetch(`http://127.0.0.1:${target.metricsPort}/metrics`)).text()
    const asked = (): number => own.calls().filter(({ road }) => road !== 'token').length
    expect(asked()).toBeGreaterThan(2)
    expect(await figures()).toMatch(new RegExp(`^zohosql_zoho_calls_total ${asked()}$`, 'm'))
    const client = new Client(at(target))
    await client.connect()
    await client.query('SELECT id, "Owner" FROM "Leads" LIMIT 3')
    expect(await figures()).toMatch(new RegExp(`^zohosql_zoho_calls_total ${asked()}$`, 'm'))
    await client.end()
  })

  it('listens at a Unix socket, and shows the tables in public where it is told to', async () => {
    const path = `${sockets}.sock/.s.PGSQL.5432`
    await mkdir(`${sockets}.sock`, { recursive: true })
    await using target = await serve({ host: path, schema: 'public' })
    expect(target.port).toBeUndefined()
    const db = new Client({ host: `${sockets}.sock`, port: 5432, user: 'me', database: 'zoho' })
    await db.connect()
    const { rows } = await db.query(`SELECT current_schema(), 'public."Leads"'::regclass::text AS leads`)
    expect(rows).toEqual([{ current_schema: 'public', leads: '"Leads"' }])
    await db.end()
  })

  it('finds its place in a directory, where a killed server left its own; one that lives is left alone', async () => {
    const directory = `${sockets}.dead`
    await mkdir(directory, { recursive: true })
    const leave = "require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))"
    spawnSync(process.execPath, ['-e', leave, `${directory}/.s.PGSQL.7`])
    await using target = await serve({ host: directory, port: 7 })
    const db = new Client({ host: directory, port: 7, user: 'me', database: 'zoho' })
    await db.connect()
    expect((await db.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await db.end()
    await expect(serve({ host: directory, port: 7 })).rejects.toMatchObject({ code: 'FILE' })
    expect(target.port).toBeUndefined()
  })
})
