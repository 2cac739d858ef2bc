import { chmodSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type ApiRequest, createClient, type ZohoClient } from '../../src/auth/index.ts'
import { resolveConfig } from '../../src/config/index.ts'
import { type ExchangeMeter, type HttpResponse, keys } from '../../src/net/index.ts'
import { type Accounts, serveAccounts } from '../support/accounts.ts'
import { testFolder } from '../support/folders.ts'
import { closeServers, serve } from '../support/servers.ts'

const clients: ZohoClient[] = []
const lines: string[] = []

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()))
  await closeServers()
  lines.length = 0
})

const secrets = { clientId: '1000.CLIENT', clientSecret: 'client-secret-value', refreshToken: '1000.refresh.value' }

function open(accounts: Accounts, more: Record<string, unknown> = {}): ZohoClient {
  const servers = { endpoint: accounts.origin, accountsEndpoint: accounts.origin, useEncryptedEndpoints: false }
  const tokenStore = join(testFolder(), 'tokens.json')
  const config = resolveConfig({ ...servers, ...secrets, tokenStore, maxRetries: 0, ...more }, { env: {} })
  const client = createClient(config, { log: (line) => lines.push(line) })
  clients.push(client)
  return client
}

const accessTokenOnly = { clientId: '', clientSecret: '', refreshToken: '' }
const whole = { statuses: [200], body: keys({}) }
const org: ApiRequest = { path: '/crm/v8/org', whole }

const failure = (work: Promise<HttpResponse>) =>
  work.then(
    ({ status }) => ({ code: `HTTP ${status}`, sqlState: '', message: '', hint: '' }),
    (error) => error,
  )

