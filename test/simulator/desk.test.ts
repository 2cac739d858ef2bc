import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/index.ts'
import { type Desk, deskClient, id, org, smallDesk } from './desk-help.ts'
import type { Got } from './help.ts'
import { writeWorld } from './write-world.ts'

let simulator: Simulator
let get: Desk
let now: number
const start = async (options: SimulatorOptions = {}): Promise<void> => {
  await simulator?.close()
  now = Date.UTC(2026, 2, 30, 12)
  simulator = await startSimulator({ data: writeWorld, clock: () => now, desk: { data: smallDesk }, ...options })
  get = deskClient(simulator)
}
beforeEach(() => start())
afterEach(() => simulator.close())

type Row = Record<string, unknown>
const numbers = ({ body }: Got): unknown[] => (body?.data ?? []).map((row: Row) => row.ticketNumber)
const problem = ({ status, body }: Got): unknown[] => [status, body.errorCode, body.message]

describe('who may call', () => {
  it('is asked for the token, the organisation, the scope, then the path and the parameters', async () => {
    const noToken = await fetch(`${simulator.url}/api/v1/nope?x=1`)
    expect([noToken.status, (await noToken.json()) as object]).toMatchObject([401, { errorCode: 'UNAUTHORIZED' }])
    const bad = await get('/tickets', { headers: { Authorization: 'Zoho-oauthtoken 1000.x', orgId: org } })
    expect(problem(bad)).toEqual([401, 'INVALID_OAUTH', 'The OAuth Token you provided is invalid.'])
    expect(problem(await get('/nope', { headers: { orgId: '1' } })).slice(0, 2)).toEqual([403, 'OAUTH_ORG_MISMATCH'])
    expect((await get('/tickets', { headers: { orgId: 'x' } })).status).toBe(500)
    expect(problem(await get('/nope?x=1')).slice(0, 2)).toEqual([404, 'URL_NOT_FOUND'])
    expect((await get('/tickets', { method: 'DELETE' })).status).toBe(405)
    expect(problem(await get('/tickets?modifiedTimeRange=a'))).toEqual([
      422,
      'UNPROCESSABLE_ENTITY',
      "Extra query parameter 'modifiedTimeRange' is present in the input.",
    ])
  })

  it('finds its organisation without naming it', async () => {
    await start({ desk: { data: smallDesk, organizations: 2 } })
    const { body } = await get('/organizations', { headers: { orgId: '' } })
    expect(body.data.map((row: Row) => row.id)).toEqual([org, '60019283747'])
  })

  it('needs the scope of the module, and that of searches', async () => {
    await start({ scopes: ['Desk.tickets.READ', 'Desk.activities.tasks.READ'] })
    expect((await get('/tickets')).status).toBe(200)
    expect((await get('/tasks')).status).toBe(204)
    expect(problem(await get('/tickets/search?priority=High'))[1]).toBe('SCOPE_MISMATCH')
    simulator.setVariants({ deskScopes: 'all' })
    expect((await get('/tasks')).status).toBe(403)
  })
})

