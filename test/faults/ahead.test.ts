/** Long scans read several pages side by side: for the price of one by one, and right while rows come, change and go. */
import { beforeEach, describe, expect, it } from 'vitest'
import { connect } from '../../src/driver/inner.ts'
import { coqlPaging } from '../../src/services/crm/limits.ts'
import { placesAhead, ReadAhead } from '../../src/services/kit/pages/ahead.ts'
import { type SimulatorOptions, startSimulator } from '../../src/simulator/index.ts'
import { between, gate, isCoql, type Passing, untilEnded } from '../support/between.ts'
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

/** A large table, a way to it that calls are held on, and a connection. */
async function scan(
  options: SimulatorOptions,
  prefer = 'balanced',
  before?: (call: Passing) => Promise<void> | undefined,
) {
  const simulator = await startSimulator({ data: 'odd', rows: 29_900, ...options })
  const way = await between(simulator, before ? { before } : {})
  const db = await connect(`${way.connectionString};TokenStore=memory;Prefer=${prefer}`)
  return {
    simulator,
    way,
    db,
    [Symbol.asyncDispose]: async () => {
      await db.close()
      await way[Symbol.asyncDispose]()
      await simulator.close()
    },
  }
}

/** No page is answered until five are asked for. */
const fiveAtOnce = () => gate(5, (call) => isCoql(call) && !call.body.includes('COUNT('))

