/** What makes answers of Desk complete and cheap: long tables, rows that move, what an index does not know yet. */

import { afterEach, describe, expect, it } from 'vitest'
import { type Connection, connect } from '../../src/driver/inner.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/index.ts'
import { all } from './all.ts'

let simulator: Simulator
let db: Connection
const start = async (options: SimulatorOptions = {}, properties = ''): Promise<void> => {
  const { desk, ...rest } = options
  simulator = await startSimulator({ rows: 250, ...rest, desk: { tickets: 300, credits: 1e9, ...desk } })
  db = await connect(`${simulator.connectionString};TokenStore=memory;Services=crm,desk;${properties}`)
  await all(db, 'SELECT id FROM desk.departments')
  simulator.resetStats()
}
afterEach(async () => {
  await db?.close()
  await simulator?.close()
})

const values = async (sql: string): Promise<unknown[]> => (await all(db, sql)).flat()
describe('connecting', () => {
  it('asks which organisation where there are several, and takes the one that is named', async () => {
    simulator = await startSimulator({ rows: 250, desk: { tickets: 20, organizations: 2 } })
    const text = `${simulator.connectionString};TokenStore=memory;Services=desk`
    db = await connect(text)
    await expect(all(db, 'SELECT id FROM tickets')).rejects.toThrow(
      /several organisations of Desk: 60019283746 .*60019283747/,
    )
    await db.close()
    db = await connect(`${text};OrgId=60019283746`)
    expect(await values('SELECT count(*) FROM tickets')).toEqual([20])
  })

  it('says what the token may do, and reads lists where it may not search', async () => {
    await start({ scopes: ['Desk.tickets.READ', 'Desk.basic.READ'] })
    const about = await db.about()
    const works = new Map(about.features.map(({ scope, works: does }) => [scope, does]))
    expect(works.get('Desk.tickets.READ')).toBe(true)
    expect(works.get('Desk.search.READ')).toBe(false)
    expect(await values(`SELECT count(*) FROM desk.tickets WHERE status = 'Open'`)).toEqual([
      simulator.deskRows('tickets').filter(({ status }) => status === 'Open').length,
    ])
  })
})

describe('lists that count from 1', () => {
  it('and refuse row 0 are read whole, and asked for it once', async () => {
    await start({ variants: { deskFromBase: 'one', deskFromZero: 'refused' } })
    const comments = simulator.deskRows('tickets').reduce((sum, { commentCount }) => sum + Number(commentCount), 0)
    const refused = () => simulator.calls().filter(({ status }) => status === 422).length
    for (const times of ['first', 'second']) {
      simulator.resetStats()
      expect(await all(db, 'SELECT id, "accountId" FROM desk.tickets')).toHaveLength(300)
      expect(await all(db, 'SELECT id FROM desk.ticket_comments')).toHaveLength(comments)
      expect(refused() > 0, times).toBe(times === 'first')
    }
  })
})

describe('searches that find nothing', () => {
  const nothing = { kind: 'status', status: 204, path: 'tickets/search', times: 99 } as const
  it('although the list showed rows that they should find, or on a later page, are errors', async () => {
    for (const nth of [1, 2, 3]) {
      await start({ faults: { script: [{ ...nothing, nth }] } })
      await expect(values('SELECT id FROM desk.tickets')).rejects.toMatchObject({ code: 'REMOTE_ANSWER' })
      await db.close()
      await simulator.close()
    }
  })
})

describe('long tables', () => {
  it.each([
    [{}, 2600],
    [{ deskSearchFromMax: 999, deskRangeEnds: 'exclusive', deskTimes: 'seconds' } as const, 2600],
  ])('are read whole beyond what offsets reach at little cost: %j', async (variants, tickets) => {
    await start({ variants, desk: { tickets, burst: 1500 } })
    const ids = await values('SELECT id FROM desk.tickets')
    expect(new Set(ids).size).toBe(tickets)
    expect(ids).toHaveLength(tickets)
    expect(simulator.stats().credits).toBeLessThan('deskSearchFromMax' in variants ? 700 : 110)
  })

  it('have no row twice and lack none that was there while others come and go', async () => {
    await start({ desk: { tickets: 900 } })
    const before = new Set(simulator.deskRows('tickets').map(({ id }) => id))
    const gone = [...before].slice(100, 140)
    const ids: unknown[] = []
    let moved = 0
    for await (const rows of await db.open('SELECT id FROM desk.tickets', [])) {
      ids.push(...rows.flat())
      for (const id of gone.slice(moved, moved + 5)) simulator.deskRemove('tickets', String(id))
      for (let i = 0; i < 3; i++) simulator.deskPut('tickets', { subject: `New ${moved} ${i}`, status: 'Open' })
      moved += 5
    }
    expect(new Set(ids).size).toBe(ids.length)
    const stayed = [...before].filter((id) => !gone.includes(id))
    expect(stayed.filter((id) => !ids.includes(id))).toEqual([])
  })
})

describe('the index of searches', () => {
  it('may be late: new rows come from the list, changed ones from here by their ids', async () => {
    await start({ variants: { deskIndexDelay: 60_000 } })
    const id = simulator.deskPut('tickets', { subject: 'Only a list has it', status: 'Open' })
    expect(await values('SELECT id FROM desk.tickets')).toContain(id)
    expect(await values(`SELECT id FROM desk.tickets WHERE "createdTime" > now() - interval '5 minutes'`)).toEqual([id])
    await all(db, `INSERT INTO desk.accounts ("accountName") VALUES ('Written here')`)
    expect(await values(`SELECT "accountName" FROM desk.accounts WHERE "accountName" = 'Written here'`)).toEqual([
      'Written here',
    ])
    expect(await values('SELECT count(*) FROM desk.accounts')).toEqual([simulator.deskRows('accounts').length])
  })
})

describe('faults', () => {
  it('credits that are used up are an error at once, and no part of an answer', async () => {
    await start({ desk: { tickets: 900, credits: 30 } })
    const began = simulator.calls().length
    await expect(values('SELECT id FROM desk.tickets')).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' })
    expect(
      simulator
        .calls()
        .slice(began)
        .filter(({ status }) => status === 429).length,
    ).toBeLessThanOrEqual(4)
  })

  it.each([3, 8])('are outlived: no row is lost or doubled, seed %d', async (seed) => {
    await start({
      desk: { tickets: 400 },
      faults: { random: { seed, rate: 0.15, kinds: ['500', '503', '429', 'reset', 'cut-json'] } },
    })
    for (const columns of ['id', 'id, "modifiedTime"', 'id, "accountId"']) {
      const ids = (await all(db, `SELECT ${columns} FROM desk.tickets`)).map(([id]) => id)
      expect([ids.length, new Set(ids).size]).toEqual([400, 400])
    }
  })
})
