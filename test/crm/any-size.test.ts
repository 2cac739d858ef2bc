/** Whatever columns are wanted, a table of any size is read to its end, and for about what its other columns cost. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../src/driver/index.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/index.ts'
import { openPlace } from '../support/place.ts'

const tooFar = {
  code: 'PAGINATION_LIMIT_EXCEEDED',
  details: { param_name: 'page_token' },
  message: 'm',
  status: 'error',
}
/** The list of contacts ends after two pages, as it does after 100,000 rows. */
const script = [
  { kind: 'status', path: /Contacts$/, containing: 'page_token', nth: 2, times: 99, status: 400, body: tooFar },
]

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator({ data: 'odd', rows: 900 })
})
afterAll(() => simulator.close())

async function ask(sql: string, properties = '') {
  await using db = await connect(`${simulator.connectionString};TokenStore=memory;${properties}`)
  await db.query('SELECT id FROM Contacts LIMIT 1')
  simulator.resetStats()
  const rows = await db.query(sql)
  return { rows: rows.map((row) => ({ ...row })), stats: simulator.stats(), ids: rows.map((row) => String(row.id)) }
}

describe('tags and layouts', () => {
  it('come by COQL with the other columns', async () => {
    const listed = await ask('SELECT id, Tag, Layout, Layout_id FROM Deals', 'Road=records')
    const { rows, stats } = await ask('SELECT id, Tag, Layout, Layout_id FROM Deals')
    expect(rows).toEqual(listed.rows)
    expect(rows.length).toBe(simulator.rows('Deals').length)
    expect(stats.credits).toBeLessThan(listed.stats.credits)
    // All columns cost what these cost, and the list of users.
    expect((await ask('SELECT * FROM Deals')).stats.credits).toBeLessThanOrEqual(stats.credits + 2)
  })
})

describe('layouts whose names COQL does not tell', () => {
  const sql = 'SELECT id, Layout, Layout_id FROM Deals'
  const open = async (options: SimulatorOptions = {}) =>
    openPlace({ rows: 900, variants: { coqlLookupShape: 'id', coqlLimitMax: 200 }, ...options })

  it('are named by metadata: one call more, whatever the number of rows', async () => {
    await using place = await open()
    const { db, simulator } = place
    await db.query('SELECT id FROM Deals LIMIT 1')
    await db.query('SELECT Deal_Name FROM Deals')
    simulator.resetStats()
    await db.query('SELECT Deal_Name FROM Deals')
    const { credits } = simulator.stats()
    simulator.resetStats()
    const rows = await db.query(sql)
    expect(simulator.stats().credits).toBe(credits + 1)
    expect(simulator.stats().byRoad.records.calls).toBe(0)
    const stored = simulator.rows('Deals').map(({ id, Layout }) => {
      const layout = Layout as { id: string; name: string }
      return { id, Layout: layout.name, Layout_id: layout.id }
    })
    expect([...rows]).toEqual(stored)
  })

  it('are read by the list of records where the token may not read metadata of layouts', async () => {
    const scopes = [
      'modules.ALL',
      'settings.modules.READ',
      'settings.fields.READ',
      'coql.READ',
      'org.READ',
      'users.READ',
    ]
    await using place = await open({ scopes: scopes.map((scope) => `ZohoCRM.${scope}`) })
    const rows = await place.db.query(sql)
    expect(new Set(rows.map(({ Layout }) => Layout))).toEqual(new Set(['Standard']))
    expect(rows.stats.notices.join()).toContain('The token may not read layouts')
    expect(place.simulator.stats().byRoad.records.calls).toBeGreaterThan(0)
  })
})

describe('a list that ends before the rows do', () => {
  const sql = 'SELECT id, Last_Name, Data_Processing_Basis_Details FROM Contacts'
  const all = (): string[] => simulator.rows('Contacts').map((row) => String(row.id))
  const ending = async (query: string, properties = '') => {
    simulator.setFaults({ script: script as never })
    try {
      return await ask(query, properties)
    } finally {
      simulator.setFaults({})
    }
  }

  it('is read on by COQL, each row once', async () => {
    const whole = await ask(sql)
    expect(whole.ids).toEqual(all())
    const { rows } = await ending(sql)
    expect(rows).toEqual(whole.rows)
  })

  it('downwards, with limit and offset', async () => {
    const { ids } = await ending(`${sql} ORDER BY id DESC LIMIT 430 OFFSET 150`)
    expect(ids).toEqual(all().reverse().slice(150, 580))
  })

  it('is an error with a true hint where it was told', async () => {
    await expect(ending(sql, 'Road=records')).rejects.toMatchObject({
      code: 'RESULT_LIMIT',
      hint: expect.stringContaining('Leave the property road at auto'),
    })
  })
})
