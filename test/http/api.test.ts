import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useSimulator } from '../cli/support.ts'
import { openDoor, type TestDoor, tokenFile } from './support.ts'

const { connection, simulator } = useSimulator({ rows: 250 })

let door: TestDoor
beforeAll(async () => {
  door = await openDoor(connection())
})
afterAll(() => door[Symbol.asyncDispose]())

describe('tables', () => {
  it('are listed and described', async () => {
    const { status, body } = await door.ask('/api/tables')
    expect(status).toBe(200)
    expect(body.data).toContainEqual({
      schema: 'crm',
      name: 'Accounts',
      kind: 'table',
      description: expect.any(String),
    })
    const one = await door.ask('/api/tables/Deals')
    expect(one.body).toMatchObject({ schema: 'crm', name: 'Deals', primaryKey: ['id'] })
    expect(one.body.columns).toContainEqual(expect.objectContaining({ name: 'Account_Name_id', type: 'bigint' }))
    expect(one.body.foreignKeys).toContainEqual({
      column: 'Account_Name_id',
      references: { schema: 'crm', table: 'Accounts', column: 'id' },
    })
  })

  it('that are not there are 404, with the nearest name', async () => {
    const { status, body } = await door.ask('/api/tables/Acounts')
    expect(status).toBe(404)
    expect(body).toMatchObject({ success: false, error: { code: 'UNDEFINED_TABLE', sqlState: '42P01' } })
    expect(body.error.hint).toContain('Accounts')
  })
})

describe('rows', () => {
  it('come by pages, with what is known of them', async () => {
    const { body } = await door.ask('/api/tables/Deals/rows?limit=3&fields=id,Amount&sort=-Amount&filter=Amount>1000')
    expect(body.data).toHaveLength(3)
    expect(Object.keys(body.data[0])).toEqual(['id', 'Amount'])
    expect(typeof body.data[0].Amount).toBe('number')
    expect(typeof body.data[0].id).toBe('string')
    expect(body.pagination).toMatchObject({
      page: 1,
      per_page: 3,
      count: 3,
      more_records: true,
      sort_by: 'Amount',
      sort_order: 'desc',
      next_page_token: expect.any(String),
    })
  })

  it.each(['id', '-Amount', 'Stage,-Closing_Date', 'Campaign_Source', '-Campaign_Source'])(
    'are all there once, page after page, sorted by %s',
    async (sort) => {
      const all = await door.ask('/api/sql', { json: { sql: 'SELECT id FROM Deals ORDER BY id' } })
      const found: string[] = []
      let token = ''
      do {
        const { body } = await door.ask(
          `/api/tables/Deals/rows?fields=id&limit=40&sort=${sort}${token && `&page_token=${token}`}`,
        )
        found.push(...body.data.map(({ id }: { id: string }) => id))
        token = body.pagination.next_page_token ?? ''
      } while (token !== '')
      expect([...found].sort()).toEqual(all.body.rows.map(({ id }: { id: string }) => id).sort())
    },
  )

  it.each([
    ['filter=1=1) UNION SELECT 1 --', 400, 'SYNTAX_ERROR'],
    ['filter=(Amount > 1', 400, 'SYNTAX_ERROR'],
    ['filter=Amount > 1; DROP TABLE x', 400, 'SYNTAX_ERROR'],
    ['filter=Nothing = 1', 400, 'UNDEFINED_COLUMN'],
    ['fields=Amout', 400, 'UNDEFINED_COLUMN'],
    ['sort=Amout', 400, 'UNDEFINED_COLUMN'],
    ['limit=2001', 400, 'BAD_REQUEST'],
    ['limit=x', 400, 'BAD_REQUEST'],
    ['page_token=abc', 400, 'BAD_REQUEST'],
    ['unknown=1', 400, 'BAD_REQUEST'],
  ])('refuse %s', async (query, status, code) => {
    const answer = await door.ask(`/api/tables/Deals/rows?${encodeURI(query)}`)
    expect([answer.status, answer.body.error.code]).toEqual([status, code])
  })

  it('do not go on with the token of another question', async () => {
    const { body } = await door.ask('/api/tables/Deals/rows?limit=5')
    const { status } = await door.ask(
      `/api/tables/Deals/rows?limit=5&sort=-id&page_token=${body.pagination.next_page_token}`,
    )
    expect(status).toBe(400)
  })
})

