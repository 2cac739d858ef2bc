/** What a program needs besides statements: is it there, a request of one's own, a token for somebody else. */
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Connection, connect } from '../../src/index.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'

let zoho: Simulator
let db: Connection
const opened = (properties = '', at = zoho) => connect(`${at.connectionString};TokenStore=memory${properties}`)
beforeAll(async () => {
  zoho = await startSimulator({ data: 'odd', rows: 50 })
  db = await opened()
})
afterAll(async () => {
  await db.close()
  await zoho.close()
})
/** Calls to the API while something is done. */
async function calls(work: () => Promise<unknown>): Promise<number> {
  const made = () => zoho.calls().filter(({ path }) => path.startsWith('/crm/')).length
  const before = made()
  await work()
  return made() - before
}

describe('ping', () => {
  it('is true, for one call', async () => {
    expect(await calls(async () => expect(await db.ping()).toBe(true))).toBe(1)
  })

  it('is true where a scope is missing: Zoho answers and knows the token', async () => {
    await using narrow = await startSimulator({ data: 'odd', rows: 10, scopes: ['ZohoCRM.modules.ALL'] })
    await using other = await opened('', narrow)
    expect(await other.ping()).toBe(true)
  })

  it('is false for a wrong client, for nobody at the port, and for a server in trouble, which is asked once', async () => {
    await using stranger = await connect(
      `${zoho.connectionString.replace(/ClientId=[^;]*/, 'ClientId=1000.NOBODY')};TokenStore=memory`,
    )
    expect(await stranger.ping()).toBe(false)
    await using dead = await connect(`${zoho.connectionString.replaceAll(`:${zoho.port}`, ':1')};TokenStore=memory`)
    expect(await dead.ping()).toBe(false)
    zoho.setFaults({ script: [{ kind: '503', path: '/org', times: 50 }] })
    expect(await calls(async () => expect(await db.ping()).toBe(false))).toBe(1)
    zoho.setFaults({})
  })
})

describe('request', () => {
  it('gives the JSON of an answer', async () => {
    const { org } = await db.request<{ org: { id: string }[] }>('GET', '/crm/v8/org')
    expect(org).toHaveLength(1)
    const query = { fields: 'Last_Name', per_page: 2 }
    expect(await db.request('get', '/crm/v8/Leads?page=2', { query })).toMatchObject({ info: { page: 2, per_page: 2 } })
  })

  it('repeats what may be repeated, and tells refusals with Zoho’s words', async () => {
    zoho.setFaults({ script: [{ kind: '503', path: '/org' }] })
    await db.request('GET', '/crm/v8/org')
    zoho.setFaults({})
    await expect(db.request('GET', '/crm/v8/Nothing?fields=id')).rejects.toMatchObject({
      zohoCode: 'INVALID_MODULE',
      message: expect.stringContaining('GET /crm/v8/Nothing'),
    })
  })

  it.each([
    'https://example.com/crm/v8/org',
    '//example.com/crm/v8/org',
    '/\\example.com/crm',
    'crm/v8/org',
    '@example.com/',
    '/crm/v8/org#x',
    '/crm/v8/ org',
    '/\t/example.com/',
  ])('goes to no other host: %j', async (path) => {
    expect(await calls(() => expect(db.request('GET', path)).rejects.toMatchObject({ sqlState: '22023' }))).toBe(0)
  })

  it.each(['authorization', 'Host'])('leaves the header %s to the driver', async (name) => {
    await expect(db.request('GET', '/crm/v8/org', { headers: { [name]: 'x' } })).rejects.toThrow(name)
  })

  it('with readOnly only reads: GET, COQL, jobs of bulk read', async () => {
    await using reader = await opened(';ReadOnly=true')
    const body = { select_query: 'select Last_Name from Leads where id is not null limit 1' }
    expect(await reader.request('POST', '/crm/v8/coql', { body })).toMatchObject({ data: [{}] })
    for (const [method, path] of [
      ['POST', '/crm/v8/Leads'],
      ['PUT', '/crm/v8/Leads/1'],
      ['DELETE', '/crm/v8/Leads'],
      ['POST', '/crm/v8/coql/../Leads'],
      ['POST', '/crm/bulk/v8/write'],
    ] as const) {
      expect(
        await calls(() => expect(reader.request(method, path, { body })).rejects.toMatchObject({ sqlState: '25006' })),
      ).toBe(0)
    }
  })

  it('ends with its signal', async () => {
    await expect(db.request('GET', '/crm/v8/org', { signal: AbortSignal.abort() })).rejects.toThrow()
  })
})

describe('headers', () => {
  it('are usable as they are', async () => {
    const answer = await fetch(`${zoho.url}/crm/v8/org`, { headers: await db.headers() })
    expect(answer.status).toBe(200)
    const spread = await fetch(`${zoho.url}/crm/v8/org`, { headers: { ...(await db.headers()), accept: '*/*' } })
    expect(spread.status).toBe(200)
  })

  it('show the token nowhere', async () => {
    const headers = await db.headers()
    const token = headers.Authorization!.split(' ')[1]!
    for (const shown of [inspect(headers), JSON.stringify({ headers }), inspect({ headers }, { depth: 9 })]) {
      expect(shown).not.toContain(token)
    }
  })
})
