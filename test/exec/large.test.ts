/** What the local engine cannot run costs nothing: it is known before the first call, or split so that it runs. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Connection, connect } from '../../src/driver/index.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'

let simulator: Simulator
let db: Connection
beforeAll(async () => {
  simulator = await startSimulator({ data: 'odd', rows: 20 })
  db = await connect(`${simulator.connectionString};TokenStore=memory;TimeZone=UTC`)
  await db.explain('SELECT * FROM Deals')
})
afterAll(async () => {
  await db.close()
  await simulator.close()
})

const times = (count: number, part: (i: number) => string, between: string): string =>
  Array.from({ length: count }, (_, i) => part(i)).join(between)

const keys = 'Stage, Type, Lead_Source, Closing_Date, Amount, Probability, Deal_Name, Next_Step, Account_Name'

it.each([
  [
    '70 joins',
    `SELECT count(*) FROM Deals d0 ${times(69, (i) => `JOIN Deals d${i + 1} ON d${i + 1}.id = d${i}.id`, ' ')}`,
    '53000',
  ],
  ['a CUBE of nine', `SELECT ${keys}, count(*) FROM Deals GROUP BY CUBE (${keys})`, '54001'],
  ['a sum of 1,200 terms', `SELECT ${times(1200, () => 'Amount', ' + ')} FROM Deals`, '54001'],
  ['a sum of 1,600 terms', `SELECT ${times(1600, () => 'Amount', ' + ')} FROM Deals`, '54001'],
  ['a sum of 2,400 terms', `SELECT ${times(2400, () => 'Amount', ' + ')} FROM Deals`, '54001'],
  ['a text of 1,200 parts', `SELECT ${times(1200, () => 'Stage', ' || ')} FROM Deals`, '54001'],
  ['2,001 sort keys', `SELECT id FROM Deals ORDER BY ${times(2001, (i) => `Amount + ${i}`, ', ')}`, '54011'],
  ['2,001 columns', `SELECT ${times(2001, (i) => `Amount + ${i}`, ', ')} FROM Deals`, '54011'],
])('%s are refused before the first call', async (_, sql, sqlState) => {
  simulator.resetStats()
  await expect(db.query(sql)).rejects.toMatchObject({
    sqlState,
    code: 'RESOURCE_LIMIT',
  })
  expect(simulator.stats().calls).toBe(0)
})

it.each([
  ['600 branches of UNION ALL', times(600, () => 'SELECT Stage FROM Deals', ' UNION ALL '), 600],
  [
    '600 branches of UNION',
    `SELECT DISTINCT Stage FROM (${times(600, () => 'SELECT Stage FROM Deals', ' UNION ')}) s`,
    0,
  ],
  [
    '1,500 alternatives',
    `SELECT id FROM Deals WHERE Amount IS NULL OR ${times(1500, (i) => `Amount * 2 = ${i} + 0.5`, ' OR ')}`,
    0,
  ],
])('%s run', async (_, sql, copies) => {
  const deals = await db.query('SELECT Stage FROM Deals')
  simulator.resetStats()
  const rows = await db.query(sql)
  expect(simulator.stats().calls).toBe(1)
  if (copies > 0) expect(rows.length).toBe(copies * deals.length)
  else expect(rows.length).toBeLessThanOrEqual(deals.length)
})
