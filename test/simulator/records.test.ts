import { describe, expect, it } from 'vitest'
import type { GivenWorld } from '../../src/simulator/index.ts'
import { type Client, withSimulator } from './help.ts'

const ids = (answer: { body?: { data?: { id: string }[] } }): string[] => (answer.body?.data ?? []).map((row) => row.id)

/** All pages of a list by page token. */
async function allPages({ get }: Client, path: string): Promise<string[]> {
  const found: string[] = []
  let token: string | null = ''
  while (token !== null) {
    const page = await get(token === '' ? path : `${path}&page_token=${token}`)
    found.push(...ids(page))
    token = page.body.info.next_page_token
  }
  return found
}

describe('lists of records', () => {
  it('come by id, newest first, with the fields asked for and id', async () => {
    await withSimulator({}, async ({ get, simulator }) => {
      const { body } = await get('/crm/v8/Deals?fields=Stage,Amount&per_page=3')
      const last = simulator.rows('Deals').slice(-3).reverse()
      expect(body.data).toEqual(last.map(({ Stage, Amount, id }) => ({ Stage, Amount, id })))
      expect(Object.keys(body.info).sort()).toEqual([
        'call',
        'count',
        'email',
        'more_records',
        'next_page_token',
        'page',
        'page_token_expiry',
        'per_page',
        'previous_page_token',
        'sort_by',
        'sort_order',
      ])
    })
  })

  it('reach every record once by page tokens, in each order', async () => {
    await withSimulator({}, async (client) => {
      const rows = client.simulator.rows('Deals')
      for (const order of ['', '&sort_order=asc', '&sort_by=Modified_Time&sort_order=asc', '&sort_by=Created_Time']) {
        const found = await allPages(client, `/crm/v8/Deals?fields=id${order}`)
        expect(new Set(found).size).toBe(rows.length)
        expect(found).toHaveLength(rows.length)
      }
    })
  })

  it('go on by token past records that come and go', async () => {
    await withSimulator({}, async ({ get, simulator }) => {
      const first = await get('/crm/v8/Deals?fields=id&sort_order=asc&per_page=10')
      const all = simulator.rows('Deals').map((row) => String(row.id))
      simulator.remove('Deals', all[3]!)
      simulator.remove('Deals', all[12]!)
      simulator.insert('Deals', { Deal_Name: 'late', Stage: 'Qualification' })
      const token = first.body.info.next_page_token
      const second = await get(`/crm/v8/Deals?fields=id&sort_order=asc&per_page=10&page_token=${token}`)
      expect(ids(second)).toEqual(all.slice(10, 21).filter((id) => id !== all[12]))
    })
  })

  it('show unconverted leads unless told otherwise', async () => {
    await withSimulator({}, async (client) => {
      const rows = client.simulator.rows('Leads')
      const converted = rows.filter((row) => row.Converted__s).length
      expect(converted).toBeGreaterThan(100)
      const count = async (more: string): Promise<number> =>
        (await allPages(client, `/crm/v8/Leads?fields=id${more}`)).length
      expect(await count('')).toBe(rows.length - converted)
      expect(await count('&converted=true')).toBe(converted)
      expect(await count('&converted=both')).toBe(rows.length)
    })
  })

  it('hold only what changed since If-Modified-Since, 304 for nothing', async () => {
    await withSimulator({}, async ({ get, simulator }) => {
      const since = '2026-05-01T00:00:00+02:00'
      const expected = simulator
        .rows('Accounts')
        .filter((row) => Date.parse(String(row.Modified_Time)) > Date.parse(since))
      const changed = await get('/crm/v8/Accounts?fields=id&sort_order=asc', { 'If-Modified-Since': since })
      expect(ids(changed)).toEqual(expected.map((row) => row.id))
      const none = await get('/crm/v8/Accounts?fields=id', { 'If-Modified-Since': '2040-01-01T00:00:00Z' })
      expect([none.status, none.body]).toEqual([304, undefined])
    })
  })

  it('hold the records of `ids`', async () => {
    await withSimulator({}, async ({ get, simulator }) => {
      const wanted = simulator
        .rows('Contacts')
        .slice(5, 8)
        .map((row) => row.id)
      expect(ids(await get(`/crm/v8/Contacts?fields=id&sort_order=asc&ids=${wanted.join(',')},1`))).toEqual(wanted)
    })
  })

  it('are 204 when empty', async () => {
    const data: GivenWorld = {
      modules: [{ api_name: 'Leads', fields: [{ api_name: 'Last_Name', data_type: 'text' }], rows: [] }],
    }
    await withSimulator({ data }, async ({ get }) => {
      const empty = await get('/crm/v8/Leads?fields=Last_Name')
      expect([empty.status, empty.body]).toEqual([204, undefined])
    })
  })

  it('leave out subforms, links and files, and cut rich text to 500 characters', async () => {
    await withSimulator({}, async ({ get, simulator }) => {
      const { body } = await get('/crm/v8/Leads?fields=Last_Name,Interested_Products,Sales_Team,Tag&per_page=1')
      expect(Object.keys(body.data[0]).sort()).toEqual(['Last_Name', 'Tag', 'id'])
      const long = simulator.rows('Machines').find((row) => String(row.Rich_Text ?? '').length > 500)!
      const list = await get(`/crm/v8/Machines?fields=Rich_Text&ids=${long.id}`)
      const single = await get(`/crm/v8/Machines/${long.id}?fields=Rich_Text`)
      expect(list.body.data[0].Rich_Text).toBe(String(long.Rich_Text).slice(0, 500))
      expect(single.body.data[0].Rich_Text).toBe(long.Rich_Text)
    })
  })

  it('say the module of a multi-module lookup next to it', async () => {
    await withSimulator({}, async ({ get, simulator }) => {
      const task = simulator.rows('Tasks').find((row) => row.What_Id !== null)!
      const { body } = await get(`/crm/v8/Tasks?fields=What_Id&ids=${task.id}`)
      const { id, name, module } = task.What_Id as { id: string; name: string; module: string }
      expect(body.data[0]).toEqual({ What_Id: { name, id }, $se_module: module, id: task.id })
    })
  })

  it('show datetimes in the user’s zone with its offset of that day', async () => {
    const fields = [{ api_name: 'At', data_type: 'datetime' }]
    const rows = ['2026-03-08T09:59:59Z', '2026-03-08T10:00:00Z', '2026-07-01T00:00:00+05:30'].map((At, i) => ({
      id: `10${i}`,
      At,
    }))
    await withSimulator({ data: { modules: [{ api_name: 'Leads', fields, rows }] } }, async ({ get, simulator }) => {
      const times = async (): Promise<string[]> =>
        (await get('/crm/v8/Leads?fields=At&sort_order=asc')).body.data.map((row: { At: string }) => row.At)
      expect(await times()).toEqual([
        '2026-03-08T01:59:59-08:00',
        '2026-03-08T03:00:00-07:00',
        '2026-06-30T11:30:00-07:00',
      ])
      simulator.setVariants({ datetimeZone: 'org' })
      expect(await times()).toEqual([
        '2026-03-08T10:59:59+01:00',
        '2026-03-08T11:00:00+01:00',
        '2026-06-30T20:30:00+02:00',
      ])
      simulator.setVariants({ datetimeForm: 'zulu' })
      expect(await times()).toEqual(['2026-03-08T09:59:59Z', '2026-03-08T10:00:00Z', '2026-06-30T18:30:00Z'])
    })
  })
})

