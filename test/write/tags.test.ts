/** Tags: set with the other columns of a row, by calls of their own. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Place } from '../support/place.ts'
import { familyPlace, idOf } from './family.ts'
import { failure } from './help.ts'

const tagsOf = (at: Place, name: string): unknown => {
  const row = at.simulator.rows('Leads').find(({ Name }) => Name === name)
  return (row?.Tag as readonly { readonly name: string }[] | null | undefined)?.map((tag) => tag.name) ?? null
}

describe('tags', () => {
  it('are given as names, as a list, or as the column shows them; each set of them is one call', async () => {
    await using at = await familyPlace()
    await at.db.query('SELECT Tag FROM Leads')
    const rows = await at.db.query(
      `INSERT INTO Leads (Name, Tag) VALUES ('a', 'VIP;Hot'), ('b', '["Hot","VIP"]'), ('c', '[{"name":"Cold"}]'), ('d', NULL),
       ('e', 'VIP; Hot ;vip')`,
    )
    expect([rows.count, rows.stats.calls]).toEqual([5, 3])
    expect(['a', 'b', 'c', 'd', 'e'].map((name) => tagsOf(at, name))).toEqual([
      ['VIP', 'Hot'],
      ['VIP', 'Hot'],
      ['Cold'],
      null,
      ['VIP', 'Hot'],
    ])
  })

  it('are replaced, cleared, and copied from another row', async () => {
    await using at = await familyPlace()
    await at.db.query("UPDATE Leads SET Tag = 'x;y', Company = 'Zylker' WHERE Name = 'Lang'")
    await at.db.query("UPDATE Leads SET Tag = (SELECT Tag FROM Leads WHERE Name = 'Lang') WHERE Name = 'Long'")
    expect([tagsOf(at, 'Lang'), tagsOf(at, 'Long')]).toEqual([
      ['x', 'y'],
      ['x', 'y'],
    ])
    await at.db.query("UPDATE Leads SET Tag = 'z' WHERE Name = 'Lang'")
    await at.db.query("UPDATE Leads SET Tag = NULL WHERE Name = 'Long'")
    expect([tagsOf(at, 'Lang'), tagsOf(at, 'Long')]).toEqual([['z'], null])
    const [row] = await at.db.query("UPDATE Leads SET Tag = 'w' WHERE Name = 'Ling' RETURNING Tag")
    expect(JSON.parse(String(row!.Tag))).toMatchObject([{ name: 'w' }])
  })

  it('come with rows that a program loads, and a dry run tells of them', async () => {
    await using at = await familyPlace()
    const { written } = await at.db.load('Leads', [{ Name: 'l', Tag: ['p', 'q'] }])
    const [dry] = await at.db.query("UPDATE Leads SET Tag = 'p;q' , Company = 'Z' WHERE Name = 'l'", [], {
      dryRun: true,
    })
    expect([written, tagsOf(at, 'l')]).toEqual([1, ['p', 'q']])
    expect(JSON.parse(String(dry!.changes))).toEqual({ Company: { from: null, to: 'Z' } })
  })

  it('that are refused leave the record, and that is said', async () => {
    const many = Array.from({ length: 11 }, (_, i) => `t${i}`).join(';')
    await using at = await familyPlace()
    const error = await failure(() =>
      at.db.query(`INSERT INTO Leads (Name, Tag) VALUES ('m', '${many}'), ('n', 'one')`),
    )
    expect([error.code, tagsOf(at, 'm'), tagsOf(at, 'n')]).toEqual(['ROWS_REJECTED', null, ['one']])
    expect(error.outcomes).toMatchObject([
      { outcome: 'written', column: 'Tag' },
      { outcome: 'written', column: null },
    ])
    expect(error.message).toContain('the record was written, its tags were refused')
    const text = await failure(() => at.db.query(`UPDATE Leads SET Tag = '{"name":"x"}' WHERE Name = 'n'`))
    expect([text.code, text.hint]).toEqual(['INVALID_TEXT', expect.stringContaining("'VIP;Hot'")])
  })

  it('are taken back', async () => {
    const journal = join(mkdtempSync(join(tmpdir(), 'zohosql-tags-')), 'journal')
    await using at = await familyPlace(`Journal=${journal}`)
    await at.db.query("UPDATE Leads SET Tag = 'x', Company = 'Z' WHERE Name = 'Lang'")
    await at.db.query("INSERT INTO Leads (Name, Tag) VALUES ('new', 'y')")
    await at.db.query(`DELETE FROM Leads WHERE id = ${idOf(5, 0)}`)
    const undone = await at.db.undo(journal)
    // The lead that is made anew is another record, and what was done to the old one is taken back from it.
    expect(undone.map(({ result }) => result)).toEqual(['undone', 'undone', 'undone', 'undone', 'undone'])
    expect(tagsOf(at, 'Lang')).toBeNull()
    await at.db.query("UPDATE Leads SET Tag = 'k;l' WHERE Name = 'Long'")
    await at.db.undo(journal)
    expect(tagsOf(at, 'Long')).toBeNull()
  })

  it.each(['500', 'reset', 'truncated'] as const)(
    'whose answer is lost (%s after they were set) are found',
    async (kind) => {
      const script = [{ kind, when: 'after' as const, path: /add_tags$/, nth: 1, delay: 20 }]
      await using at = await familyPlace('Timeout=0.4', { faults: { script } })
      await at.db.query("INSERT INTO Leads (Name, Tag) VALUES ('lost', 'a;b')")
      expect(tagsOf(at, 'lost')).toEqual(['a', 'b'])
      expect(at.simulator.rows('Leads').filter(({ Name }) => Name === 'lost')).toHaveLength(1)
    },
  )
})
