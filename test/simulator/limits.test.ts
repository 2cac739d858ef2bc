import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { withSimulator } from './help.ts'

const query = 'select Last_Name from Leads where id is not null'
const kinds = (simulator: { breaches(): readonly { kind: string }[] }): string[] =>
  simulator.breaches().map((b) => b.kind)

describe('credits', () => {
  it('are 1, 2 or 3 for COQL by the LIMIT asked for', async () => {
    await withSimulator({}, async ({ coql, simulator }) => {
      for (const [limit, credits] of [
        [1, 1],
        [200, 1],
        [201, 2],
        [1000, 2],
        [1001, 3],
        [2000, 3],
      ]) {
        simulator.resetStats()
        await coql(`${query} limit ${limit}`)
        expect(simulator.stats().byRoad.coql.credits).toBe(credits)
      }
    })
  })

  it('are 3 for a view, 50 for a bulk job, 1 for what is refused, 0 for what is not let in', async () => {
    await withSimulator({}, async ({ get, post, coql, simulator }) => {
      await get('/crm/v8/Leads?fields=id&cvid=1')
      await get('/crm/v8/Nope?fields=id')
      await coql('select Nope from Leads where id is not null')
      await get('/crm/v8/org', { Authorization: 'Bearer no' })
      expect(simulator.stats().credits).toBe(3)
      await post('/crm/bulk/v8/read', { query: { module: { api_name: 'Leads' } } })
      expect(simulator.stats().byRoad.bulk).toMatchObject({ calls: 1, credits: 50 })
      await post('/crm/bulk/v8/read', { query: { module: { api_name: 'Nope' } } })
      expect(simulator.stats().credits).toBe(54)
    })
  })

  it('are named in a header once half of them are gone, end in 429, and come back after 24 hours', async () => {
    let now = Date.UTC(2026, 0, 1)
    await withSimulator({ credits: 4, clock: () => now }, async ({ get, simulator }) => {
      const call = async (): Promise<[number, string | null]> => {
        const { status, headers } = await get('/crm/v8/org')
        return [status, headers.get('x-api-credits-remaining')]
      }
      expect([await call(), await call(), await call(), await call(), await call()]).toEqual([
        [200, null],
        [200, '2'],
        [200, '1'],
        [200, '0'],
        [429, '0'],
      ])
      now += 24 * 3_600_000 + 60_000
      // An hour-old token has expired by then.
      expect((await call())[0]).toBe(401)
      expect(simulator.stats().credits).toBe(4)
    })
  })

  it('depend on edition and users', async () => {
    await withSimulator({ edition: 'free' }, async ({ get }) => {
      expect((await get('/crm/v8/org')).body.org[0].license_details.paid_type).toBe('free')
    })
  })
})

describe('concurrency', () => {
  it('is limited by the edition', async () => {
    await withSimulator({ edition: 'free', latency: 1000 }, async ({ get, simulator }) => {
      const answers = await Promise.all(Array.from({ length: 7 }, (_, i) => get(`/crm/v8/users?per_page=${i + 1}`)))
      expect(answers.map((a) => a.status).sort()).toEqual([200, 200, 200, 200, 200, 429, 429])
      const refused = answers.find((a) => a.status === 429)!
      expect([refused.body.code, refused.headers.get('retry-after')]).toEqual(['TOO_MANY_REQUESTS', null])
      expect(kinds(simulator)).toEqual(['concurrency', 'concurrency'])
      expect(simulator.stats()).toMatchObject({ maxInFlight: 5, statuses: { 200: 5, 429: 2 } })
      expect((await get('/crm/v8/org')).status).toBe(200)
    })
  })

  it('is 10 for the heavy class in every edition', async () => {
    await withSimulator({ latency: 2000 }, async ({ coql, get, simulator }) => {
      const heavy = Array.from({ length: 10 }, () => coql(query))
      await vi.waitFor(() => expect(simulator.stats().maxInFlight).toBe(10), { timeout: 30_000 })
      const sorted = get('/crm/v8/Leads?fields=id&sort_by=id')
      const light = get('/crm/v8/Leads?fields=id')
      expect([(await sorted).status, (await light).status]).toEqual([429, 200])
      expect((await Promise.all(heavy)).every((answer) => answer.status === 200)).toBe(true)
      expect(kinds(simulator)).toEqual(['sub-concurrency'])
    })
  })

  it('has several shapes of 429', async () => {
    await withSimulator({ credits: 0, variants: { retryAfter: 1 } }, async ({ get, simulator }) => {
      const codes: unknown[] = []
      for (const tooManyCode of ['RATE_LIMIT_EXCEEDED', 'LIMIT_EXCEEDED', 'numeric'] as const) {
        simulator.setVariants({ tooManyCode })
        const answer = await get(`/crm/v8/org`)
        codes.push([answer.body.code, answer.headers.get('retry-after')])
        await sleep(60)
      }
      expect(codes).toEqual([
        ['RATE_LIMIT_EXCEEDED', '1'],
        ['LIMIT_EXCEEDED', '1'],
        [429, '1'],
      ])
      expect(simulator.breaches()).toEqual([])
    })
  })
})