describe('a scan whose length is known', () => {
  it('reads five pages at a time, for the price of one by one', async () => {
    await using at = await scan({}, 'balanced', fiveAtOnce())
    await at.db.query(count)
    at.simulator.resetStats()
    const rows = await at.db.query(sql)
    expect(rows.map((row) => row.id)).toEqual(at.simulator.rows('Deals').map((row) => row.id))
    expect(at.simulator.stats()).toMatchObject({ calls: 15, credits: 45 })
    expect(at.way.most).toBe(5)
    expect(at.simulator.breaches()).toEqual([])
  })

  it('downwards, and no more rows than are wanted', async () => {
    await using at = await scan({}, 'balanced', fiveAtOnce())
    await at.db.query(count)
    at.simulator.resetStats()
    const rows = await at.db.query(`${sql} ORDER BY id DESC LIMIT 9500`)
    const ids = at.simulator.rows('Deals').map((row) => row.id)
    expect(rows.map((row) => row.id)).toEqual(ids.reverse().slice(0, 9500))
    expect(at.simulator.stats()).toMatchObject({ calls: 5, credits: 15 })
  })

  it('does not read ahead for a limit that stays here', async () => {
    await using at = await scan({})
    await at.db.query("SELECT count(*) FROM Deals WHERE Deal_Name LIKE '%a%'")
    at.way.most = 0
    await at.db.query(`${sql} WHERE Deal_Name LIKE '%a%' LIMIT 10`)
    expect(at.way.most).toBe(1)
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
  /** Something is written with each page that is asked for, and they end in another order than they began. */
  const latency = (write: () => void) => {
    let calls = 0
    return (road: string): number => {
      if (road !== 'coql') return 0
      write()
      return [15, 2, 9, 0, 4, 12, 1][++calls % 7]!
    }
  }

  it.each([1, 2])('no row that stays is missed and none comes twice, seed %i', async (seed) => {
    let state = seed * 7919
    const random = (below: number): number => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      return state % below
    }
    const gone = new Set<string>()
    let before: readonly string[] = []
    const write = (): void => {
      if (before.length === 0) return
      for (let i = 0; i < 40; i++) {
        const id = before[random(before.length)]!
        if (at.simulator.remove('Deals', id)) gone.add(id)
      }
      for (let i = 0; i < 10; i++) at.simulator.insert('Deals', { Deal_Name: `New ${seed}` })
    }
    await using at = await scan({ rows: 24_000, latency: latency(write), seed })
    await at.db.query(count)
    before = at.simulator.rows('Deals').map((row) => String(row.id))
    const seen: string[] = []
    for await (const row of at.db.stream(sql)) seen.push(String(row.id))
    expect(gone.size).toBeGreaterThan(300)
    expect(new Set(seen).size).toBe(seen.length)
    const known = new Set(seen)
    expect(before.filter((id) => !gone.has(id) && !known.has(id))).toEqual([])
    expect(seen).toEqual([...seen].sort())
  })

  it('rows that leave and enter the condition in the middle of the scan do not hide others', async () => {
    const touched = new Set<string>()
    let rows: readonly Record<string, unknown>[] = []
    let place = 0
    const write = (): void => {
      for (let i = 0; i < 300 && rows.length > 0; i++) {
        place = (place + 7) % rows.length
        const row = rows[place]!
        const Stage = row.Stage === 'Closed Lost' ? 'Qualification' : 'Closed Lost'
        at.simulator.update('Deals', String(row.id), { Stage })
        touched.add(String(row.id))
      }
    }
    await using at = await scan({ rows: 24_000, latency: latency(write) })
    const won = "SELECT id FROM Deals WHERE Stage <> 'Closed Lost'"
    await at.db.query("SELECT count(*) FROM Deals WHERE Stage <> 'Closed Lost'")
    rows = at.simulator.rows('Deals')
    const seen = new Set<string>()
    for await (const row of at.db.stream(won)) seen.add(String(row.id))
    const stayed = rows.filter((row) => row.Stage !== 'Closed Lost' && !touched.has(String(row.id)))
    expect(touched.size).toBeGreaterThan(2000)
    expect(stayed.length).toBeGreaterThan(5000)
    expect(stayed.filter((row) => !seen.has(String(row.id)))).toEqual([])
  })
})

describe('faults and ends', () => {
  it('any fault at any page: the rows are right', async () => {
    const kinds = ['500', '503', 'html', '429', 'reset', 'truncated', 'cut-json', 'expire'] as const
    await using simulator = await startSimulator({ data: 'odd', rows: 20_000 })
    await using db = await connect(`${simulator.connectionString};TokenStore=memory;MaxRetries=12`)
    await db.query(count)
    simulator.setFaults({ random: { seed: 5, rate: 0.3, kinds, path: '/coql' } })
    const rows = await db.query(sql)
    expect(rows.map((row) => row.id)).toEqual(simulator.rows('Deals').map((row) => row.id))
  })

  /** The first page is answered once four more are asked for, and those never are. */
  const held: Passing[] = []
  let go: (() => void) | undefined
  const hold = (call: Passing): Promise<void> | undefined => {
    if (!isCoql(call) || call.body.includes('COUNT(')) return undefined
    if (!/ offset [1-9]/.test(call.body)) return held.length < 4 ? new Promise((resolve) => (go = resolve)) : undefined
    if (held.push(call) === 4) go?.()
    return untilEnded(call)
  }
  beforeEach(() => {
    held.length = 0
    go = undefined
  })

  it('a page that does not follow ends those that were asked for after it', async () => {
    const ahead = new ReadAhead()
    const signals: AbortSignal[] = []
    ahead.begin(placesAhead(100_000, coqlPaging(2000)), async (_, signal) => {
      signals.push(signal)
      return { rows: [{ id: '10' }, { id: '20' }], more: true }
    })
    const isBeyond = (id: string): boolean => Number(id) > 5
    expect(await ahead.take(isBeyond)).toBeUndefined()
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true, true])
    expect(await ahead.take(isBeyond)).toBeUndefined()
  })

  it('leaving the loop ends the pages that are under way', async () => {
    await using at = await scan({}, 'balanced', hold)
    await at.db.query(count)
    for await (const row of at.db.stream(sql)) {
      void row
      break
    }
    await Promise.all(held.map(untilEnded))
    expect(held).toHaveLength(4)
    await at.db.query('SELECT id FROM Accounts LIMIT 1')
    expect(at.way.passed.filter((call) => isCoql(call) && call.body.includes('from Deals'))).toHaveLength(6)
  })

  it('a signal ends them all', async () => {
    await using at = await scan({}, 'balanced', hold)
    await at.db.query(count)
    const abort = new AbortController()
    const { error } = await outcome(async () => {
      for await (const row of at.db.stream(sql, [], { signal: abort.signal })) if (row.id) abort.abort()
    })
    expect(error).toMatchObject({ sqlState: '57014' })
    await Promise.all(held.map(untilEnded))
    expect(held).toHaveLength(4)
  })
})
