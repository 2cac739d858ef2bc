import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { Client } from 'pg'
import type { SqlType, Value } from '../src/base/types.ts'
import type { Connection } from '../src/driver/inner.ts'
import { LocalEngine, Workspace } from '../src/engine/index.ts'
import { startSimulator } from '../src/simulator/index.ts'
import { compare, type Spread, time } from './measure.ts'
import { Recording } from './replay.ts'

/** One measured thing. */
export interface Figure {
  readonly name: string
  /** What it is compared with, or what it is counted in. */
  readonly against: string
  readonly value: Spread
  /** What the median should stay below. */
  readonly bar: number
  readonly rowsPerSecond?: number
}

const rounds = 9
const rows = 20_000

/** Sixteen columns of all common types. */
const columns = `id, Deal_Name, Stage, Amount, Probability, Expected_Revenue, Closing_Date, Type, Lead_Source, Next_Step,
  Description, Created_Time, Modified_Time, Account_Name, Contact_Name, Owner`
const sql = `SELECT ${columns} FROM Deals`

export async function figures(tell: (name: string) => void): Promise<Figure[]> {
  await using simulator = await startSimulator({ data: 'odd', rows })
  const recording = new Recording(`${simulator.connectionString};TokenStore=memory`)
  const { columns: described } = await recording.recorder().query(sql)
  const setting = { recording, player: recording.player(), types: described.map(({ sqlType }) => sqlType) }
  const measured: Figure[] = []
  for (const measure of [direct, staging, stagingElsewhere, planning, startUp, serving, resting, crowded]) {
    tell(measure.name)
    measured.push(await measure(setting))
  }
  await recording.close()
  return measured
}

interface Setting {
  readonly recording: Recording
  readonly player: Connection
  /** Of the columns of {@link sql}. */
  readonly types: readonly SqlType[]
}

/** From the text of pages to row objects, when one scan answers all. */
async function direct({ recording, player }: Setting): Promise<Figure> {
  const pages = recording.pages()
  const own = async (): Promise<void> => {
    const { count } = await player.query(sql)
    if (count !== rows) throw new Error(`${count} rows instead of ${rows}`)
  }
  const base = (): void => {
    for (const page of pages) JSON.parse(page.toString())
  }
  const { ratio, ownMs } = await compare(own, base, rounds)
  return {
    name: 'pages to row objects',
    against: 'times JSON.parse of the same pages',
    value: ratio,
    bar: 2.5,
    rowsPerSecond: (rows / ownMs.median) * 1000,
  }
}

/** The rows of {@link sql} by pages, and their columns. */
async function stagedPages({ player, types }: Setting) {
  const values: (readonly Value[])[] = []
  for await (const batch of await player.open(sql)) values.push(...batch.map((row) => row.map(plainValue)))
  const pages = Array.from({ length: rows / 2000 }, (_, i) => values.slice(i * 2000, (i + 1) * 2000))
  return { pages, columns: types.map((type, i) => ({ name: `c${i}`, type })) }
}

/** Rows into the local engine. */
async function staging(setting: Setting): Promise<Figure> {
  const { pages, columns: staged } = await stagedPages(setting)
  const own = (): void => {
    const engine = LocalEngine.open()
    const stage = engine.stage([1], staged)
    for (const page of pages) stage.insert(page)
    engine.close()
  }
  const { ratio, ownMs } = await compare(own, () => rawInsert(pages, staged.length), rounds)
  return {
    name: 'staging rows in SQLite',
    against: 'times inserting them bare, many at once, nothing converted',
    value: ratio,
    bar: 1 / 0.6,
    rowsPerSecond: (rows / ownMs.median) * 1000,
  }
}

/** The same in a thread of its own, where this one has the time to read pages meanwhile. */
async function stagingElsewhere(setting: Setting): Promise<Figure> {
  const { pages, columns: staged } = await stagedPages(setting)
  const own = async (): Promise<void> => {
    const workspace = new Workspace()
    const stage = workspace.stage([1], staged)
    for (const page of pages) await stage.insert(page)
    await workspace.size()
    workspace.close()
  }
  const { ratio, ownMs } = await compare(own, () => rawInsert(pages, staged.length), rounds)
  return {
    name: 'staging rows in a thread',
    against: 'times inserting them bare in this one',
    value: ratio,
    bar: 2,
    rowsPerSecond: (rows / ownMs.median) * 1000,
  }
}

const plainValue = (value: unknown): Value => (value instanceof Date ? value.getTime() : (value as Value))

const rowsAtOnce = 10

