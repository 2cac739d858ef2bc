/** What an answer left out of its rows: by searches for their ids, then by single reads. */
import { isZohoSqlError } from '../../../base/errors.ts'
import type { Column, ReadContext } from '../../../source/index.ts'
import { batches } from '../../kit/batches.ts'
import { isLasting, refusalOf } from '../../kit/refusals.ts'
import { type AnswerRow, compareIds, idOf } from '../../kit/rows.ts'
import { answers, recordOf, rowsOf } from '../answers.ts'
import { factsOf } from '../catalog/columns.ts'
import type { DeskModuleSpec } from '../catalog/spec.ts'
import { searchLimits } from '../limits.ts'
import { hasCell, instantOf, isTrashed } from './cells.ts'
import { noteCounters } from './counters.ts'
import type { DeskReader } from './reader.ts'

/** Statuses of a record that is not there (facts 15.15); where a scope is missing the code says so. */
const missing: ReadonlySet<number> = new Set([403, 404, 422])

/** The refusal says that a record is not there. */
export const isGone = (error: unknown): boolean =>
  isZohoSqlError(error) &&
  error.zohoCode !== undefined &&
  missing.has(error.status ?? 0) &&
  error.code !== 'SCOPE_MISSING' &&
  error.zohoCode !== 'OAUTH_ORG_MISMATCH'

/** A record by itself; undefined: it is not there, or in the trash. */
async function single(
  { name }: Pick<DeskModuleSpec, 'name'>,
  id: string,
  reader: DeskReader,
  context: ReadContext,
): Promise<AnswerRow | undefined> {
  try {
    const row = (await reader.ask({ path: `${name}/${id}`, whole: recordOf(id), credits: 1 }, context)) as
      | AnswerRow
      | undefined
    if (row && name === 'tickets') noteCounters([row], true, context)
    return row && !isTrashed(row) ? row : undefined
  } catch (error) {
    if (isGone(error)) return undefined
    throw error
  }
}

export const singles = async (
  spec: DeskModuleSpec,
  ids: readonly string[],
  reader: DeskReader,
  context: ReadContext,
): Promise<Map<string, AnswerRow>> => {
  const rows = await Promise.all(ids.map((id) => single(spec, id, reader, context)))
  return new Map(rows.flatMap((row) => (row ? [[idOf(row), row] as const] : [])))
}

/** What a list or a search gives of certain records; without those it does not know. */
async function listed(
  spec: DeskModuleSpec,
  ids: readonly string[],
  way: 'byIds' | 'search',
  reader: DeskReader,
  context: ReadContext,
): Promise<Map<string, AnswerRow>> {
  const known = reader.knowledge.of(spec.name)
  const found = new Map<string, AnswerRow>()
  const { path, param, max } =
    way === 'byIds' ? spec.byIds! : { path: `${spec.name}/search`, param: 'id', max: searchLimits.ids }
  const ask = async (part: readonly string[]): Promise<void> => {
    const query = { [param]: part.join(','), ...(way === 'search' ? { limit: String(searchLimits.max) } : {}) }
    const whole = way === 'search' ? answers.search : answers.list
    const wanted = new Set(part)
    for (const row of rowsOf(await reader.ask({ path, query, whole, credits: 1 }, context)))
      if (wanted.has(idOf(row))) found.set(idOf(row), row)
  }
  try {
    await Promise.all(batches(ids, max).map(ask))
  } catch (error) {
    const refusal = refusalOf(error)
    if (!refusal || !isLasting(refusal)) throw error
    if (way === 'byIds') known.byIdsRefused = true
    else known.searchIdsRefused = true
  }
  return found
}

const canSearch = (spec: DeskModuleSpec, { knowledge }: DeskReader): boolean =>
  spec.search !== undefined && !knowledge.searchClosed(spec.name) && !knowledge.of(spec.name).searchIdsRefused

/**
 * Records changed from here that the index of searches does not show as they are: what it shows as new as the change is not
 * among them any more.
 */