describe('what lists refuse', () => {
  const many = Array.from({ length: 51 }, (_, i) => `f${i}`).join(',')
  const refusals: readonly [query: string, code: string, details: object][] = [
    ['', 'REQUIRED_PARAM_MISSING', { param_name: 'fields' }],
    [`?fields=${many}`, 'LIMIT_EXCEEDED', { limit: 50, param_name: 'fields' }],
    ['?fields=id&cvid=1', 'INVALID_DATA', { param_name: 'cvid' }],
    [
      '?fields=id&sort_by=Last_Name',
      'INVALID_DATA',
      { param_name: 'sort_by', supported_values: ['id', 'Created_Time', 'Modified_Time'] },
    ],
    ['?fields=id&page_token=nope', 'INVALID_DATA', { param_name: 'page_token' }],
    ['?fields=id&page=x', 'PATTERN_NOT_MATCHED', { param_name: 'page' }],
    ['?fields=id&per_page=201', 'LIMIT_EXCEEDED', { limit: 200, param_name: 'per_page' }],
    ['?fields=id&page=11', 'DISCRETE_PAGINATION_LIMIT_EXCEEDED', { limit: 2000 }],
    [
      '?fields=id&page=1&page_token=x',
      'AMBIGUITY_DURING_PROCESSING',
      { ambiguity_due_to: [{ param_name: 'page' }, { param_name: 'page_token' }] },
    ],
    [
      '?fields=id&cvid=1&sort_by=id',
      'AMBIGUITY_DURING_PROCESSING',
      { ambiguity_due_to: [{ param_name: 'cvid' }, { param_name: 'sort_by' }] },
    ],
    ['?fields=id&limit=5', 'INVALID_REQUEST', { param_name: 'limit' }],
  ]
  it.each(refusals)('%s', async (query, code, details) => {
    await withSimulator({}, async ({ get }) => {
      const { status, body } = await get(`/crm/v8/Leads${query}`)
      expect([status, body.code, body.details, body.status]).toEqual([400, code, details, 'error'])
    })
  })

  it('unknown and closed modules, unknown paths, versions and methods', async () => {
    await withSimulator({}, async ({ get, post }) => {
      const answers = [
        await get('/crm/v8/Nope?fields=id'),
        await get('/crm/v8/Home?fields=id'),
        await get('/crm/v8/Leads/1/2/3'),
        await get('/crm/v9/Leads?fields=id'),
        await post('/crm/v8/settings/modules', {}),
      ]
      expect(answers.map(({ status, body }) => [status, body.code, body.details])).toEqual([
        [400, 'INVALID_MODULE', { resource_path_index: 0 }],
        [400, 'INVALID_MODULE', {}],
        [404, 'INVALID_URL_PATTERN', {}],
        [404, 'INVALID_URL_PATTERN', {}],
        [400, 'INVALID_REQUEST_METHOD', {}],
      ])
    })
  })

  it('a page token with other parameters, or too old', async () => {
    let now = Date.UTC(2026, 0, 1)
    await withSimulator({ clock: () => now }, async ({ get, simulator }) => {
      const token = (await get('/crm/v8/Leads?fields=id&per_page=10')).body.info.next_page_token
      const other = await get(`/crm/v8/Leads?fields=id&per_page=20&page_token=${token}`)
      expect(other.body.code).toBe('TOKEN_BOUND_DATA_MISMATCH')
      expect(simulator.breaches().map((breach) => breach.kind)).toEqual(['page-token'])
      expect((await get(`/crm/v8/Leads?fields=id&per_page=10&page_token=${token}`)).status).toBe(200)
      simulator.setVariants({ pageTokenTtl: 1000 })
      now += 1000
      const late = await get(`/crm/v8/Leads?fields=id&per_page=10&page_token=${token}`)
      expect([late.body.code, late.body.details]).toEqual([
        'EXPIRED_VALUE',
        { api_name: 'page_token', json_path: '$.query.page_token' },
      ])
    })
  })

  it('more than 100,000 records by page token', async () => {
    await withSimulator({ rows: 100_400, clock: () => 0 }, async ({ get }) => {
      let token: string = (await get('/crm/v8/Deals?fields=id')).body.info.next_page_token
      for (let page = 2; page <= 500; page++) {
        token = (await get(`/crm/v8/Deals?fields=id&page_token=${token}`)).body.info.next_page_token
      }
      expect((await get(`/crm/v8/Deals?fields=id&page_token=${token}`)).body.code).toBe('PAGINATION_LIMIT_EXCEEDED')
    })
  })

  it('unknown field names only under that variant', async () => {
    await withSimulator({}, async ({ get, simulator }) => {
      expect(Object.keys((await get('/crm/v8/Leads?fields=Nope,Company&per_page=1')).body.data[0])).toEqual([
        'Company',
        'id',
      ])
      simulator.setVariants({ unknownFields: 'error' })
      expect((await get('/crm/v8/Leads?fields=Nope,Company')).body.code).toBe('INVALID_DATA')
    })
  })
})