describe('OAuth 2.0', () => {
  it('gets a token for the refresh token and sends it', async () => {
    const accounts = await serveAccounts()
    expect(await open(accounts).request(org)).toMatchObject({ status: 200, json: { data: [] } })
    expect(Object.fromEntries(accounts.asked[0]!)).toEqual({
      grant_type: 'refresh_token',
      client_id: '1000.CLIENT',
      client_secret: 'client-secret-value',
      refresh_token: '1000.refresh.value',
    })
    expect(accounts.authorizations).toEqual(['Zoho-oauthtoken 1000.new.1'])
  })

  it('makes one token for many that wait', async () => {
    const accounts = await serveAccounts(20)
    const client = open(accounts)
    await Promise.all(Array.from({ length: 8 }, () => client.request(org)))
    accounts.valid.clear()
    const again = await Promise.all(Array.from({ length: 8 }, () => client.request(org)))
    expect(again.map(({ status }) => status)).toEqual(Array(8).fill(200))
    expect(accounts.asked).toHaveLength(2)
  })

  it('uses the access token given first, and a new one when that is refused', async () => {
    const accounts = await serveAccounts()
    accounts.valid.add('given')
    const client = open(accounts, { accessToken: 'given' })
    await client.request(org)
    expect(accounts.asked).toHaveLength(0)
    accounts.valid.delete('given')
    expect((await client.request(org)).status).toBe(200)
    expect(accounts.authorizations).toEqual(['given', 'given', '1000.new.1'].map((token) => `Zoho-oauthtoken ${token}`))
  })

  it('shares the token with whoever uses the same store, and does not try a refused one twice', async () => {
    const accounts = await serveAccounts()
    const tokenStore = join(testFolder(), 'tokens.json')
    for (let i = 0; i < 3; i += 1) await open(accounts, { tokenStore, accessToken: 'old' }).request(org)
    expect(accounts.asked).toHaveLength(1)
    expect(accounts.authorizations.filter((text) => text.endsWith(' old'))).toHaveLength(1)
  })

  it('renews a little before the end', async () => {
    const accounts = await serveAccounts()
    const tokenStore = join(testFolder(), 'tokens.json')
    await open(accounts, { tokenStore }).request(org)
    const contents = JSON.parse(readFileSync(tokenStore, 'utf8'))
    const [record] = Object.values(contents.records) as { expiresAt: number; obtainedAt: number }[]
    expect(record!.expiresAt - record!.obtainedAt).toBe(3_600_000)
    for (const [left, asked] of [
      [70_000, 1],
      [50_000, 2],
    ] as const) {
      Object.assign(record!, { expiresAt: Date.now() + left, obtainedAt: Date.now() + left - 3_600_000 })
      writeFileSync(tokenStore, JSON.stringify(contents))
      await open(accounts, { tokenStore }).request(org)
      expect(accounts.asked).toHaveLength(asked)
    }
  })

  it('reads old answers, whose lifetime is in milliseconds', async () => {
    const accounts = await serveAccounts()
    accounts.extra = { expires_in: 3_600_000 }
    const tokenStore = join(testFolder(), 'tokens.json')
    await open(accounts, { tokenStore }).request(org)
    const [record] = Object.values(JSON.parse(readFileSync(tokenStore, 'utf8')).records) as Record<string, number>[]
    expect(record!.expiresAt! - record!.obtainedAt!).toBe(3_600_000)
  })

  it('tries once more after 401, and not for ever', async () => {
    const accounts = await serveAccounts()
    const client = open(accounts)
    accounts.valid.add = () => accounts.valid
    expect(await failure(client.request(org))).toMatchObject({ code: 'AUTHENTICATION_FAILED', sqlState: '28000' })
    expect(accounts.authorizations).toHaveLength(2)
    expect(accounts.asked).toHaveLength(2)
  })

  it.each(['OAUTH_SCOPE_MISMATCH', 'DUPLICATE_DATA'])('leaves 401 %s to the caller', async (code) => {
    const accounts = await serveAccounts()
    accounts.unauthorized = { code, message: 'm', details: {}, status: 'error' }
    accounts.valid.add = () => accounts.valid
    expect(await open(accounts).request(org)).toMatchObject({ status: 401, error: { code } })
    expect(accounts.asked).toHaveLength(1)
  })

  it('sends a write again after 401, which Zoho did not do', async () => {
    const accounts = await serveAccounts()
    const client = open(accounts, { accessToken: 'old' })
    expect((await client.request({ ...org, method: 'POST', kind: 'write', body: { data: [] } })).status).toBe(200)
  })

  it.each([200, 202, 206, 302, 304])('a %i without a body is not the whole answer', async (status) => {
    const accounts = await serveAccounts()
    accounts.refusals = [[status, '']]
    const error = await failure(open(accounts).request(org))
    expect(error).toMatchObject({ code: 'REMOTE_ANSWER', sqlState: 'HV000' })
    accounts.refusals = [[200, 'null']]
    expect(await failure(open(accounts).request(org))).toMatchObject({ code: 'REMOTE_ANSWER' })
  })

  it('asks for ten tokens in ten minutes and no more, whatever the number of connections', async () => {
    const accounts = await serveAccounts()
    accounts.valid.add = () => accounts.valid
    const tokenStore = join(testFolder(), 'tokens.json')
    for (let i = 0; i < 9; i += 1) await failure(open(accounts, { tokenStore }).request(org))
    const error = await failure(open(accounts, { tokenStore }).request(org))
    expect(accounts.asked).toHaveLength(10)
    expect(error).toMatchObject({ sqlState: '53400', hint: expect.stringContaining('Wait until') })
  })

  it('leaves a cancelled statement without harm to the others', async () => {
    const accounts = await serveAccounts(50)
    const client = open(accounts)
    const cancel = new AbortController()
    const cancelled = failure(client.request({ ...org, signal: cancel.signal }))
    const other = client.request(org)
    setTimeout(() => cancel.abort(), 10)
    expect(await cancelled).toMatchObject({ sqlState: '57014' })
    expect((await other).status).toBe(200)
    expect(accounts.asked).toHaveLength(1)
  })
})

