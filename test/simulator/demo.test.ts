import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../src/driver/inner.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'

/** The demo company is the first thing anyone sees: it reads like a business, up to the day it is looked at. */

const asOf = Date.UTC(2026, 10, 30, 18)

let simulator: Simulator
let db: Awaited<ReturnType<typeof connect>>
beforeAll(async () => {
  simulator = await startSimulator({ data: 'demo', asOf })
  db = await connect(`${simulator.connectionString};TokenStore=memory`)
})
afterAll(async () => {
  await db.close()
  await simulator.close()
})

const one = async (sql: string): Promise<unknown> => Object.values((await db.query(sql))[0] as object)[0]

describe('the demo company', () => {
  it('has records of the last days, and none of tomorrow', async () => {
    for (const module of ['Leads', 'Deals', 'Contacts', 'Accounts', 'Calls']) {
      const newest = (await one(`SELECT max(Created_Time) AS t FROM ${module}`)) as Date
      expect(newest.getTime()).toBeLessThanOrEqual(asOf)
      expect(newest.getTime()).toBeGreaterThan(asOf - 14 * 86_400_000)
      expect(await one(`SELECT count(*) FROM ${module} WHERE Modified_Time < Created_Time`)).toBe(0)
    }
    expect(await one(`SELECT count(*) FROM Deals WHERE Created_Time > timestamptz '2026-08-31'`)).toBeGreaterThan(100)
  })

  it('grows from year to year', async () => {
    const won = await db.query(`SELECT date_part('year', Closing_Date) AS y, sum(Amount) AS won FROM Deals
      WHERE Stage = 'Closed Won' AND Closing_Date < '2026-01-01' GROUP BY 1 ORDER BY 1`)
    const amounts = won.map((row) => row.won as number)
    expect(amounts).toEqual(amounts.toSorted((a, b) => a - b))
  })

  it('has deals that stand where their age says, with amounts of two decimals', async () => {
    expect(await one(`SELECT count(*) FROM Deals WHERE Stage LIKE 'Closed%' AND Closing_Date > '2026-11-30'`)).toBe(0)
    expect(await one(`SELECT count(*) FROM Deals WHERE Stage NOT LIKE 'Closed%' AND Closing_Date < '2026-10-01'`)).toBe(
      0,
    )
    expect(await one('SELECT count(*) FROM Deals WHERE Amount <> round(Amount, 2) OR Amount > 1000000')).toBe(0)
    const [{ share }] = (await db.query(`SELECT avg(CASE WHEN Stage = 'Closed Won' THEN 1.0 ELSE 0 END) AS share
      FROM Deals WHERE Stage LIKE 'Closed%'`)) as unknown as [{ share: number }]
    expect(share).toBeGreaterThan(0.35)
    expect(share).toBeLessThan(0.55)
  })

  it('has people who belong to their accounts, and deals with them', async () => {
    const strangers = `SELECT count(*) FROM Deals d JOIN Contacts c ON c.id = d.Contact_Name_id
      WHERE c.Account_Name_id <> d.Account_Name_id`
    expect(await one(strangers)).toBe(0)
    expect(await one('SELECT count(*) - count(DISTINCT Account_Name) FROM Accounts')).toBe(0)
  })

  it('has no values that break readers, and no filler', async () => {
    for (const module of [
      'Accounts',
      'Contacts',
      'Leads',
      'Deals',
      'Products',
      'Cases',
      'Tasks',
      'Notes',
      'Campaigns',
      'Machines',
    ]) {
      const rows = await db.query(`SELECT * FROM ${module} LIMIT 200`)
      const texts = rows.flatMap((row) =>
        Object.values(row).filter((value): value is string => typeof value === 'string'),
      )
      expect(texts.filter((text) => /lorem|ipsum|drop table|😀|\\|^\s|\s$|^1e5$/i.test(text))).toEqual([])
    }
  })
})
