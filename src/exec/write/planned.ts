/** Everything before the first record is sent: the rows are read, checked, parted by ON CONFLICT, their lookups found. */
import { isZohoSqlError, type Outcome, ZohoSqlError } from '../../base/errors.ts'
import type { SqlType, Value } from '../../base/types.ts'
import type { Query } from '../../engine/tree.ts'
import type { BoundChange, Probe } from '../../plan/index.ts'
import type { Table } from '../../source/index.ts'
import type { RowBatch } from '../query/index.ts'
import { partByConflict } from './conflicts.ts'
import { resolveLookups } from './lookups.ts'
import { elementsOf, withOwners } from './owned.ts'
import type { QueryReading, WriteReading } from './reading.ts'
import {
  type Checked,
  checkRows,
  checkWhole,
  type Issue,
  issueError,
  issueOutcome,
  type WriteRow,
  type WriteWork,
  without,
} from './rows.ts'
import { batchesOf, changeOf } from './send.ts'
import type { WriteIntent, WriteSettings } from './settings.ts'
import { partTags } from './tags.ts'

/** What is to be sent, and what became of the other rows already. */
export interface PlannedRows {
  readonly works: readonly WriteWork[]
  readonly settled: readonly Outcome[]
  /** DO NOTHING: a key that someone else brought in the meantime is none of the statement's failures. */
  readonly ignoresDoubles: boolean
  /** RETURNING: rows that were made are read again. */
  readonly wantsIds: boolean
}

export async function planned(
  bound: BoundChange,
  types: readonly SqlType[],
  settings: WriteSettings,
  reading: QueryReading,
): Promise<PlannedRows> {
  await allowed(bound, reading)
  const rows = await computed(bound, settings, reading)
  return plannedRows(bound, { rows, issues: [] }, types, settings, reading)
}

/** What the token is known not to allow is said before anything is read. @throws {ZohoSqlError} 42501 */
export async function allowed({ action, table, conflict }: BoundChange, reading: WriteReading): Promise<void> {
  const { writer } = reading.service(table.schema)
  await writer?.allow({ table, action }, reading)
  if (conflict?.action === 'update') await writer?.allow({ table, action: 'update' }, reading)
}

/** Why the token is known not to allow it, for EXPLAIN; undefined: it may, or nobody said. */
export async function lackOf(bound: BoundChange, reading: WriteReading): Promise<string | undefined> {
  try {
    await allowed(bound, reading)
  } catch (error) {
    if (isZohoSqlError(error) && error.code === 'SCOPE_MISSING')
      return error.message.replace(/ Nothing was sent\.$/, '')
    throw error
  }
}

/** Rows as they were computed or given, and what is wrong with some of them already. */
interface GivenRows {
  readonly rows: readonly WriteRow[]
  readonly issues: readonly Issue[]
  /** ON CONFLICT: a row may lack what only new records must have. */
  readonly partial?: boolean
}

/** The same of rows that are at hand. */
export async function plannedRows(
  bound: BoundChange,
  { rows, issues: before, partial = false }: GivenRows,
  types: readonly SqlType[],
  settings: WriteSettings,
  reading: QueryReading,
): Promise<PlannedRows> {
  const lead = bound.action === 'insert' ? 0 : 1
  const work: WriteWork = {
    action: bound.action,
    table: bound.table,
    targets: bound.targets,
    before: bound.before,
    rows,
  }
  const checked = known(checkRows(work, types.slice(lead), settings, !partial), before)
  refuse(checked.issues, rows, settings)
  const { parts, skipped } = bound.conflict
    ? await parted(bound, checked, settings, reading, partial)
    : { parts: [checked], skipped: [] }
  const ignoresDoubles = bound.conflict?.action === 'nothing'
  return finished(parts, { skipped, ignoresDoubles, wantsIds: bound.returning !== undefined }, rows, settings, reading)
}

/**
 * The last steps, whichever way the rows came: lookups are found, what is wrong is said, and the price looked at.
 *
 * @throws {ZohoSqlError} what is wrong with the first row, unless onWriteError=continue · 53400
 */
async function finished(
  parts: readonly Checked[],
  { skipped, ...more }: Omit<PlannedRows, 'works' | 'settled'> & { readonly skipped: readonly Outcome[] },
  rows: readonly WriteRow[],
  settings: WriteSettings,
  reading: WriteReading,
): Promise<PlannedRows> {
  refuse(
    parts.flatMap(({ issues }) => issues),
    rows,
    settings,
  )
  const resolved = await Promise.all(
    parts.map(async (part) => withOwners(reading, await resolveLookups(reading, part))),
  )
  const issues = resolved.flatMap((one) => one.issues)
  refuse(issues, rows, settings)
  const works = resolved.map((one) => one.work).filter((one) => one.rows.length > 0)
  refuseDear(works, settings, reading)
  return { works, settled: [...skipped, ...firstOf(issues).map(issueOutcome)], ...more }
}

