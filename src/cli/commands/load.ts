import { existsSync } from 'node:fs'
import { ZohoSqlError } from '../../base/errors.ts'
import { text } from '../../base/types.ts'
import type { LoadOptions } from '../../driver/inner.ts'
import { type FileRow, readFileRows } from '../../output/index.ts'
import { type CliSession, openSession } from '../connect.ts'
import { Bar } from '../load/bar.ts'
import { LoadLog, logPath } from '../load/log.ts'
import { ResultsFile } from '../load/results.ts'
import { type LoadPlan, LoadRun, type LoadTally } from '../load/run.ts'
import { printRows } from '../print.ts'
import { note, type Task } from '../task.ts'
import { plural } from '../text.ts'
import { usageError } from '../usage.ts'

const usage = 'zohosql load FILE TABLE'

/** Writes the rows of a file into a table; with `--results` what became of each is kept, and a broken load goes on. */
export async function load(task: Task): Promise<void> {
  const [path, table] = task.words
  if (path === undefined || table === undefined) throw usageError('load needs a file and a table.', usage)
  const { results } = task.options
  if (results !== undefined && !/\.csv$/i.test(results)) throw usageError('Results are a .csv file.')
  const maps = mapsOf(task.options.map ?? [])
  const options = optionsOf(task, maps)
  const file = await readFileRows(path)
  const { total, columns } = await surveyed(file, maps)
  await using session = await openSession(task)
  const plan = { table, options, file, total }
  if (options.dryRun) return await dryRun(session, plan, task)
  if (results !== undefined && existsSync(results) && !existsSync(logPath(results)))
    return await refuseUnlessComplete(results, total, task)
  await write(session, plan, columns, results, task)
}

/** What the options say, for the driver. */
function optionsOf({ options, signal }: Task, maps: ReadonlyMap<string, string>): LoadOptions<FileRow> {
  const { action, key, triggers, road, 'on-error': onError = 'stop', 'dry-run': dryRun = false, results } = options
  if (/^retrieve$/i.test(action ?? '')) throw usageError('load writes; zohosql copy "SELECT …" FILE reads.')
  if (onError !== 'stop' && onError !== 'continue') throw usageError('--on-error of load takes stop or continue.')
  if (dryRun && results !== undefined) throw usageError('A dry run has no results.', 'Leave --results away.')
  return {
    action: (action ?? 'insert').toLowerCase() as 'insert',
    ...(key && { key }),
    ...(triggers !== undefined && { triggers }),
    ...(road !== undefined && { road: road as 'auto' }),
    onError,
    dryRun,
    signal,
    transform: (row) => mapped(row, maps),
  }
}

/** `Firma=Company`; `Notes=` leaves a column out. */
function mapsOf(given: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    given.map((one) => {
      const at = one.lastIndexOf('=')
      if (at <= 0) throw usageError(`--map takes FILECOL=COL, not "${one}".`)
      return [one.slice(0, at), one.slice(at + 1)]
    }),
  )
}

function mapped(row: FileRow, maps: ReadonlyMap<string, string>): FileRow {
  if (maps.size === 0) return row
  const cells = Object.entries(row).map(([name, value]) => [maps.get(name) ?? name, value] as const)
  return Object.fromEntries(cells.filter(([name]) => name !== ''))
}

/** How many rows there are, and all their columns. @throws {ZohoSqlError} USAGE a column to map that is not there */
async function surveyed(file: AsyncIterable<FileRow>, maps: ReadonlyMap<string, string>) {
  const columns = new Set<string>()
  let total = 0
  for await (const row of file) {
    total += 1
    if (typeof row === 'object' && row !== null) for (const name of Object.keys(row)) columns.add(name)
  }
  const missing = [...maps.keys()].find((name) => total > 0 && !columns.has(name))
  if (missing !== undefined)
    throw usageError(`The file has no column "${missing}".`, `It has ${[...columns].join(', ')}.`)
  return { total, columns: [...columns] }
}

async function write(
  session: CliSession,
  plan: LoadPlan,
  columns: readonly string[],
  results: string | undefined,
  task: Task,
): Promise<void> {
  const log = results === undefined ? undefined : await LoadLog.open(results, identity(plan, task))
  const bar = new Bar(task)
  let isDone = false
  try {
    const keeping = log && { log, results: await ResultsFile.open(results!, columns) }
    const run = new LoadRun(task, plan, keeping, bar)
    const error = await run.run(session.db).finally(() => keeping?.results.close())
    bar.clear()
    const { tally } = run
    isDone = error === undefined && tally.unknown === 0 && tally.notSent === 0
    tell(tally, plan.total, task)
    if (error !== undefined) throw error
    refuseUnwritten(tally)
  } finally {
    bar.clear()
    log?.close(isDone)
  }
}

/** What must be the same for a load to go on. */
const identity = ({ table, options }: LoadPlan, task: Task): string =>
  JSON.stringify([table, options.action, options.key ?? null, task.options.map ?? []])

function tell(tally: LoadTally, total: number, task: Task): void {
  const { written, kept, rejected, unknown, calls, credits } = tally
  const parts = [
    `${written.toLocaleString('en')} of ${plural(total, 'row')} written${kept > 0 ? ` (${kept} before)` : ''}`,
    ...(rejected > 0 ? [`${rejected} refused`] : []),
    ...(unknown > 0 ? [`${unknown} of unknown outcome`] : []),
    `${plural(calls, 'call')}, ${plural(credits, 'credit')}`,
  ]
  for (const complaint of tally.complaints) note(task, complaint)
  note(task, parts.join('; '))
}

function refuseUnwritten({ rejected, unknown }: LoadTally): void {
  if (unknown > 0) {
    throw new ZohoSqlError('WRITE_UNKNOWN', `Of ${plural(unknown, 'row')} it is not known whether they were written.`, {
      hint: 'The same command with its --results file looks for them again before it sends anything.',
    })
  }
  if (rejected > 0) throw new ZohoSqlError('ROWS_REJECTED', `${plural(rejected, 'row')} were refused.`)
}

/** A load that has ended is not done again; what is not known of one that has not could be done twice. */
async function refuseUnlessComplete(results: string, total: number, task: Task): Promise<void> {
  let [written, rejected] = [0, 0]
  for await (const { outcome } of await readFileRows(results)) {
    if (outcome === 'written') written += 1
    if (outcome === 'rejected') rejected += 1
  }
  if (written + rejected === total) {
    const again =
      rejected > 0 ? ` ${plural(rejected, 'row')} of them were refused: load those from a file of their own.` : ''
    return note(task, `"${results}" has the outcome of all ${plural(total, 'row')}: nothing was sent.${again}`)
  }
  throw new ZohoSqlError(
    'USAGE',
    `"${results}" is there already, and "${logPath(results)}", which tells the rest, is not.`,
    {
      hint: 'Give another file for the results; look first which rows are there.',
    },
  )
}

async function dryRun({ db }: CliSession, { table, options, file }: LoadPlan, task: Task): Promise<void> {
  const cells: (string | null)[][] = []
  for await (const { index, outcome, id, message } of db.loadStream(table, file, options))
    cells.push([String(index + 1), outcome, id, message])
  const columns = ['row', 'outcome', 'id', 'message'].map((name) => ({ name, sqlType: text }))
  await printRows(columns, cells, task)
}
