/** Rows that come as values, not as SQL: their columns found, their values read, then the way of every write. */
import { isZohoSqlError, type Outcome, ZohoSqlError } from '../../base/errors.ts'
import type { SqlType, Value } from '../../base/types.ts'
import { makeSession, type Session } from '../../engine/values/index.ts'
import { plainType, type Target, targetNamed } from '../../plan/index.ts'
import type { Column, Table } from '../../source/index.ts'
import { type Account, contextOf, metered } from '../account.ts'
import { parameterValue } from '../parameters.ts'
import { keyName } from './keys.ts'
import { performed } from './perform.ts'
import { finished, type Planned } from './planned.ts'
import { makeReading, type Reading, rowsWith } from './reading.ts'
import { type Checked, checkRows, type Issue, type Work, type WriteRow } from './rows.ts'
import type { WriteSettings } from './settings.ts'
import { uncached } from './uncached.ts'

export type LoadAction = 'insert' | 'update' | 'upsert' | 'delete'

export interface LoadJob {
  /** As a statement would name it. */
  readonly table: readonly string[]
  readonly action: LoadAction
  /** Columns that tell records apart: of update and delete one, by default the id. */
  readonly key: readonly string[]
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

export interface Loaded {
  /** One for each row, in their order. */
  readonly outcomes: readonly Outcome[]
  /** Of a dry run: what would be done. */
  readonly plan: Planned
  readonly calls: number
  readonly credits: number
  readonly notices: readonly string[]
}

/** What a job has found out of its table. */
interface Found {
  readonly table: Table
  readonly targets: readonly Target[]
  /** What each row calls the targets. */
  readonly names: readonly string[]
  readonly key: readonly { readonly column: Column; readonly name: string }[]
}

/**
 * Writes rows of values.
 *
 * @throws {ZohoSqlError} as a statement would: with `outcomes` of every row
 */
export async function loadRows(
  job: LoadJob,
  account: Account,
  settings: WriteSettings,
  signal: AbortSignal,
  onBatch?: (outcomes: readonly Outcome[]) => void,
): Promise<Loaded> {
  if (settings.readOnly && !settings.dryRun)
    throw new ZohoSqlError('READ_ONLY', 'cannot load: this connection only reads')
  const metadata = contextOf(account, signal)
  const table = await account.catalog.table(job.table, metadata)
  const session = makeSession({ timeZone: await account.timeZone(metadata), now: account.now() })
  const meter = metered(metadata.meter, account)
  const fresh = uncached(account)
  const reading = makeReading(fresh, signal, meter)
  const plan = await plannedLoad(job, find(job, table), settings, reading, session)
  const spent = () => ({ calls: meter.calls, credits: meter.credits, notices: [...new Set(meter.notices)] })
  if (settings.dryRun) return { outcomes: plan.settled, plan, ...spent() }
  try {
    const { all } = await performed(plan, settings, reading, onBatch)
    return { outcomes: all, plan, ...spent() }
  } finally {
    await fresh.forgetRows(reading)
  }
}

function find({ rows, action, key }: LoadJob, table: Table): Found {
  if (!table.changes) throw new ZohoSqlError('NOT_SUPPORTED', `Rows of "${table.name}" cannot be written.`)
  const keys = (key.length > 0 ? key : [keyName(table)]).map((name) => ({ column: columnOf(table, name), name }))
  const isKey = (name: string): boolean => keys.some(({ column }) => column.name.toLowerCase() === name.toLowerCase())
  const all = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const sets = action === 'upsert' || action === 'insert'
  const names = action === 'delete' ? [] : all.filter((name) => sets || !isKey(name))
  const doing = action === 'update' ? 'update' : 'insert'
  const targets = targetNamed(table, names, doing)
  return { table, targets, names, key: keys }
}

function columnOf(table: Table, name: string): Column {
  const found = table.columns.find((column) => column.name.toLowerCase() === name.toLowerCase())
  if (found) return found
  throw new ZohoSqlError('UNDEFINED_COLUMN', `column "${name}" of relation "${table.name}" does not exist`)
}

async function plannedLoad(
  job: LoadJob,
  found: Found,
  settings: WriteSettings,
  reading: Reading,
  session: Session,
): Promise<Planned> {
  const issues: Issue[] = []
  const rows = job.rows.map((row, index) => readRow(row, index, found, session, issues))
  const parts =
    job.action === 'insert'
      ? [workOf('insert', found, rows, [])]
      : await keyed(job, found, rows, settings, reading, session, issues)
  const types = found.targets.map(({ column }) => plainType(column.type))
  const checked = parts.map((work, i): Checked => {
    const one = checkRows(withoutBad(work, issues), types, settings)
    return i === 0 ? { work: one.work, issues: [...issues, ...one.issues] } : one
  })
  return finished(checked, [], rows, settings, reading, false)
}

const workOf = (
  action: Work['action'],
  { table, targets }: Found,
  rows: readonly WriteRow[],
  before: readonly Column[],
): Work => ({
  action,
  table,
  targets: action === 'delete' ? [] : targets,
  before,
  rows,
})

function withoutBad(work: Work, issues: readonly Issue[]): Work {
  const bad = new Set(issues.map(({ index }) => index))
  return { ...work, rows: work.rows.filter(({ index }) => !bad.has(index)) }
}

// -------------------------------------------------------------------------------------------------- values

function readRow(
  row: Readonly<Record<string, unknown>>,
  index: number,
  { targets, names }: Found,
  session: Session,
  issues: Issue[],
): WriteRow {
  const values = targets.map(({ column }, i) => read(row[names[i]!], column, index, session, issues))
  return { index, id: undefined, values, before: [], returned: [] }
}

/** `undefined` is not set; an empty text is no value of anything. */
function read(value: unknown, column: Column, index: number, session: Session, issues: Issue[]): Value | undefined {
  if (value === undefined) return undefined
  if (value === '') return null
  const type: SqlType = plainType(column.type)
  try {
    return parameterValue(Array.isArray(value) && type.name === 'text' ? value.join(';') : value, type, session)
  } catch (error) {
    if (!isZohoSqlError(error)) throw error
    issues.push({ index, column, value: String(value), code: error.code, message: error.message, hint: error.hint })
    return null
  }
}

// ---------------------------------------------------------------------------------------------------- keys

/** Update, upsert and delete: the records that the keys of the rows tell of. */
async function keyed(
  { action, rows: given }: LoadJob,
  found: Found,
  rows: readonly WriteRow[],
  settings: WriteSettings,
  reading: Reading,
  session: Session,
  issues: Issue[],
): Promise<Work[]> {
  const { table, key } = found
  const wantsBefore = settings.dryRun || settings.journal !== undefined
  const before = wantsBefore ? (action === 'delete' ? settableOf(table) : found.targets.map(({ sets }) => sets)) : []
  const keys = given.map((row, index) => keyOf(row, index, found, session, issues))
  const held = await holders(
    table,
    key.map(({ column }) => column),
    keys,
    before,
    reading,
  )
  refuseTwins(action, keys, key[0]!.column, issues)
  const inserts: WriteRow[] = []
  const others: WriteRow[] = []
  for (const row of rows) {
    const text = keys[row.index]
    const records = text === undefined ? [] : (held.get(text) ?? [])
    if (records.length === 1) others.push({ ...row, ...records[0]! })
    else if (records.length > 1)
      issues.push(complaint(row, key[0]!.column, text, `${records.length} records have this key`, 'CARDINALITY'))
    else if (action === 'upsert') inserts.push(row)
    else issues.push(complaint(row, key[0]!.column, text, 'there is no record with this key', 'FOREIGN_KEY'))
  }
  const changed = workOf(action === 'delete' ? 'delete' : 'update', found, others, before)
  return action === 'upsert' ? [workOf('insert', found, inserts, []), changed] : [changed]
}

const settableOf = (table: Table): readonly Column[] =>
  table.columns.filter(({ settable, part }) => settable?.insert && part !== 'name' && part !== 'email')

const complaint = (
  { index }: WriteRow,
  column: Column,
  value: string | undefined,
  message: string,
  code: Issue['code'],
): Issue => ({ index, column, value: value ?? null, code, message })

/** The key's values as one text; undefined where one is missing. */
function keyOf(
  row: Readonly<Record<string, unknown>>,
  index: number,
  { key }: Found,
  session: Session,
  issues: Issue[],
): string | undefined {
  const parts = key.map(({ column, name }) => {
    const own = Object.keys(row).find((each) => each.toLowerCase() === name.toLowerCase())
    return own === undefined ? null : (read(row[own], column, index, session, issues) ?? null)
  })
  return parts.includes(null) ? undefined : JSON.stringify(parts.map(String))
}

interface Holder {
  readonly id: string
  readonly before: readonly Value[]
}

async function holders(
  table: Table,
  key: readonly Column[],
  keys: readonly (string | undefined)[],
  before: readonly Column[],
  reading: Reading,
): Promise<ReadonlyMap<string, readonly Holder[]>> {
  const first = new Set(keys.flatMap((text) => (text === undefined ? [] : [(JSON.parse(text) as string[])[0]!])))
  const columns = [keyName(table), ...key.map(({ name }) => name), ...before.map(({ name }) => name)]
  const rows = first.size === 0 ? [] : await rowsWith(reading, table, columns, key[0]!.name, [...first])
  const held = new Map<string, Holder[]>()
  for (const [id, ...values] of rows) {
    const text = JSON.stringify(values.slice(0, key.length).map(String))
    held.set(text, [...(held.get(text) ?? []), { id: String(id), before: values.slice(key.length) }])
  }
  return held
}

/** An update of one record may come twice, one after the other; of two rows to make one record the second fails. */
function refuseTwins(action: LoadAction, keys: readonly (string | undefined)[], column: Column, issues: Issue[]): void {
  if (action === 'update') return
  const met = new Map<string, number>()
  keys.forEach((text, index) => {
    if (text === undefined) return
    const first = met.get(text)
    if (first === undefined) met.set(text, index)
    else issues.push({ index, column, value: text, code: 'CARDINALITY', message: `row ${first + 1} has the same key` })
  })
}