describe('breaches', () => {
  it('a call sent again at once after 429, and after a refusal', async () => {
    await withSimulator({ credits: 0 }, async ({ get, simulator }) => {
      await get('/crm/v8/org')
      await get('/crm/v8/org')
      expect(kinds(simulator)).toEqual(['no-backoff'])
    })
    await withSimulator({}, async ({ coql, simulator }) => {
      await coql('select Nope from Leads where id is not null')
      await coql('select Nope from Leads where id is not null')
      expect(kinds(simulator)).toEqual(['repeated-refusal'])
    })
  })

  it('credentials tried again after they were refused', async () => {
    await withSimulator({}, async ({ refresh, simulator }) => {
      await refresh({ client_secret: 'wrong' })
      await refresh({ client_secret: 'wrong' })
      expect(kinds(simulator)).toEqual(['token-retry'])
    })
  })

  it('COQL that is none, or without where', async () => {
    await withSimulator({}, async ({ coql, simulator }) => {
      await coql('select Last_Name from Leads')
      await coql('select Last_Name from Leads where id is not null limt 5')
      await coql('select Nope from Leads where id is not null')
      expect(kinds(simulator)).toEqual(['coql-where', 'coql-syntax'])
    })
  })

  it('unknown parameters and paths', async () => {
    await withSimulator({}, async ({ get, simulator }) => {
      await get('/crm/v8/Leads?fields=id&offset=3')
      await get('/crm/v8/no/such/path/here')
      expect(simulator.breaches()).toEqual([
        { kind: 'unknown-parameter', note: '/crm/v8/Leads: offset', call: 1 },
        { kind: 'unknown-path', note: 'GET /crm/v8/no/such/path/here', call: 2 },
      ])
    })
  })
})

describe('accounts', () => {
  it('count calls, credits, rows and bytes by road, and keep every call', async () => {
    await withSimulator({}, async ({ get, coql, refresh, simulator }) => {
      await refresh()
      await get('/crm/v8/settings/modules')
      const list = await get('/crm/v8/Deals?fields=Stage&per_page=7')
      await coql(`${query} limit 5`)
      await get('/crm/v8/Deals/actions/count')
      const { byRoad, bytes } = simulator.stats()
      const by = (road: keyof typeof byRoad): number[] => [byRoad[road].calls, byRoad[road].credits, byRoad[road].rows]
      expect({
        token: by('token'),
        records: by('records'),
        coql: by('coql'),
        count: by('count'),
        bulk: by('bulk'),
      }).toEqual({
        token: [1, 0, 0],
        records: [1, 1, 7],
        coql: [1, 1, 5],
        count: [1, 1, 0],
        bulk: [0, 0, 0],
      })
      expect(byRoad.records.bytes).toBe(Buffer.byteLength(JSON.stringify(list.body)))
      expect(bytes).toBe(Object.values(byRoad).reduce((sum, road) => sum + road.bytes, 0))
      expect(
        simulator.calls().map(({ number, method, path, status, road }) => [number, method, path, status, road]),
      ).toEqual([
        [1, 'POST', '/oauth/v2/token', 200, 'token'],
        [2, 'GET', '/crm/v8/settings/modules', 200, 'metadata'],
        [3, 'GET', '/crm/v8/Deals', 200, 'records'],
        [4, 'POST', '/crm/v8/coql', 200, 'coql'],
        [5, 'GET', '/crm/v8/Deals/actions/count', 200, 'count'],
      ])
    })
  })
})
