import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bigint, numeric, text, timestamptz } from '../../src/base/types.ts'
import {
  type Database,
  isDatabaseUrl,
  openDatabase,
  readTableUrl,
  type TableLoad,
} from '../../src/output/databases/index.ts'
import type { FormatRow } from '../../src/output/index.ts'
import { type Cluster, startCluster } from '../postgres/cluster.ts'

const columns = [
  { name: 'id', sqlType: bigint },
  { name: 'Name', sqlType: text },
  { name: 'Amount', sqlType: numeric(16, 2) },
  { name: 'At', sqlType: timestamptz },
]

const row = (
  id: string,
  name: string | null,
  amount: string | null = '1.50',
  at = '2026-01-01T10:00:00.000Z',
): FormatRow => [id, name, amount, at]

const odd = 'tab\there\nline\\N "quote" \'q\' 😀'

let cluster: Cluster | undefined
let folder: string

beforeAll(async () => {
  cluster = await startCluster()
  folder = await mkdtemp(join(tmpdir(), 'zohosql-databases-'))
}, 400_000)

afterAll(async () => {
  await cluster?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

let tables = 0

describe.each(['postgres', 'sqlite'] as const)('tables in %s', (kind) => {
  let db: Database
  let table: string

  beforeEach(async () => {
    const url = kind === 'postgres' ? `postgres://tester@/postgres?host=${cluster!.host}` : `sqlite:${folder}/t.db`
    db = await openDatabase(url)
    table = `t${++tables}`
    return () => db.close()
  })

  const load = (batches: readonly (readonly FormatRow[])[], rest: Partial<TableLoad> = {}) =>
    db.load({
      table: { name: table },
      columns,
      batches: (async function* () {
        yield* batches
      })(),
      mode: 'create',
      signal: AbortSignal.timeout(60_000),
      ...rest,
    })

  const all = async (): Promise<unknown> => (await db.run(`SELECT * FROM ${table} ORDER BY id`)).rows
  const names = async (): Promise<unknown> => (await db.run(`SELECT id, "Name" FROM ${table} ORDER BY id`)).rows

  it('hold what was loaded, every digit and sign of it', async () => {
    const rows = [row('5725767040000000011', odd), row('2', null, null)]
    expect(await load([rows])).toMatchObject({ rows: 2, skipped: 0 })
    const at = '2026-01-01T10:00:00.000Z'
    const shown = kind === 'postgres' ? '2026-01-01T10:00:00Z' : at
    expect(await all()).toEqual([
      [2, null, null, shown],
      ['5725767040000000011', odd, 1.5, shown],
    ])
  })

  it('are not created over others', async () => {
    await load([[row('1', 'a')]])
    await expect(load([[row('2', 'b')]])).rejects.toMatchObject({ code: 'DATABASE_FAILED' })
    await load([[row('2', 'b')]], { mode: 'replace' })
    await load([[row('3', 'c')]], { mode: 'append' })
    expect(await names()).toEqual([
      [2, 'b'],
      [3, 'c'],
    ])
  })

  it('are not appended to where they are missing, unless they may be made', async () => {
    await expect(load([[row('1', 'a')]], { mode: 'append' })).rejects.toMatchObject({ code: 'DATABASE_FAILED' })
    expect(await load([[row('1', 'a')]], { mode: 'append', mayCreate: true })).toMatchObject({ rows: 1 })
  })

  it('take upserts: known keys are updated, others added, the last of two rows wins', async () => {
    await load([[row('1', 'a'), row('2', 'b')]])
    const rows = [row('2', 'b2'), row('3', 'c'), row('2', 'b3'), row('3', 'c2')]
    await load([rows.slice(0, 2), rows.slice(2)], { mode: 'upsert', keys: ['id'] })
    expect(await names()).toEqual([
      [1, 'a'],
      [2, 'b3'],
      [3, 'c2'],
    ])
  })

  it('are as before when a load ends in the middle', async () => {
    await load([[row('1', 'a')]])
    const broken = (async function* () {
      yield [row('2', 'b')]
      throw new Error('the source broke')
    })()
    await expect(load([], { mode: 'append', before: `DELETE FROM ${table}`, batches: broken })).rejects.toThrow(
      'the source broke',
    )
    expect(await names()).toEqual([[1, 'a']])
  })

  it('run SQL first, in the same transaction', async () => {
    await load([[row('1', 'a')]])
    await load([[row('2', 'b')]], { mode: 'append', before: `DELETE FROM ${table}` })
    expect(await names()).toEqual([[2, 'b']])
  })

  it('leave out what they do not take, where that is allowed', async () => {
    await db.run(`CREATE TABLE ${table} (id bigint PRIMARY KEY, "Name" text NOT NULL, "Amount" numeric, "At" text)`)
    const refused: unknown[] = []
    const rows = Array.from({ length: 50 }, (_, i) => row(String(i % 45), i === 7 ? null : `n${i}`))
    const loaded = await load([rows], { mode: 'append', refused: (bad) => refused.push(bad[0]) })
    expect(loaded).toMatchObject({ rows: 44, skipped: 6 })
    expect(refused).toEqual(['7', '0', '1', '2', '3', '4'])
    expect((await db.run(`SELECT count(*) FROM ${table}`)).rows).toEqual([[44]])
  })

  it('are asked in SQL, several statements at once too', async () => {
    await load([[row('1', 'a')]])
    const answer = await db.run(`UPDATE ${table} SET "Name" = 'x'; INSERT INTO ${table} (id) VALUES (9)`)
    expect(answer.count).toBe(1)
    expect((await db.run(`SELECT "Name" AS n FROM ${table} ORDER BY id`)).columns).toEqual(['n'])
    expect(
      (await db.run(`SELECT "Name" FROM ${table} WHERE id = ${kind === 'postgres' ? '$1' : '?'}`, [1])).rows,
    ).toEqual([['x']])
    await expect(db.run('SELECT nothing FROM nowhere')).rejects.toMatchObject({ code: 'DATABASE_FAILED' })
  })

  it('stop when they are told to', async () => {
    const ending = new AbortController()
    const batches = (async function* () {
      yield [row('1', 'a')]
      ending.abort(new Error('told to'))
      yield [row('2', 'b')]
    })()
    await expect(load([], { batches, signal: ending.signal })).rejects.toThrow('told to')
    await expect(all()).rejects.toMatchObject({ code: 'DATABASE_FAILED' })
  })
})

describe('names of tables and databases', () => {
  it('are read from a URL', () => {
    expect(readTableUrl('postgres://u@h/d#public.Accounts')).toEqual({
      url: 'postgres://u@h/d',
      table: { schema: 'public', name: 'Accounts' },
    })
    expect(readTableUrl('sqlite:a b.db#"x.y"').table).toEqual({ name: 'x.y' })
    expect(() => readTableUrl('postgres://u:secret@h/d')).toThrow('"postgres://u:***@h/d" names no table.')
    expect(isDatabaseUrl('accounts.csv')).toBe(false)
  })
})
