/** Programs of npm `odbc`, whose import and connection string alone were changed: its README's examples, and its forms. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import odbc, { type Connection, type Cursor, type Pool, type Result, type Statement } from '../../src/index.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { company } from './company.ts'
import { run } from './odbc-program.ts'

let zoho: Simulator
let connectionString: string
let connection: Connection
beforeAll(async () => {
  zoho = await startSimulator({ data: company })
  connectionString = `${zoho.connectionString};TokenStore=memory`
  connection = await odbc.connect(connectionString)
})
afterAll(async () => {
  await connection.close()
  await zoho.close()
})

/** What a callback is told. */
const told = <T>(begin: (callback: (error: Error | null, result: T) => unknown) => undefined): Promise<T> =>
  new Promise((resolve, reject) => {
    const given = begin((error, result) => (error ? reject(error) : resolve(result)))
    expect(given).toBeUndefined()
  })

const all = 'SELECT Name FROM Things ORDER BY id'
const names = ["O'Neil", 'empty', 'third']

it('a program as its README has them', async () => {
  expect(await run(connectionString)).toEqual([['Name', '7', 'true'], '3 third', 3])
})

describe('callbacks', () => {
  it('of connect and of every method of a connection', async () => {
    const db = await told<Connection>((done) => odbc.connect(connectionString, done))
    const rows = await told<Result<{ Name: string }>>((done) => db.query(all, done))
    expect([rows.map(({ Name }) => Name), rows.count, rows.return]).toEqual([names, 3, undefined])
    const one = await told<Result>((done) => db.query('SELECT Name FROM Things WHERE Kind = ?', ['B'], done))
    expect(one).toEqual([{ Name: 'third' }])
    const none = await told<Result>((done) => db.query(all, null, { timeout: 60 }, done))
    expect(none.count).toBe(3)
    expect((await told<Result>((done) => db.tables(null, 'crm', 'Th%', null, done))).count).toBe(1)
    expect((await told<Result>((done) => db.columns(null, 'crm', 'Things', 'Na%', done))).count).toBe(1)
    expect((await told<Result>((done) => db.primaryKeys(null, 'crm', 'Things', done))).count).toBe(1)
    expect(
      (await told<Result>((done) => db.foreignKeys(null, null, null, null, 'crm', 'Things', done))).count,
    ).toBeGreaterThan(0)
    await told<void>((done) => db.setIsolationLevel(odbc.SQL_TXN_READ_COMMITTED, done))
    await told<void>((done) => db.beginTransaction(done))
    expect(db.autocommit).toBe(false)
    await told<void>((done) => db.commit(done))
    await told<void>((done) => db.beginTransaction(done))
    await told<void>((done) => db.rollback(done))
    expect(db.autocommit).toBe(true)
    await told<void>((done) => db.cancel(done))
    await told<void>((done) => db.close(done))
    expect(db.connected).toBe(false)
  })

  it('of statements and cursors', async () => {
    const statement = await told<Statement>((done) => connection.createStatement(done))
    await told<void>((done) => statement.prepare('SELECT Name FROM Things WHERE Kind = ?', done))
    await told<void>((done) => statement.bind(['A'], done))
    expect(await told<Result>((done) => statement.execute(done))).toEqual([{ Name: "O'Neil" }])
    const cursor = await told<Cursor>((done) => statement.execute({ cursor: true, fetchSize: 3 }, done))
    expect(await told<Result>((done) => cursor.fetch(done))).toHaveLength(1)
    await told<void>((done) => cursor.close(done))
    await told<void>((done) => statement.cancel(done))
    await told<void>((done) => statement.close(done))
  })

  it('of pools', async () => {
    const shared = await told<Pool>((done) => odbc.pool(connectionString, done))
    const db = await told<Connection>((done) => shared.connect(done))
    expect(db.connected).toBe(true)
    expect((await told<Result>((done) => shared.query(all, done))).count).toBe(3)
    await told<void>((done) => shared.close(done))
    expect(db.connected).toBe(false)
  })

  it('are told of errors, as odbc tells them', async () => {
    const error = await told<Result>((done) => connection.query('SELECT Nme FROM Things', done)).catch((told) => told)
    expect(error.odbcErrors).toEqual([{ state: '42703', code: 0, message: expect.stringContaining('Nme') }])
    const wrong = await told<Connection>((done) => odbc.connect('ClientId=1', done)).catch((told) => told)
    expect(wrong.odbcErrors[0].state).toBe('HY024')
  })
})