describe('SQL', () => {
  const sql = 'SELECT Stage, count(*) AS n FROM Deals GROUP BY Stage ORDER BY Stage LIMIT 2'

  it('answers as JSON, NDJSON and CSV', async () => {
    const { body, headers } = await door.ask('/api/sql', { json: { sql } })
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(body.columns.map(({ name }: { name: string }) => name)).toEqual(['Stage', 'n'])
    expect(body).toMatchObject({ complete: true, rows: [{ n: expect.any(Number) }, {}], stats: { credits: 1 } })
    const lines = (await door.ask('/api/sql', { json: { sql, format: 'ndjson' } })).text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toEqual([...body.rows, { $end: { complete: true, stats: expect.any(Object) } }])
    const csv = await door.ask('/api/sql', { json: { sql, format: 'csv' } })
    expect(csv.text.split('\n')[0]).toBe('Stage,n')
  })

  it('takes parameters, and keeps names of one statement apart', async () => {
    const asked = { sql: 'SELECT ? AS a, 2 AS a', params: ['x'] }
    expect((await door.ask('/api/sql', { json: asked })).body.rows).toEqual([{ a: 'x', a_2: 2 }])
    const named = { sql: 'SELECT :v AS v', params: { v: 'y' } }
    expect((await door.ask('/api/sql', { json: named })).body.rows).toEqual([{ v: 'y' }])
  })

  it.each([
    [{ sql: 'SELEC 1' }, 400, '42601'],
    [{ sql: 'SELECT * FROM Nowhere' }, 404, '42P01'],
    [{ sql: 'SELECT 1/0' }, 422, '22012'],
    [{ sql: 'TRUNCATE Leads' }, 501, '0A000'],
    [{ sql: 'SELECT * FROM Leads', maxCredits: 0 }, 422, '53400'],
    [{ sq: 'SELECT 1' }, 400, 'HY000'],
    [{ sql: 'SELECT 1', format: 'xml' }, 400, 'HY000'],
  ])('refuses %j', async (json, status, sqlState) => {
    const answer = await door.ask('/api/sql', { json })
    expect([answer.status, answer.body.error.sqlState]).toEqual([status, sqlState])
  })

  it('takes JSON alone, and no more than it may', async () => {
    expect(
      (await door.ask('/api/sql', { method: 'POST', body: 'sql=1', headers: { 'content-type': 'text/plain' } })).status,
    ).toBe(415)
    const large = await door.ask('/api/sql', { json: { sql: `SELECT '${'x'.repeat(1_100_000)}'` } })
    expect([large.status, large.body.error.code]).toEqual([413, 'TOO_LARGE'])
    expect(
      (await door.ask('/api/sql', { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } }))
        .status,
    ).toBe(400)
  })

  it('tells plans and prices', async () => {
    const { body } = await door.ask('/api/explain', { json: { sql: 'SELECT * FROM Leads' } })
    expect(body.price).toMatchObject({
      calls: expect.any(Number),
      credits: expect.any(Number),
      perPage: expect.any(Array),
    })
    expect(body.text).toContain('Scan crm.Leads')
    expect(body.plan.scans[0].table).toBe('crm.Leads')
  })

  it('ends with the client: no further call begins', async () => {
    const calls = () => simulator().stats().calls
    await new Promise<void>((resolve) => {
      const { port } = new URL(door.url)
      const body = JSON.stringify({
        sql: 'SELECT * FROM Leads l JOIN Deals d ON true JOIN Contacts c ON true',
        format: 'ndjson',
      })
      const asked = request({ port, path: '/api/sql', method: 'POST', headers: { 'content-type': 'application/json' } })
      asked.on('error', () => resolve())
      asked.end(body)
      setTimeout(() => asked.destroy(), 30)
    })
    await expect.poll(() => door.log.filter(({ path }) => path === '/api/sql').length).toBeGreaterThan(0)
    const before = calls()
    await expect.poll(calls).toBeLessThanOrEqual(before + 1)
  })
})