describe('refusals of the accounts server', () => {
  it.each<[string, [number, unknown], string, string]>([
    ['invalid_code', [200, { error: 'invalid_code' }], '28000', 'data centre'],
    ['invalid_client', [200, { error: 'invalid_client' }], '28000', 'clientId'],
    ['invalid_client_secret', [200, { error: 'invalid_client_secret' }], '28000', 'clientSecret'],
    ['invalid_grant', [400, { error: 'invalid_grant' }], '28000', 'data centre'],
    ['no token', [200, { expires_in: 3600 }], '28000', 'data centre'],
    [
      'Access Denied',
      [400, { error: 'Access Denied', error_description: 'too many requests', status: 'failure' }],
      '53400',
      'Wait',
    ],
  ])('%s ends at once', async (_, answer, sqlState, hint) => {
    const accounts = await serveAccounts()
    accounts.refusals = [answer]
    const error = await failure(open(accounts, { maxRetries: 5 }).request(org))
    expect(error).toMatchObject({ sqlState })
    expect(error.hint).toContain(hint)
    expect(error.message).toContain(new URL(accounts.origin).host)
    expect(accounts.asked).toHaveLength(1)
  })

  it.each<[string, [number, unknown]]>([
    ['a web page', [200, '<html>maintenance</html>']],
    ['503', [503, '<html>busy</html>']],
  ])('%s is survived', async (_, answer) => {
    const accounts = await serveAccounts()
    accounts.refusals = [answer, [200, { access_token: 'late', expires_in: 3600 }]]
    accounts.valid.add('late')
    expect((await open(accounts, { maxRetries: 5 }).request(org)).status).toBe(200)
    expect(accounts.asked).toHaveLength(2)
  })

  it('shows no secret', async () => {
    const accounts = await serveAccounts()
    accounts.refusals = [[400, { error: 'invalid_code', error_description: 'code 1000.refresh.value is bad' }]]
    const error = await failure(open(accounts, { logLevel: 'trace' }).request(org))
    const everything = JSON.stringify(error, Object.getOwnPropertyNames(error)) + lines.join('\n')
    expect(lines).toHaveLength(1)
    for (const secret of ['client-secret-value', '1000.refresh.value']) expect(everything).not.toContain(secret)
  })
})

describe('Access Token', () => {
  it('is sent as it is, and 401 tells what to do', async () => {
    const accounts = await serveAccounts()
    accounts.valid.add('given')
    const client = open(accounts, { ...accessTokenOnly, accessToken: 'given' })
    expect((await client.request(org)).status).toBe(200)
    accounts.valid.clear()
    const error = await failure(client.request(org))
    expect(error).toMatchObject({ code: 'AUTHENTICATION_FAILED', sqlState: '28000' })
    expect(error.hint).toContain('refreshToken')
    expect(accounts.authorizations).toHaveLength(2)
    expect(accounts.asked).toHaveLength(0)
  })
})

describe('api_domain', () => {
  it('wins over the data centre and not over an endpoint', async () => {
    const accounts = await serveAccounts()
    const api = await serveAccounts()
    accounts.extra = { api_domain: `${api.origin}/` }
    api.valid.add('1000.new.1')
    const client = open(accounts, { endpoint: '' })
    expect((await client.request(org)).status).toBe(200)
    expect(api.authorizations).toHaveLength(1)
    await open(accounts).request(org)
    expect(api.authorizations).toHaveLength(1)
  })

  it('says which host is Desk’s, unless one was given', async () => {
    const accounts = await serveAccounts()
    const desk = async (given: object = {}) =>
      open(accounts, { endpoint: '', ...given })
        .to('desk')
        .base()
    accounts.extra = { api_domain: accounts.origin }
    expect(await desk()).toBe(accounts.origin)
    accounts.extra = { api_domain: 'https://www.zohoapis.eu' }
    expect(await desk({ refreshToken: '1000.eu.value', allowInsecure: true })).toBe('http://desk.zoho.eu')
    expect(await desk({ refreshToken: '1000.eu.value', deskEndpoint: accounts.origin })).toBe(accounts.origin)
    await expect(desk({ refreshToken: '1000.eu.value' })).rejects.toMatchObject({ sqlState: 'HY024' })
  })

  it('cannot send a token in clear to another machine', async () => {
    const accounts = await serveAccounts()
    accounts.extra = { api_domain: 'http://api.example.test' }
    expect(await failure(open(accounts, { endpoint: '' }).request(org))).toMatchObject({ sqlState: 'HY024' })
  })
})

