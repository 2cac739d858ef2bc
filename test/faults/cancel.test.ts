/** A statement that is ended stops calling: by its signal in each phase, by leaving its loop, by closing the connection. */
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { connect } from '../../src/driver/inner.ts'
import { startSimulator } from '../../src/simulator/index.ts'
import type { Place } from '../support/place.ts'
import { contactsBy, contactsOf, contactsQuery, outcome, type Road, site } from './help.ts'

const latency = 40

/** Waits until the simulator has answered, or is answering, so many calls; and how many there are then. */
async function callsBegun({ simulator }: Place, path: RegExp, count: number): Promise<void> {
  for (let i = 0; i < 500; i++) {
    if (simulator.calls().filter((call) => path.test(call.path)).length >= count) return
    await wait(5)
  }
  throw new Error('the calls did not come')
}

/** No call begins any more; those in flight may end. */
async function expectSilence({ simulator }: Place, inFlight = 1): Promise<void> {
  const before = simulator.calls().length
  await wait(3 * latency)
  expect(simulator.calls().length).toBeLessThanOrEqual(before + inFlight)
  expect(simulator.breaches()).toEqual([])
}

/** The last call that had been answered when the statement was ended. */
interface Phase {
  readonly name: string
  readonly road: Road
  readonly after: RegExp
  readonly count: number
}

const phases: readonly Phase[] = [
  { name: 'the token was given', road: 'coql', after: /token$/, count: 1 },
  { name: 'the organisation was read', road: 'coql', after: /\/org$/, count: 1 },
  { name: 'the modules were read', road: 'coql', after: /settings\/modules/, count: 1 },
  { name: 'the fields were read', road: 'coql', after: /settings\/fields/, count: 1 },
  { name: 'the first page came', road: 'coql', after: /\/coql$/, count: 1 },
  { name: 'the users came', road: 'coql', after: /\/users/, count: 1 },
  { name: 'the third page came', road: 'coql', after: /\/coql$/, count: 3 },
  { name: 'the first page of records came', road: 'records', after: /\/Contacts$/, count: 1 },
  { name: 'the third page of records came', road: 'records', after: /\/Contacts$/, count: 3 },
  { name: 'the first page of a search came', road: 'search', after: /\/search$/, count: 1 },
  { name: 'a job was taken', road: 'bulk', after: /\/read$/, count: 1 },
  { name: 'the job had a state', road: 'bulk', after: /\/read\/\d+$/, count: 1 },
]

const manyRows = { rows: 4000, latency, variants: { coqlLimitMax: 200 } }

describe('a signal', () => {
  it.each(phases)('after $name', async ({ road, after, count }) => {
    await using place = await site(road, '', manyRows)
    const abort = new AbortController()
    const running = outcome(() => place.db.query(contactsBy(road), [], { signal: abort.signal }))
    await callsBegun(place, after, count)
    abort.abort()
    expect((await running).error).toMatchObject({ sqlState: '57014', code: 'CANCELLED' })
    await expectSilence(place)
  })

  it('that is aborted already: nothing is asked', async () => {
    await using place = await site('coql')
    const { error } = await outcome(() => place.db.query(contactsQuery, [], { signal: AbortSignal.abort() }))
    expect(error).toMatchObject({ sqlState: '57014' })
    expect(place.simulator.calls()).toEqual([])
  })

  it('while a retry waits, and while a call hangs', async () => {
    for (const kind of ['503', 'hang'] as const) {
      const faults = { script: [{ kind, path: '/coql', times: 1000 }] }
      await using place = await site('coql', 'MaxRetries=20;Timeout=60', { faults })
      const abort = new AbortController()
      const running = outcome(() => place.db.query(contactsQuery, [], { signal: abort.signal }))
      await callsBegun(place, /settings\/fields/, 1)
      await wait(100)
      abort.abort()
      expect((await running).error).toMatchObject({ sqlState: '57014' })
      await expectSilence(place)
    }
  })

  it('while several scans are staged side by side', async () => {
    await using place = await site('coql', '', manyRows)
    const abort = new AbortController()
    const sql = 'SELECT count(*) FROM Deals d JOIN Tasks t ON t.Subject = d.Deal_Name'
    const running = outcome(() => place.db.query(sql, [], { signal: abort.signal }))
    await callsBegun(place, /\/coql$/, 3)
    abort.abort()
    expect((await running).error).toMatchObject({ sqlState: '57014' })
    await expectSilence(place, 2)
  })

  it('of one statement does not end another that waits for the same metadata', async () => {
    await using place = await site('coql', '', { latency })
    const abort = new AbortController()
    const first = outcome(() => place.db.query(contactsQuery, [], { signal: abort.signal }))
    const second = place.db.query(contactsQuery)
    await callsBegun(place, /token$/, 1)
    abort.abort()
    expect((await first).error).toMatchObject({ sqlState: '57014' })
    expect((await second).length).toBe(contactsOf(place.simulator).length)
  })
})

