/** INSERT, UPDATE and DELETE end to end: what the store holds afterwards, what comes back, what it cost. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { zohosql } from '../cli/support.ts'
import type { Place } from '../support/place.ts'
import { failure, place } from './help.ts'

let at: Place
beforeAll(async () => {
  at = await place()
})
afterAll(() => at[Symbol.asyncDispose]())

const query = (sql: string, parameters: unknown[] = [], options = {}) => at.db.query(sql, parameters, options)
const held = (name: string) => at.simulator.rows('Parts').filter((row) => row.Name === name)

describe('INSERT', () => {
  it('sets every kind of field, in the form Zoho keeps it', async () => {
    const rows = await query(
      `INSERT INTO Parts (Name, Account, Owner_email, Count, Serial, Price, Ratio, Active, Day, Moment, Kind, Marks)
       VALUES ('one', 'Zuse AG', 'bob@example.test', 7, 9007199254740997, 2.345, 0.12345, true, '2026-03-09',
               '2026-03-09 14:05:00', 'A', 'y;x') RETURNING id, Account_id, Price, Ratio, Moment`,
    )
    expect(rows.count).toBe(1)
    expect(rows[0]).toEqual({
      id: held('one')[0]!.id,
      Account_id: '9007199254740993',
      Price: 2.35,
      Ratio: 0.1235,
      Moment: new Date('2026-03-09T08:35:00Z'),
    })
    expect(held('one')[0]).toMatchObject({ Serial: '9007199254740997', Marks: ['y', 'x'], Day: '2026-03-09' })
  })

  it('takes DEFAULT, NULL and empty text for nothing', async () => {
    await query("INSERT INTO Parts (Name, Code, Count, Day) VALUES ('d1', '', DEFAULT, NULL), ('d2', NULL, 5, DEFAULT)")
    expect(held('d1')[0]).toMatchObject({ Count: null, Day: null })
    expect(held('d2')[0]).toMatchObject({ Count: 5, Day: null })
    await query("UPDATE Parts SET Count = DEFAULT, id = DEFAULT, Code = 'c' WHERE Name = 'd2'")
    expect(held('d2')[0]).toMatchObject({ Count: null, Code: 'c' })
  })

  it('takes rows of any query, and values of parameters', async () => {
    const rows = await query(
      `WITH small AS (SELECT Name, Count FROM Parts WHERE Count < 3)
       INSERT INTO Parts (Name, Count, Price) SELECT Name || ' copy', Count * 10, ? FROM small RETURNING Name, Count`,
      [1.5],
    )
    expect(rows.map(({ Name, Count }) => [Name, Count]).sort()).toEqual([
      ['part 0 copy', 0],
      ['part 1 copy', 10],
      ['part 2 copy', 20],
    ])
  })

  it('reads nothing for RETURNING id alone, and sends batches of a hundred', async () => {
    await query("INSERT INTO Parts (Name) VALUES ('warm')")
    const values = Array.from({ length: 230 }, (_, i) => `('many', ${i})`).join()
    const rows = await query(`INSERT INTO Parts (Name, Count) VALUES ${values} RETURNING id`)
    expect(rows).toHaveLength(230)
    expect(rows.stats).toMatchObject({ calls: 3, credits: 10 + 10 + 3 })
    const store = new Map(held('many').map((row) => [row.id, row.Count]))
    expect(rows.map(({ id }) => store.get(String(id)))).toEqual(Array.from({ length: 230 }, (_, i) => i))
  })
})

describe('UPDATE', () => {
  it('computes new values from old ones, for whatever rows a condition finds', async () => {
    const rows = await query(
      "UPDATE Parts SET Price = Count * 1.5, Name = Name || '!' WHERE Count BETWEEN 10 AND 12 AND Name IN ('part 10', 'part 11', 'part 12') RETURNING Name, Price",
    )
    expect(rows.map(({ Name, Price }) => [Name, Price])).toEqual([
      ['part 10!', 15],
      ['part 11!', 16.5],
      ['part 12!', 18],
    ])
    expect(rows.count).toBe(3)
  })

  it('joins other tables, and takes several columns of a query', async () => {
    await query(
      `UPDATE Parts AS p SET Account_id = a.id, (Count, Ratio) = (SELECT 500, 0.5)
       FROM Accounts AS a WHERE a.Account_Name = 'Zuse AG' AND p.Name = 'part 20'`,
    )
    expect(held('part 20')[0]).toMatchObject({ Count: 500, Ratio: 0.5, Account: { name: 'Zuse AG' } })
  })

  it('changes a record once, however many rows of FROM it meets', async () => {
    const before = at.simulator.writes().length
    const rows = await query(
      "UPDATE Parts AS p SET Kind = 'B' FROM Accounts AS a WHERE a.Account_Name = 'Twice' AND p.Name = 'part 22'",
    )
    expect(rows.count).toBe(1)
    expect(at.simulator.writes().length - before).toBe(1)
  })

  it('clears by NULL and by empty text', async () => {
    await query("UPDATE Parts SET Kind = NULL, Code = '' WHERE Name = 'part 24'")
    expect(held('part 24')[0]).toMatchObject({ Kind: null })
  })
})

describe('DELETE', () => {
  it('gives rows as they were', async () => {
    const rows = await query("DELETE FROM Parts WHERE Name IN ('part 30', 'part 31') RETURNING Name, Count + 1 AS next")
    expect(rows.map((row) => ({ ...row }))).toEqual([
      { Name: 'part 30', next: 31 },
      { Name: 'part 31', next: 32 },
    ])
    expect(held('part 30')).toEqual([])
  })

  it('finds its rows by other tables', async () => {
    await query("UPDATE Parts SET Account = 'Zuse AG' WHERE Name = 'part 40'")
    const rows = await query(
      "DELETE FROM Parts USING Accounts AS a WHERE Parts.Account_id = a.id AND a.Account_Name = 'Zuse AG' AND Parts.Name = 'part 40'",
    )
    expect([rows.count, held('part 40')]).toEqual([1, []])
  })
})

describe('ON CONFLICT', () => {
  it('updates rows that are there and inserts the others', async () => {
    const rows = await query(
      `INSERT INTO Parts (Name, Count) VALUES ('part 50', 5), ('fresh', 6)
       ON CONFLICT (Name) DO UPDATE SET Count = excluded.Count + Parts.Count WHERE Parts.Count > 0 RETURNING Name, Count`,
    )
    expect(rows.map(({ Name, Count }) => [Name, Count])).toEqual([
      ['part 50', 55],
      ['fresh', 6],
    ])
  })

  it('leaves alone what DO UPDATE WHERE does not let, and what DO NOTHING finds', async () => {
    const where = await query(
      "INSERT INTO Parts (Name, Count) VALUES ('part 51', 5) ON CONFLICT (Name) DO UPDATE SET Count = 0 WHERE Parts.Count > 900",
    )
    const nothing = await query(
      "INSERT INTO Parts (Name, Count) VALUES ('part 51', 5), ('twin', 1), ('twin', 2) ON CONFLICT (Name) DO NOTHING RETURNING Count",
    )
    expect([where.count, nothing.count, nothing[0]!.Count]).toEqual([0, 1, 1])
    expect(held('part 51')[0]!.Count).toBe(51)
  })

  it('refuses a key that two rows of the statement or two records have, before anything is sent', async () => {
    const before = at.simulator.writes().length
    const own = await failure(() =>
      query("INSERT INTO Parts (Name) VALUES ('p'), ('q'), ('p') ON CONFLICT (Name) DO UPDATE SET Count = 1"),
    )
    await query("INSERT INTO Parts (Name) VALUES ('pair'), ('pair')")
    const theirs = await failure(() => query("INSERT INTO Parts (Name) VALUES ('pair') ON CONFLICT (Name) DO NOTHING"))
    expect([own.sqlState, theirs.sqlState]).toEqual(['21000', '21000'])
    expect(at.simulator.writes().length - before).toBe(2)
  })

  it('goes row by row: one that DO UPDATE WHERE does not let is in nobody’s way', async () => {
    const rows = await query(
      `INSERT INTO Parts (Name, Count) VALUES ('part 52', 5), ('part 52', 6)
       ON CONFLICT (Name) DO UPDATE SET Count = excluded.Count WHERE excluded.Count = 6`,
    )
    expect([rows.count, held('part 52')[0]!.Count]).toEqual([1, 6])
  })

  it('without a key means any unique one; what comes in between is left alone too', async () => {
    await query("INSERT INTO Parts (Name, Code) VALUES ('u', 'K1')")
    const rows = await query(
      "INSERT INTO Parts (Name, Code) VALUES ('u', 'K1'), ('u', 'k1'), ('u', 'K2') ON CONFLICT DO NOTHING",
    )
    expect(rows.count).toBe(1)
    expect(held('u')).toHaveLength(2)
  })
})

describe('the command', () => {
  it('says on stderr how many rows a statement wrote, and prints the rows of RETURNING', async () => {
    const run = (sql: string) =>
      zohosql(['-c', `${at.simulator.connectionString};TokenStore=memory`, sql], { input: '' })
    expect(await run("INSERT INTO Parts (Name) VALUES ('c1'), ('c2')")).toEqual({
      code: 0,
      stdout: '',
      stderr: 'INSERT 0 2\n',
    })
    expect((await run("DELETE FROM Parts WHERE Name IN ('c1', 'c2') RETURNING Name")).stdout).toBe('Name\nc1\nc2\n')
  })
})

describe('a dry run', () => {
  it('tells what would change, and nothing more, without a writing call', async () => {
    const before = at.simulator.writes().length
    const update = await query("UPDATE Parts SET Count = Count + 1, Kind = 'A' WHERE Name = 'part 60'", [], {
      dryRun: true,
    })
    const insert = await query("INSERT INTO Parts (Name, Count) VALUES ('no', 1)", [], { dryRun: true })
    const gone = await query("DELETE FROM Parts WHERE Name = 'part 61'", [], { dryRun: true })
    const [updated] = update
    expect({ ...updated, changes: JSON.parse(String(updated!.changes)) }).toEqual({
      action: 'update',
      id: held('part 60')[0]!.id,
      changes: { Count: { from: 60, to: 61 } },
    })
    expect(JSON.parse(String(insert[0]!.changes))).toEqual({
      Name: { from: null, to: 'no' },
      Count: { from: null, to: 1 },
    })
    expect(JSON.parse(String(gone[0]!.changes))).toMatchObject({ Count: { from: 61, to: null } })
    expect(at.simulator.writes().length).toBe(before)
  })
})

describe('INSERT that names every column, as postgres_fdw and ORMs write it', () => {
  it('NULL for what Zoho fills, or for the other names of a lookup, says nothing', async () => {
    await using at = await place()
    const columns = (await at.db.columns(null, 'crm', 'Parts', null)).map(({ COLUMN_NAME: name }) => String(name))
    const given: Record<string, unknown> = { Name: 'whole', Account_id: '9007199254740993' }
    const names = columns.map((name) => `"${name}"`).join(', ')
    const values = columns.map((name) => given[name] ?? null)
    const forms = [
      [columns.map((_, i) => `$${i + 1}`), values],
      [columns.map((name, i) => (name === 'Name' ? `$${i + 1}::varchar` : `$${i + 1}`)), values],
      [columns.map((name) => (given[name] === undefined ? 'NULL' : `'${given[name]}'`)), []],
    ] as const
    for (const [cells, parameters] of forms) {
      const rows = await at.db.query(
        `INSERT INTO Parts (${names}) VALUES (${cells.join(', ')}) RETURNING id, Account`,
        [...parameters],
      )
      expect(rows[0]).toMatchObject({ Account: 'Zuse AG' })
    }
  })

  it('a value is refused all the same, and so is NULL in one row with a value in another', async () => {
    await using at = await place()
    const one = await failure(() => at.db.query("INSERT INTO Parts (id, Name) VALUES (?, 'x')", ['5']))
    expect(one).toMatchObject({ sqlState: '428C9' })
    const some = await failure(() => at.db.query("INSERT INTO Parts (id, Name) VALUES (NULL, 'x'), (5, 'y')"))
    expect(some).toMatchObject({ sqlState: '428C9' })
    const twice = "INSERT INTO Parts (Account, Account_id, Name) VALUES ('Zuse AG', 9007199254740993, 'x')"
    expect(await failure(() => at.db.query(twice))).toMatchObject({ sqlState: '42701' })
    expect(at.simulator.rows('Parts')).toHaveLength(250)
  })
})