describe('lists', () => {
  it('show poor rows, newest first, ids and counters as text', async () => {
    const { body } = await get('/tickets?limit=2')
    expect(body.data.map((row: Row) => [row.id, row.ticketNumber, row.threadCount])).toEqual([
      [id(20, 6), '106', '5'],
      [id(20, 5), '105', '4'],
    ])
    for (const key of ['modifiedTime', 'description', 'classification', 'cf', 'createdBy'])
      expect(body.data[0]).not.toHaveProperty(key)
    expect(Object.keys(body)).toEqual(['data'])
  })

  it('page by from and limit, whatever they count from', async () => {
    for (const [base, from, first] of [
      ['zero', 0, '106'],
      ['zero', 1, '105'],
      ['one', 0, '106'],
      ['one', 1, '106'],
      ['one', 2, '105'],
    ] as const) {
      simulator.setVariants({ deskFromBase: base })
      expect(numbers(await get(`/tickets?from=${from}&limit=1`))).toEqual([first])
    }
    expect((await get('/tickets?from=9')).status).toBe(204)
    simulator.setVariants({ deskEmpty: 'data' })
    expect((await get('/tickets?from=9')).body).toEqual({ data: [] })
  })

  it('hold their limits', async () => {
    expect(problem(await get('/tickets?limit=51'))[2]).toBe(
      "The value passed for field 'limit' exceeds the range of '1-50'.",
    )
    simulator.setVariants({ deskTicketsLimit: 100 })
    expect((await get('/tickets?limit=100')).status).toBe(200)
    expect(problem(await get('/tickets?from=5000'))[2]).toBe(
      "The value passed for field 'from' exceeds the range of '0-4999'.",
    )
    expect((await get('/contacts?from=5000')).status).toBe(204)
    simulator.setVariants({ deskFromCap: 'all' })
    expect((await get('/contacts?from=5000')).status).toBe(422)
    expect((await get('/tickets?from=-1')).body.message).toContain('>=0')
    expect((await get('/tickets?sortBy=subject')).status).toBe(422)
    expect((await get('/tickets?sortOrder=asc')).body.message).toContain('Extra')
  })

  it('sort, filter and show what is asked for', async () => {
    expect(numbers(await get('/tickets?sortBy=createdTime&limit=3'))).toEqual(['101', '102', '103'])
    expect(numbers(await get('/tickets?sortBy=-modifiedTime&limit=4'))).toEqual(['101', '102', '103', '106'])
    expect(numbers(await get('/tickets?status=closed,Waiting on parts&sortBy=createdTime'))).toEqual([
      '102',
      '103',
      '105',
      '106',
    ])
    expect(numbers(await get(`/tickets?departmentId=${id(11, 2)}&assignee=Unassigned`))).toEqual(['106'])
    const { body } = await get('/tickets?limit=1&include=contacts,assignee,departments&sortBy=createdTime')
    expect(body.data[0]).toMatchObject({
      contact: { lastName: 'Moss', account: { accountName: 'River Mills' } },
      assignee: { firstName: 'Ivo', email: 'ivo@example.test' },
      department: { name: 'Service' },
    })
    simulator.setVariants({ deskInclude: 'one', deskTicketsSort: 'spec' })
    expect((await get('/tickets?include=contacts,assignee')).status).toBe(422)
    expect((await get('/tickets?sortBy=modifiedTime')).status).toBe(422)
  })

  it('project by `fields`, where they know it', async () => {
    const { body } = await get('/tickets?fields=subject,modifiedTime,cf_hours&sortBy=createdTime&limit=1')
    expect(body.data).toEqual([
      { id: id(20, 1), subject: 'Pump stops', modifiedTime: '2026-03-20T08:00:00.000Z', cf: { cf_hours: '0' } },
    ])
    expect((await get('/tickets?fields=nope')).status).toBe(500)
    expect((await get('/tickets?fields=description')).status).toBe(422)
    simulator.setVariants({ deskFields: 'refused' })
    expect((await get('/tickets?fields=subject')).body.message).toContain('Extra')
  })

  it('filter by JSON, where they know it', async () => {
    const filters = {
      Status: ['Open'],
      criteria: { fieldConditions: [{ field: 'cf_warranty', con: 'is', data: ['true'] }] },
    }
    const path = `/tickets?filters=${encodeURIComponent(JSON.stringify(filters))}`
    expect((await get(path)).body.message).toContain('Extra')
    simulator.setVariants({ deskFilters: 'supported' })
    expect(numbers(await get(path))).toEqual(['101'])
    expect((await get('/tickets?filters=%7B%22Nope%22%3A%5B%5D%7D')).status).toBe(422)
  })

  it('move while they are read', async () => {
    const first = numbers(await get('/tickets?sortBy=-modifiedTime&limit=3'))
    simulator.deskPut('tickets', { id: id(20, 4), subject: 'moved' })
    simulator.deskPut('tickets', { subject: 'new', ticketNumber: 999 })
    simulator.deskRemove('tickets', id(20, 1))
    expect(first).toEqual(['101', '102', '103'])
    expect(numbers(await get('/tickets?sortBy=-modifiedTime&limit=6'))).toEqual([
      '104',
      '999',
      '102',
      '103',
      '106',
      '105',
    ])
  })

  it('of what belongs to another record', async () => {
    expect(numbers(await get(`/accounts/${id(22, 1)}/tickets?sortBy=createdTime`))).toEqual(['101', '103', '105'])
    expect(numbers(await get(`/contacts/${id(21, 2)}/tickets?sortBy=createdTime`))).toEqual(['102', '104', '106'])
    expect((await get(`/accounts/${id(22, 9)}/tickets`)).status).toBe(404)
    expect((await get('/teams')).body.teams).toMatchObject([{ name: 'First line' }])
  })
})

