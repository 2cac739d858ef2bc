/**
 * What is told before is what happens: statements by chance are told by a dry run first, then done, and the store compared;
 * then the journal takes all of them back.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isZohoSqlError } from '../../src/base/errors.ts'
import type { Place } from '../support/place.ts'
import { place } from './help.ts'

type Stored = Readonly<Record<string, unknown>>

/** Columns that statements set, and text for a value of each. */
const columns: Readonly<Record<string, (chance: Chance) => string>> = {
  Name: (chance) => chance.of(["'n'", "'  padded '", "'it''s'", "'ümlaut'"]),
  Count: (chance) => String(chance.upTo(60)),
  Serial: (chance) => `900719925474099${chance.upTo(9)}`,
  Price: (chance) => chance.of(['1.239', '1000', '0', 'NULL']),
  Ratio: (chance) => chance.of(['0.5', '1e-3', 'NULL']),
  Active: (chance) => chance.of(['true', 'false']),
  Day: (chance) => chance.of(["'2026-03-09'", 'NULL']),
  Moment: (chance) => chance.of(["'2026-03-09T10:00:00.750Z'", 'NULL']),
  Kind: (chance) => chance.of(["'A'", "'B'", 'NULL']),
  Marks: (chance) => chance.of(["'z;x'", "''", "'y'"]),
  Account: (chance) => chance.of(["'Zuse AG'", 'NULL']),
}
const names = Object.keys(columns)

class Chance {
  #state: number
  constructor(seed: number) {
    this.#state = seed
  }
  upTo(max: number): number {
    this.#state = (Math.imul(this.#state, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((this.#state / 2 ** 32) * (max + 1))
  }
  of<T>(list: readonly T[]): T {
    return list[this.upTo(list.length - 1)]!
  }
}

function statement(chance: Chance): string {
  const set = names.filter((name) => name !== 'Name' && chance.upTo(3) === 0).concat('Kind')
  const from = chance.upTo(60)
  const where = `Count BETWEEN ${from} AND ${from + chance.upTo(3)}`
  const unique = [...new Set(set)]
  const kind = chance.upTo(4)
  if (kind === 0) return `DELETE FROM Parts WHERE ${where}`
  if (kind <= 2) {
    const sets = unique.map((name) => `${name} = ${name === 'Count' ? 'Count + 1' : columns[name]!(chance)}`)
    return `UPDATE Parts SET ${sets.join(', ')} WHERE ${where}`
  }
  const rows = Array.from({ length: 1 + chance.upTo(3) }, (_, i) => {
    const values = ['Name', ...unique].map((name) => columns[name]!(chance))
    return `(${[`'code ${chance.upTo(8) * 10 + i}'`, ...values].join(', ')})`
  })
  const insert = `INSERT INTO Parts (Code, Name, ${unique.join(', ')}) VALUES ${rows.join(', ')}`
  if (kind === 3)
    return `${insert} ON CONFLICT (Code) DO UPDATE SET Price = coalesce(Parts.Price, 0) + 1, Kind = excluded.Kind`
  return `${insert} ON CONFLICT (Code) DO NOTHING`
}

const cells = ['Code', ...names.filter((name) => name !== 'Account'), 'Account_id']
/** As one reads it: what a dry run tells has the same form. */
async function store(at: Place): Promise<ReadonlyMap<string, Stored>> {
  const rows = await at.db.query(`SELECT id, ${cells.join(', ')} FROM Parts`)
  return new Map(rows.map((row) => [String(row.id), row as Stored]))
}

const plain = (value: unknown): unknown => {
  if (value === null || value === undefined || value === '' || value === false) return null
  if (value instanceof Date) return Math.floor(value.getTime() / 1000)
  const text = String(value).trim()
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return Math.floor(Date.parse(text) / 1000)
  if (/^[xyz](;[xyz])*$/.test(text)) return text.split(';').sort().join(';')
  return /^-?\d+(\.\d+)?(e-?\d+)?$/.test(text) && text.length < 16 ? Number(text) : text
}

