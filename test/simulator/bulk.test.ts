import { parse } from 'csv-parse/sync'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { type Client, withSimulator } from './help.ts'

type Row = Record<string, string>

const create = (client: Client, query: object, version = 'v8') => client.post(`/crm/bulk/${version}/read`, { query })

/** Polls until the job ends; the last status. */
async function finish({ get }: Client, id: string) {
  for (let poll = 0; poll < 9; poll++) {
    const [job] = (await get(`/crm/bulk/v8/read/${id}`)).body.data
    if (job.result) return job
  }
  throw new Error('the job never ended')
}

/** Bytes of a result, its one file's name and text. */
async function fetchResult({ simulator }: Client, id: string): Promise<{ name: string; text: string }> {
  const headers = { Authorization: `Zoho-oauthtoken ${simulator.accessToken}` }
  const response = await fetch(`${simulator.url}/crm/bulk/v8/read/${id}/result`, { headers })
  expect(response.headers.get('content-type')).toBe('application/zip')
  const [[name, bytes]] = Object.entries(unzipSync(new Uint8Array(await response.arrayBuffer()))) as [
    [string, Uint8Array],
  ]
  return { name, text: strFromU8(bytes) }
}

async function run(client: Client, query: object): Promise<Row[]> {
  const { body } = await create(client, query)
  const { id } = body.data[0].details
  await finish(client, id)
  return parse((await fetchResult(client, id)).text, { columns: true, relax_column_count: false })
}

const accounts = { module: { api_name: 'Accounts' } }

