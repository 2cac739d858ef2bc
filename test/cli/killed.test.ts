/**
 * Loads that are killed: a process of its own gets SIGKILL while a batch of its is with Zoho, before or after Zoho wrote.
 * The same command goes on; afterwards the store has each row once, and the results say so.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type GivenWorld, type Simulator, startSimulator } from '../../src/simulator/index.ts'
import { root } from '../support/command.ts'
import { company } from '../write/help.ts'
import { zohosql } from './support.ts'

const [accounts, parts] = company.modules as [object, { readonly fields: object[] }]
const stamped = [...parts.fields, { api_name: 'Created_Time', data_type: 'datetime', read_only: true }]
const data = { ...company, modules: [accounts, { ...parts, fields: stamped }] } as GivenWorld

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zohosql-killed-'))
})
afterAll(() => rm(folder, { recursive: true }))

const rowsCount = 300
const numbers = Array.from({ length: rowsCount }, (_, i) => i)

type Row = Readonly<Record<string, string | number>>

async function fileOf(name: string, form: string, rows: readonly Row[]): Promise<string> {
  const path = join(folder, `${name}.${form}`)
  const columns = Object.keys(rows[0]!)
  const cells = rows.map((row) => columns.map((column) => row[column] ?? ''))
  if (form === 'csv') writeFileSync(path, [columns, ...cells].map((line) => `${line.join()}\n`).join(''))
  else if (form === 'ndjson') writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  else writeFileSync(path, await writeXlsx({ sheets: [{ name: 'rows', rows: [columns, ...cells] }] }))
  return path
}

/** The command, from its source, in a process of its own. */
function start(args: readonly string[]): ChildProcess {
  const code =
    "import('./src/cli/main.ts').then(async ({ main }) => { process.exitCode = await main(process.argv.slice(1)) })"
  const words = ['--import', './test/support/bundler-hook.ts', '-e', code, '--', ...args]
  return spawn(process.execPath, words, { cwd: root, stdio: 'ignore' })
}

/** A minute goes by: what was on its way when its sender died has arrived by then. */
function aMinuteLater(log: string): void {
  writeFileSync(
    log,
    readFileSync(log, 'utf8').replace(/"at":(\d+)/g, (_, at) => `"at":${Number(at) - 59_000}`),
  )
}

interface Case {
  readonly action: 'insert' | 'upsert' | 'update' | 'delete'
  readonly key?: string
  readonly form: 'csv' | 'ndjson' | 'xlsx'
  /** At which batches of which try it is killed. */
  readonly kills: readonly (readonly [when: 'before' | 'after', batch: number])[]
  /** Properties of the connection. */
  readonly more?: string
  /** Rows that are all the same. */
  readonly same?: boolean
  /** Where it is struck, if not at the records themselves. */
  readonly path?: RegExp
}

/** Rows of the file, and the store as it is to be: by the name of the run. */
function given(
  simulator: Simulator,
  name: string,
  { action, key, same }: Case,
): { rows: Row[]; there: readonly unknown[] } {
  const of = (i: number): Row => ({ Name: name, Code: same ? '' : `${name}${i}`, Count: same ? 1 : i })
  if (action === 'insert') return { rows: numbers.map((i) => of(i)), there: numbers.map((i) => of(i).Count) }
  // Half of what an upsert names is there.
  const old = action === 'upsert' ? rowsCount / 2 : rowsCount
  const ids = numbers.slice(0, old).map((i) => simulator.insert('Parts', { ...of(i), Count: -1 }))
  if (action === 'delete') {
    return { rows: key ? numbers.map((i) => ({ Code: `${name}${i}` })) : ids.map((id) => ({ id })), there: [] }
  }
  const rows = numbers.map((i): Row => (key ? of(i) : { id: ids[i] ?? '', Name: name, Code: `${name}${i}`, Count: i }))
  return { rows, there: numbers }
}

