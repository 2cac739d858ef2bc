import { describe, expect, it } from 'vitest'
import { withSimulator } from './help.ts'

const minute = 60_000

describe('token endpoint', () => {
  it('answers errors with HTTP 200 and only an error key', async () => {
    await withSimulator({}, async ({ refresh }) => {
      const answers = [
        await refresh({ client_id: '1000.NOBODY' }),
        await refresh({ client_secret: 'wrong' }),
        await refresh({ refresh_token: '1000.no.no' }),
        await refresh({ grant_type: 'password' }),
      ]
      expect(answers.map(({ status, body }) => [status, body])).toEqual([
        [200, { error: 'invalid_client' }],
        [200, { error: 'invalid_client_secret' }],
        [200, { error: 'invalid_code' }],
        [200, { error: 'unsupported_grant_type' }],
      ])
    })
  })

  it('takes parameters from the query, a form and a multipart form', async () => {
    await withSimulator({}, async ({ simulator, refresh }) => {
      const { url, clientId, clientSecret, refreshToken } = simulator
      const fields = {
        grant_type: 'refresh_token',
        client_id: clientId,
        client_secret: clientSecret,
        refresh_token: refreshToken,
      }
      const multipart = new FormData()
      for (const [name, value] of Object.entries(fields)) multipart.set(name, value)
      const answers = [
        await (await fetch(`${url}/oauth/v2/token?${new URLSearchParams(fields)}`, { method: 'POST' })).json(),
        await (await fetch(`${url}/oauth/v2/token`, { method: 'POST', body: multipart })).json(),
        (await refresh()).body,
      ]
      for (const answer of answers) expect(answer.access_token).toMatch(/^1000\.[0-9a-f]{32}\.[0-9a-f]{32}$/)
    })
  })

  it('gives ten access tokens in ten minutes, then 400 Access Denied until the window has moved on', async () => {
    let now = Date.UTC(2026, 0, 1)
    await withSimulator({ clock: () => now }, async ({ refresh, simulator }) => {
      for (let i = 0; i < 10; i++) expect((await refresh()).body.access_token).toBeDefined()
      const denied = await refresh()
      expect([denied.status, denied.body.error, denied.body.status]).toEqual([400, 'Access Denied', 'failure'])
      expect(simulator.breaches().map((breach) => breach.kind)).toEqual(['token-rate'])
      now += 10 * minute
      expect((await refresh()).body.access_token).toBeDefined()
    })
  })

  it('evicts the oldest of more than 15 active tokens', async () => {
    let now = Date.UTC(2026, 0, 1)
    await withSimulator({ clock: () => now }, async ({ refresh, get }) => {
      const tokens: string[] = []
      for (let i = 0; i < 16; i++) {
        tokens.push((await refresh()).body.access_token)
        now += 2 * minute
      }
      const statuses = await Promise.all(
        [tokens[0], tokens[1], tokens[15]].map(
          async (token) => (await get('/crm/v8/org', { Authorization: `Bearer ${token}` })).status,
        ),
      )
      expect(statuses).toEqual([401, 200, 200])
    })
  })

  it('lets access tokens live an hour', async () => {
    let now = Date.UTC(2026, 0, 1)
    await withSimulator({ clock: () => now }, async ({ get }) => {
      now += 60 * minute - 1
      expect((await get('/crm/v8/org')).status).toBe(200)
      now += 1
      const late = await get('/crm/v8/org')
      expect([late.status, late.body.code, late.body.message]).toEqual([401, 'INVALID_TOKEN', 'invalid oauth token'])
    })
  })

  it('revokes a refresh token with its access tokens', async () => {
    await withSimulator({}, async ({ refresh, get, form, simulator }) => {
      const { access_token } = (await refresh()).body
      const revoked = await form('/oauth/v2/token/revoke', { token: simulator.refreshToken })
      expect(revoked.body).toEqual({ status: 'success' })
      expect((await get('/crm/v8/org', { Authorization: `Zoho-oauthtoken ${access_token}` })).status).toBe(401)
      expect((await refresh()).body).toEqual({ error: 'invalid_code' })
    })
  })

  it('exchanges a grant code once', async () => {
    await withSimulator({}, async ({ form, simulator }) => {
      const code = simulator.grantCode(['ZohoCRM.org.READ'])!
      const fields = {
        grant_type: 'authorization_code',
        client_id: simulator.clientId,
        client_secret: simulator.clientSecret,
        code,
      }
      const first = await form('/oauth/v2/token', fields)
      expect(first.body).toMatchObject({ scope: 'ZohoCRM.org.READ', expires_in: 3600 })
      expect(first.body.refresh_token).toBeDefined()
      expect((await form('/oauth/v2/token', fields)).body).toEqual({ error: 'invalid_code' })
    })
  })

  it('redirects a consenting user with code, location and accounts server', async () => {
    const clients = [{ id: '1000.WEB', secret: 'web-secret', redirectUris: ['https://app.example/back'] }]
    await withSimulator({ clients }, async ({ get, form, simulator }) => {
      const query = new URLSearchParams({
        scope: 'ZohoCRM.org.READ,ZohoCRM.users.READ',
        client_id: '1000.WEB',
        response_type: 'code',
        access_type: 'offline',
        redirect_uri: 'https://app.example/back',
        state: 'x y',
      })
      const consent = await get(`/oauth/v2/auth?${query}`)
      const target = new URL(consent.headers.get('location')!)
      expect([consent.status, target.searchParams.get('accounts-server'), target.searchParams.get('state')]).toEqual([
        302,
        simulator.url,
        'x y',
      ])
      const fields = {
        grant_type: 'authorization_code',
        client_id: '1000.WEB',
        client_secret: 'web-secret',
        code: target.searchParams.get('code')!,
      }
      expect((await form('/oauth/v2/token', { ...fields, redirect_uri: 'https://other.example' })).body).toEqual({
        error: 'invalid_redirect_uri',
      })
    })
  })

  describe('asks a browser’s user', () => {
    const clients = [{ id: '1000.WEB', secret: 'web-secret', redirectUris: ['https://app.example/back'] }]
    const wanted = (changes: Record<string, string> = {}) =>
      `/oauth/v2/auth?${new URLSearchParams({
        scope: 'ZohoCRM.org.READ,<b>',
        client_id: '1000.WEB',
        response_type: 'code',
        access_type: 'offline',
        redirect_uri: 'https://app.example/back',
        state: 'x"y',
        ...changes,
      })}`
    const html = { Accept: 'text/html,*/*' }

    it('on a page, and tells both answers', async () => {
      await withSimulator({ clients }, async ({ get, form }) => {
        const page = await get(wanted(), html)
        expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html;charset=UTF-8'])
        expect(page.body).toContain('<li><code>&lt;b&gt;</code></li>')
        const answers = await Promise.all(
          ['reject', 'accept'].map(async (decision) => {
            const { headers } = await form(wanted(), { decision })
            return Object.fromEntries(new URL(headers.get('location')!).searchParams)
          }),
        )
        expect(answers[0]).toEqual({ error: 'access_denied', state: 'x"y' })
        expect(answers[1]).toMatchObject({ code: expect.any(String), location: 'us', state: 'x"y' })
      })
    })

    it('once: later ones get no page and no refresh token, unless prompt=consent', async () => {
      await withSimulator({ clients }, async ({ get, form }) => {
        const grant = async (location: string) => {
          const code = new URL(location).searchParams.get('code')!
          const redirect_uri = 'https://app.example/back'
          const client = { client_id: '1000.WEB', client_secret: 'web-secret' }
          const fields = { grant_type: 'authorization_code', ...client, code, redirect_uri }
          return Object.keys((await form('/oauth/v2/token', fields)).body).includes('refresh_token')
        }
        const first = await form(wanted(), { decision: 'accept' })
        expect(await grant(first.headers.get('location')!)).toBe(true)
        const second = await get(wanted(), html)
        expect(second.status).toBe(302)
        expect(await grant(second.headers.get('location')!)).toBe(false)
        expect((await get(wanted({ prompt: 'consent' }), html)).status).toBe(200)
        const third = await form(wanted({ prompt: 'consent' }), { decision: 'accept' })
        expect(await grant(third.headers.get('location')!)).toBe(true)
      })
    })

    it('and shows what is wrong instead of going back', async () => {
      await withSimulator({ clients }, async ({ get, simulator }) => {
        const wrongs: Record<string, string>[] = [
          { client_id: simulator.clientId },
          { redirect_uri: 'https://evil.example/' },
          { client_id: '1000.NOBODY' },
          { response_type: 'token' },
          { scope: '' },
        ]
        const pages = await Promise.all(wrongs.map((changes) => get(wanted(changes), html)))
        expect(pages.map(({ status, headers }) => [status, headers.get('location')])).toEqual(
          wrongs.map(() => [400, null]),
        )
      })
    })

    it('for codes of a self client, in the console', async () => {
      await withSimulator({}, async ({ get, form, simulator }) => {
        expect((await get('/console')).body).toContain(simulator.clientSecret)
        const made = await form('/console', { client_id: simulator.clientId, scope: 'ZohoCRM.org.READ' })
        const code = /<code id="code">([^<]+)</.exec(made.body)![1]!
        const client = { client_id: simulator.clientId, client_secret: simulator.clientSecret }
        const got = await form('/oauth/v2/token', { grant_type: 'authorization_code', ...client, code })
        expect(got.body).toMatchObject({ scope: 'ZohoCRM.org.READ', refresh_token: expect.any(String) })
      })
    })
  })

  it('can answer errors with 400 and leave the scope out', async () => {
    await withSimulator({ variants: { tokenErrorStatus: 400, tokenScope: 'absent' } }, async ({ refresh }) => {
      expect((await refresh({ client_secret: 'x' })).status).toBe(400)
      expect((await refresh()).body).not.toHaveProperty('scope')
    })
  })
})

