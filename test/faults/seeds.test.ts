/** Faults by chance, by seed, over statements of every shape, on every road: the rows are those without faults. */
import { beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../src/driver/inner.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { hurry } from '../support/hurry.ts'
import { type Road, roads, stderrOf } from './help.ts'

hurry()

const statements: readonly string[] = [
  'SELECT id, Last_Name, Owner, Account_Name FROM Contacts',
  'SELECT Stage, count(*) FROM Deals GROUP BY Stage',
  'SELECT d.Deal_Name, a.Industry FROM Deals d JOIN Accounts a ON d.Account_Name_id = a.id WHERE d.Amount > 1000',
  "SELECT t.Subject FROM Tasks t WHERE t.What_Id_id IN (SELECT id FROM Deals WHERE Stage = 'Closed Won')",
  'SELECT * FROM Machines WHERE Number_1 > 40',
  "SELECT Last_Name, Data_Processing_Basis_Details FROM Contacts WHERE Lead_Source = 'Chat'",
  "SELECT Last_Name, Tag FROM Leads WHERE Lead_Source = 'Chat'",
]

const rows = 250
/** `SEEDS=40 vitest run test/faults/seeds` looks further. */
const seeds = Array.from({ length: Number(process.env.SEEDS ?? 2) }, (_, i) => i + 1)
const expected = new Map<string, string[]>()
const connected = (simulator: Simulator, road: Road, more = '') =>
  connect(`${simulator.connectionString};TokenStore=memory;Road=${road};Prefer=credits;TimeZone=UTC${more}`)
const sorted = (answer: readonly unknown[]): string[] => answer.map((row) => JSON.stringify(row)).sort()

beforeAll(async () => {
  await using simulator = await startSimulator({ data: 'odd', rows })
  await using db = await connected(simulator, 'coql')
  for (const sql of statements) expected.set(sql, sorted(await db.query(sql)))
})

const kinds = ['500', '502', '503', 'html', 'html-200', '429', 'reset', 'reset-after', 'truncated', 'cut-json'] as const

/** All statements under the faults of a seed, the metadata too; how many faults there were. */
async function underFaults(seed: number, road: Road): Promise<number> {
  const faults = { random: { seed, rate: 0.2, kinds, path: '/crm/' } }
  await using simulator = await startSimulator({ data: 'odd', rows, faults })
  await using db = await connected(simulator, road, ';MaxRetries=12;LogLevel=trace')
  for (const sql of statements) expect(sorted(await db.query(sql))).toEqual(expected.get(sql))
  expect(simulator.breaches()).toEqual([])
  return simulator.calls().filter((call) => call.fault).length
}

describe.each(roads)('by %s', (road) => {
  it('the rows are right, whatever strikes', async () => {
    let struck: number[] = []
    const log = await stderrOf(async () => {
      struck = await Promise.all(seeds.map((seed) => underFaults(seed, road)))
    })
    expect(log).not.toMatch(/1000\.[0-9a-f]{32}\.[0-9a-f]{32}|5ec2e7/)
    expect(Math.min(...struck)).toBeGreaterThan(0)
    expect(struck.reduce((sum, count) => sum + count)).toBeGreaterThan(3 * seeds.length)
  })
})

it('the statements have answers', () => {
  for (const rows of expected.values()) expect(rows.length).toBeGreaterThan(0)
})