const known = ({ work, issues }: Checked, before: readonly Issue[]): Checked => {
  const all = [...before, ...issues]
  return { work: without(work, work.rows, all), issues: all }
}

function refuse(issues: readonly Issue[], rows: readonly WriteRow[], { onError }: WriteSettings): void {
  if (issues.length > 0 && onError === 'stop') throw issueError(issues, rows)
}

/** One for each row. */
const firstOf = (issues: readonly Issue[]): readonly Issue[] => [
  ...new Map(issues.toReversed().map((issue) => [issue.index, issue])).values(),
]

/** The rows of the statement's query. Of several for one record the first counts, as in PostgreSQL. */
async function computed(bound: BoundChange, settings: WriteSettings, reading: QueryReading): Promise<WriteRow[]> {
  const rows: WriteRow[] = []
  const ids = new Set<string>()
  for await (const some of literalRows(bound.query) ?? reading.run(bound.query)) {
    for (const values of some) {
      const row = rowOf(bound, values, rows.length)
      if (row.id !== undefined && ids.has(row.id)) continue
      if (row.id !== undefined) ids.add(row.id)
      rows.push(row)
      if (rows.length > settings.maxRows) throw tooMany(settings)
    }
  }
  return rows
}

/** Rows of VALUES that are nothing but constants are what they say. */
function literalRows({ body }: Query): RowBatch[] | undefined {
  if (body.kind !== 'values') return undefined
  const rows = body.rows.map((row) => row.map((cell) => (cell.kind === 'literal' ? cell.value : undefined)))
  return rows.every((row) => row.every((value) => value !== undefined)) ? [rows as RowBatch] : undefined
}

const tooMany = ({ maxRows }: WriteSettings): ZohoSqlError =>
  new ZohoSqlError('WRITE_LIMIT', `The statement would write more than ${maxRows} rows. Nothing was sent.`, {
    hint: 'Limit it by a condition, or raise maxWriteRows.',
  })

function rowOf({ action, targets, before, unset }: BoundChange, values: readonly Value[], index: number): WriteRow {
  const lead = action === 'insert' ? 0 : 1
  const given = values.slice(lead, lead + targets.length)
  const old = lead + targets.length
  const open = unset?.[index]
  return {
    index,
    id: action === 'insert' ? undefined : String(values[0]),
    values: open && open.size > 0 ? given.map((value, t) => (open.has(t) ? undefined : value)) : given,
    before: values.slice(old, old + before.length),
    returned: values.slice(old + before.length),
  }
}

async function parted(
  bound: BoundChange,
  { work, issues }: Checked,
  settings: WriteSettings,
  reading: QueryReading,
  partial: boolean,
) {
  const { inserts, updates, skipped } = await partByConflict(reading, bound, work)
  const [probe] = bound.conflict!.probes as readonly [Probe]
  const types = probe?.query.columns.slice(2).map(({ type }) => type) ?? []
  const parts: Checked[] = [known(partial ? checkWhole(inserts) : { work: inserts, issues: [] }, issues)]
  if (updates) parts.push(checkRows(updates, types, settings))
  return { parts, skipped }
}

/** What is about to be done, for whoever is asked first. */
export function intentOf(
  works: readonly WriteWork[],
  { schema, name }: Table,
  settings: WriteSettings,
  { service }: WriteReading,
): WriteIntent {
  const rows = { insert: 0, update: 0, delete: 0 }
  for (const { action, rows: some } of works) rows[action] += some.length
  const { triggers } = settings
  return { table: `${schema}.${name}`, rows, triggers, ...priceOf(works, settings, service) }
}

function priceOf(works: readonly WriteWork[], settings: WriteSettings, service: WriteReading['service']) {
  const steps = works.flatMap((work) => {
    const parted = partTags(work)
    return parted ? [...(parted.rest ? [parted.rest] : []), parted.tags] : [work]
  })
  const prices = steps.flatMap((work) => {
    const offer = service(work.table.schema).writer?.offer(changeOf(work), settings)
    if (!offer?.batches) return offer ? [offer.price(work.rows.length)] : []
    return batchesOf(offer, work, work.rows, settings.batchRows).map((rows) => offer.price(elementsOf(work, rows)))
  })
  return {
    calls: prices.reduce((sum, { calls }) => sum + calls, 0),
    credits: prices.reduce((sum, { credits }) => sum + credits, 0),
  }
}

/** What sending costs is known by now: what the limit does not allow is not begun. */
function refuseDear(works: readonly WriteWork[], settings: WriteSettings, { meter, service }: WriteReading): void {
  const { credits } = priceOf(works, settings, service)
  const { creditsMax } = meter
  if (creditsMax === undefined || meter.credits + credits <= creditsMax) return
  throw new ZohoSqlError(
    'CREDIT_LIMIT',
    `Writing these rows costs ${credits} credits; with the ${meter.credits} spent that is beyond maxCredits=${creditsMax}. Nothing was sent.`,
    { hint: 'Write less, or raise maxCredits. EXPLAIN shows what costs how much.' },
  )
}
