/**
 * Guards against what moves while it is read: rows that go from before the place a list has come to, records that change
 * between the halves of a wide row, pages that hold less than they were asked for.
 */
import { describe, expect, it } from 'vitest'
import { type Connection, connect } from '../../src/driver/inner.ts'
import { type GivenWorld, type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/index.ts'
import { between, isCoql } from '../support/between.ts'
import { hurry } from '../support/hurry.ts'
import { contactsBy, outcome, type Road, site } from './help.ts'

hurry()

describe('rows that go before the place that was reached', () => {
  it.each([
    ['records', ''],
    // Lists of this version go on by page numbers, and searches always do.
    ['records', 'ApiVersion=v2'],
    ['search', ''],
    ['coql', ''],
  ] as const)('by %s %s, some with each page: none that stays is missed', async (road: Road, properties) => {
    for (const each of [3, 7]) {
      let calls = 0
      const gone = new Set<string>()
      const latency = (kind: string): number => {
        if (kind === road && ++calls > 1) for (let i = 0; i < each; i++) remove()
        return 0
      }
      await using place = await site(road, properties, { rows: 4000, latency, variants: { coqlLimitMax: 200 } })
      const before = place.simulator.rows('Contacts').map((row) => String(row.id))
      const remove = (): void => {
        const id = before[gone.size]!
        place.simulator.remove('Contacts', id)
        gone.add(id)
      }
      const rows = await place.db.query(contactsBy(road))
      const seen = new Set(rows.map((row) => String(row.id)))
      expect(seen.size).toBe(rows.length)
      expect(gone.size).toBeGreaterThan(2 * each)
      expect(before.filter((id) => !gone.has(id) && !seen.has(id))).toEqual([])
    }
  })
})

it('by coql, the rows that were to follow: what is left is the whole answer', async () => {
  let calls = 0
  const latency = (kind: string): number => {
    if (kind === 'coql' && ++calls === 2) for (const id of all.slice(200)) place.simulator.remove('Contacts', id)
    return 0
  }
  await using place = await site('coql', 'Prefer=credits', { rows: 500, latency, variants: { coqlLimitMax: 200 } })
  const all = place.simulator.rows('Contacts').map((row) => String(row.id))
  const rows = await place.db.query('SELECT id FROM Contacts')
  expect(calls).toBeGreaterThan(2)
  expect(rows.map((row) => row.id)).toEqual(all.slice(0, 200))
})

const WIDE = 130
const wideNames = Array.from({ length: WIDE }, (_, i) => `F${i}`)
const wideId = (i: number): string => String(4_000_000_000_000_000_000n + BigInt(i))
const cells = (text: string): Record<string, string> => Object.fromEntries(wideNames.map((name) => [name, text]))

/** Rows of more columns than a query or a list may have, all cells of a row alike. */
const wideWorld = (rows: number): GivenWorld => ({
  modules: [
    {
      api_name: 'Wide',
      fields: wideNames.map((api_name, i) => ({ api_name, data_type: 'text', length: 50, display_field: i === 0 })),
      rows: Array.from({ length: rows }, (_, i) => ({ id: wideId(i), ...cells(`row ${i}`) })),
    },
  ],
})

describe('records that change between the halves of a wide row', () => {
  it.each([
    ['coql', 'SELECT * FROM Wide'],
    ['coql', 'SELECT * FROM Wide ORDER BY id DESC'],
    ['coql', `SELECT * FROM Wide WHERE id IN (${Array.from({ length: 40 }, (_, i) => wideId(i * 5)).join(', ')})`],
    ['records', 'SELECT * FROM Wide'],
    ['records', `SELECT * FROM Wide WHERE id IN (${Array.from({ length: 40 }, (_, i) => wideId(i * 5)).join(', ')})`],
  ] as const)('by %s, %s: each row is of one moment', async (road, sql) => {
    let calls = 0
    const touched = new Set<number>()
    const options: SimulatorOptions = {
      data: wideWorld(300),
      variants: { coqlSelectMax: 50 },
      // Before each answer other rows change, all of a row at once, and no row twice: times are of seconds.
      latency: (kind) => {
        if (kind === road && ++calls < 7) for (let i = calls; i < 300; i += 7) touch(i)
        return 0
      },
    }
    await using place = await site(road, '', options)
    const touch = (i: number): void => {
      touched.add(i)
      place.simulator.update('Wide', wideId(i), cells(`new ${i}`))
    }
    const rows = await place.db.query(sql)
    const torn = rows.filter((row) => new Set(wideNames.map((name) => row[name])).size > 1)
    expect(torn.map(({ id }) => id)).toEqual([])
    expect(rows.length).toBe(sql.includes(' IN ') ? 40 : 300)
    expect(touched.size).toBeGreaterThan(25)
  })
})

describe('two comparisons of one column', () => {
  const numbers: GivenWorld = {
    modules: [
      {
        api_name: 'Numbers',
        fields: [
          { api_name: 'Name', data_type: 'text', display_field: true },
          { api_name: 'Whole', data_type: 'integer' },
          { api_name: 'Price', data_type: 'currency', length: 16, decimal_place: 2 },
          { api_name: 'Day', data_type: 'date' },
          { api_name: 'Moment', data_type: 'datetime' },
        ],
        rows: Array.from({ length: 9 }, (_, i) => ({
          id: wideId(i),
          Name: `n${i}`,
          Whole: i,
          Price: i + 0.25,
          Day: `2026-01-0${i + 1}`,
          Moment: `2026-01-01T00:00:0${i}+00:00`,
        })),
      },
    ],
  }

  it.each([true, false])('where pairs are refused, and BETWEEN gives its bounds: %s', async (coqlBetweenInclusive) => {
    await using simulator = await startSimulator({
      data: numbers,
      variants: { coqlRangePair: 'refused', coqlBetweenInclusive },
    })
    await using db = await connect(`${simulator.connectionString};TokenStore=memory`)
    const names = async (where: string): Promise<unknown[]> =>
      (await db.query(`SELECT Name FROM Numbers WHERE ${where} ORDER BY 1`)).map((row) => row.Name)
    // The first is refused, and teaches.
    for (const [low, high] of [
      ['Whole >= 2', 'Whole <= 5'],
      ['Price >= 2.25', 'Price <= 5.25'],
      ["Day >= '2026-01-03'", "Day <= '2026-01-06'"],
      ["Moment >= '2026-01-01T00:00:02Z'", "Moment <= '2026-01-01T00:00:05Z'"],
    ]) {
      expect(await names(`${low} AND ${high}`)).toEqual(['n2', 'n3', 'n4', 'n5'])
      expect(await names(`${low!.replace('>=', '>')} AND ${high!.replace('<=', '<')}`)).toEqual(['n3', 'n4'])
    }
    expect(simulator.calls().filter(({ body }) => body.includes(' between ')).length).toBeGreaterThan(4)
  })
})

describe('a page in an order that holds less than it was asked for', () => {
  /** The answer's rows from `keep` on are left away, and the answer says that there are more. */
  const short =
    (keep: number) =>
    (answer: Record<string, unknown>): unknown => {
      const rows = answer.data as unknown[] | undefined
      if (!rows || rows.length <= keep) return answer
      return {
        ...answer,
        data: rows.slice(0, keep),
        info: { ...(answer.info as object), count: keep, more_records: true },
      }
    }

  const tops = async (db: Connection): Promise<unknown[]> =>
    (await db.query('SELECT id FROM Deals ORDER BY Amount DESC NULLS LAST, id LIMIT 50')).map((row) => row.id)

  it('is not the answer: the rows are sorted here, and the page is asked for once', async () => {
    await using simulator: Simulator = await startSimulator({ data: 'odd', rows: 300 })
    await using whole = await connect(`${simulator.connectionString};TokenStore=memory;Pushdown=false`)
    await using way = await between(simulator, {
      change: (answer, call) => (isCoql(call) && /order by Amount/.test(call.body) ? short(20)(answer) : answer),
    })
    await using db = await connect(`${way.connectionString};TokenStore=memory`)
    const { value, error } = await outcome(() => tops(db))
    expect(error).toBeUndefined()
    expect(value).toEqual(await tops(whole))
    expect(way.passed.filter((call) => isCoql(call) && /order by Amount/.test(call.body))).toHaveLength(1)
  })
})

describe('jobs', () => {
  it('whose file holds fewer rows than they had give no short answer', async () => {
    await using simulator = await startSimulator({ data: 'odd', rows: 300 })
    await using way = await between(simulator, {
      change: (answer, { path }) => {
        const [job] = (answer.data ?? []) as { result?: { count: number } }[]
        if (/bulk\/v8\/read\/\d+$/.test(path) && job?.result) job.result.count += 1
        return answer
      },
    })
    await using db = await connect(`${way.connectionString};TokenStore=memory;Road=bulk`)
    const { error } = await outcome(() => db.query('SELECT id FROM Contacts'))
    expect(error).toMatchObject({ sqlState: 'HV000', message: expect.stringContaining('and the job had') })
  })

  it('by page number give no row twice where others come before them', async () => {
    const variants = { bulkPageMode: 'page', bulkPageSize: 100 } as const
    let jobs = 0
    let place: Awaited<ReturnType<typeof site>> | undefined
    const latency = (kind: string): number => {
      if (kind === 'bulk')
        for (let i = 0; i < 3; i++) place?.simulator.insert('Contacts', { id: String(++jobs), Last_Name: 'N' })
      return 0
    }
    await using at = await site('bulk', '', { rows: 2500, variants, latency })
    const before = at.simulator.rows('Contacts').map((row) => String(row.id))
    place = at
    const ids = (await at.db.query('SELECT id FROM Contacts')).map((row) => String(row.id))
    expect(jobs).toBeGreaterThan(5)
    expect(new Set(ids).size).toBe(ids.length)
    expect(before.filter((id) => !ids.includes(id))).toEqual([])
  })
})