export async function unsettled(
  spec: DeskModuleSpec,
  reader: DeskReader,
  context: ReadContext,
): Promise<ReadonlySet<string>> {
  const { knowledge } = reader
  const changed = knowledge.recent(spec.name)
  if (changed.size === 0 || !canSearch(spec, reader)) return new Set(changed.keys())
  const found = await listed(spec, [...changed.keys()], 'search', reader, context)
  for (const [id, { stamp, gone }] of changed) {
    const row = found.get(id)
    const isNew = row !== undefined && stamp !== undefined && instantOf(row.modifiedTime) >= stamp
    if (gone ? row === undefined : isNew) knowledge.settled(spec.name, id)
  }
  return new Set(knowledge.recent(spec.name).keys())
}

/** The rows with all of these columns, in their order; without those that are gone. */
export async function completed(
  rows: readonly AnswerRow[],
  columns: readonly Column[],
  spec: DeskModuleSpec,
  reader: DeskReader,
  context: ReadContext,
): Promise<readonly AnswerRow[]> {
  const { absent } = reader.knowledge.of(spec.name)
  const wanted = columns.filter(({ name }) => !absent.has(name))
  const lacks = (row: AnswerRow): boolean => wanted.some((column) => !hasCell(row, column))
  const searched = await withSearched(rows, wanted, spec, reader, context)
  const ids = searched.filter(lacks).map(idOf)
  if (ids.length === 0) return searched
  const found = await singles(spec, ids, reader, context)
  noteAbsent([...found.values()], wanted, spec, reader, context)
  const gone = new Set(ids.filter((id) => !found.has(id)))
  return searched.filter((row) => !gone.has(idOf(row))).map((row) => ({ ...row, ...found.get(idOf(row)) }))
}

/** Searches for certain ids cost one credit for many rows. What the index knows of a row counts only where it was not told. */
async function withSearched(
  rows: readonly AnswerRow[],
  wanted: readonly Column[],
  spec: DeskModuleSpec,
  reader: DeskReader,
  context: ReadContext,
): Promise<readonly AnswerRow[]> {
  const changed = reader.knowledge.recent(spec.name)
  const searchable = wanted.filter((column) => factsOf(column).places.has('search'))
  const lacking = rows.filter((row) => !changed.has(idOf(row)) && searchable.some((column) => !hasCell(row, column)))
  if (lacking.length < 2 || !canSearch(spec, reader)) return rows
  const found = await listed(spec, lacking.map(idOf), 'search', reader, context)
  return rows.map((row) => {
    const more = found.get(idOf(row))
    return more ? { ...more, ...row, cf: more.cf ?? row.cf } : row
  })
}

function noteAbsent(
  rows: readonly AnswerRow[],
  wanted: readonly Column[],
  { name }: DeskModuleSpec,
  { knowledge }: DeskReader,
  { meter }: ReadContext,
): void {
  if (rows.length === 0) return
  for (const column of wanted) {
    if (!factsOf(column).places.has('single') || rows.some((row) => hasCell(row, column))) continue
    // A record without a custom value may have no `cf` at all.
    if (factsOf(column).custom && rows.some((row) => row.cf === null)) continue
    knowledge.of(name).absent.add(column.name)
    meter.notices.push(`Desk gives no ${column.name} of ${name}: it is shown as NULL`)
  }
}

/** Records of certain ids, whole, by their ids. */
export async function recordsOf(
  { spec, ids, singly }: { readonly spec: DeskModuleSpec; readonly ids: readonly string[]; readonly singly: boolean },
  columns: readonly Column[],
  reader: DeskReader,
  context: ReadContext,
): Promise<readonly AnswerRow[]> {
  const changed = reader.knowledge.recent(spec.name)
  const asked = singly ? [] : ids.filter((id) => !changed.has(id))
  const isListed = spec.byIds !== undefined && !reader.knowledge.of(spec.name).byIdsRefused
  const way = isListed ? 'byIds' : asked.length > 1 && canSearch(spec, reader) ? 'search' : undefined
  const found = way && asked.length > 0 ? await listed(spec, asked, way, reader, context) : new Map<string, AnswerRow>()
  const rest = await singles(
    spec,
    ids.filter((id) => !found.has(id)),
    reader,
    context,
  )
  const rows = [...found, ...rest].sort(([a], [b]) => compareIds(a, b)).map(([, row]) => row)
  return completed(rows, columns, spec, reader, context)
}