describe('a token goes', () => {
  it.each(['https://collector.example', 'https://zohoapis.com.example', 'https://127.0.0.2'])(
    'not to %s, whatever an answer says',
    async (stranger) => {
      const accounts = await serveAccounts()
      accounts.extra = { api_domain: stranger }
      const client = open(accounts, { endpoint: '', allowInsecure: true })
      expect((await client.access()).api).toBe('http://www.zohoapis.com')
    },
  )

  it('to hosts of Zoho’s', async () => {
    const accounts = await serveAccounts()
    accounts.extra = { api_domain: 'https://www.zohoapis.eu' }
    expect((await open(accounts, { endpoint: '', useEncryptedEndpoints: false }).access()).api).toBe(
      'https://www.zohoapis.eu',
    )
  })
})

describe('token store', () => {
  it.runIf(process.platform !== 'win32')('refuses what is no plain file of its own', async () => {
    const accounts = await serveAccounts()
    const folder = testFolder()
    const [target, link, open666] = ['target', 'link', 'open'].map((name) => join(folder, name))
    writeFileSync(target!, 'precious')
    symlinkSync(target!, link!)
    writeFileSync(open666!, '{}')
    chmodSync(open666!, 0o666)
    for (const tokenStore of [link!, open666!, '/dev/null'])
      expect(await failure(open(accounts, { tokenStore }).request(org))).toMatchObject({ sqlState: '58030' })
    expect(readFileSync(target!, 'utf8')).toBe('precious')
    expect(accounts.asked).toHaveLength(0)
  })

  it('is a file for its owner alone, without the refresh token', async () => {
    const accounts = await serveAccounts()
    const tokenStore = join(testFolder(), 'new', 'tokens.json')
    await open(accounts, { tokenStore }).request(org)
    const text = readFileSync(tokenStore, 'utf8')
    expect(statSync(tokenStore).mode & 0o777).toBe(0o600)
    expect(statSync(join(tokenStore, '..')).mode & 0o777).toBe(0o700)
    expect(text).toContain('1000.new.1')
    for (const secret of ['client-secret-value', '1000.refresh.value', '1000.CLIENT'])
      expect(text).not.toContain(secret)
  })

  it('keeps accounts apart, and survives a damaged file and wrong modes', async () => {
    const accounts = await serveAccounts()
    const tokenStore = join(testFolder(), 'tokens.json')
    writeFileSync(tokenStore, '{"version":1,"records":', { mode: 0o644 })
    await open(accounts, { tokenStore }).request(org)
    await open(accounts, { tokenStore, refreshToken: '1000.other.value' }).request(org)
    await open(accounts, { tokenStore }).request(org)
    expect(accounts.asked).toHaveLength(2)
    expect(statSync(tokenStore).mode & 0o777).toBe(0o600)
    expect(Object.keys(JSON.parse(readFileSync(tokenStore, 'utf8')).records)).toHaveLength(2)
  })

  it('goes on in memory where the file cannot be used, and says so', async () => {
    const accounts = await serveAccounts()
    const tokenStore = join(testFolder(), 'file', 'tokens.json')
    writeFileSync(join(tokenStore, '..'), 'in the way')
    const client = open(accounts, { tokenStore })
    for (let i = 0; i < 2; i += 1) expect((await client.request(org)).status).toBe(200)
    expect(accounts.asked).toHaveLength(1)
    expect(lines.join()).toContain('tokens stay in memory')
  })

  it('may be the memory of this process, shared by its connections', async () => {
    const accounts = await serveAccounts(20)
    await Promise.all([1, 2, 3].map(() => open(accounts, { tokenStore: 'memory' }).request(org)))
    expect(accounts.asked).toHaveLength(1)
  })

  it('may be a folder', async () => {
    const accounts = await serveAccounts()
    const tokenStore = testFolder()
    await open(accounts, { tokenStore }).request(org)
    expect(statSync(join(tokenStore, 'tokens.json')).isFile()).toBe(true)
  })
})

