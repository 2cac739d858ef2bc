/** The journal of what was written, and taking it back. */
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { zohosql } from '../cli/support.ts'
import type { Place } from '../support/place.ts'
import { failure, place } from './help.ts'

let folder: string
let file: string
let at: Place
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zohosql-journal-'))
  file = join(folder, 'journal.ndjson')
  at = await place(`Journal=${file}`)
})
afterEach(async () => {
  await at[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

const lines = async () =>
  (await readFile(file, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
const snapshot = () => at.simulator.rows('Parts').map(({ Modified_Time: _, ...row }) => row)
const undo = async (options = {}) =>
  (await at.db.undo(file, options)).map(({ action, result }) => `${action} ${result}`)

describe('the journal', () => {
  it('has each row before it is sent and after, and is its owner’s alone', async () => {
    await at.db.query("UPDATE Parts SET Count = Count + 1 WHERE Name = 'part 7'")
    const [sending, written] = await lines()
    expect(sending).toMatchObject({
      what: 'sending',
      action: 'update',
      table: 'Parts',
      before: { Count: 7 },
      after: { Count: 8 },
    })
    expect(written).toMatchObject({ what: 'written', batch: sending.batch, index: 0, id: sending.id })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  it('knows what was under way when an answer was lost', async () => {
    await using own = await place(`Journal=${file};Timeout=0.3`, {
      faults: { script: [{ kind: 'reset', when: 'before', path: /\/Parts$/ }] },
    })
    const rows = await own.db
      .open("INSERT INTO Parts (Name) VALUES ('lost')", [], { writing: { looks: [0, 1] } })
      .then(async (result) => {
        for await (const _ of result);
      })
      .catch((error) => error)
    expect(rows.sqlState).toBe('08007')
    expect((await lines()).map(({ what }) => what)).toEqual(['sending', 'unknown'])
  })

  it('that cannot be written keeps everything here', async () => {
    await using own = await place(`Journal=${folder}/no/such/file`)
    const error = await failure(() => own.db.query("INSERT INTO Parts (Name) VALUES ('x')"))
    expect([error.sqlState, own.simulator.writes().length]).toEqual(['58030', 0])
  })
})

describe('undo', () => {
  it('makes it as it was: old values, no new records, deleted ones anew', async () => {
    const before = snapshot()
    await at.db.query(
      "UPDATE Parts SET Count = 500, Kind = NULL, Account = 'Zuse AG' WHERE Name IN ('part 1', 'part 2')",
    )
    await at.db.query("INSERT INTO Parts (Name) VALUES ('more')")
    await at.db.query("UPDATE Parts SET Count = 501 WHERE Name = 'part 1'")
    await at.db.query("DELETE FROM Parts WHERE Name = 'part 3'")
    expect(await undo({ dryRun: true })).toEqual([
      'delete would be undone',
      'update would be undone',
      'insert would be undone',
      'update would be undone',
      'update would be undone',
    ])
    expect(snapshot()).not.toEqual(before)
    expect((await undo()).filter((text) => !text.endsWith(' undone'))).toEqual([])
    const anew = snapshot().map(({ id, Number: _n, Created_Time: _c, ...row }) =>
      row.Name === 'part 3' ? row : { id, ...row },
    )
    const old = before.map(({ id, Number: _n, Created_Time: _c, ...row }) =>
      row.Name === 'part 3' ? row : { id, ...row },
    )
    const byName = (a: { Name?: unknown }, b: { Name?: unknown }) => (String(a.Name) < String(b.Name) ? -1 : 1)
    const owned = (rows: Record<string, unknown>[]) =>
      rows.map(({ Owner: _o, Created_By: _b, Active: _a, ...row }) => row).sort(byName)
    expect(owned(anew)).toEqual(owned(old))
  })

  it('makes no record anew twice, however often it is asked and wherever it was broken off', async () => {
    await at.db.query("DELETE FROM Parts WHERE Name IN ('part 3', 'part 4')")
    const told = await readFile(file, 'utf8')
    const remade = () => snapshot().filter(({ Name }) => Name === 'part 3' || Name === 'part 4').length
    expect([await undo(), remade()]).toEqual([['delete undone', 'delete undone'], 2])
    expect([await undo(), remade()]).toEqual([['delete nothing', 'delete nothing'], 2])
    const first = told.split('\n').map((line) => (line === '' ? undefined : JSON.parse(line)))[0]
    await writeFile(
      file,
      `${told}${JSON.stringify({ what: 'remaking', batch: first.batch, index: first.index, id: null })}\n`,
    )
    expect((await undo({ dryRun: true })).sort()).toEqual(['delete unknown', 'delete would be undone'])
  })

  it('leaves alone what somebody changed since, and what is gone', async () => {
    await at.db.query("UPDATE Parts SET Count = 500 WHERE Name IN ('part 1', 'part 2')")
    await at.db.query("INSERT INTO Parts (Name, Count) VALUES ('mine', 1)")
    const [mine] = at.simulator.rows('Parts').filter((row) => row.Name === 'mine')
    const [one] = at.simulator.rows('Parts').filter((row) => row.Name === 'part 1')
    const elsewhere = await readFile(file, 'utf8')
    await at.db.load(
      'Parts',
      [
        { id: String(mine!.id), Count: 2 },
        { id: String(one!.id), Count: 3 },
      ],
      { action: 'update' },
    )
    await at.db.query("DELETE FROM Parts WHERE Name = 'part 2'")
    await writeFile(file, elsewhere)
    expect((await undo()).sort()).toEqual(['insert changed', 'update changed', 'update gone'])
    expect(at.simulator.rows('Parts').filter((row) => row.Name === 'mine')).toHaveLength(1)
  })

  it('reads a journal that ends in half a line, and refuses what is none', async () => {
    await at.db.query("UPDATE Parts SET Count = 500 WHERE Name = 'part 9'")
    await writeFile(file, `${await readFile(file, 'utf8')}{"what":"sen`)
    await chmod(file, 0o644)
    await at.db.query("UPDATE Parts SET Count = 501 WHERE Name = 'part 8'")
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await undo()).toEqual(['update undone', 'update undone'])
    await writeFile(file, 'no journal\n{}\n')
    expect((await failure(() => at.db.undo(file))).sqlState).toBe('58030')
  })
})

describe('zohosql undo', () => {
  it('shows what it would do, and does it with --yes', async () => {
    await at.db.query("UPDATE Parts SET Count = 500 WHERE Name = 'part 9'")
    const count = () => at.simulator.rows('Parts').find((row) => row.Name === 'part 9')!.Count
    const run = (...more: string[]) =>
      zohosql(['undo', file, '-c', `${at.simulator.connectionString};TokenStore=memory`, ...more], { input: '' })
    const nobody = await run()
    expect([nobody.code, nobody.stderr]).toEqual([2, expect.stringContaining('--dry-run')])
    expect((await run('--dry-run')).stdout).toContain('would be undone')
    expect(count()).toBe(500)
    expect((await run('--yes')).stdout).toContain(',undone,')
    expect(count()).toBe(9)
  })
})