async function killed(name: string, one: Case): Promise<void> {
  await using simulator = await startSimulator({ data })
  const { rows, there } = given(simulator, name, one)
  const path = await fileOf(name, one.form, rows)
  const results = join(folder, `${name}.results.csv`)
  const log = `${results}.sending`
  const args = [
    '-c',
    `${simulator.connectionString};TokenStore=memory;MaxConcurrency=2${one.more ?? ''}`,
    'load',
    path,
    'Parts',
    '--action',
    one.action,
  ]
  args.push('--results', results, ...(one.key ? ['--key', one.key] : []))
  for (const [when, nth] of one.kills) {
    const containing = one.path ? '' : one.action === 'delete' ? 'ids=' : name
    simulator.resetStats()
    simulator.setFaults({ script: [{ kind: 'hang', when, path: one.path ?? /\/Parts$/, containing, nth }] })
    const child = start(args)
    const ended = once(child, 'exit')
    await expect.poll(() => simulator.stats().statuses[0] ?? 0, { timeout: 30_000 }).toBe(1)
    child.kill('SIGKILL')
    expect((await ended)[1]).toBe('SIGKILL')
    simulator.setFaults({})
    // Whoever dies while writing leaves half a line.
    writeFileSync(log, '{"ended":[[0,"writ', { flag: 'a' })
    writeFileSync(results, 'half a li', { flag: 'a' })
    aMinuteLater(log)
  }
  const { code, stderr } = await zohosql(args)
  expect([code, stderr]).toEqual([0, expect.stringContaining(`${rowsCount} of ${rowsCount} rows written`)])
  const found = simulator.rows('Parts').filter((row) => row.Name === name)
  expect(found.map(({ Count }) => Number(Count)).sort((a, b) => a - b)).toEqual(there)
  const told: Record<string, string>[] = parse(readFileSync(results), { columns: true })
  expect(told.map(({ success }) => success)).toEqual(rows.map(() => 'true'))
  const ids = told.map(({ id }) => id)
  expect(new Set(ids).size).toBe(rowsCount)
  if (one.action !== 'delete') expect(ids.toSorted()).toEqual(found.map(({ id }) => id).toSorted())
}

const job = (path: RegExp, when: 'before' | 'after'): Case => ({
  action: 'insert',
  form: 'csv',
  kills: [[when, 1]],
  path,
  more: ';WriteRoad=bulk;Triggers=none',
})

const cases: Readonly<Record<string, Case>> = {
  'insert, written': { action: 'insert', form: 'csv', kills: [['after', 2]] },
  'insert, twice': {
    action: 'insert',
    form: 'ndjson',
    kills: [
      ['before', 1],
      ['after', 1],
    ],
  },
  'insert of equal rows': { action: 'insert', form: 'xlsx', kills: [['after', 2]], same: true },
  'upsert by key': { action: 'upsert', key: 'Code', form: 'csv', kills: [['after', 3]] },
  'upsert by id': { action: 'upsert', form: 'csv', kills: [['after', 3]] },
  'update by key': { action: 'update', key: 'Code', form: 'xlsx', kills: [['before', 2]] },
  'delete by key': { action: 'delete', key: 'Code', form: 'csv', kills: [['after', 2]] },
  'delete, with a journal': { action: 'delete', form: 'ndjson', kills: [['after', 1]], more: ';Journal=JOURNAL' },
  'job, no file yet': job(/\/upload$/, 'before'),
  'job, asked for': job(/\/write$/, 'after'),
  'job, at work': job(/\/write\/\d+$/, 'before'),
  'job, result': job(/bulk-write/, 'after'),
}

/** The others take their time: `npm run kills` does all. */
const usual = /^(insert, twice|insert of equal rows|upsert by key|update by key|delete, with a journal|job, at work)$/
const wanted = Object.entries(cases).filter(([name]) => process.env.KILLS === 'all' || usual.test(name))

describe('a load that is killed', () => {
  it.each(wanted)('%s', async (name, one) => {
    const more = one.more?.replace('JOURNAL', join(folder, 'journal.ndjson'))
    await killed(name.replaceAll(/[, ]/g, ''), { ...one, ...(more && { more }) })
  })
})
