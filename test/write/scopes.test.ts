/** A token that may not write: said with the scope's name, before anything is read or sent. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { connect, wantedScopes } from '../../src/driver/inner.ts'
import { startSimulator } from '../../src/simulator/index.ts'
import { testFolder } from '../support/folders.ts'
import { company, failure, place } from './help.ts'

const reading = wantedScopes(['crm'], false)
const writes = [
  ["INSERT INTO Parts (Name) VALUES ('x')", 'ZohoCRM.modules.CREATE'],
  ['UPDATE Parts SET Count = 1 WHERE Count = 2', 'ZohoCRM.modules.UPDATE'],
  ['DELETE FROM Parts WHERE Count = 3', 'ZohoCRM.modules.DELETE'],
] as const

describe('a token without the scope of a write', () => {
  it.each(writes)('%s', async (sql, scope) => {
    await using at = await place('', { scopes: reading })
    await at.db.query('SELECT Name FROM Parts WHERE Count = 1')
    const before = at.simulator.calls().length
    const error = await failure(() => at.db.query(sql))
    expect(error).toMatchObject({ code: 'SCOPE_MISSING', sqlState: '42501' })
    expect(error.message).toContain(scope)
    expect(error.message).toContain('Nothing was sent')
    expect(error.hint).toContain('zohosql login --read-write')
    expect(at.simulator.calls().length).toBe(before)
  })

  it('ON CONFLICT DO UPDATE needs both, and a load tells each row', async () => {
    await using at = await place('', { scopes: [...reading, 'ZohoCRM.modules.CREATE'] })
    const sql = "INSERT INTO Parts (Name, Code) VALUES ('x', 'c') ON CONFLICT (Code) DO UPDATE SET Name = excluded.Name"
    expect((await failure(() => at.db.query(sql))).message).toContain('ZohoCRM.modules.UPDATE')
    expect((await at.db.query("INSERT INTO Parts (Name) VALUES ('x')")).count).toBe(1)
    const error = await failure(() => at.db.load('Parts', [{ id: '9000000000000001000' }], { action: 'delete' }))
    expect(error).toMatchObject({ sqlState: '42501', outcomes: [{ outcome: 'notSent' }] })
  })

  it('one module’s scope will do, CREATE and UPDATE by WRITE; another module’s will not', async () => {
    await using at = await place('', { scopes: [...reading, 'ZohoCRM.modules.accounts.WRITE'] })
    expect((await at.db.query("INSERT INTO Accounts (Account_Name) VALUES ('x')")).count).toBe(1)
    expect((await at.db.query("UPDATE Accounts SET Account_Name = 'y' WHERE Account_Name = 'x'")).count).toBe(1)
    const refused = await failure(() => at.db.query("DELETE FROM Accounts WHERE Account_Name = 'y'"))
    expect(refused).toMatchObject({ sqlState: '42501' })
  })

  it('a load that would go by a job goes by records where the token has no scope for jobs', async () => {
    const scopes = [...reading, 'ZohoCRM.modules.ALL']
    const rows = Array.from({ length: 5100 }, (_, i) => ({ Name: `row ${i}` }))
    await using at = await place('Triggers=none;MaxWriteRows=20000', { scopes })
    const { written, stats } = await at.db.load('Parts', rows)
    expect({ written, road: stats.road }).toEqual({ written: 5100, road: 'records' })
    const forced = await failure(() => at.db.load('Parts', rows, { road: 'bulk' }))
    expect(forced).toMatchObject({ sqlState: '42501', message: expect.stringContaining('ZohoCRM.bulk.CREATE') })
  }, 60_000)

  it('EXPLAIN says which, and names no job that it may not have', async () => {
    await using lacking = await place('', { scopes: reading })
    const update = String(await lacking.db.explain('UPDATE Parts SET Count = 1 WHERE Count = 2'))
    expect(update).toContain('would be refused: UPDATE of crm.Parts takes the scope ZohoCRM.modules.UPDATE')
    const values = Array.from({ length: 5100 }, (_, i) => `('row ${i}')`).join(', ')
    const sql = `INSERT INTO Parts (Name) VALUES ${values}`
    const properties = 'Triggers=none;MaxWriteRows=20000'
    await using records = await place(properties, { scopes: [...reading, 'ZohoCRM.modules.ALL'] })
    const plan = String(await records.db.explain(sql))
    expect(plan).toContain('Insert into crm.Parts by records')
    expect(plan).not.toMatch(/bulk|refused/)
    await using all = await place(properties)
    expect(String(await all.db.explain(sql))).toContain('Insert into crm.Parts by bulk')
  })

  it('undo names it before anything is taken back', async () => {
    const journal = join(testFolder(), 'journal.ndjson')
    await using at = await place('', { scopes: [...reading, 'ZohoCRM.modules.CREATE', 'ZohoCRM.modules.UPDATE'] })
    await using db = await connect(`${at.simulator.connectionString};TokenStore=memory;Journal=${journal}`)
    await db.query("INSERT INTO Parts (Name) VALUES ('made')")
    await db.query("UPDATE Parts SET Count = -1 WHERE Name = 'part 1'")
    for (const dryRun of [true, false]) {
      const error = await failure(() => db.undo(journal, { dryRun }))
      expect(error).toMatchObject({ sqlState: '42501', message: expect.stringContaining('ZohoCRM.modules.DELETE') })
    }
    expect(at.simulator.rows('Parts').find((row) => row.Name === 'part 1')).toMatchObject({ Count: -1 })
  })

  it('where Zoho tells no scopes its refusal is told, with the scope named', async () => {
    const variants = { tokenScope: 'absent' } as const
    await using simulator = await startSimulator({ data: company, scopes: reading, variants })
    await using db = await connect(`${simulator.connectionString};TokenStore=memory`)
    const error = await failure(() => db.query("INSERT INTO Parts (Name) VALUES ('x')"))
    expect(error).toMatchObject({ sqlState: '42501' })
    expect(error.message).toContain('ZohoCRM.modules.CREATE')
  })
})
