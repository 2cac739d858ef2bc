/** zohosql load: files of every form, names that differ, results, and loads that go on where they ended. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { barText } from '../../src/cli/load/bar.ts'
import { hashOf } from '../../src/cli/load/run.ts'
import type { GivenWorld } from '../../src/simulator/index.ts'
import { hurry } from '../support/hurry.ts'
import { company } from '../write/help.ts'
import { useSimulator, zohosql } from './support.ts'

hurry()

const [accounts, parts] = company.modules as [object, { readonly fields: object[] }]
const stamped = [...parts.fields, { api_name: 'Created_Time', data_type: 'datetime', read_only: true }]
const data = { ...company, modules: [accounts, { ...parts, fields: stamped }] } as GivenWorld

const { connection, simulator } = useSimulator({ data })
const run = (...args: readonly string[]) => zohosql(['-c', connection(), ...args])
const named = (name: string) =>
  simulator()
    .rows('Parts')
    .filter((row) => row.Name === name)

let folder: string
const file = (name: string, content?: string): string => {
  const path = join(folder, name)
  if (content !== undefined) writeFileSync(path, content)
  return path
}
const resultsOf = (path: string): Record<string, string>[] => parse(readFileSync(path), { columns: true })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zohosql-load-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('files as copy writes them', () => {
  it.each(['csv', 'json', 'ndjson', 'xlsx', 'parquet', 'sqlite'])('%s', async (form) => {
    const path = file(`parts.${form}`)
    const moment = '2026-03-09T20:00:00Z'
    const select = `SELECT '${form} ' || Count AS "Name", Count, Count + 0.25 AS "Price", Count = 1 AS "Active", DATE '2026-03-09' AS "Day",
      TIMESTAMPTZ '${moment}' AS "Moment", Kind, NULL::text AS "Code" FROM Parts WHERE Count < 3 AND Name LIKE 'part%'`
    expect((await run('copy', select, path)).code).toBe(0)
    const { code, stderr } = await run('load', path, 'Parts')
    expect([code, stderr]).toEqual([0, expect.stringContaining('3 of 3 rows written; ')])
    expect(named(`${form} 1`)).toHaveLength(1)
    expect(named(`${form} 1`)[0]).toMatchObject({
      Count: 1,
      Price: 1.25,
      Active: true,
      Day: '2026-03-09',
      Kind: 'B',
      Code: null,
    })
    expect(new Date(named(`${form} 2`)[0]!.Moment as string)).toEqual(new Date(moment))
  })

  it('others are refused, and what is wrong with one is said', async () => {
    expect((await run('load', file('a.txt', 'x'), 'Parts')).code).toBe(2)
    expect((await run('load', file('none.csv'), 'Parts')).stderr).toContain('cannot be read')
    expect((await run('load', file('twice.csv', 'Name,Name\n1,2\n'), 'Parts')).stderr).toContain('two columns "Name"')
    expect((await run('load', file('cut.json', '[{"Name":"x"}'), 'Parts')).stderr).toContain('ends in the middle')
    expect((await run('load', file('bad.ndjson', '{"Name":"x"}\n{'), 'Parts')).stderr).toContain('line 2')
    expect(named('x')).toEqual([])
  })
})

describe('options', () => {
  it('map names; the results show the rows as they were', async () => {
    const path = file('map.csv', 'title,how many,Note\nm1,1,a\nm2,2,b\n')
    const results = file('map.results.csv')
    const args = ['--map', 'title=Name', '--map', 'how many=Count', '--map', 'Note=', '--results', results]
    expect((await run('load', path, 'Parts', ...args)).code).toBe(0)
    const [{ id }] = named('m1') as [{ id: string }]
    expect(resultsOf(results)[0]).toMatchObject({ title: 'm1', 'how many': '1', Note: 'a', success: 'true', id })
    expect(existsSync(`${results}.sending`)).toBe(false)
    const again = await run('load', path, 'Parts', ...args)
    expect([again.code, again.stderr]).toEqual([0, expect.stringContaining('nothing was sent')])
    expect(named('m1')).toHaveLength(1)
    expect((await run('load', path, 'Parts', '--map', 'Title=Name')).code).toBe(2)
  })

  it('a wrong row keeps all back, unless they shall go on without it', async () => {
    const path = file('wrong.csv', 'Name,Count\nw1,1\nw2,x\nw3,3\n')
    const results = file('wrong.results.csv')
    const stopped = await run('load', path, 'Parts')
    expect([stopped.code, named('w1')]).toEqual([1, []])
    expect(stopped.stderr).toContain('row 2, column "Count", value "x"')
    const { code } = await run('load', path, 'Parts', '--on-error', 'continue', '--results', results)
    expect([code, named('w1').length, named('w3').length]).toEqual([1, 1, 1])
    expect(resultsOf(results).map(({ outcome }) => outcome)).toEqual(['written', 'rejected', 'written'])
  })

  it('upsert by a key, delete, and a dry run', async () => {
    const path = file('upsert.csv', 'Code,Name,Count\nL1,u,1\nL2,u,2\n')
    const upsert = ['load', path, 'Parts', '--action', 'upsert', '--key', 'Code']
    const dry = await run(...upsert, '--dry-run')
    expect([dry.stdout.split('\n')[1], named('u')]).toEqual([expect.stringMatching(/^1,planned,,"insert /), []])
    await run(...upsert)
    await run(...upsert)
    expect(named('u').map(({ Count }) => Count)).toEqual([1, 2])
    const gone = file(
      'gone.csv',
      `id\n${named('u')
        .map(({ id }) => id)
        .join('\n')}\n`,
    )
    expect((await run('load', gone, 'Parts', '--action', 'delete')).code).toBe(0)
    expect(named('u')).toEqual([])
  })

  it('the bar tells how long it may still take', () => {
    const far = { done: 1250, total: 5000, calls: 13, credits: 130 }
    expect(barText(far, 7000)).toBe('[######------------------] 25% of 5,000 rows, 13 calls, 130 credits, 0:21 left')
  })
})

describe('a load that was broken off', () => {
  const own = useSimulator({ data })
  const run = (...args: readonly string[]) => zohosql(['-c', own.connection(), ...args])
  const named = (name: string) =>
    own
      .simulator()
      .rows('Parts')
      .filter((row) => row.Name === name)

  /** 400 rows of which 100 are known, 100 were on their way (half of them arrived), and 200 were never sent. */
  async function broken(name: string, road = 'records', more: object[] = []) {
    const batch = { action: 'insert', road }
    const rows = Array.from({ length: 400 }, (_, i) => ({ Name: name, Count: String(i) }))
    const path = file(`${name}.csv`, `Name,Count\n${rows.map((row) => `${row.Name},${row.Count}`).join('\n')}\n`)
    const results = file(`${name}.results.csv`, 'Name,Count,success,message,id,outcome\n')
    const first = file(
      `${name}.first.csv`,
      `Name,Count\n${rows
        .slice(0, 150)
        .map((row) => `${row.Name},${row.Count}`)
        .join('\n')}\n`,
    )
    // As another process would have done it: this one does not know of its ids.
    const { connectionString, accessToken } = own.simulator()
    const elsewhere = connectionString.replace(/ClientId=.*$/, `AccessToken=${accessToken};TokenStore=memory`)
    expect((await zohosql(['-c', elsewhere, 'load', first, 'Parts'])).code).toBe(0)
    const ids = new Map(named(name).map((row) => [row.Count, row.id]))
    const at = Date.now() - 59_000
    const lines = [
      { load: JSON.stringify(['Parts', 'insert', null, []]) },
      { sending: rows.slice(0, 100).map((row, i) => [i, hashOf(row), null]), ...batch, at },
      { ended: rows.slice(0, 100).map((_, i) => [i, 'written', ids.get(i), 'record added']) },
      { sending: rows.slice(100, 200).map((row, i) => [100 + i, hashOf(row), null]), ...batch, at },
      ...more,
    ]
    writeFileSync(`${results}.sending`, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"ended":[[1`)
    return { path, results, ids }
  }

  it('goes on where it ended, and doubles nothing', async () => {
    const { path, results, ids } = await broken('resumed')
    const { code, stderr } = await run('load', path, 'Parts', '--results', results)
    expect([code, stderr]).toEqual([0, expect.stringContaining('400 of 400 rows written (150 before)')])
    const counts = named('resumed').map(({ Count }) => Count as number)
    expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 400 }, (_, i) => i))
    const told = resultsOf(results)
    expect(told.map(({ Count }) => Number(Count))).toEqual(Array.from({ length: 400 }, (_, i) => i))
    expect(told.slice(0, 150).map(({ id }) => id)).toEqual(Array.from({ length: 150 }, (_, i) => ids.get(i)))
    expect(existsSync(`${results}.sending`)).toBe(false)
  })

  it('rows of a job that is not there yet stay unknown', async () => {
    const { path, results } = await broken('jobs', 'bulk', [{ job: '', of: 100 }])
    const { code, stderr } = await run('load', path, 'Parts', '--results', results, '--triggers', 'none')
    expect([code, stderr]).toEqual([1, expect.stringContaining('50 of unknown outcome')])
    expect(named('jobs')).toHaveLength(350)
    expect(existsSync(`${results}.sending`)).toBe(true)
  })

  it('is not taken for another one', async () => {
    const { path, results } = await broken('other')
    const other = await run('load', path, 'Parts', '--results', results, '--action', 'upsert', '--key', 'Name')
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('belongs to another load')])
    writeFileSync(path, readFileSync(path, 'utf8').replace('other,5\n', 'other,55\n'))
    const changed = await run('load', path, 'Parts', '--results', results)
    expect([changed.code, changed.stderr]).toEqual([2, expect.stringContaining('Row 6 is another')])
    await rm(`${results}.sending`)
    expect((await run('load', path, 'Parts', '--results', results)).stderr).toContain('which tells the rest, is not')
    expect(named('other')).toHaveLength(150)
  })

  it('when Zoho refuses a row and it stops, the rest goes with the next try', async () => {
    const path = file(
      'refused.csv',
      `Name,Code\n${Array.from({ length: 30 }, (_, i) => `refused,${i === 12 ? 'R5' : `R${i}`}`).join('\n')}\n`,
    )
    const results = file('refused.results.csv')
    const first = await run('load', path, 'Parts', '--results', results)
    expect(first.code).toBe(1)
    expect(resultsOf(results)).toHaveLength(30)
    const again = await run('load', path, 'Parts', '--results', results)
    expect(again.code).toBe(1)
    expect(named('refused')).toHaveLength(29)
    expect(resultsOf(results)[12]).toMatchObject({ success: 'false', outcome: 'rejected' })
  })
})
