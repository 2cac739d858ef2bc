import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { type Desk, deskClient } from './desk-help.ts'

type Row = Record<string, unknown>

describe('the demo desk', () => {
  let simulator: Simulator
  let get: Desk
  beforeAll(async () => {
    simulator = await startSimulator({ data: 'odd', rows: 250 })
    get = deskClient(simulator)
  })
  afterAll(() => simulator.close())

  it('serves the customers of the demo company, and some that the CRM has not heard of', () => {
    const crm = new Map(simulator.rows('Contacts').map((row) => [row.id, row]))
    const contacts = simulator.deskRows('contacts')
    const known = contacts.filter((row) => row.zohoCRMContact !== null)
    expect(known.length).toBeGreaterThan(20)
    expect(contacts.length).toBeGreaterThan(known.length)
    for (const row of known) {
      const same = crm.get((row.zohoCRMContact as { id: string }).id)
      expect([row.email, row.lastName]).toEqual([same!.Email, same!.Last_Name])
    }
    const accounts = new Map(simulator.rows('Accounts').map((row) => [row.id, row.Account_Name]))
    for (const row of simulator.deskRows('accounts')) {
      if (row.zohoCRMAccount !== null)
        expect(accounts.get((row.zohoCRMAccount as { id: string }).id)).toBe(row.accountName)
    }
  })

  it('has tickets of every state whose parts agree', async () => {
    const tickets = simulator.deskRows('tickets')
    expect(tickets).toHaveLength(120)
    expect(new Set(tickets.map((row) => row.statusType))).toEqual(new Set(['Open', 'On Hold', 'Closed']))
    const contacts = new Set(simulator.deskRows('contacts').map((row) => row.id))
    for (const ticket of tickets) {
      expect(contacts.has(ticket.contactId)).toBe(true)
      expect(String(ticket.modifiedTime) >= String(ticket.createdTime)).toBe(true)
      expect(ticket.closedTime === null).toBe(ticket.statusType !== 'Closed')
    }
    const [open] = (await get('/tickets/search?status=Closed&limit=1')).body.data as Row[]
    const { body } = await get(`/tickets/${String(open!.id)}`)
    const threads = (await get(`/tickets/${body.id}/threads`)).body.data
    expect(String(threads.length)).toBe(body.threadCount)
    expect(threads[0]).not.toHaveProperty('content')
    const thread = (await get(`/tickets/${body.id}/threads/${threads[0].id}`)).body
    expect(thread.content).toContain(thread.summary.slice(0, 20))
    for (const path of ['comments', 'timeEntry', 'History', 'tags', 'conversations', 'tasks']) {
      expect([200, 204]).toContain((await get(`/tickets/${body.id}/${path}`)).status)
    }
    const comments = (await get(`/tickets/${body.id}/comments`)).body?.data ?? []
    expect(String(comments.length)).toBe(body.commentCount)
  })

  it('can be listed whole, module by module', async () => {
    for (const module of [
      'tickets',
      'contacts',
      'accounts',
      'tasks',
      'calls',
      'events',
      'products',
      'contracts',
      'articles',
      'agents',
      'departments',
      'cm_machines',
    ]) {
      const ids = new Set<string>()
      for (let from = 0; ; ) {
        const { status, body } = await get(`/${module}?from=${from}&limit=50`)
        if (status === 204) break
        expect(status).toBe(200)
        for (const row of body.data) ids.add(row.id)
        from += body.data.length
        if (body.data.length < 50) break
      }
      expect([module, ids.size]).toEqual([module, simulator.deskRows(module).length])
    }
    expect(simulator.breaches()).toEqual([])
  })
})

it('may have 12,000 tickets, many of one instant, with values that break readers', async () => {
  await using simulator = await startSimulator({ rows: 100, desk: { data: 'odd', tickets: 12_000, burst: 6000 } })
  const get = deskClient(simulator)
  const tickets = simulator.deskRows('tickets')
  const instants = Map.groupBy(tickets, (row) => row.createdTime)
  expect([tickets.length, Math.max(...[...instants.values()].map((rows) => rows.length))]).toEqual([12_000, 6000])
  expect(tickets.some((row) => String(row.subject).includes('DROP TABLE'))).toBe(true)
  expect(
    (
      await get(
        '/tickets/search?from=4900&limit=100&createdTimeRange=2020-01-01T00:00:00.000Z,2030-01-01T00:00:00.000Z',
      )
    ).body,
  ).toMatchObject({ count: 12_000 })
  expect((await get('/tickets/search?from=4901&limit=100')).status).toBe(422)
  expect((await get('/tickets?from=4999&limit=50')).body.data).toHaveLength(50)
})