const same = (row: Stored | undefined, of: Readonly<Record<string, unknown>>): void => {
  for (const [name, value] of Object.entries(of)) expect([name, plain(row?.[name])]).toEqual([name, plain(value)])
}

interface Planned {
  readonly action: 'insert' | 'update' | 'delete'
  readonly id: string | null
  readonly changes: Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>
}

const side = (planned: Planned, which: 'from' | 'to') =>
  Object.fromEntries(Object.entries(planned.changes).map(([name, change]) => [name, change[which]]))

/** What was told of a statement, and what the store says of it. */
function compare(
  told: readonly Planned[],
  before: ReadonlyMap<string, Stored>,
  after: ReadonlyMap<string, Stored>,
): void {
  const made = [...after.keys()].filter((id) => !before.has(id)).sort()
  const inserts = told.filter(({ action }) => action === 'insert')
  expect(made).toHaveLength(inserts.length)
  for (const [i, planned] of inserts.entries()) same(after.get(made[i]!), side(planned, 'to'))
  const touched = new Map(told.filter(({ id }) => id !== null).map((planned) => [String(planned.id), planned]))
  for (const [id, row] of before) {
    const planned = touched.get(id)
    if (planned) same(row, side(planned, 'from'))
    if (planned?.action === 'delete') expect(after.has(id)).toBe(false)
    else same(after.get(id), { ...row, ...(planned && side(planned, 'to')) })
  }
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zohosql-told-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Runs it, and gives what was told of its price and what writing cost. */
async function run(at: Place, sql: string) {
  at.simulator.resetStats()
  let told = { calls: 0, credits: 0 }
  const confirm = async ({ calls, credits }: { calls: number; credits: number }) => {
    told = { calls, credits }
  }
  for await (const _ of await at.db.open(sql, [], { writing: { confirm } }));
  const writing = at.simulator.calls().filter(({ path, method }) => path.endsWith('/Parts') && method !== 'GET')
  return { told, calls: writing.length, credits: writing.reduce((sum, { credits }) => sum + credits, 0) }
}

describe.each(Array.from({ length: 5 }, (_, i) => i + 1))('statements by chance, %i', (seed) => {
  it('do what a dry run told, at the price that was told, and are taken back', async () => {
    const journal = join(folder, `${seed}.ndjson`)
    await using at = await place(`Journal=${journal}`)
    const chance = new Chance(seed * 7919)
    const first = await store(at)
    let before = first
    for (let i = 0; i < 8; i++) {
      const sql = statement(chance)
      let rows: readonly Stored[]
      try {
        rows = (await at.db.query(sql, [], { dryRun: true })) as unknown as Stored[]
      } catch (error) {
        // Two rows of one key: told before anything is sent, and again.
        if (!isZohoSqlError(error)) throw error
        await expect(at.db.query(sql)).rejects.toMatchObject({ sqlState: error.sqlState })
        continue
      }
      const told = rows.map(
        ({ action, id, changes }) => ({ action, id, changes: JSON.parse(String(changes)) }) as Planned,
      )
      const price = await run(at, sql)
      expect(price.calls).toBeLessThanOrEqual(price.told.calls)
      expect(price.credits).toBeLessThanOrEqual(price.told.credits)
      const after = await store(at)
      compare(told, before, after)
      before = after
    }
    const would = await at.db.undo(journal, { dryRun: true })
    const undone = await at.db.undo(journal)
    expect(would.map(({ result }) => result.replace('would be ', ''))).toEqual(undone.map(({ result }) => result))
    expect(
      undone.filter(({ result }) => result !== 'undone' && result !== 'nothing').map(({ message }) => message),
    ).toEqual([])
    const last = await store(at)
    const renewed = new Map(undone.flatMap(({ id, newId }) => (newId === null ? [] : [[String(id), newId]])))
    const now = (id: string): string => (renewed.has(id) ? now(renewed.get(id)!) : id)
    expect(last.size).toBe(first.size)
    for (const [id, row] of first) same(last.get(now(id)), { ...row, id: now(id) })
  })
})
