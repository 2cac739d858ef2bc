/** Limits that a user sets, EXPLAIN as a statement, statements side by side, and memory while streaming. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { connect } from '../../src/driver/inner.ts'
import { startSimulator } from '../../src/simulator/index.ts'
import { place, stateOf } from './company.ts'

describe('maxCredits', () => {
  it('refuses a statement that costs more before its first call', async () => {
    await using at = await place('MaxCredits=2')
    await at.db.explain('SELECT Name FROM Things')
    at.simulator.resetStats()
    const error = await at.db.query('SELECT Name FROM Things').catch((caught: unknown) => caught)
    expect(error).toMatchObject({ sqlState: '53400', code: 'CREDIT_LIMIT', message: expect.stringContaining('3') })
    expect(at.simulator.calls()).toEqual([])
    expect(await at.db.query('SELECT Name FROM Things LIMIT 5')).toHaveLength(3)
  })

  it('ends one that turns out to cost more, before the call that would', async () => {
    await using simulator = await startSimulator({ data: 'odd', rows: 5000 })
    await using db = await connect(`${simulator.connectionString};TokenStore=memory;MaxCredits=7`)
    await db.explain('SELECT Deal_Name FROM Deals')
    simulator.resetStats()
    expect(await stateOf(() => db.query('SELECT Deal_Name FROM Deals'))).toBe('53400')
    expect(simulator.stats().credits).toBe(6)
  })
})

describe('EXPLAIN', () => {
  it('is a statement with one column, and reads nothing', async () => {
    await using at = await place()
    const rows = await at.db.query('EXPLAIN SELECT Name FROM Things WHERE Kind = ?', ['A'])
    expect(rows.columns.map((column) => column.name)).toEqual(['QUERY PLAN'])
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain("where Kind = 'A'")
    expect(at.simulator.stats().byRoad.coql.calls).toBe(0)
  })

  it('ANALYZE runs it and says what that took', async () => {
    await using at = await place()
    const rows = await at.db.query('EXPLAIN ANALYZE SELECT Name FROM Things')
    expect(String(rows.at(-1)!['QUERY PLAN'])).toMatch(/^Spent: \d+ calls?, .*3 rows in the answer/)
    expect(at.simulator.stats().byRoad.coql.calls).toBe(1)
    const plan = await at.db.explain('SELECT Name FROM Things', [], { analyze: true })
    expect(plan.spent).toMatchObject({ calls: 1, rows: 3 })
  })

  it('is a value with members for programs', async () => {
    await using at = await place()
    const plan = await at.db.explain("SELECT upper(Name) FROM Things WHERE Name = 'third'")
    expect(plan).toMatchObject({
      mode: 'paged',
      calls: 1,
      credits: 1,
      scans: [{ table: 'crm.Things', road: 'coql', verdicts: [{ outcome: 'superset' }] }],
      residual: expect.stringContaining('upper(Name)'),
    })
  })
})

describe('statements side by side on one connection', () => {
  it('do not disturb one another, nor exceed the calls that the edition allows', async () => {
    await using simulator = await startSimulator({ data: 'odd', rows: 300, latency: 5, edition: 'free' })
    await using db = await connect(`${simulator.connectionString};TokenStore=memory`)
    const statements = [
      'SELECT id, Deal_Name FROM Deals ORDER BY id',
      'SELECT Stage, count(*) FROM Deals GROUP BY Stage ORDER BY Stage',
      'SELECT t.Subject FROM Tasks t JOIN Deals d ON t.What_Id_id = d.id ORDER BY t.id',
      'SELECT nothing FROM Deals',
      'SELECT Last_Name FROM Leads ORDER BY Last_Name, id',
    ]
    const shown = async (sql: string): Promise<string> =>
      db.query(sql).then(
        (rows) => JSON.stringify(rows),
        (error: { sqlState: string }) => error.sqlState,
      )
    const alone: string[] = []
    for (const sql of statements) alone.push(await shown(sql))
    const together = await Promise.all([...statements, ...statements, ...statements].map(shown))
    expect(together).toEqual([...alone, ...alone, ...alone])
    expect(alone[3]).toBe('42703')
    expect(simulator.stats().maxInFlight).toBeLessThanOrEqual(5)
    expect(simulator.breaches()).toEqual([])
  })
})

/** Bytes in use once the garbage is gone. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return process.memoryUsage().heapUsed
}

describe('memory', () => {
  it.each([
    ['from pages to rows', 'SELECT id, Deal_Name, Amount FROM Deals'],
    [
      'page by page through the local engine',
      "SELECT id, upper(Deal_Name) AS name FROM Deals WHERE Deal_Name LIKE '%'",
    ],
  ])('stays flat while 200,000 rows stream %s', async (_name, sql) => {
    await using simulator = await startSimulator({ data: 'odd', rows: 200_000 })
    await using db = await connect(`${simulator.connectionString};TokenStore=memory`)
    let count = 0
    let early = 0
    let most = 0
    for await (const row of db.stream(sql)) {
      count += row.id === null ? 0 : 1
      if (count === 40_000) early = heapUsed()
      if (count % 40_000 === 0) most = Math.max(most, heapUsed())
    }
    const counted = (await db.query('SELECT count(*) AS n FROM Deals WHERE Deal_Name IS NOT NULL'))[0]!.n
    expect(count).toBe(sql.includes('LIKE') ? counted : 200_000)
    // The simulator's own accounts of calls live in this process as well.
    expect(most - early).toBeLessThan(15e6)
  })
})