describe('other ways to end a statement', () => {
  it.each(['coql', 'records'] as const)('leaving the loop over a stream, by %s', async (road) => {
    await using place = await site(road, '', manyRows)
    const seen: unknown[] = []
    for await (const row of place.db.stream(contactsQuery)) {
      seen.push(row)
      if (seen.length === 250) break
    }
    await expectSilence(place)
    expect(place.simulator.calls().filter((call) => /coql|Contacts$/.test(call.path)).length).toBeLessThanOrEqual(3)
  })

  it('an error in the loop over a stream', async () => {
    await using place = await site('coql', '', manyRows)
    const { error } = await outcome(async () => {
      for await (const row of place.db.stream(contactsQuery)) throw new RangeError(`mine ${Object.keys(row).length}`)
    })
    expect(error).toBeInstanceOf(RangeError)
    await expectSilence(place)
  })

  it('closing a cursor', async () => {
    await using place = await site('coql', '', manyRows)
    const cursor = await place.db.query(contactsQuery, [], { cursor: true, fetchSize: 50 })
    await cursor.fetch()
    await cursor.close()
    await expectSilence(place)
    expect(place.simulator.stats().byRoad.coql.calls).toBeLessThanOrEqual(2)
  })

  it('closing the connection, with statements of all kinds under way', async () => {
    await using place = await site('coql', '', manyRows)
    const { db } = place
    const running = [
      outcome(() => db.query(contactsQuery)),
      outcome(() => db.query('SELECT count(*) FROM Deals d JOIN Tasks t ON t.Subject = d.Deal_Name')),
      outcome(() => db.query('SELECT Stage, count(*) FROM Deals GROUP BY 1')),
      outcome(async () => {
        for await (const row of db.stream(contactsQuery)) void row
      }),
    ]
    await callsBegun(place, /\/coql$/, 3)
    await db.close()
    for (const { error, value } of await Promise.all(running)) {
      if (value === undefined || error) expect(error).toMatchObject({ sqlState: '08003' })
    }
    await expectSilence(place, running.length)
  })

  it('the time that a statement may take', async () => {
    await using simulator = await startSimulator({ data: 'odd', rows: 4000, latency: 400 })
    await using db = await connect(`${simulator.connectionString};TokenStore=memory;QueryTimeout=1`)
    const { error } = await outcome(() => db.query(contactsQuery))
    expect(error).toMatchObject({ sqlState: 'HYT00' })
  })

  it('a heavy query in the local engine ends with its time as well', async () => {
    await using simulator = await startSimulator({ data: 'odd', rows: 10 })
    await using db = await connect(`${simulator.connectionString};TokenStore=memory;QueryTimeout=1`)
    await db.query('SELECT count(*) FROM Deals')
    const sql = 'SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b WHERE a.a + b.b < 0'
    const { error } = await outcome(() => db.query(sql))
    expect(error).toMatchObject({ sqlState: 'HYT00' })
  })
})