describe('authorization of CRM calls', () => {
  it('accepts both schemes in any case and refuses a missing or unknown token', async () => {
    await withSimulator({}, async ({ get, simulator }) => {
      const { accessToken } = simulator
      const answers = await Promise.all(
        [`Zoho-oauthtoken ${accessToken}`, `bearer ${accessToken}`, '', 'Basic abc', 'Bearer 1000.x.y'].map(
          (Authorization) => get('/crm/v8/org', { Authorization }),
        ),
      )
      expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
        [200, undefined],
        [200, undefined],
        [401, 'AUTHENTICATION_FAILURE'],
        [401, 'AUTHENTICATION_FAILURE'],
        [401, 'INVALID_TOKEN'],
      ])
      expect(simulator.breaches().map((breach) => breach.kind)).toEqual(['no-auth', 'no-auth'])
    })
  })

  const calls: readonly [path: string, scopes: string[], status: number][] = [
    ['/crm/v8/Leads?fields=Last_Name', ['ZohoCRM.modules.leads.READ'], 200],
    ['/crm/v8/Leads?fields=Last_Name', ['ZohoCRM.modules.READ'], 200],
    ['/crm/v8/Leads?fields=Last_Name', ['ZohoCRM.modules.deals.ALL', 'ZohoCRM.modules.leads.CREATE'], 401],
    ['/crm/v8/Machines?fields=Name', ['ZohoCRM.modules.custom.READ'], 200],
    ['/crm/v8/Quoted_Items?fields=Quantity', ['ZohoCRM.modules.quotes.ALL'], 200],
    ['/crm/v8/Sales_Orders?fields=Subject', ['ZohoCRM.modules.salesorders.READ'], 200],
    ['/crm/v8/settings/fields?module=Leads', ['ZohoCRM.settings.fields.READ'], 200],
    ['/crm/v8/settings/fields?module=Leads', ['ZohoCRM.settings.modules.READ'], 401],
    ['/crm/v8/users', ['ZohoCRM.users.ALL'], 200],
    ['/crm/v8/org', ['ZohoCRM.users.ALL'], 401],
    ['/crm/v8/Leads/search?word=Moss', ['ZohoCRM.modules.ALL'], 401],
    ['/crm/v8/Leads/actions/count', ['ZohoSearch.securesearch.READ', 'ZohoCRM.modules.ALL'], 401],
    [
      '/crm/v8/Leads/actions/count',
      ['ZohoSearch.securesearch.READ', 'ZohoCRM.modules.ALL', 'ZohoCRM.settings.ALL'],
      200,
    ],
  ]
  it.each(calls)('%s with %s: %i', async (path, scopes, status) => {
    await withSimulator({ scopes }, async ({ get }) => {
      const answer = await get(path)
      expect(answer.status).toBe(status)
      if (status === 401) expect(answer.body.code).toBe('OAUTH_SCOPE_MISMATCH')
    })
  })

  it('COQL needs its own scope and that of the module', async () => {
    const query = 'select Last_Name from Leads where id is not null'
    for (const [scopes, status] of [
      [['ZohoCRM.coql.READ'], 401],
      [['ZohoCRM.modules.ALL'], 401],
      [['ZohoCRM.coql.READ', 'ZohoCRM.modules.leads.READ'], 200],
    ] as const) {
      await withSimulator({ scopes }, async ({ coql }) => expect((await coql(query)).status).toBe(status))
    }
  })
})
