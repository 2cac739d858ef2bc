/** Answers kept for `cacheTtl`: what is asked again costs nothing, and what is another question, or old, is asked. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TextCache } from '../../src/base/text-cache.ts'
import type { Value } from '../../src/base/types.ts'
import { type Connection, connect } from '../../src/driver/inner.ts'
import { ScanCache } from '../../src/exec/query/index.ts'
import { type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { newMeter, type ReadContext, type Scan } from '../../src/source/index.ts'
import { hurry } from '../support/hurry.ts'

hurry()

describe('with cacheTtl', () => {
  let simulator: Simulator
  beforeAll(async () => {
    simulator = await startSimulator({ data: 'odd', rows: 3000, seed: 5 })
  })
  afterAll(() => simulator.close())

  const open = (properties: string): Promise<Connection> =>
    connect(`${simulator.connectionString};TokenStore=memory;CacheTtl=60;${properties}`)

  const statements: readonly [what: string, sql: string, road?: string][] = [
    ['a scan of several pages', 'SELECT Last_Name FROM Contacts'],
    ['a few rows', "SELECT Last_Name FROM Contacts WHERE Last_Name = 'Weber'"],
    [
      'conditions, order and limit at Zoho',
      "SELECT id FROM Deals WHERE Stage = 'Closed Won' ORDER BY Amount DESC LIMIT 5",
    ],
    ['groups', 'SELECT Stage, count(*) FROM Deals GROUP BY Stage'],
    [
      'a join narrowed by keys',
      "SELECT count(*) FROM Deals d JOIN Accounts a ON a.id = d.Account_Name_id WHERE a.Account_Name LIKE 'A%'",
    ],
    ['a list', 'SELECT * FROM Contacts', 'records'],
    ['jobs', 'SELECT Last_Name FROM Contacts', 'bulk'],
    ['users', 'SELECT full_name FROM Users'],
  ]
  it.each(statements)('the second run of %s is free', async (_, sql, road = 'auto') => {
    await using db = await open(`Road=${road}`)
    const first = await db.query(sql)
    expect(first.stats.calls).toBeGreaterThan(0)
    const second = await db.query(sql)
    expect(second.stats).toMatchObject({ calls: 0, credits: 0 })
    expect([...second]).toEqual([...first])
  })

  it('another question is asked', async () => {
    await using db = await open('')
    const counts: number[] = []
    for (const sql of [
      'SELECT Last_Name FROM Contacts',
      'SELECT First_Name FROM Contacts',
      'SELECT Last_Name FROM Contacts WHERE Email IS NOT NULL',
      'SELECT Last_Name FROM Contacts ORDER BY id DESC LIMIT 3',
      'SELECT Last_Name FROM Leads',
    ]) {
      counts.push((await db.query(sql)).stats.calls)
    }
    expect(counts.every((calls) => calls > 0)).toBe(true)
  })
})

describe('ScanCache', () => {
  const scan = (key?: string): Scan => ({
    schema: 's',
    table: 't',
    road: 'r',
    text: [],
    columns: ['a'],
    key,
    request: 0,
  })
  const context = (): ReadContext => ({ signal: new AbortController().signal, meter: newMeter() })

  /** How often the source was asked for each of the keys. */
  async function asked(cache: ScanCache, ...keys: (string | undefined)[]): Promise<number> {
    let reads = 0
    for (const key of keys) {
      const read = async function* () {
        reads++
        yield { rows: [['1'], ['2']] as Value[][] }
      }
      const rows: unknown[] = []
      for await (const page of cache.read(scan(key), context(), read)) rows.push(...page.rows)
      expect(rows).toEqual([['1'], ['2']])
    }
    return reads
  }

  it('is bounded by bytes, also where a few values are long', async () => {
    const cache = new ScanCache({ account: 'a', ttlMs: 100, now: () => 1000 })
    const long = 'x'.repeat(1_000_000)
    const reads: string[] = []
    const readOf = (key: string) =>
      async function* () {
        reads.push(key)
        yield { rows: Array.from({ length: 20 }, () => [long]) }
      }
    for (const key of ['k', 'l', 'm', 'm', 'l', 'k']) {
      const rows: unknown[] = []
      for await (const page of cache.read(scan(key), context(), readOf(key))) rows.push(...page.rows)
      expect(rows.length).toBe(20)
    }
    expect(reads).toEqual(['k', 'l', 'm', 'k'])
  })

  it('keeps an answer until it is too old', async () => {
    let now = 1000
    const cache = new ScanCache({ account: 'a', ttlMs: 100, now: () => now })
    expect(await asked(cache, 'k', 'k')).toBe(1)
    now += 99
    expect(await asked(cache, 'k')).toBe(0)
    now += 1
    expect(await asked(cache, 'k')).toBe(1)
  })

  it('keeps nothing for no time, and nothing of a scan that has no key', async () => {
    expect(await asked(new ScanCache({ account: 'a', ttlMs: 0, now: () => 0 }), 'k', 'k')).toBe(2)
    expect(await asked(new ScanCache({ account: 'a', ttlMs: 100, now: () => 0 }), undefined, undefined)).toBe(2)
  })

  it('keeps nothing of what was read in part', async () => {
    const cache = new ScanCache({ account: 'a', ttlMs: 100, now: () => 0 })
    const read = async function* () {
      yield { rows: [['1']] }
      yield { rows: [['2']] }
    }
    for await (const _ of cache.read(scan('k'), context(), read)) break
    expect(await asked(cache, 'k')).toBe(1)
  })

  it('keeps what is young in a file, of each account by itself', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zohosql-cache-'))
    const file = join(folder, 'answers.json')
    try {
      const open = (account: string, now: number) => new ScanCache({ account, ttlMs: 100, file, now: () => now })
      expect(await asked(open('a', 0), 'k')).toBe(1)
      expect(await asked(open('a', 99), 'k')).toBe(0)
      expect(await asked(open('b', 99), 'k')).toBe(1)
      expect(await asked(open('a', 150), 'k')).toBe(1)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

it('what is made of texts is kept by number and characters, never more', () => {
  const cache = new TextCache<number>(3, 100)
  let made = 0
  const lengthOf = (text: string): number => {
    made++
    return text.length
  }
  const find = (...texts: string[]): number => {
    const before = made
    for (const text of texts) expect(cache.find(text, () => lengthOf(text))).toBe(text.length)
    return made - before
  }
  expect(find('a', 'b', 'c', 'a', 'b', 'c')).toBe(3)
  expect(find('d', 'd', 'a')).toBe(2)
  const long = 'x'.repeat(5000)
  expect(find(long, long)).toBe(1)
  expect(cache.held).toBe(5000)
  expect(find('a', 'a')).toBe(1)
  expect(cache.held).toBe(1)
})
