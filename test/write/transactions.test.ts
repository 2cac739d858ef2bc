/** BEGIN, COMMIT and ROLLBACK in a program: Zoho takes nothing back, and nothing pretends that it does. */
import { describe, expect, it } from 'vitest'
import { pool } from '../../src/driver/index.ts'
import { failure, place } from './help.ts'

const insert = "INSERT INTO Parts (Name) VALUES ('in a block')"

describe('a transaction', () => {
  it('refuses writes, and reads as ever', async () => {
    await using at = await place()
    await at.db.query('BEGIN')
    expect(at.db.autocommit).toBe(false)
    const error = await failure(() => at.db.query(insert))
    expect(error).toMatchObject({ code: 'TRANSACTION_WRITE', sqlState: '25001' })
    expect(error.hint).toContain('autocommit')
    expect(await failure(() => at.db.query(`EXPLAIN ANALYZE ${insert}`))).toMatchObject({ sqlState: '25001' })
    expect(String((await at.db.query(`EXPLAIN ${insert}`))[0]?.['QUERY PLAN'])).toContain('Insert into crm.Parts')
    expect(await at.db.query(insert, [], { dryRun: true })).toHaveLength(1)
    expect(await at.db.query('SELECT count(*) AS n FROM Parts')).toEqual([{ n: 250 }])
    await at.db.query('COMMIT')
    expect((await at.db.query(insert)).count).toBe(1)
    expect(at.simulator.rows('Parts')).toHaveLength(251)
  })

  it('with transactions=immediate writes at once, and ROLLBACK says what stands', async () => {
    await using at = await place('transactions=immediate')
    await at.db.beginTransaction()
    await at.db.query(insert)
    await at.db.commit()
    await at.db.query('begin work')
    await at.db.query("UPDATE Parts SET Count = 1 WHERE Name = 'in a block'")
    const error = await failure(() => at.db.rollback())
    expect(error).toMatchObject({ sqlState: '0A000' })
    expect(error.message).toContain('UPDATE of 1 row in crm.Parts stands')
    expect(at.db.autocommit).toBe(true)
    await at.db.query('BEGIN')
    await at.db.query('ROLLBACK')
  })

  it('that reads only refuses writes, whatever the property says', async () => {
    await using at = await place('transactions=immediate')
    await at.db.query('START TRANSACTION READ ONLY')
    expect(await failure(() => at.db.query(insert))).toMatchObject({ sqlState: '25006' })
  })

  it('does not begin on a pool, whose statements share a connection', async () => {
    await using at = await place()
    await using shared = await pool(`${at.simulator.connectionString};TokenStore=memory`)
    expect(await failure(() => shared.query('BEGIN'))).toMatchObject({ sqlState: 'HY010' })
    expect((await shared.query(insert)).count).toBe(1)
    await using own = await shared.connect()
    await own.query('BEGIN')
    expect(own.autocommit).toBe(false)
  })
})
