/** Records by their ids: lists of many, then one by one what lists hide or do not give whole. */
import { ZohoSqlError } from '../../base/errors.ts'
import { batches } from './batches.ts'
import { type AnswerRow, idOf } from './rows.ts'
import { byId, REREADS_MAX, type RowsById, restless, wholeRows } from './wide.ts'

/** How a service reads records of one table by their ids. */
export interface ById {
  /** For messages. */
  readonly table: string
  /** Ids of one list. */
  readonly idsMax: number
  /** Lists of columns, and what goes with each to tell a change between them. */
  readonly columns: readonly (readonly string[])[]
  readonly marker: string
  /** What a list gives of these: any others are a sign that the ids were not heeded. */
  readonly list: (ids: readonly string[], columns: readonly string[]) => Promise<readonly AnswerRow[]>
  /** The record with all its columns; undefined where it is gone. */
  readonly single: (id: string) => Promise<AnswerRow | undefined>
  /** A list left something of the row out, or cut it. */
  readonly isIncomplete: (row: AnswerRow) => boolean
}

/** A list of records by ids had others. */
export class OtherRecords extends ZohoSqlError {
  constructor(table: string) {
    super('REMOTE_ANSWER', `Zoho was asked for certain records of ${table} and gave others.`)
  }
}

/** All of these records that are there, whole. */
export async function recordsById(ids: readonly string[], source: ById): Promise<Map<string, AnswerRow>> {
  const listed = await listedById(ids, source).catch(noneOfThem)
  // What a list hides (CRM: what waits for approval, facts 11.36) may still be had by itself.
  const hidden = await singles(
    ids.filter((id) => !listed.has(id)),
    source,
  )
  return completed(new Map([...listed, ...hidden]), source)
}

/**
 * What lists give of these records: none of those that they hide.
 *
 * @throws {OtherRecords} where the ids were not heeded
 */
export async function listedById(ids: readonly string[], source: ById): Promise<Map<string, AnswerRow>> {
  const parts = await Promise.all(batches(ids, source.idsMax).map((part) => onePart(part, source)))
  return new Map(parts.flatMap((part) => [...part]))
}

/** What changes between the lists is asked for again; what none of them has is not there. */
async function onePart(ids: readonly string[], source: ById, attempt = 0): Promise<RowsById> {
  if (attempt > REREADS_MAX) throw restless(source.table, ids.length)
  const wanted = new Set(ids)
  const lists = await Promise.all(source.columns.map((columns) => oneList(ids, wanted, columns, source)))
  if (lists.length === 1) return lists[0]!
  const known = ids.filter((id) => lists.some((list) => list.has(id)))
  return wholeRows({ ids: known, lists, marker: source.marker, again: (torn) => onePart(torn, source, attempt + 1) })
}

async function oneList(
  ids: readonly string[],
  wanted: ReadonlySet<string>,
  columns: readonly string[],
  { list, table }: ById,
): Promise<RowsById> {
  const rows = byId(await list(ids, columns))
  for (const id of rows.keys()) if (!wanted.has(id)) throw new OtherRecords(table)
  return rows
}

function noneOfThem(error: unknown): Map<string, AnswerRow> {
  if (error instanceof OtherRecords) return new Map()
  throw error
}

/** The same records with whatever a list left out or cut. */
export async function completed(records: RowsById, source: ById): Promise<Map<string, AnswerRow>> {
  const incomplete = [...records.values()].filter(source.isIncomplete).map(idOf)
  const whole = await singles(incomplete, source)
  return new Map([...records].map(([id, row]) => [id, { ...row, ...whole.get(id) }]))
}

async function singles(ids: readonly string[], { single }: ById): Promise<Map<string, AnswerRow>> {
  const rows = await Promise.all(ids.map(single))
  return byId(rows.filter((row) => row !== undefined))
}
