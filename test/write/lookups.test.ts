/** Lookups that may lead to several modules: found by id or name, told to Zoho with their module. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Place } from '../support/place.ts'
import { familyPlace, idOf } from './family.ts'
import { failure } from './help.ts'

let at: Place
beforeAll(async () => {
  at = await familyPlace()
})
afterAll(() => at[Symbol.asyncDispose]())

const query = (sql: string, parameters: unknown[] = [], options = {}) => at.db.query(sql, parameters, options)
const held = (subject: string) => at.simulator.rows('Tasks').filter((row) => row.Subject === subject)

describe('a lookup to several modules', () => {
  it('is set by an id or a name, whichever of them has it', async () => {
    await query(
      `INSERT INTO Tasks (Subject, What_Id_id, Who_Id) VALUES ('a', ${idOf(2, 0)}, 'Ling'), ('b', ${idOf(1, 1)}, NULL)`,
    )
    await query("INSERT INTO Tasks (Subject, What_Id) VALUES ('c', 'Refit')")
    expect(held('a')[0]).toMatchObject({
      What_Id: { id: idOf(2, 0), module: 'Deals' },
      Who_Id: { id: idOf(5, 2), module: 'Leads' },
    })
    expect(held('b')[0]).toMatchObject({ What_Id: { id: idOf(1, 1), module: 'Accounts' }, Who_Id: null })
    expect(held('c')[0]).toMatchObject({ What_Id: { id: idOf(2, 0), module: 'Deals' } })
  })

  it('is changed and cleared', async () => {
    await query(`UPDATE Tasks SET What_Id_id = ${idOf(2, 1)}, Who_Id = 'Ada' WHERE Subject = 'old'`)
    expect(held('old')[0]).toMatchObject({
      What_Id: { id: idOf(2, 1), module: 'Deals' },
      Who_Id: { module: 'Contacts' },
    })
    await query("UPDATE Tasks SET What_Id = NULL WHERE Subject = 'old'")
    expect(held('old')[0]).toMatchObject({ What_Id: null, Who_Id: { module: 'Contacts' } })
  })

  it('says row, column and value of what several modules have, or none, and sends nothing', async () => {
    const before = at.simulator.writes().length
    const twice = await failure(() =>
      query("INSERT INTO Tasks (Subject, What_Id) VALUES ('d', 'Refit'), ('e', 'Everywhere')"),
    )
    const name = await failure(() => query("INSERT INTO Tasks (Subject, What_Id) VALUES ('d', 'Nobody')"))
    const id = await failure(() => query("INSERT INTO Tasks (Subject, What_Id_id) VALUES ('d', 12345)"))
    expect([twice.code, name.code, id.code]).toEqual(['LOOKUP_AMBIGUOUS', 'LOOKUP_NOT_FOUND', 'FOREIGN_KEY'])
    expect(twice.message).toContain('row 2, column "What_Id", value "Everywhere"')
    expect(twice.hint).toContain(`${idOf(1, 2)} (Accounts), ${idOf(2, 1)} (Deals)`)
    expect(id.message).toContain('row 1, column "What_Id_id"')
    expect(at.simulator.writes().length).toBe(before)
  })

  it('is asked of one module after the other, until all are found', async () => {
    await query(`UPDATE Tasks SET What_Id_id = ${idOf(1, 0)} WHERE Subject = 'old'`)
    const { stats } = await query(`INSERT INTO Tasks (Subject, What_Id_id) VALUES ('f', ${idOf(1, 0)})`)
    expect(stats).toMatchObject({ calls: 2, credits: 2 })
  })
})
