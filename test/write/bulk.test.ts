/** Bulk write: when it is taken, what it carries, and what becomes of each row. */
import { describe, expect, it } from 'vitest'
import { hurry } from '../support/hurry.ts'
import { failure, place } from './help.ts'

hurry()

const jobs = (at: Awaited<ReturnType<typeof place>>) =>
  at.simulator.calls().filter(({ path, method }) => method === 'POST' && path.endsWith('/write')).length

describe('bulk write', () => {
  it('is taken by itself where it is cheaper and no workflow is wanted', async () => {
    const rows = Array.from({ length: 6000 }, (_, i) => ({ Name: `b ${i}`, Count: i, Kind: 'A' }))
    await using none = await place('Triggers=none')
    const cheap = await none.db.load('Parts', rows)
    expect([cheap.written, jobs(none), cheap.stats.credits < 520]).toEqual([6000, 1, true])
    const stored = new Map(none.simulator.rows('Parts').map((row) => [row.id, row.Count]))
    expect(cheap.rows.every(({ id, Count }) => stored.get(id!) === Count)).toBe(true)
    expect(none.simulator.writes().at(-1)!.triggers).toEqual([])
    const many = rows.map(({ Name }) => `('${Name}')`).join()
    expect(String(await none.db.explain(`INSERT INTO Parts (Name) VALUES ${many}`))).toContain('by bulk: 6000 rows')
    const unknown = String(await none.db.explain('UPDATE Parts SET Count = 1 WHERE Count > 1'))
    expect(unknown).toMatch(/by records: for each 100 rows.*\n {2}where that is cheaper, by bulk: for each 25000 rows/)
    await using all = await place()
    const plan = String(await all.db.explain("INSERT INTO Parts (Name) VALUES ('x')"))
    expect(plan).toContain('by records')
  })

  it('carries texts, dates, lists, lookups and users, and clears by NULL', async () => {
    await using at = await place('WriteRoad=bulk;Triggers=none')
    const rows = await at.db.query(
      `INSERT INTO Parts (Name, Account, Owner_email, Serial, Price, Active, Day, Marks)
       VALUES ('a "b", c', 'Zuse AG', 'bob@example.test', 9007199254740997, 2.345, true, '2026-03-09', 'y;x')
       RETURNING Name, Account, Owner, Serial, Price, Active, Day, Marks`,
    )
    expect({ ...rows[0] }).toEqual({
      Name: 'a "b", c',
      Account: 'Zuse AG',
      Owner: 'Bob Brown',
      Serial: '9007199254740997',
      Price: 2.35,
      Active: true,
      Day: '2026-03-09',
      Marks: 'y;x',
    })
    await at.db.query("UPDATE Parts SET Day = NULL, Count = 5 WHERE Name LIKE 'a %'")
    expect(at.simulator.rows('Parts').at(-1)).toMatchObject({ Day: null, Count: 5 })
    expect(jobs(at)).toBe(2)
  })

  it('tells of each row by its line', async () => {
    await using at = await place('WriteRoad=bulk;Triggers=none;OnWriteError=continue')
    await at.db.query("INSERT INTO Parts (Name, Code) VALUES ('first', 'K1')")
    const rows = await at.db.query("INSERT INTO Parts (Name, Code) VALUES ('a', 'K2'), ('b', 'k1'), ('c', 'K3')")
    expect(rows.count).toBe(2)
    expect(rows.outcomes?.map(({ outcome, code, column }) => [outcome, code, column])).toEqual([
      ['written', 'SUCCESS', null],
      ['rejected', 'DUPLICATE_DATA', 'Code'],
      ['written', 'SUCCESS', null],
    ])
  })

  it.each([
    ["INSERT INTO Parts (Name) VALUES ('x')", 'WriteRoad=bulk', 'triggers=none'],
    ['DELETE FROM Parts WHERE Count = 1', 'WriteRoad=bulk;Triggers=none', 'do not delete'],
    ["INSERT INTO Parts (Name, Moment) VALUES ('x', now())", 'WriteRoad=bulk;Triggers=none', 'Moment'],
  ])('%s with %s says why not', async (sql, properties, why) => {
    await using at = await place(properties)
    const error = await failure(() => at.db.query(sql))
    expect([error.sqlState, error.message.includes(why), at.simulator.writes().length]).toEqual(['0A000', true, 0])
  })

  it.each([
    ['reset', 'after', '00000', 3],
    ['reset', 'before', '08007', 0],
    ['503', 'after', '00000', 3],
  ] as const)('a job whose answer is lost (%s %s) is looked for: %s', async (kind, when, state, count) => {
    await using at = await place('WriteRoad=bulk;Triggers=none', {
      faults: { script: [{ kind, when, path: /\/write$/ }] },
    })
    const looks = { writing: { looks: [0, 200, 400] } }
    const run = async () => {
      for await (const _ of await at.db.open("INSERT INTO Parts (Name) VALUES ('j 1'), ('j 2'), ('j 3')", [], looks));
      return { sqlState: '00000' }
    }
    expect((await run().catch((error) => error)).sqlState).toBe(state)
    expect(at.simulator.rows('Parts').filter((row) => String(row.Name).startsWith('j '))).toHaveLength(count)
  })
})