describe('forms', () => {
  it('options in the place of the values', async () => {
    const cursor = await connection.query<{ Name: string }>(all, { cursor: true, fetchSize: 2 })
    const found: string[] = []
    while (!cursor.noData) found.push(...(await cursor.fetch()).map(({ Name }) => Name))
    await cursor.close()
    expect(found).toEqual(names)
    await (await connection.query(all, { cursor: 'mine' })).close()
    expect((await connection.query(all, { timeout: 60, initialBufferSize: 4096 })).count).toBe(3)
  })

  it('names of values that are options’ names', async () => {
    expect(await connection.query('SELECT :timeout::int AS n', { timeout: 5 })).toEqual([{ n: 5 }])
  })

  it('null and undefined for no values', async () => {
    expect((await connection.query(all, null)).count).toBe(3)
    expect((await connection.query(all, undefined)).count).toBe(3)
  })

  it('options of connect and pool', async () => {
    await using db = await odbc.connect({ connectionString, connectionTimeout: 10, loginTimeout: 10 })
    expect((await db.query(all)).count).toBe(3)
    const sizes = { initialSize: 5, incrementSize: 5, maxSize: 20, reuseConnections: true, shrink: true }
    await using shared = await odbc.pool({ connectionString, ...sizes, connectionTimeout: 0, fetchArray: true })
    expect(await shared.query(all)).toEqual(names.map((name) => [name]))
    // @ts-expect-error a number
    await expect(odbc.pool({ connectionString, maxSize: 'many' })).rejects.toMatchObject({ sqlState: 'HY024' })
  })

  it('{ text, values } and templates', async () => {
    const text = 'SELECT Name FROM Things WHERE Kind = $1'
    expect(await connection.query({ text, values: ['A'] })).toEqual([{ Name: "O'Neil" }])
    expect(await connection.query({ text, values: ['A'], rowMode: 'array' })).toEqual([["O'Neil"]])
    const kind = "A' OR 'x' = 'x"
    expect(await connection.sql`SELECT Name FROM Things WHERE Kind = ${kind}`).toEqual([])
    expect(await connection.sql`SELECT Name FROM Things WHERE Kind = ${'B'} AND Price < ${1}`).toEqual([
      { Name: 'third' },
    ])
  })

  it.each([undefined, null, 5, {}, ['SELECT 1']])('no statement: %j', async (sql) => {
    const error = await connection.query(sql as never).catch((refused) => refused)
    expect(error).toMatchObject({ sqlState: '22023', hint: expect.stringContaining('query({ text, values })') })
    const statement = await connection.createStatement()
    for (const other of [
      connection.explain(sql as never),
      connection.describe(sql as never),
      statement.prepare(sql as never),
    ])
      await expect(other).rejects.toMatchObject({ sqlState: '22023' })
    expect(() => connection.stream(sql as never)).toThrow(expect.objectContaining({ sqlState: '22023' }))
  })

  it('options that are none', async () => {
    await expect(connection.query(all, [], { timeout: -1 })).rejects.toMatchObject({ sqlState: '22023' })
    await expect(connection.query(all, [], { rowMode: 'list' as never })).rejects.toMatchObject({ sqlState: '22023' })
  })
})

describe('what Zoho has not', () => {
  it('snapshots: levels above read committed are refused in words', async () => {
    await connection.setIsolationLevel(odbc.SQL_TXN_READ_UNCOMMITTED)
    for (const level of [odbc.SQL_TXN_REPEATABLE_READ, odbc.SQL_TXN_SERIALIZABLE]) {
      await expect(connection.setIsolationLevel(level)).rejects.toMatchObject({ sqlState: '0A000' })
    }
    await expect(connection.setIsolationLevel(3)).rejects.toMatchObject({ sqlState: '22023' })
  })

  it('procedures: said in words', async () => {
    const error = await connection.callProcedure(null, null, 'MY_PROC', [undefined]).catch((refused) => refused)
    expect(error).toMatchObject({ sqlState: expect.stringMatching(/^(0A000|42883|25006)$/) })
  })
})

describe('cancel', () => {
  it('ends what runs of a connection, which stays', async () => {
    await using slow = await startSimulator({ data: company, latency: 200 })
    await using db = await odbc.connect(`${slow.connectionString};TokenStore=memory`)
    const running = db.query(all).catch((error) => error)
    await db.cancel()
    const error = await running
    expect([error.sqlState, error.odbcErrors[0].state]).toEqual(['57014', 'HY008'])
    expect((await db.query(all)).count).toBe(3)
  })

  it('ends what runs of a statement, which stays', async () => {
    const statement = await connection.createStatement()
    await statement.prepare(all)
    const running = statement.execute().catch((error) => error)
    const other = connection.query(all)
    await statement.cancel()
    expect((await running).odbcErrors[0].state).toBe('HY008')
    expect((await other).count).toBe(3)
    expect((await statement.execute()).count).toBe(3)
  })
})

