/** Rows that are parts of other records: lines of a subform and links, written through the records that have them. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Place } from '../support/place.ts'
import { familyPlace, idOf } from './family.ts'
import { failure } from './help.ts'

const linesOf = (at: Place, quote: number) =>
  at.simulator
    .rows('Quoted_Items')
    .filter((row) => (row.Parent_Id as { id: string }).id === idOf(8, quote))
    .map(({ Note, Quantity, Price, Sum }) => [Note, Quantity, Price, Sum])

const linksOf = (at: Place, lead: number) =>
  at.simulator
    .rows('Leads_X_Products')
    .filter((row) => (row.Interested as { id: string }).id === idOf(5, lead))
    .map((row) => (row.Wish as { name: string }).name)

const calls = (at: Place) =>
  at.simulator.calls().filter(({ method, path }) => method === 'PUT' && path.endsWith('Quotes'))

describe.each(['merge', 'replace'] as const)('lines of a subform, where rows not mentioned %s', (writeSubform) => {
  const open = (properties = '') => familyPlace(properties, { variants: { writeSubform } })

  it('of statements side by side all stay: one call at a time for a record', async () => {
    await using at = await open()
    const notes = ['a', 'b', 'c', 'd']
    const added = notes.map((note) =>
      at.db.query(
        `INSERT INTO Quoted_Items (Parent_Id_id, Note, Quantity, Price) VALUES (${idOf(8, 3)}, '${note}', 1, 1)`,
      ),
    )
    await Promise.all(added)
    expect(
      linesOf(at, 3)
        .map(([note]) => note)
        .sort(),
    ).toEqual(notes)
  })

  it('are added to their records, a call for all, and come back with their ids', async () => {
    await using at = await open()
    const rows = await at.db.query(
      `INSERT INTO Quoted_Items (Parent_Id_id, Product, Note, Quantity, Price) VALUES
         (${idOf(8, 3)}, 'Pipe', 'one', 2, 1.5), (${idOf(8, 0)}, 'Hose', 'two', 3, 2), (${idOf(8, 3)}, NULL, 'one', 2, 1.5)
       RETURNING id, Parent_Id, Note, Sum`,
    )
    expect(rows.count).toBe(3)
    expect(rows.map(({ Parent_Id, Note, Sum }) => [Parent_Id, Note, Sum])).toEqual([
      ['Q3', 'one', 3],
      ['Q0', 'two', 6],
      ['Q3', 'one', 3],
    ])
    expect(new Set(rows.map(({ id }) => id)).size).toBe(3)
    expect(linesOf(at, 3)).toEqual([
      ['one', 2, 1.5, 3],
      ['one', 2, 1.5, 3],
    ])
    expect(linesOf(at, 0)).toEqual([
      ['line 0', 1, 2.5, 2.5],
      ['line 3', 4, 2.5, 10],
      ['two', 3, 2, 6],
    ])
    expect(calls(at)).toHaveLength(1)
  })

  it('are changed and taken away; the others stay as they are', async () => {
    await using at = await open()
    const up = await at.db.query(
      "UPDATE Quoted_Items SET Quantity = Quantity * 10, Price = 1 WHERE Note IN ('line 0', 'line 1') RETURNING Note, Sum",
    )
    expect(up.map(({ Note, Sum }) => [Note, Sum])).toEqual([
      ['line 0', 10],
      ['line 1', 20],
    ])
    expect([linesOf(at, 0), linesOf(at, 1)]).toEqual([
      [
        ['line 0', 10, 1, 10],
        ['line 3', 4, 2.5, 10],
      ],
      [
        ['line 1', 20, 1, 20],
        ['line 4', 5, 2.5, 12.5],
      ],
    ])
    const gone = await at.db.query(
      'DELETE FROM Quoted_Items WHERE Quantity > 3 AND Parent_Id_id = ANY (ARRAY[$1, $2]::bigint[]) RETURNING Note',
      [idOf(8, 0), idOf(8, 2)],
    )
    expect(gone.map(({ Note }) => Note).sort()).toEqual(['line 0', 'line 3', 'line 5'])
    expect([linesOf(at, 0), linesOf(at, 1), linesOf(at, 2)]).toEqual([
      [],
      [
        ['line 1', 20, 1, 20],
        ['line 4', 5, 2.5, 12.5],
      ],
      [['line 2', 3, 2.5, 7.5]],
    ])
  })

  it('go by ON CONFLICT, by other tables and by loads', async () => {
    await using at = await open()
    await at.db.query(
      `INSERT INTO Quoted_Items (Parent_Id, Note, Quantity) VALUES ('Q0', 'line 0', 7), ('Q0', 'fresh', 8)
       ON CONFLICT (Note) DO UPDATE SET Quantity = Quoted_Items.Quantity + excluded.Quantity`,
    )
    expect(linesOf(at, 0)).toEqual([
      ['line 0', 8, 2.5, 20],
      ['line 3', 4, 2.5, 10],
      ['fresh', 8, null, 0],
    ])
    await at.db.query(
      "UPDATE Quoted_Items AS i SET Note = q.Name FROM Quotes AS q WHERE q.id = i.Parent_Id_id AND q.Name = 'Q1'",
    )
    await at.db.query(
      "INSERT INTO Quoted_Items (Parent_Id_id, Note) SELECT id, Name || '!' FROM Quotes WHERE Name = 'Q1'",
    )
    expect(linesOf(at, 1).map(([note]) => note)).toEqual(['Q1', 'Q1', 'Q1!'])
    const loaded = await at.db.load('Quoted_Items', [
      { Parent_Id: 'Q3', Note: 'l1' },
      { Parent_Id: 'Q2', Note: 'l2' },
    ])
    expect([loaded.written, loaded.rows.every(({ id }) => /^\d+$/.test(String(id)))]).toEqual([2, true])
    const updated = await at.db.load(
      'Quoted_Items',
      loaded.rows.map(({ id }) => ({ id, Quantity: 5 })),
      { action: 'update' },
    )
    expect([updated.written, linesOf(at, 3)]).toEqual([2, [['l1', 5, null, 0]]])
  })

  it('are found by a key in their own record alone', async () => {
    await using at = await open()
    const loaded = await at.db.load(
      'Quoted_Items',
      [
        { Parent_Id: 'Q0', Note: 'line 0', Quantity: 50 },
        { Parent_Id: 'Q0', Note: 'up', Quantity: 51 },
        { Parent_Id: 'Q0', Note: 'up', Quantity: 52 },
        { Parent_Id: 'Q3', Note: 'line 1', Quantity: 53 },
      ],
      { action: 'upsert', key: 'Note', onError: 'continue' },
    )
    expect(loaded.rows.map(({ success }) => success)).toEqual([true, true, true, false])
    expect(linesOf(at, 0).map(([note, quantity]) => [note, quantity])).toEqual([
      ['line 0', 50],
      ['line 3', 4],
      ['up', 52],
    ])
    expect([linesOf(at, 1)[0]![1], linesOf(at, 3)]).toEqual([2, []])
    const made = await at.db.records('Quoted_Items').create({ Parent_Id_id: idOf(8, 3), Note: 'rec' })
    await at.db.records('Quoted_Items').delete(String(made.id))
    expect(linesOf(at, 3)).toEqual([])
  })

  it('are taken back by the journal', async () => {
    const journal = join(mkdtempSync(join(tmpdir(), 'zohosql-owned-')), 'journal')
    await using at = await open(`Journal=${journal}`)
    // Formula cells of lines that were given have no value yet.
    const all = () => [0, 1, 2, 3].map((quote) => linesOf(at, quote).map((line) => line.slice(0, 3)))
    const before = all()
    await at.db.query("UPDATE Quoted_Items SET Quantity = 99 WHERE Note IN ('line 0', 'line 4')")
    await at.db.query("INSERT INTO Quoted_Items (Parent_Id, Note) VALUES ('Q3', 'x'), ('Q0', 'y'), ('Q3', 'x')")
    await at.db.query("DELETE FROM Quoted_Items WHERE Note = 'line 5'")
    const undone = await at.db.undo(journal)
    expect(undone.map(({ result }) => result)).toEqual(Array(6).fill('undone'))
    expect(all()).toEqual(before)
  })
})

describe('lines that cannot be', () => {
  it('are told before anything is sent, by row and column', async () => {
    await using at = await familyPlace()
    const ask = (sql: string) => failure(() => at.db.query(sql))
    const orphan = await ask("INSERT INTO Quoted_Items (Note) VALUES ('x')")
    const nobody = await ask("INSERT INTO Quoted_Items (Parent_Id_id, Note) VALUES (12345, 'x')")
    const moved = await ask("UPDATE Quoted_Items SET Parent_Id = 'Q3' WHERE Note = 'line 0'")
    const long = await ask("INSERT INTO Quoted_Items (Parent_Id, Note) VALUES ('Q0', 'x'), ('Q0', 'far too long')")
    const sum = await ask("INSERT INTO Quoted_Items (Parent_Id, Sum) VALUES ('Q0', 1)")
    expect([orphan, nobody, moved, long, sum].map(({ sqlState }) => sqlState)).toEqual([
      '23502',
      '23503',
      '428C9',
      '22001',
      '428C9',
    ])
    expect(long.message).toContain('row 2, column "Note"')
    expect(at.simulator.writes()).toEqual([])
  })

  it('may be given the id of their record for its name', async () => {
    await using at = await familyPlace()
    await at.db.query(`INSERT INTO Quoted_Items (Parent_Id, Note) VALUES ('${idOf(8, 3)}', 'by id')`)
    expect(linesOf(at, 3)).toEqual([['by id', null, null, 0]])
  })

  it('take the other lines of their record along; with onWriteError=continue these go without them', async () => {
    await using stop = await familyPlace()
    const links =
      "INSERT INTO Leads_X_Products (Interested, Wish) VALUES ('Lang', 'Pipe'), ('Lang', 'Valve'), ('Long', 'Hose')"
    const error = await failure(() => stop.db.query(links))
    expect(error.outcomes).toMatchObject([
      { outcome: 'rejected', code: 'DUPLICATE_LINKING_DATA' },
      { outcome: 'rejected', code: 'DUPLICATE_LINKING_DATA' },
      { outcome: 'written' },
    ])
    expect([linksOf(stop, 0), linksOf(stop, 1)]).toEqual([['Valve', 'Pump'], ['Hose']])
    await using go = await familyPlace('OnWriteError=continue')
    const rows = await go.db.query(links)
    expect([rows.count, rows.outcomes?.map(({ outcome }) => outcome)]).toEqual([2, ['written', 'rejected', 'written']])
    expect([linksOf(go, 0), linksOf(go, 1)]).toEqual([['Valve', 'Pump', 'Pipe'], ['Hose']])
  })
})

describe('links', () => {
  it('are made, told apart, and taken away', async () => {
    await using at = await familyPlace()
    const made = await at.db.query(
      "INSERT INTO Leads_X_Products (Interested, Wish_id) VALUES ('Ling', $1), ('Ling', $2) RETURNING id, Wish",
      [idOf(3, 2), idOf(3, 3)],
    )
    expect(made.map(({ Wish }) => Wish)).toEqual(['Pipe', 'Hose'])
    expect(linksOf(at, 2)).toEqual(['Pipe', 'Hose'])
    const gone = await at.db.query(
      "DELETE FROM Leads_X_Products WHERE Wish = 'Pipe' OR Interested = 'Lang' RETURNING Interested, Wish",
    )
    expect(gone.count).toBe(3)
    expect([linksOf(at, 0), linksOf(at, 2)]).toEqual([[], ['Hose']])
    const change = await failure(() => at.db.query("UPDATE Leads_X_Products SET Wish = 'Valve' WHERE Wish = 'Hose'"))
    expect(change.sqlState).toBe('428C9')
  })
})

describe('the price of lines', () => {
  it('is that of the records that have them, and of reading what these have', async () => {
    await using at = await familyPlace()
    const explained = String(
      await at.db.explain("INSERT INTO Quoted_Items (Parent_Id_id, Note) VALUES (1, 'x'), (1, 'y')"),
    )
    expect(explained).toContain('PUT /crm/v8/Quotes {"data":[… up to 100 records, each with its rows of Quoted_Items]}')
    await at.db.query('SELECT Note FROM Quoted_Items WHERE id = 1')
    const { stats } = await at.db.query(
      `INSERT INTO Quoted_Items (Parent_Id_id, Note) VALUES (${idOf(8, 0)}, 'x'), (${idOf(8, 0)}, 'y')`,
    )
    // The record is looked for (metadata and all), its lines are read, and it is sent.
    expect(stats.credits).toBeLessThanOrEqual(4)
    const { stats: updated } = await at.db.query("UPDATE Quoted_Items SET Quantity = 2 WHERE Note = 'y'")
    expect(updated).toMatchObject({ calls: 3, credits: 3 })
    const dry = await at.db.query("DELETE FROM Quoted_Items WHERE Note = 'x'", [], { dryRun: true })
    expect(dry).toHaveLength(1)
    expect(calls(at)).toHaveLength(2)
  })
})