describe('older versions', () => {
  it('need no fields and have a short info in v2', async () => {
    await withSimulator({}, async ({ get }) => {
      const { body } = await get('/crm/v2/Deals?per_page=1')
      expect(body.info).toEqual({ per_page: 1, count: 1, page: 1, more_records: true })
      expect(Object.keys(body.data[0]).length).toBeGreaterThan(20)
    })
  })
})

describe('single records', () => {
  it('come whole, with subforms and links', async () => {
    await withSimulator({}, async ({ get, simulator }) => {
      const links = simulator.rows('Leads_X_Products')
      const lead = links[0]?.Interested_Leads as { id: string }
      const own = links.filter((link) => (link.Interested_Leads as { id: string }).id === lead.id)
      const { body } = await get(`/crm/v8/Leads/${lead.id}`)
      expect(body.data[0].Interested_Products).toEqual(
        own.map((link) => ({ Interested_Products: link.Interested_Products, id: link.id })),
      )
      expect(body.data[0].$has_more).toMatchObject({ Interested_Products: false })
      expect(body.data[0]).toMatchObject({ $currency_symbol: '€', $approval_state: 'approved' })
    })
  })

  it('are 204 for an unknown id, or what the variant says; a malformed id is refused', async () => {
    await withSimulator({}, async ({ get, simulator }) => {
      expect((await get('/crm/v8/Leads/5725767019999999999')).status).toBe(204)
      simulator.setVariants({ missingRecord: 400 })
      expect((await get('/crm/v8/Leads/5725767019999999999')).body.code).toBe('INVALID_DATA')
      expect((await get('/crm/v8/Leads/abc')).body.code).toBe('INVALID_DATA')
    })
  })
})
