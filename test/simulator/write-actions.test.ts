import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { type Client, clientOf } from './help.ts'
import { writeWorld } from './write-world.ts'

const start = Date.UTC(2026, 2, 9, 13, 5, 0)
let now = start
let simulator: Simulator
let client: Client
beforeEach(async () => {
  now = start
  simulator = await startSimulator({ data: writeWorld, clock: () => now })
  client = clientOf(simulator)
})
afterEach(() => simulator.close())

const jobs = '/crm/v8/Jobs'
const codes = ({ body }: { body: { data: { code: string }[] } }): string[] => body.data.map(({ code }) => code)

describe('mass actions', () => {
  it('update and delete by ids answer for each record', async () => {
    const updated = await client.post(`${jobs}/actions/mass_update`, {
      data: [{ State: 'Done' }],
      ids: ['101', '9', '102'],
    })
    expect([updated.status, codes(updated)]).toEqual([207, ['SUCCESS', 'INVALID_DATA', 'SUCCESS']])
    expect(simulator.row('Jobs', '102')).toMatchObject({ State: 'Done' })
    expect(
      (await client.post(`${jobs}/actions/mass_update`, { data: [{ State: 'a', Small: 1 }], ids: ['101'] })).body.code,
    ).toBe('LIMIT_EXCEEDED')
    const deleted = await client.post(`${jobs}/actions/mass_delete`, { ids: ['102'] })
    expect(deleted.body.data[0]).toMatchObject({ details: { id: '102' }, message: 'record is deleted' })
    expect(simulator.rows('Jobs')).toHaveLength(1)
  })

  it('over a view runs later', async () => {
    const cvid = simulator.viewId('Jobs')
    const made = await client.post(`${jobs}/actions/mass_update`, { data: [{ State: 'Done' }], cvid })
    const { job_id } = made.body.data[0].details
    const states: string[] = []
    for (let i = 0; i < 3; i++) {
      const { body } = await client.get(`${jobs}/actions/mass_update?job_id=${job_id}`)
      states.push(body.data[0].Status)
      if (i === 2) expect(body.data[0]).toMatchObject({ Updated_Count: 2, Total_Count: 2, Failed_Count: 0 })
    }
    expect(states).toEqual(['SCHEDULED', 'RUNNING', 'COMPLETED'])
    expect(simulator.rows('Jobs').map((row) => row.State)).toEqual(['Done', 'Done'])
  })

  it('change of owner', async () => {
    const owner = { id: '5725767000000411002' }
    const { body } = await client.post(`${jobs}/actions/change_owner`, { ids: ['101'], owner })
    expect(body.data[0].message).toBe('owner is successfully updated')
    expect((await client.post(`${jobs}/102/actions/change_owner`, { owner })).status).toBe(200)
    expect(simulator.rows('Jobs').map((row) => (row.Owner as { name: string }).name)).toEqual([
      "Grace O'Hara",
      "Grace O'Hara",
    ])
    expect((await client.post(`${jobs}/102/actions/change_owner`, { owner: { id: '1' } })).status).toBe(400)
  })
})

describe('deleted records', () => {
  it('are listed until they are gone for good', async () => {
    expect((await client.get(`${jobs}/deleted?type=all`)).status).toBe(204)
    await client.delete(`${jobs}/101`)
    const { body } = await client.get(`${jobs}/deleted?type=recycle`)
    expect(body.data).toMatchObject([
      { id: '101', display_name: 'Pump refit', type: 'recycle', deleted_by: { name: 'Ada Moss' } },
    ])
    expect((await client.get(`${jobs}/deleted?type=permanent`)).status).toBe(204)
    expect((await client.get(`${jobs}/deleted?type=some`)).body.code).toBe('PATTERN_NOT_MATCHED')
    now += 61 * 86_400_000
    expect((await client.get('/crm/v8/Jobs/deleted?type=permanent')).status).toBe(401)
  })
})

describe('attachments', () => {
  it('are sent, listed, fetched and taken away', async () => {
    const form = new FormData()
    form.set('file', new File(['Größe;1\n'], "O'List.csv"))
    const headers = { Authorization: `Bearer ${simulator.accessToken}` }
    const url = `${simulator.url}${jobs}/101/Attachments`
    const sent = (await (await fetch(url, { method: 'POST', body: form, headers })).json()) as {
      data: { details: { id: string } }[]
    }
    const { id } = sent.data[0]!.details
    const { body } = await client.get(`${jobs}/101/Attachments?fields=File_Name,Size,Parent_Id`)
    expect(body.data).toEqual([
      { id, File_Name: "O'List.csv", Size: '10', Parent_Id: { name: 'Pump refit', id: '101' } },
    ])
    expect(await (await fetch(`${url}/${id}`, { headers })).text()).toBe('Größe;1\n')
    expect((await client.delete(`${jobs}/101/Attachments/${id}`)).status).toBe(200)
    expect((await client.get(`${jobs}/101/Attachments?fields=id`)).status).toBe(204)
    expect((await fetch(url, { method: 'POST', body: 'x', headers })).status).toBe(400)
  })
})

describe('tags and conversion, in the demo company', () => {
  it('tags are added, once each, and removed', async () => {
    await using demo = await startSimulator({ data: 'odd', rows: 50 })
    const { post, get } = clientOf(demo)
    const id = demo.rows('Deals').find((row) => row.Tag === null || (row.Tag as unknown[]).length === 0)!.id as string
    const added = await post('/crm/v8/Deals/actions/add_tags', { tags: [{ name: 'hot' }, { name: 'VIP' }], ids: [id] })
    expect(added.body).toMatchObject({ success_count: '1', data: [{ message: 'tags updated successfully' }] })
    const names = async (): Promise<string[]> =>
      ((await get(`/crm/v8/Deals/${id}`)).body.data[0].Tag ?? []).map((tag: { name: string }) => tag.name)
    expect(await names()).toEqual(['hot', 'vip'])
    await post(`/crm/v8/Deals/${id}/actions/remove_tags`, { tags: [{ name: 'HOT' }] })
    expect(await names()).toEqual(['vip'])
    expect(
      (await get('/crm/v8/settings/tags?module=Deals')).body.tags.map((tag: { name: string }) => tag.name),
    ).toContain('hot')
  })

  it('a lead becomes an account, a contact and a deal, once', async () => {
    await using demo = await startSimulator({ data: 'odd', rows: 50 })
    const { post } = clientOf(demo)
    const id = demo.insert('Leads', {
      Last_Name: 'Zuse',
      First_Name: 'Konrad',
      Company: 'Zuse KG',
      Email: 'k@zuse.test',
    })
    const deal = { Deal_Name: 'Z4', Stage: 'Qualification' }
    const path = `/crm/v8/Leads/${id}/actions/convert`
    const { status, body } = await post(path, { data: [{ overwrite: true, Deals: deal }] })
    expect([status, demo.stats().credits]).toEqual([200, 5])
    const { Contacts, Accounts, Deals } = body.data[0].details
    expect([Contacts.name, Accounts.name, Deals.name]).toEqual(['Konrad Zuse', 'Zuse KG', 'Z4'])
    expect(demo.row('Contacts', Contacts.id)).toMatchObject({ Email: 'k@zuse.test', Account_Name: Accounts })
    expect(demo.row('Leads', id)).toMatchObject({ Converted__s: true, Converted_Deal: Deals })
    expect((await post(path, { data: [{}] })).body.data[0].code).toBe('ID_ALREADY_CONVERTED')
  })
})