/** The fastest way there is: several rows a statement, one transaction a page. */
function rawInsert(pages: readonly (readonly (readonly Value[])[])[], width: number): void {
  const db = new Database('')
  for (const pragma of ['journal_mode = OFF', 'synchronous = OFF']) db.pragma(pragma)
  db.exec(`CREATE TABLE t (${Array.from({ length: width }, (_, i) => `c${i}`).join(', ')})`)
  const row = `(${Array(width).fill('?').join(', ')})`
  const insert = db.prepare(`INSERT INTO t VALUES ${Array(rowsAtOnce).fill(row).join(', ')}`)
  for (const page of pages) {
    db.exec('BEGIN')
    for (let i = 0; i < page.length; i += rowsAtOnce) {
      insert.run(page.slice(i, i + rowsAtOnce).flatMap((cells) => cells.map((v) => (typeof v === 'boolean' ? +v : v))))
    }
    db.exec('COMMIT')
  }
  db.close()
}

const report = `SELECT a.Industry, date_trunc('month', d.Closing_Date) AS month, count(*) AS deals, sum(d.Amount) AS amount,
  rank() OVER (PARTITION BY a.Industry ORDER BY sum(d.Amount) DESC) AS place
FROM Deals d JOIN Accounts a ON a.id = d.Account_Name_id LEFT JOIN Contacts c ON c.id = d.Contact_Name_id
WHERE d.Stage IN ('Closed Won', 'Closed Lost') AND d.Closing_Date BETWEEN '2024-01-01' AND '2024-12-31'
  AND (c.Last_Name LIKE 'M%' OR a.Account_Name IS NOT NULL)
GROUP BY a.Industry, date_trunc('month', d.Closing_Date) ORDER BY 1, 5 LIMIT 20`

/** Parse, bind and plan, with metadata known. */
async function planning({ recording }: Setting): Promise<Figure> {
  const db = recording.recorder()
  const value = await time(() => db.explain(report), rounds * 5)
  return { name: 'planning a report over three tables', against: 'ms', value, bar: 5 }
}

const command = fileURLToPath(new URL('../bin/zohosql.js', import.meta.url))

/** The built command with one small query, from start to end. */
async function startUp(): Promise<Figure> {
  const server = spawn(process.execPath, [command, 'simulate'], { stdio: ['ignore', 'pipe', 'ignore'] })
  const [connection] = await once(server.stdout, 'data')
  // A folder of its own for tokens and metadata: as a user's second call finds them.
  const home = mkdtempSync(join(tmpdir(), 'zohosql-bench-'))
  const words = [command, '-c', String(connection).trim(), 'SELECT id FROM Leads LIMIT 1']
  const value = await time(() => run(words, { XDG_DATA_HOME: home }), rounds)
  server.kill('SIGINT')
  rmSync(home, { recursive: true })
  const node = await time(() => run(['-e', '0']), rounds)
  return {
    name: 'the command with one small query',
    against: `ms, of which ${node.median.toFixed(0)} Node's own`,
    value,
    bar: 300,
  }
}

/** `serve` of an account whose metadata is asked for, from the start of the process until it takes clients. */
async function serving(): Promise<Figure> {
  const value = await time(async () => (await startServe()).process.kill('SIGKILL'), rounds)
  return { name: 'zohosql serve, until it takes clients', against: 'ms', value, bar: 300 }
}

/** Memory of `serve` without a client. */
const resting = async (): Promise<Figure> => ({
  name: 'zohosql serve at rest',
  against: 'MB',
  value: await megabytes(async () => undefined),
  bar: 150,
})

const sessions = 100

/** The same with as many sessions as it takes, each of which has asked something. */
const crowded = async (): Promise<Figure> => ({
  name: `zohosql serve with ${sessions} sessions`,
  against: 'MB',
  value: await megabytes(async (port) => {
    for (let n = 0; n < sessions; n++) {
      const client = new Client({ host: '127.0.0.1', port, user: 'zoho', database: 'zoho' })
      // The server is killed under it.
      client.on('error', () => undefined)
      await client.connect()
      await client.query('SELECT id, Deal_Name FROM Deals LIMIT 10')
    }
  }),
  bar: 250,
})

/** What a server holds a second after something was done with it. */
async function megabytes(work: (port: number) => Promise<void>): Promise<Spread> {
  const server = await startServe()
  await work(server.port)
  await setTimeout(1000)
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(server.process.pid)], { encoding: 'utf8' })
  server.process.kill('SIGKILL')
  const held = Number(stdout) / 1024
  return { median: held, least: held, most: held }
}

async function startServe(): Promise<{ readonly process: ChildProcess; readonly port: number }> {
  const words = [command, 'serve', '--demo', '--data', 'odd', '--rows', '200', '--port', '0']
  const server = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'pipe'] })
  for await (const text of server.stderr) {
    const [, port] = / are served at \S+:(\d+)/.exec(String(text)) ?? []
    if (port !== undefined) return { process: server, port: Number(port) }
  }
  throw new Error('zohosql serve does not start')
}

function run(words: readonly string[], env: Readonly<Record<string, string>> = {}): void {
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8', env: { ...process.env, ...env } })
  if (status !== 0) throw new Error(stderr)
}
