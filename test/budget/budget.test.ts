/** What queries cost, by the simulator's own accounts; metadata and users are known before. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../src/driver/inner.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { type BudgetQuery, budgetQueries, type Spend } from './queries.ts'

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator({ data: 'odd', rows: 5000 })
})
afterAll(() => simulator.close())

/** What the simulator billed, and what the driver says it spent. */
async function spend({
  sql,
  before,
  properties = '',
}: BudgetQuery): Promise<{ billed: Spend; said: Spend; priced: Spend }> {
  await using db = await connect(`${simulator.connectionString};TokenStore=memory;${properties}`)
  await db.explain(sql)
  await db.query('SELECT count(*) FROM Users')
  if (before) await db.query(before)
  const plan = await db.explain(sql)
  simulator.resetStats()
  const rows = await db.query(sql)
  const { calls, credits } = simulator.stats()
  return {
    billed: { calls, credits },
    said: { calls: rows.stats.calls, credits: rows.stats.credits },
    priced: { calls: plan.calls, credits: plan.credits },
  }
}

describe('a query costs what it must', () => {
  it.each(budgetQueries)('$name', async (query) => {
    const { billed, said, priced } = await spend(query)
    expect(billed).toEqual(query.spent ?? query.least)
    expect(said).toEqual(billed)
    // "At least" in the plan is what it says.
    expect(priced.calls).toBeLessThanOrEqual(billed.calls)
    expect(priced.credits).toBeLessThanOrEqual(billed.credits)
    expect(simulator.breaches()).toEqual([])
  })

  it('and there are enough of them, with a reason for whatever is more than the least', () => {
    expect(budgetQueries.length).toBeGreaterThanOrEqual(30)
    for (const { spent, because } of budgetQueries) expect(because === undefined).toBe(spent === undefined)
  })
})
