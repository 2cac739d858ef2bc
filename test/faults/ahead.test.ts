/** Long scans read several pages side by side: as dear as one by one, and right while rows come, change and go. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../src/driver/inner.ts'
import { coqlPaging } from '../../src/services/crm/limits.ts'
import { placesAhead } from '../../src/services/kit/pages/ahead.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/index.ts'
import { outcome } from './help.ts'

const sql = 'SELECT id, Deal_Name, Stage FROM Deals'
const count = 'SELECT count(*) FROM Deals'

describe('places of pages', () => {
  it('cover what is left, each repeating one row, within what every version reaches', () => {
    expect(placesAhead(2000, coqlPaging(2000))).toEqual([])
    expect(placesAhead(3900, coqlPaging(2000))).toEqual([{ offset: 1999, limit: 2000 }])
    expect(placesAhead(100_000, coqlPaging(2000))).toEqual(
      [1999, 3998, 5997, 7996].map((offset) => ({ offset, limit: 2000 })),
    )
    for (const left of [2001, 2199, 7900, 20_000, 99_999]) {
      for (const max of [200, 2000]) {
        let covered = max
        for (const { offset, limit } of placesAhead(left, coqlPaging(max))) {
          expect(offset).toBe(covered - 1)
          expect(offset + limit).toBeLessThanOrEqual(10_000)
          covered = offset + limit
        }
      }
    }
  })

  it('are none where the repeated rows would cost another credit of few', () => {
    expect(placesAhead(5000, coqlPaging(2000))).toEqual([])
    expect(placesAhead(4000, coqlPaging(2000))).toEqual([])
    expect(placesAhead(100_000, coqlPaging(2000))).not.toEqual([])
  })
})

/** The rows of a scan whose length was counted before, and what the simulator saw. */
async function scan(options: SimulatorOptions, prefer = 'balanced') {
  const simulator = await startSimulator({ rows: 29_900, latency: 5, ...options })
  const db = await connect(`${simulator.connectionString};TokenStore=memory;Prefer=${prefer}`)
  return {
    simulator,
    db,
    [Symbol.asyncDispose]: async () => {
      await db.close()
      await simulator.close()
    },
  }
}

describe('a scan whose length is known', () => {
  it('reads five pages at a time, for the price of one by one', async () => {
    await using at = await scan({})
    await at.db.query(count)
    at.simulator.resetStats()
    const rows = await at.db.query(sql)
    expect(rows.map((row) => row.id)).toEqual(at.simulator.rows('Deals').map((row) => row.id))
    const { calls, credits, maxInFlight } = at.simulator.stats()
    expect({ calls, credits, maxInFlight }).toEqual({ calls: 15, credits: 45, maxInFlight: 5 })
    expect(at.simulator.breaches()).toEqual([])
  })

  it('downwards, and no more rows than are wanted', async () => {
    await using at = await scan({})
    await at.db.query(count)
    at.simulator.resetStats()
    const rows = await at.db.query(`${sql} ORDER BY id DESC LIMIT 9500`)
    const ids = at.simulator.rows('Deals').map((row) => row.id)
    expect(rows.map((row) => row.id)).toEqual(ids.reverse().slice(0, 9500))
    expect(at.simulator.stats()).toMatchObject({ calls: 5, credits: 15, maxInFlight: 5 })
  })

  it('does not read ahead for a limit that stays here', async () => {
    await using at = await scan({})
    await at.db.query("SELECT count(*) FROM Deals WHERE Deal_Name LIKE '%a%'")
    at.simulator.resetStats()
    await at.db.query(`${sql} WHERE Deal_Name LIKE '%a%' LIMIT 10`)
    expect(at.simulator.stats().maxInFlight).toBe(1)
  })
})

describe('a scan whose length is not known', () => {
  it('is counted once it is long, for one credit, unless credits are preferred', async () => {
    for (const [prefer, calls, credits] of [
      ['balanced', 16, 46],
      ['credits', 16, 46],
    ] as const) {
      await using at = await scan({}, prefer)
      await at.db.explain(sql)
      at.simulator.resetStats()
      const rows = await at.db.query(sql)
      expect(rows).toHaveLength(29_900)
      expect({ prefer, ...at.simulator.stats() }).toMatchObject({ prefer, calls, credits })
    }
  })

  it('goes on alone where counting or offsets are refused', async () => {
    for (const variants of [{ coqlAggregates: 'refused' }, { coqlOffsetMax: 2000 }] as const) {
      await using at = await scan({ variants })
      const rows = await at.db.query(sql)
      expect(rows.map((row) => row.id)).toEqual(at.simulator.rows('Deals').map((row) => row.id))
    }
  })
})