describe('searches', () => {
  const found = async (query: string): Promise<unknown[]> =>
    numbers(await get(`/tickets/search?${query}&sortBy=createdTime`))

  it('show rich rows and count their hits', async () => {
    const { body } = await get(`/tickets/search?id=${id(20, 1)}`)
    expect(body.count).toBe(1)
    expect(body.data[0]).toMatchObject({
      modifiedTime: '2026-03-20T08:00:00.000Z',
      description: '<div>It is <b>number 0</b></div>',
      cf: { cf_serial_no: 'PX-1', cf_hours: '0', cf_warranty: 'true', cf_signs: 'a;b' },
      assignee: { emailId: 'ivo@example.test' },
    })
    expect(body.data[0]).not.toHaveProperty('accountId')
    simulator.setVariants({
      deskCustomNumbers: 'number',
      deskCustomBooleans: 'boolean',
      deskMultiselect: 'array',
      deskTimes: 'epoch',
      deskCounters: 'number',
      deskStateForm: 'capitals',
    })
    const other = (await get(`/tickets/search?id=${id(20, 1)}`)).body.data[0]
    expect(other).toMatchObject({
      cf: { cf_hours: 0, cf_warranty: true, cf_signs: ['a', 'b'] },
      createdTime: Date.UTC(2026, 2, 1, 8),
      ticketNumber: 101,
      statusType: 'OPEN',
    })
  })

  it('match whole values, beginnings and parts', async () => {
    expect(await found('subject=pump*')).toEqual(['101', '103', '105'])
    expect(await found('subject=*loud*')).toEqual(['103'])
    expect(await found('subject=noise,pump stops')).toEqual(['101', '106'])
    expect(await found('contactName=lena*&status=%24%7BOPEN%7D')).toEqual(['101'])
    expect(await found('accountName=River Mills')).toEqual(['101', '103', '105'])
    expect(await found('email=%24%7Bempty%7D')).toEqual(['106'])
    expect(await found('_all=number 3')).toEqual(['104'])
    expect(await found('customField1=cf_serial_no:PX-*')).toEqual(['101'])
    expect(await found('customField1=cf_hours:30')).toEqual(['104'])
    for (const [form, hits] of [
      ['whole', []],
      ['prefix', ['101', '103', '105']],
      ['substring', ['101', '103', '105']],
    ] as const) {
      simulator.setVariants({ deskBareText: form })
      expect(await found('subject=pump')).toEqual(hits)
    }
  })

  it('by ranges of times, with or without their ends', async () => {
    const range = '2026-03-02T08:00:00.000Z,2026-03-04T08:00:00.000Z'
    expect(await found(`createdTimeRange=${range}`)).toEqual(['102', '103', '104'])
    simulator.setVariants({ deskRangeEnds: 'exclusive' })
    expect(await found(`createdTimeRange=${range}`)).toEqual(['103'])
    expect((await get('/tickets/search?createdTimeRange=2026-03-02T08:00:00Z,2026-03-04T08:00:00.000Z')).status).toBe(
      422,
    )
  })

  it('refuse what they do not know', async () => {
    const message = async (query: string): Promise<string> => (await get(`/tickets/search?${query}`)).body.message
    expect(await message('subject=ab')).toContain('minimum length')
    expect(await message('cf_serial_no=PX')).toContain('Extra')
    expect(await message('email=*abc*')).toContain('invalid')
    expect(await message('_all=abc&status=Open')).toContain('invalid')
    expect(await message('from=4999')).toBe('Max search result iterable is 5000')
    simulator.setVariants({ deskSearchFromMax: 999, deskCustomSearch: 'refused' })
    expect(await message('from=1000')).toContain('0-999')
    expect(await message('customField1=cf_hours:30')).toContain('Extra')
    expect((await get('/contracts/search')).status).toBe(404)
  })

  it('over all modules', async () => {
    const { body } = await get('/search?searchStr=river')
    expect(body.count).toMatchObject({ accounts: '1', contacts: '1', tickets: '0' })
    expect((await get('/search?searchStr=pump&module=tickets')).body.count).toBe(3)
  })
})