describe('client', () => {
  it('sends JSON, bytes, queries and headers to the right service', async () => {
    const accounts = await serveAccounts()
    const desk = await serveAccounts()
    const seen: unknown[] = []
    for (const server of [accounts, desk]) {
      server.valid.add('given')
      server.answer = (request, response) => {
        seen.push([request.method, request.url, request.headers['content-type'], request.headers.orgid])
        response.end('{}')
      }
    }
    const client = open(accounts, { accessToken: 'given', deskEndpoint: desk.origin })
    await client.request({
      whole,
      path: '/crm/v8/coql',
      method: 'POST',
      body: { select_query: 'x' },
      query: { a: 'ö b' },
    })
    await client.request({
      whole,
      path: '/upload',
      method: 'POST',
      body: Buffer.from('zip'),
      headers: { 'content-type': 'a/b' },
    })
    await client.to('desk').request({ whole, path: '/api/v1/tickets', headers: { orgId: '7' } })
    expect(seen).toEqual([
      ['POST', '/crm/v8/coql?a=%C3%B6%20b', 'application/json', undefined],
      ['POST', '/upload', 'a/b', undefined],
      ['GET', '/api/v1/tickets', undefined, '7'],
    ])
    expect(desk.authorizations).toHaveLength(1)
  })

  it('keeps the concurrency of an account over all its connections', async () => {
    const accounts = await serveAccounts()
    accounts.valid.add('given')
    let running = 0
    let most = 0
    accounts.answer = (_request, response) => {
      running += 1
      most = Math.max(most, running)
      setTimeout(() => {
        running -= 1
        response.end('{}')
      }, 15)
    }
    const both = [1, 2].map(() => open(accounts, { accessToken: 'given' }))
    const all = (count: number) =>
      Promise.all(Array.from({ length: count }, (_, i) => both[i % 2]!.request({ ...org, heavy: i % 2 === 0 })))
    await all(12)
    expect(most).toBe(5)
    both[0]!.limiter.setMax(8)
    await all(16)
    expect(most).toBe(8)
  })

  it('counts the calls of each host by itself', async () => {
    const accounts = await serveAccounts()
    const client = open(accounts, { accessToken: 'given' })
    client.limiter.setMax(1)
    expect(client.to('api').limiter).toBe(client.limiter)
    expect(client.to('desk').limiter).not.toBe(client.limiter)
    expect(client.to('desk')).toBe(client.to('desk'))
  })

  it('meters calls and credits, repeats included', async () => {
    const accounts = await serveAccounts()
    accounts.valid.add('given')
    const statuses = [503, 429, 200]
    accounts.answer = (_request, response) => void response.writeHead(statuses.shift()!).end('{}')
    const meter: ExchangeMeter = { calls: 0, credits: 0, bytes: 0, retries: 0 }
    const client = open(accounts, { accessToken: 'given', maxRetries: 3 })
    await client.request({ ...org, meter, credits: 2 })
    expect(meter).toEqual({ calls: 3, credits: 4, bytes: 6, retries: 2 })
  })

  it('refuses requests once closed', async () => {
    const accounts = await serveAccounts()
    accounts.valid.add('given')
    const client = open(accounts, { accessToken: 'given' })
    await client.request(org)
    await client.close()
    expect(await failure(client.request(org))).toMatchObject({ sqlState: '08003' })
  })

  it('tells accounts apart by fingerprints that give nothing away', async () => {
    const server = await serve(() => undefined)
    const accounts = { origin: `http://127.0.0.1:${server.port}` } as Accounts
    const [a, b, c] = [open(accounts), open(accounts), open(accounts, { refreshToken: '1000.other.value' })]
    expect(a!.account).toBe(b!.account)
    expect(a!.account).not.toBe(c!.account)
    expect(a!.account).toMatch(/^[0-9a-f]{64}$/)
  })
})
