/** Fields of certain records, by id. */
import { ZohoSqlError } from '../../../base/errors.ts'
import type { Value } from '../../../base/types.ts'
import type { ReadContext } from '../../../source/index.ts'
import { type ById, completed, OtherRecords, recordsById } from '../../kit/details.ts'
import { type AnswerRow, idOf } from '../../kit/rows.ts'
import { answers, recordOf } from '../answers.ts'
import { answerOf } from '../ask.ts'
import { recordsLimits } from '../limits.ts'
import { type CoqlCell, type ExtraCell, type Listing, MARKER } from '../request/index.ts'
import { fieldBatches } from '../request/records.ts'
import type { CrmReader } from './reader.ts'
import { isIncomplete, rowDecoder } from './rows.ts'

/** Records of a module by their ids, with the fields of the cells. */
export function byIds(
  module: string,
  cells: readonly CoqlCell[],
  converted: Listing['converted'],
  reader: CrmReader,
  context: ReadContext,
): ById {
  return {
    table: module,
    idsMax: recordsLimits.ids,
    columns: fieldBatches(cells),
    marker: MARKER,
    list: (ids, fields) => listByIds(module, ids, fields, converted, reader, context),
    single: (id) => single(module, id, reader, context),
    isIncomplete: (row) => cells.some((cell) => isIncomplete(row, cell)),
  }
}

/** All of these records that are there, whole; converted leads are. */
export async function fetchRecords(
  module: string,
  ids: readonly string[],
  cells: readonly CoqlCell[],
  reader: CrmReader,
  context: ReadContext,
): Promise<Map<string, AnswerRow>> {
  const converted = module === 'Leads' ? 'both' : undefined
  const records = await recordsById(ids, byIds(module, cells, converted, reader, context))
  noteAbsent(module, [...records.values()], cells, context)
  return records
}

/** The same records with whatever a list left out or cut. */
export async function wholeRecords(
  records: ReadonlyMap<string, AnswerRow>,
  { module, cells, converted }: Listing,
  reader: CrmReader,
  context: ReadContext,
): Promise<AnswerRow[]> {
  const whole = await completed(records, byIds(module, cells, converted, reader, context))
  const rows = [...whole.values()]
  noteAbsent(module, rows, cells, context)
  return rows
}

/** Rows of values with what the road they came by does not carry; without those that are gone since. */
export async function filled(
  module: string,
  rows: readonly AnswerRow[],
  values: readonly Value[][],
  extras: readonly ExtraCell[],
  reader: CrmReader,
  context: ReadContext,
): Promise<Value[][]> {
  const cells = extras.map((extra): CoqlCell => ({ ...extra.cell, key: extra.cell.ref.column.field }))
  const records = await fetchRecords(module, rows.map(idOf), cells, reader, context)
  const decode = await rowDecoder(cells, [...records.values()], reader, context)
  return rows.flatMap((row, r) => {
    const record = records.get(idOf(row))
    if (!record) return []
    const whole = [...values[r]!]
    const decoded = decode(record)
    extras.forEach((extra, e) => {
      whole[extra.index] = decoded[e]!
    })
    return [whole]
  })
}

/** A field that no record has was taken away since its metadata was read, or is hidden from the user (facts 11.37). */
function noteAbsent(
  module: string,
  rows: readonly AnswerRow[],
  cells: readonly CoqlCell[],
  { meter }: ReadContext,
): void {
  if (rows.length === 0) return
  for (const { field } of new Set(cells.map((cell) => cell.ref.column))) {
    if (rows.some((row) => Object.hasOwn(row, field))) continue
    meter.notices.push(`Zoho gives no ${field} of ${module} any more: it is shown as NULL`)
  }
}

async function listByIds(
  module: string,
  ids: readonly string[],
  fields: readonly string[],
  converted: Listing['converted'],
  reader: CrmReader,
  context: ReadContext,
): Promise<readonly AnswerRow[]> {
  const query = {
    ids: ids.join(','),
    fields: fields.join(','),
    per_page: String(recordsLimits.perPage),
    ...(converted ? { converted } : {}),
  }
  const path = `/crm/${reader.version}/${module}`
  const answer = answerOf(await reader.ask({ method: 'GET', path, query, whole: answers.records }, context))
  // More than was asked for: the ids were not heeded.
  if (answer.more) throw new OtherRecords(module)
  return answer.rows
}

async function single(
  module: string,
  id: string,
  reader: CrmReader,
  context: ReadContext,
): Promise<AnswerRow | undefined> {
  try {
    const path = `/crm/${reader.version}/${module}/${id}`
    const answer = await reader.ask({ method: 'GET', path, whole: recordOf(id) }, context)
    return (answer as { data: AnswerRow[] } | undefined)?.data[0]
  } catch (error) {
    // Deleted in between: 204, 400 or 404, as it comes (facts 11.54). A 404 without Zoho's word is somebody else's.
    if (error instanceof ZohoSqlError && error.zohoCode !== undefined && missing.has(error.zohoCode)) return undefined
    throw error
  }
}

/** What Zoho says of a record that is not there. */
const missing: ReadonlySet<string> = new Set(['INVALID_DATA', 'RESOURCE_NOT_FOUND'])