describe('single reads, counts and metadata', () => {
  it('one record in full; none', async () => {
    const { body } = await get(`/tickets/${id(20, 2)}?include=contacts`)
    expect(body).toMatchObject({
      ticketNumber: '102',
      isTrashed: false,
      tagCount: '0',
      contact: { lastName: "O'Hara" },
      customFields: { Hours: '10' },
    })
    expect((await get(`/tickets/${id(20, 99)}`)).status).toBe(404)
    simulator.setVariants({ deskMissing: 422 })
    expect((await get(`/tickets/${id(20, 99)}`)).body.errorCode).toBe('INVALID_DATA')
    expect((await get(`/contacts/contactsByIds?ids=${id(21, 1)},${id(21, 9)}`)).body.data).toHaveLength(1)
  })

  it('counts', async () => {
    expect((await get('/ticketsCount')).body).toEqual({ count: 6 })
    expect((await get(`/ticketsCount?contactId=${id(21, 1)}`)).body).toEqual({ count: 3 })
    expect((await get('/ticketsCountByFieldValues?field=statusType,overDue')).body).toMatchObject({
      statusType: [
        { value: 'OPEN', count: '2' },
        { value: 'CLOSED', count: '2' },
        { value: 'ONHOLD', count: '2' },
      ],
      overDue: 0,
    })
    expect((await get('/accounts/count')).body).toEqual({ count: '1' })
    expect((await get('/contacts/count')).status).toBe(422)
  })

  it('fields, with their known defects', async () => {
    const fields = new Map((await get('/fields?module=tickets')).body.data.map((field: Row) => [field.apiName, field]))
    expect(fields.get('cf_hours')).toMatchObject({ type: 'Number', isCustomField: true })
    expect(fields.get('status')).toMatchObject({
      type: 'Picklist',
      allowedValues: expect.arrayContaining([{ value: 'Waiting on parts', statusType: 'ON HOLD' }]),
    })
    expect(fields.has('createdTime')).toBe(false)
    simulator.setVariants({ deskStatusType: 'DateTime', deskAllowedValues: 'layouts', deskTypeCase: 'lower' })
    const [status] = (await get('/fields?module=tickets&apiNames=status')).body.data
    expect(status).toMatchObject({ type: 'datetime', allowedValues: [] })
    const [layout] = (await get('/layouts?module=tickets')).body.data
    const whole = (await get(`/layouts/${layout.id}`)).body.sections[0].fields
    expect(whole.find((field: Row) => field.apiName === 'status').allowedValues.length).toBeGreaterThan(3)
    expect((await get('/fields')).status).toBe(422)
  })
})

describe('limits', () => {
  it('credits grow with the reach and are told with every answer', async () => {
    await start({ desk: { data: smallDesk, credits: 20 } })
    const weight = async (path: string): Promise<unknown[]> => {
      const { headers, status } = await get(path)
      return [status, headers.get('X-Rate-Limit-Request-Weight-v3'), headers.get('X-Rate-Limit-Remaining-v3')]
    }
    expect(await weight(`/tickets/${id(20, 1)}`)).toEqual([200, '1', '19'])
    expect(await weight(`/tickets/search?id=${id(20, 1)}`)).toEqual([200, '1', '18'])
    expect(await weight('/contacts?from=2001')).toEqual([204, '5', '13'])
    simulator.setVariants({ deskCreditReading: 'B' })
    expect(await weight('/contacts?from=2001')).toEqual([204, '10', '3'])
    expect(await weight('/tickets?limit=1')).toEqual([200, '3', '0'])
    const spent = await get('/tickets')
    expect(problem(spent).slice(0, 2)).toEqual([429, 'THRESHOLD_EXCEEDED'])
    expect(spent.headers.get('Retry-After')).toBe('43200')
    now += 43_200_000
    expect((await fetch(`${simulator.url}/api/v1/tickets`)).status).toBe(401)
  })

  it('calls at once', async () => {
    await start({ desk: { data: smallDesk, concurrency: 1 }, latency: 40 })
    const answers = await Promise.all([get('/tickets'), get('/tickets')])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 429])
    expect(simulator.breaches().map(({ kind }) => kind)).toEqual(['concurrency'])
  })

  it('faults have errors of Desk', async () => {
    simulator.setFaults({ script: [{ kind: '503', path: '/api/v1/tickets' }] })
    expect(problem(await get('/tickets')).slice(0, 2)).toEqual([503, 'INTERNAL_SERVER_ERROR'])
  })
})