describe('two columns of one name', () => {
  const sql = `SELECT t.id, t.Name, a.id, a.Account_Name AS "Name" FROM Things t LEFT JOIN Accounts a ON a.id = t.Account_id
    ORDER BY t.id LIMIT 1`

  it('lose no value, and are told of', async () => {
    const rows = await connection.query(sql)
    expect(rows[0]).toEqual({ id: '9007199254740997', Name: "O'Neil", id_2: '9007199254740993', Name_2: 'Zuse AG' })
    expect(rows.columns.map(({ name }) => name)).toEqual(['id', 'Name', 'id_2', 'Name_2'])
    expect(rows.stats.notices.join()).toMatch(/a further id is id_2, a further Name is Name_2.*rowMode/)
  })

  it('in streams and cursors too', async () => {
    for await (const row of connection.stream(sql)) expect(Object.keys(row)).toEqual(['id', 'Name', 'id_2', 'Name_2'])
    await using cursor = await connection.query(sql, { cursor: true })
    expect(Object.keys((await cursor.fetch())[0]!)).toEqual(['id', 'Name', 'id_2', 'Name_2'])
    expect(cursor.columns.map(({ name }) => name)).toEqual(['id', 'Name', 'id_2', 'Name_2'])
  })

  it('stay as they are in rows as arrays', async () => {
    const rows = await connection.query(sql, { rowMode: 'array' })
    expect(rows[0]).toEqual(['9007199254740997', "O'Neil", '9007199254740993', 'Zuse AG'])
    expect(rows.columns.map(({ name }) => name)).toEqual(['id', 'Name', 'id', 'Name'])
    expect(rows.stats.notices).toEqual([])
    for await (const row of connection.stream(sql, [], { rowMode: 'array' })) expect(row).toHaveLength(4)
  })
})

describe('numbers that JavaScript does not hold', () => {
  it('an id that was rounded is refused before it finds nothing', async () => {
    const rounded = Number('5725767040000000011')
    for (const [sql, values] of [
      ['SELECT Name FROM Things WHERE id = ?', [rounded]],
      ['SELECT Name FROM Things WHERE id IN (?, ?)', ['1', rounded]],
      ['SELECT Name FROM Things WHERE id = ANY(?)', [[1, rounded]]],
      ['SELECT Name FROM Things WHERE Serial > ?', [rounded]],
      ['SELECT Name FROM Things WHERE Name = ?', [rounded]],
    ] as const) {
      const error = await connection.query(sql, values as readonly unknown[]).catch((refused) => refused)
      expect([sql, error]).toMatchObject([
        sql,
        { sqlState: '22003', hint: expect.stringMatching(/string or a bigint/) },
      ])
    }
    expect((await connection.query('SELECT Name FROM Things WHERE id = ?', [9007199254740997n])).count).toBe(1)
    expect((await connection.query('SELECT Name FROM Things WHERE Price < ?', [1e20])).count).toBe(2)
  })

  it('a sum that a double changes is told of, once; what it holds is not', async () => {
    const sums = 'SELECT sum(n) AS total FROM (VALUES (9007199254740993), (2)) v(n)'
    const rows = await connection.query(sums)
    expect(rows.stats.notices.join()).toMatch(/total.*exactNumbers=true/)
    const told = ['12345678901234.567::numeric', '90071992547409931::numeric', '0.1234567890123456789::numeric(20,19)']
    for (const value of told) expect((await connection.query(`SELECT ${value} AS n`)).stats.notices).toHaveLength(1)
    const fine = ['0.1::numeric', '1.0 / 3', '2.5::numeric(16,2)', '123456789012345.000::numeric', "'NaN'::numeric"]
    for (const value of fine) expect((await connection.query(`SELECT ${value} AS n`)).stats.notices).toEqual([])
    await using exact = await odbc.connect({ connectionString, exactNumbers: true })
    expect((await exact.query(sums)).stats.notices).toEqual([])
  })

  it('a list for IN (?) is refused with what takes it', async () => {
    const error = await connection
      .query('SELECT Name FROM Things WHERE Kind IN (?)', [['A', 'B']])
      .catch((refused) => refused)
    expect(error).toMatchObject({ hint: expect.stringContaining('= ANY (?)') })
    expect((await connection.query('SELECT Name FROM Things WHERE Kind = ANY (?)', [['A', 'B']])).count).toBe(2)
  })
})

describe('an error holds the line it was called from', () => {
  const here = 'odbc.test.ts'
  const stackOf = (work: Promise<unknown>): Promise<string> => work.then(String, (error: Error) => error.stack!)

  async function asksWrongly(): Promise<unknown> {
    return await connection.query('SELECT Nme FROM Things')
  }

  it('of queries, templates, statements, streams and connect', async () => {
    const stack = await stackOf(asksWrongly())
    expect(stack).toMatch(/asksWrongly/)
    expect(stack).toContain(here)
    expect(await stackOf(connection.sql`SELECT Nme FROM Things`)).toContain(here)
    expect(await stackOf(connection.describe('SELECT Nme FROM Things'))).toContain(here)
    expect(await stackOf(odbc.connect('ClientId=1'))).toContain(here)
    const streamed = async () => {
      for await (const row of connection.stream('SELECT Nme FROM Things')) void row
    }
    expect(await stackOf(streamed())).toMatch(/streamed|odbc\.test\.ts/)
  })
})