describe('who may come in', () => {
  it('are programs of this machine where there are no tokens', async () => {
    const { port } = new URL(door.url)
    const status = (headers: Record<string, string>): Promise<number> =>
      new Promise((resolve, reject) => {
        request({ port, path: '/api/tables', headers }, (answer) => {
          answer.resume()
          resolve(answer.statusCode!)
        })
          .on('error', reject)
          .end()
      })
    expect(await status({ host: `localhost:${port}` })).toBe(200)
    expect(await status({ host: 'evil.example' })).toBe(421)
    expect(await status({ host: `localhost:${port}`, origin: 'https://evil.example' })).toBe(403)
    expect(await status({ host: `localhost:${port}`, origin: 'http://localhost:3000' })).toBe(200)
  })

  it('are those with a token where there are some, each for its own tables and rows', async () => {
    await using kept = await tokenFile(
      { name: 'all', readOnly: true },
      { name: 'some', tables: ['Accounts'], maxRows: 3, creditsPerDay: 4, readOnly: true },
    )
    await using closed = await openDoor(connection(), { tokens: kept.path })
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
    const [all, some] = kept.tokens as [string, string]
    expect((await closed.ask('/api/tables')).status).toBe(401)
    expect((await closed.ask('/healthz')).status).toBe(200)
    expect((await closed.ask('/api/tables', { headers: bearer(`${all}x`) })).status).toBe(401)
    expect((await closed.ask('/api/tables', { headers: bearer(all) })).status).toBe(200)
    const basic = { authorization: `Basic ${Buffer.from(`anyone:${all}`).toString('base64')}` }
    expect((await closed.ask('/api/tables', { headers: basic })).status).toBe(200)

    expect((await closed.ask('/api/tables', { headers: bearer(some) })).body.data).toEqual([
      expect.objectContaining({ name: 'Accounts' }),
    ])
    const ask = (sql: string) => closed.ask('/api/sql', { json: { sql }, headers: bearer(some) })
    expect((await ask('SELECT id FROM Deals')).status).toBe(403)
    expect((await ask('SELECT Account_Name.Industry FROM Deals')).status).toBe(403)
    expect((await ask('SELECT id FROM Accounts LIMIT 3')).status).toBe(200)
    expect((await ask('SELECT id FROM Accounts LIMIT 4')).body.error).toMatchObject({ code: 'RESULT_SIZE' })
    for (let i = 0; i < 4; i++) await ask('SELECT id FROM Accounts LIMIT 1')
    expect((await ask('SELECT id FROM Accounts LIMIT 1')).body.error.code).toBe('CREDIT_LIMIT')
    expect(JSON.stringify(closed.log)).not.toContain(all)

    await kept.file.remove('all')
    expect((await closed.ask('/api/tables', { headers: bearer(all) })).status).toBe(401)
  })

  it('wait when they guess', async () => {
    await using kept = await tokenFile({ name: 'one', readOnly: true })
    await using closed = await openDoor(connection(), { tokens: kept.path })
    const guess = () => closed.ask('/api/tables', { headers: { authorization: 'Bearer guess' } })
    const statuses = []
    for (let i = 0; i < 7; i++) statuses.push((await guess()).status)
    expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429])
  })

  it('need tokens beyond loopback', async () => {
    await expect(openDoor(connection(), { host: '0.0.0.0' })).rejects.toMatchObject({ code: 'INVALID_PROPERTY' })
  })
})

describe('writing', () => {
  const change = "UPDATE Deals SET Description = 'x' WHERE id = '1'"
  it.each([change, `EXPLAIN ANALYZE ${change}`, "DELETE FROM Deals WHERE id = '1'"])(
    'is for tokens that may, and for their tables: %s',
    async (sql) => {
      await using kept = await tokenFile(
        { name: 'reads', readOnly: true },
        { name: 'other', readOnly: false, tables: ['Accounts'] },
        { name: 'writes', readOnly: false },
      )
      await using closed = await openDoor(connection(), { tokens: kept.path })
      const before = simulator()
        .calls()
        .filter(({ path }) => path.endsWith('/Deals')).length
      const found = []
      for (const token of kept.tokens) {
        const headers = { authorization: `Bearer ${token}` }
        const { status, body } = await closed.ask('/api/sql', { json: { sql }, headers })
        found.push([status, body.error?.code])
      }
      expect(found).toEqual([
        [403, 'READ_ONLY'],
        [403, 'FORBIDDEN'],
        [200, undefined],
      ])
      const after = simulator()
        .calls()
        .filter(({ path }) => path.endsWith('/Deals')).length
      expect(after).toBe(before)
    },
  )

  it('is for nobody without a token', async () => {
    const { status, body } = await door.ask('/api/sql', { json: { sql: change } })
    expect([status, body.error.code]).toEqual([403, 'READ_ONLY'])
  })
})

it.each([
  ['lists', '['.repeat(200_000) + ']'.repeat(200_000)],
  ['objects', `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`],
])('%s within one another without end are a bad request', async (_, params) => {
  for (const path of ['/api/sql', '/api/explain', '/mcp', '/odata/$batch']) {
    const { status } = await door.ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"sql":"SELECT 1","params":${params}}`,
    })
    expect([path, status]).toEqual([path, 400])
  }
})

describe('the service', () => {
  it('describes itself, tells its health and figures, and logs a line a request', async () => {
    const { body } = await door.ask('/openapi.json')
    expect(body.openapi).toBe('3.1.0')
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining([
        '/api/tables',
        '/api/tables/{table}',
        '/api/tables/{table}/rows',
        '/api/sql',
        '/api/explain',
      ]),
    )
    expect((await door.ask('/healthz')).text).toBe('ok\n')
    expect((await door.ask('/metrics')).text).toContain('zohosql_zoho_credits_total')
    const { status, body: missing } = await door.ask('/nothing')
    expect([status, missing.error.code]).toEqual([404, 'NOT_FOUND'])
    expect(door.log.at(-1)).toMatchObject({ event: 'request', method: 'GET', path: '/nothing', status: 404 })
  })
})