describe('while others write', () => {
  const latencies: number[] = []
  // The calls of a group end in another order than they began, each a little later than the one before.
  const uneven = (): number => {
    latencies.push(latencies.length)
    return [30, 5, 18, 0, 9, 25, 2][latencies.length % 7]!
  }

  it.each([1, 2])('no row that stays is missed and none comes twice, seed %i', async (seed) => {
    await using at = await scan({ rows: 24_000, latency: uneven, seed })
    await at.db.query(count)
    const before = at.simulator.rows('Deals').map((row) => String(row.id))
    let state = seed * 7919
    const random = (below: number): number => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      return state % below
    }
    const gone = new Set<string>()
    const writing = setInterval(() => {
      for (let i = 0; i < 40; i++) {
        const id = before[random(before.length)]!
        if (at.simulator.remove('Deals', id)) gone.add(id)
      }
      for (let i = 0; i < 10; i++) at.simulator.insert('Deals', { Deal_Name: `New ${seed}` })
    }, 1)
    const seen: string[] = []
    try {
      for await (const row of at.db.stream(sql)) seen.push(String(row.id))
    } finally {
      clearInterval(writing)
    }
    expect(gone.size).toBeGreaterThan(100)
    expect(new Set(seen).size).toBe(seen.length)
    const known = new Set(seen)
    expect(before.filter((id) => !gone.has(id) && !known.has(id))).toEqual([])
    expect(seen).toEqual([...seen].sort())
  })

  it('rows that leave and enter the condition in the middle of the scan do not hide others', async () => {
    await using at = await scan({ rows: 24_000, latency: uneven })
    const won = "SELECT id FROM Deals WHERE Stage <> 'Closed Lost'"
    await at.db.query("SELECT count(*) FROM Deals WHERE Stage <> 'Closed Lost'")
    const rows = at.simulator.rows('Deals')
    const touched = new Set<string>()
    let place = 0
    const writing = setInterval(() => {
      for (let i = 0; i < 30; i++) {
        place = (place + 7) % rows.length
        const row = rows[place]!
        const Stage = row.Stage === 'Closed Lost' ? 'Qualification' : 'Closed Lost'
        at.simulator.update('Deals', String(row.id), { Stage })
        touched.add(String(row.id))
      }
    }, 1)
    const seen = new Set<string>()
    try {
      for await (const row of at.db.stream(won)) seen.add(String(row.id))
    } finally {
      clearInterval(writing)
    }
    const stayed = rows.filter((row) => row.Stage !== 'Closed Lost' && !touched.has(String(row.id)))
    expect(stayed.length).toBeGreaterThan(5000)
    expect(stayed.filter((row) => !seen.has(String(row.id)))).toEqual([])
  })
})

describe('faults and ends', () => {
  let simulator: Simulator
  beforeAll(async () => {
    simulator = await startSimulator({ rows: 20_000 })
  })
  afterAll(() => simulator.close())
  const connected = () => connect(`${simulator.connectionString};TokenStore=memory;MaxRetries=12`)

  it('any fault at any page: the rows are right', async () => {
    const kinds = ['500', '503', 'html', '429', 'reset', 'truncated', 'cut-json', 'expire'] as const
    await using db = await connected()
    await db.query(count)
    simulator.setFaults({ random: { seed: 5, rate: 0.3, kinds, path: '/coql' } })
    const rows = await db.query(sql)
    simulator.setFaults({})
    expect(rows.map((row) => row.id)).toEqual(simulator.rows('Deals').map((row) => row.id))
  })

  it('leaving the loop ends the pages that are under way', async () => {
    await using db = await connected()
    await db.query(count)
    simulator.resetStats()
    for await (const row of db.stream(sql)) {
      void row
      break
    }
    const { calls } = simulator.stats()
    expect(calls).toBeLessThanOrEqual(5)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(simulator.stats().calls).toBeLessThanOrEqual(5)
  })

  it('a signal ends them all', async () => {
    await using db = await connected()
    await db.query(count)
    const abort = new AbortController()
    const { error } = await outcome(async () => {
      for await (const row of db.stream(sql, [], { signal: abort.signal })) if (row.id) abort.abort()
    })
    expect(error).toMatchObject({ sqlState: '57014' })
  })
})
