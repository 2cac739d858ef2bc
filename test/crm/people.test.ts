/** Every user field is a name, an id and an e-mail, by every road and through lookups. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connect } from '../../src/driver/index.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { hurry } from '../support/hurry.ts'

hurry()

let simulator: Simulator
beforeAll(async () => {
  simulator = await startSimulator({ data: 'odd', rows: 30 })
})
afterAll(() => simulator.close())

async function ask(sql: string, properties = '') {
  await using db = await connect(`${simulator.connectionString};TokenStore=memory;${properties}`)
  return (await db.query(sql)).map((row) => ({ ...row }))
}

it.each(['coql', 'records', 'search', 'bulk'])('by %s', async (road) => {
  const users = new Map((await ask('SELECT id, full_name, email FROM Users')).map((user) => [user.id, user]))
  const sql = `SELECT Created_By, Created_By_id, Created_By_email, Modified_By_email, Modified_By_id FROM Contacts
    WHERE Created_Time > '2000-01-01'`
  const rows = await ask(sql, `Road=${road}`)
  expect(rows).toHaveLength(simulator.rows('Contacts').length)
  for (const row of rows) {
    expect(row.Created_By_email).toBe(users.get(row.Created_By_id)!.email)
    expect(row.Created_By).toBe(users.get(row.Created_By_id)!.full_name)
    expect(row.Modified_By_email).toBe(users.get(row.Modified_By_id)!.email)
  }
})

it('through a lookup, of users themselves, and in groups', async () => {
  const paths = await ask(
    `SELECT Account_Name.Created_By_email AS here, u.email AS there FROM Deals d
     JOIN Accounts a ON a.id = d.Account_Name_id JOIN Users u ON u.id = a.Created_By_id`,
  )
  expect(paths.length).toBeGreaterThan(0)
  expect(paths.filter(({ here, there }) => here !== there)).toEqual([])
  const users = await ask(
    'SELECT u.created_by_email AS here, c.email AS there FROM Users u JOIN Users c ON c.id = u.created_by_id',
  )
  expect(users.length).toBeGreaterThan(0)
  expect(users.filter(({ here, there }) => here !== there)).toEqual([])
  const [all] = await ask('SELECT count(*) AS n FROM Deals')
  const groups = await ask('SELECT Created_By_email, count(*) AS n FROM Deals GROUP BY 1')
  expect(groups.reduce((sum, { n }) => sum + Number(n), 0)).toBe(all!.n)
})
