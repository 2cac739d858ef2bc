import { describe, expect, it } from 'vitest'
import { withSimulator } from './help.ts'

const path = (module: string, query: Record<string, string>): string =>
  `/crm/v8/${module}/search?${new URLSearchParams(query)}`
const sortedIds = (rows: readonly { id?: unknown }[]): string[] => rows.map((row) => String(row.id)).sort()

describe('search', () => {
  it('finds by criteria, newest id first, with an info of its own', async () => {
    await withSimulator({}, async ({ get, simulator }) => {
      const { body } = await get(
        path('Deals', { criteria: '(Stage:equals:Closed Won)', fields: 'Stage', per_page: '5' }),
      )
      const expected = simulator.rows('Deals').filter((row) => row.Stage === 'Closed Won')
      expect(body.data).toEqual(
        expected
          .slice(-5)
          .reverse()
          .map(({ Stage, id }) => ({ Stage, id })),
      )
      expect(body.info).toEqual({
        per_page: 5,
        count: 5,
        sort_by: 'id',
        page: 1,
        sort_order: 'desc',
        more_records: true,
      })
    })
  })

  it('finds by e-mail, phone and word; of several the first kind counts', async () => {
    await withSimulator({}, async ({ get, simulator }) => {
      const contact = simulator.rows('Contacts').find((row) => row.Email !== null && row.Phone !== null)!
      const ids = async (query: Record<string, string>): Promise<string[]> =>
        ((await get(path('Contacts', query))).body?.data ?? []).map((row: { id: string }) => row.id)
      expect(await ids({ email: String(contact.Email).toLowerCase() })).toContain(contact.id)
      expect(await ids({ phone: String(contact.Phone) })).toContain(contact.id)
      expect(await ids({ word: 'sales', email: 'nobody@example.test' })).toEqual([])
      const byWord = await ids({ word: 'Finance' })
      const expected = simulator.rows('Contacts').filter((row) => row.Department === 'Finance')
      expect(byWord).toEqual(expect.arrayContaining(expected.slice(-3).map((row) => row.id)))
    })
  })

  it('compares text by words, or whole under the variant', async () => {
    const fields = [{ api_name: 'Company', data_type: 'text' }]
    const rows = ['ABC Inc', 'ABC', 'ABCD', 'The-ABC'].map((Company, i) => ({ id: `10${i}`, Company }))
    await withSimulator({ data: { modules: [{ api_name: 'Leads', fields, rows }] } }, async ({ get, simulator }) => {
      const find = async (): Promise<string[]> =>
        sortedIds((await get(path('Leads', { criteria: '(Company:equals:abc)' }))).body.data)
      expect(await find()).toEqual(['100', '101', '103'])
      simulator.setVariants({ searchEquals: 'exact' })
      expect(await find()).toEqual(['101'])
    })
  })

  it('leaves converted leads out, and knows a write only after the delay of its index', async () => {
    let now = Date.UTC(2026, 0, 1)
    await withSimulator({ clock: () => now, variants: { searchIndexDelay: 60_000 } }, async ({ get, simulator }) => {
      const email = String(simulator.rows('Leads').find((row) => row.Converted__s && row.Email)?.Email)
      expect((await get(path('Leads', { email }))).status).toBe(204)
      expect((await get(path('Leads', { email, converted: 'both' }))).status).toBe(200)
      simulator.insert('Leads', { Last_Name: 'New', Email: 'brand.new@example.test' })
      const find = async (): Promise<number> => (await get(path('Leads', { email: 'brand.new@example.test' }))).status
      expect(await find()).toBe(204)
      now += 60_000
      expect(await find()).toBe(200)
    })
  })

  it('sorts by any sortable field', async () => {
    await withSimulator({}, async ({ get }) => {
      const { body } = await get(
        path('Deals', {
          criteria: '(Stage:equals:Qualification)',
          sort_by: 'Probability',
          sort_order: 'asc',
          fields: 'id',
        }),
      )
      expect(body.info).toMatchObject({ sort_by: 'Probability', sort_order: 'asc' })
      expect((await get(path('Deals', { word: 'ab', sort_by: 'Description' }))).body.code).toBe('INVALID_DATA')
    })
  })

  const refusals: readonly [query: Record<string, string>, code: string, details: object][] = [
    [{}, 'EXPECTED_PARAM_MISSING', { param_names: ['criteria', 'email', 'phone', 'word'] }],
    [
      { criteria: '(Nope:equals:x)' },
      'INVALID_QUERY',
      { reason: 'the field is not available for search', api_name: 'Nope' },
    ],
    [
      { criteria: '(Closing_Date:equals:x)' },
      'INVALID_QUERY',
      { expected_data_type: 'date', api_name: 'Closing_Date' },
    ],
    [{ word: 'a' }, 'INVALID_DATA', { param_name: 'word' }],
    [{ word: 'deal', page: '11' }, 'LIMIT_REACHED', { limit: '2000' }],
    [{ email: 'a@b.test' }, 'FIELD_TYPE_UNAVAILABLE', {}],
  ]
  it.each(refusals)('refuses %o', async (query, code, details) => {
    await withSimulator({}, async ({ get }) => {
      const { status, body } = await get(path('Deals', query))
      expect([status, body.code, body.details]).toEqual([400, code, details])
    })
  })
})

describe('counts', () => {
  it('count what a list shows, or what a search finds', async () => {
    await withSimulator({}, async ({ get, simulator }) => {
      const rows = simulator.rows('Leads')
      const open = rows.filter((row) => !row.Converted__s)
      const count = async (query: string): Promise<unknown> => (await get(`/crm/v8/Leads/actions/count${query}`)).body
      expect(await count('')).toEqual({ count: open.length })
      expect(await count('?converted=both')).toEqual({ count: rows.length })
      const chat = open.filter((row) => row.Lead_Source === 'Chat').length
      expect(await count('?criteria=(Lead_Source:equals:Chat)')).toEqual({ count: chat })
    })
  })

  it('may be old, and may cost 50', async () => {
    let now = Date.UTC(2026, 0, 1)
    await withSimulator(
      { clock: () => now, variants: { countDelay: 600_000, countCredits: 50 } },
      async ({ get, simulator }) => {
        const count = async (): Promise<number> => (await get('/crm/v8/Vendors/actions/count')).body.count
        const before = await count()
        simulator.insert('Vendors', { Vendor_Name: 'New' })
        expect(await count()).toBe(before)
        now += 600_000
        expect(await count()).toBe(before + 1)
        expect(simulator.stats().byRoad.count.credits).toBe(150)
      },
    )
  })

  it('refuse a view together with a search', async () => {
    await withSimulator({}, async ({ get }) => {
      const { body } = await get('/crm/v8/Leads/actions/count?cvid=1&word=ab')
      expect(body.code).toBe('AMBIGUITY_DURING_PROCESSING')
    })
  })
})