describe('bulk-read jobs', () => {
  it('are added, queued, in progress, then completed with a relative download address', async () => {
    await withSimulator({}, async (client) => {
      const made = await create(client, { ...accounts, fields: ['Account_Name'] })
      expect([made.status, made.body.data[0]]).toMatchObject([
        201,
        { code: 'ADDED_SUCCESSFULLY', details: { state: 'ADDED' } },
      ])
      const { id } = made.body.data[0].details
      const states: string[] = []
      for (let poll = 0; poll < 3; poll++) states.push((await client.get(`/crm/bulk/v8/read/${id}`)).body.data[0].state)
      expect(states).toEqual(['QUEUED', 'IN PROGRESS', 'COMPLETED'])
      const [job] = (await client.get(`/crm/bulk/v8/read/${id}`)).body.data
      expect(job).toMatchObject({
        operation: 'read',
        file_type: 'csv',
        query: { module: { api_name: 'Accounts' }, page: 1 },
        result: {
          page: 1,
          per_page: 200_000,
          count: 400,
          more_records: false,
          download_url: `/crm/bulk/v8/read/${id}/result`,
        },
      })
      expect((await fetchResult(client, id)).name).toBe(`${id}.csv`)
    })
  })

  it('hold every record once, not sorted, with ids for lookups and nothing for empty', async () => {
    await withSimulator({ rows: 20_000 }, async (client) => {
      const fields = ['Account_Name', 'Parent_Account', 'Owner', 'Owner.last_name', 'Annual_Revenue', 'Created_Time']
      const got = await run(client, { ...accounts, fields })
      const rows = client.simulator.rows('Accounts')
      expect(Object.keys(got[0]!)).toEqual(['Id', ...fields])
      expect(got.map((row) => row.Id)).not.toEqual(rows.map((row) => row.id))
      const byId = new Map(got.map((row) => [row.Id, row]))
      expect(byId.size).toBe(rows.length)
      for (const row of rows) {
        const shown = byId.get(String(row.id))!
        const lookup = row.Parent_Account as { id: string } | null
        expect(shown.Account_Name).toBe(row.Account_Name)
        expect(shown.Parent_Account).toBe(lookup?.id ?? '')
        expect(shown.Annual_Revenue).toBe(row.Annual_Revenue === null ? '' : String(row.Annual_Revenue))
        expect(Date.parse(shown.Created_Time!)).toBe(Date.parse(String(row.Created_Time)))
      }
    })
  })

  it('write numbers without exponent, multi-selects by ; and booleans and id as the variants say', async () => {
    const fields = [
      { api_name: 'N', data_type: 'double' },
      { api_name: 'M', data_type: 'multiselectpicklist' },
      { api_name: 'B', data_type: 'boolean' },
      { api_name: 'T', data_type: 'text' },
    ]
    const rows = [{ id: '101', N: 1e-9, M: ['a', 'b'], B: true, T: 'say "x",\ny' }]
    const data = { modules: [{ api_name: 'Things', fields, rows }] }
    await withSimulator(
      { data, variants: { bulkBoolean: '1', bulkIdHeader: 'id', bulkIdPosition: 'last' } },
      async (client) => {
        const { body } = await create(client, { module: { api_name: 'Things' }, fields: ['N', 'M', 'B', 'T'] })
        await finish(client, body.data[0].details.id)
        const { text } = await fetchResult(client, body.data[0].details.id)
        expect(text).toBe('N,M,B,T,id\n0.000000001,a;b,1,"say ""x"",\ny",101\n')
      },
    )
  })

  it('obey criteria', async () => {
    await withSimulator({}, async (client) => {
      const criteria = { field: { api_name: 'Industry' }, comparator: 'equal', value: 'ERP' }
      const got = await run(client, { ...accounts, fields: ['Industry'], criteria })
      const expected = client.simulator.rows('Accounts').filter((row) => row.Industry === 'ERP')
      expect(got).toHaveLength(expected.length)
    })
  })

  it('go on by page token, or by page where the variant has it', async () => {
    await withSimulator({ variants: { bulkPageSize: 150 } }, async (client) => {
      const seen = new Set<string>()
      let query: object = { ...accounts, fields: [] }
      for (let set = 1; ; set++) {
        const { body } = await create(client, query)
        const { id } = body.data[0].details
        const { result } = await finish(client, id)
        expect(result.page).toBe(set)
        for (const row of parse((await fetchResult(client, id)).text, { columns: true }) as Row[]) seen.add(row.Id!)
        if (!result.more_records) break
        query = { page_token: result.next_page_token }
      }
      expect(seen.size).toBe(400)
      expect((await create(client, { ...accounts, page: 2 })).body).toMatchObject({
        code: 'PAGE_RANGE_EXCEEDED',
        details: { max_limit: 1 },
      })
      client.simulator.setVariants({ bulkPageMode: 'page' })
      expect(await run(client, { ...accounts, page: 3 })).toHaveLength(100)
    })
  })

  it('leave converted leads out under that variant', async () => {
    await withSimulator({}, async (client) => {
      const query = { module: { api_name: 'Leads' }, fields: ['Converted__s'] }
      expect(await run(client, query)).toHaveLength(1500)
      client.simulator.setVariants({ bulkConvertedLeads: 'omit' })
      expect(new Set((await run(client, query)).map((row) => row.Converted__s))).toEqual(new Set(['false']))
    })
  })

  it('can fail', async () => {
    await withSimulator({ variants: { bulkOutcome: 'failure', bulkFailure: 'FAILED' } }, async (client) => {
      const { body } = await create(client, accounts)
      const { id } = body.data[0].details
      expect(await finish(client, id)).toMatchObject({
        state: 'FAILED',
        result: { error_message: { code: 'INTERNAL_SERVER_ERROR' } },
      })
      expect((await client.get(`/crm/bulk/v8/read/${id}/result`)).body.code).toBe('RESOURCE_NOT_FOUND')
    })
  })

  it('run one after another', async () => {
    let now = Date.UTC(2026, 0, 1)
    await withSimulator({ clock: () => now, variants: { bulkPolls: 0, bulkDelay: 3000 } }, async (client) => {
      const jobs = [await create(client, accounts), await create(client, accounts)].map(
        ({ body }) => body.data[0].details.id,
      )
      const states = async (): Promise<string[]> =>
        Promise.all(jobs.map(async (id) => (await client.get(`/crm/bulk/v8/read/${id}`)).body.data[0].state))
      expect(await states()).toEqual(['QUEUED', 'QUEUED'])
      now += 3000
      expect(await states()).toEqual(['COMPLETED', 'IN PROGRESS'])
      now += 3000
      expect(await states()).toEqual(['COMPLETED', 'COMPLETED'])
      now += 24 * 3_600_000
      expect((await client.refresh()).status).toBe(200)
    })
  })

  it('may be fetched ten times a minute; one more closes the door for a minute', async () => {
    let now = Date.UTC(2026, 0, 1)
    await withSimulator({ clock: () => now, variants: { bulkPolls: 0 } }, async (client) => {
      const { id } = (await create(client, accounts)).body.data[0].details
      await finish(client, id)
      const statuses: number[] = []
      const fetchOnce = async (): Promise<void> => {
        statuses.push((await client.get(`/crm/bulk/v8/read/${id}/result`)).status)
      }
      for (let i = 0; i < 11; i++) await fetchOnce()
      now += 59_000
      await fetchOnce()
      now += 1000
      await fetchOnce()
      expect(statuses).toEqual([...Array(10).fill(200), 429, 429, 200])
      expect(client.simulator.breaches().map((breach) => breach.kind)).toContain('download-rate')
    })
  })

  const refusals: readonly [name: string, body: unknown, status: number, code: string][] = [
    ['no query', {}, 400, 'INVALID_DATA'],
    ['unknown module', { query: { module: { api_name: 'Nope' } } }, 400, 'MODULE_NOT_AVAILABLE'],
    ['notes', { query: { module: { api_name: 'Notes' } } }, 400, 'MODULE_NOT_SUPPORTED'],
    ['a module as text', { query: { module: 'Leads' } }, 400, 'INVALID_DATA'],
    ['unknown field', { query: { ...accounts, fields: ['Nope'] } }, 400, 'FIELD_NOT_AVAILABLE'],
    [
      'subform field',
      { query: { module: { api_name: 'Quotes' }, fields: ['Quoted_Items'] } },
      400,
      'FIELD_NOT_SUPPORTED',
    ],
    ['file type', { query: accounts, file_type: 'xlsx' }, 400, 'INVALID_DATA'],
    ['page', { query: { ...accounts, page: 0 } }, 400, 'INVALID_DATA'],
    ['page token', { query: { page_token: 'x' } }, 400, 'INVALID_DATA'],
    ['callback', { query: accounts, callback: { url: 'http://x', method: 'post' } }, 400, 'INVALID_CALLBACK_URL'],
    ['view', { query: { ...accounts, cvid: '5' } }, 400, 'CVID_NOT_SUPPORTED'],
  ]
  it.each(refusals)('refuse %s', async (_name, body, status, code) => {
    await withSimulator({}, async ({ post }) => {
      const answer = await post('/crm/bulk/v8/read', body)
      expect([answer.status, answer.body.code]).toEqual([status, code])
    })
  })

  it('know no job that was never made, and take a plain module name in v2', async () => {
    await withSimulator({}, async (client) => {
      const unknown = await client.get('/crm/bulk/v8/read/5725767000859000099')
      expect([unknown.status, unknown.body.code]).toEqual([404, 'RESOURCE_NOT_FOUND'])
      expect((await create(client, { module: 'Leads' }, 'v2')).status).toBe(201)
      client.simulator.setVariants({ bulkForbidden: 'permission' })
      expect((await create(client, accounts)).body.code).toBe('NO_PERMISSION')
    })
  })
})
