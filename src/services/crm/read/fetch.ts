import { ZohoSqlError } from '../../../base/errors.ts'
import type { Value } from '../../../base/types.ts'
import type { ReadContext } from '../../../source/index.ts'
import { idOf, type Row } from '../../kit/rows.ts'
import { answers, recordOf } from '../answers.ts'
import { answerOf } from '../ask.ts'
import { recordsLimits } from '../limits.ts'
import { fieldBatches } from '../offer/records.ts'
import type { Cell, Extra, RecordsRequest } from '../request.ts'
import type { Reader } from './index.ts'
import { isIncomplete, rowDecoder } from './rows.ts'
import { MARKER, REREADS_MAX, restless } from './wide.ts'

/** Fields of certain records, by id: lists of a hundred ids, then one by one what lists do not give whole. */
export async function fetchRecords(
  module: string,
  ids: readonly string[],
  cells: readonly Cell[],
  reader: Reader,
  context: ReadContext,
): Promise<Map<string, Row>> {
  const listing = listed(module, ids, cells, module === 'Leads' ? 'both' : undefined, reader, context)
  const records = await listing.catch(noneOfThem)
  // Lists leave out what waits for approval, which COQL and jobs may show (facts 11.36); the others are gone.
  const hidden = ids.filter((id) => !records.has(id))
  const singles = await Promise.all(hidden.map((id) => single(module, id, reader, context)))
  for (const row of singles) if (row) records.set(idOf(row), row)
  return completed(module, records, cells, reader, context)
}

/**
 * What lists give of certain records: none of those that they hide.
 *
 * @throws {OtherRecords} where the ids were not heeded
 */
export async function listed(
  module: string,
  ids: readonly string[],
  cells: readonly Cell[],
  converted: RecordsRequest['converted'],
  reader: Reader,
  context: ReadContext,
): Promise<Map<string, Row>> {
  const records = new Map<string, Row>()
  let asked = ids
  for (let attempt = 0; asked.length > 0; attempt++) {
    if (attempt > REREADS_MAX) throw restless(module, asked.length)
    const parts = await Promise.all(
      fieldBatches(cells).map((fields) => listByIds(module, asked, fields, converted, reader, context)),
    )
    asked = asked.filter((id) => {
      const pieces = parts.map((part) => part.get(id))
      const whole = pieces.every((piece) => piece && piece[MARKER] === pieces[0]![MARKER])
      if (whole) records.set(id, Object.assign({}, ...pieces))
      // What changed between the lists is asked for again; what none of them has is not there.
      return !whole && pieces.some((piece) => piece)
    })
  }
  return records
}

function noneOfThem(error: unknown): Map<string, Row> {
  if (error instanceof OtherRecords) return new Map()
  throw error
}

/** A list of records by ids had others. */
export class OtherRecords extends ZohoSqlError {
  constructor(module: string) {
    super('REMOTE_ANSWER', `Zoho was asked for certain records of ${module} and gave others.`)
  }
}

/** Rows of values with what the road they came by does not carry; without those that are gone since. */
export async function filled(
  module: string,
  rows: readonly Row[],
  values: readonly Value[][],
  extras: readonly Extra[],
  reader: Reader,
  context: ReadContext,
): Promise<Value[][]> {
  const cells = extras.map((extra): Cell => ({ ...extra.cell, key: extra.cell.ref.column.field }))
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

/** The same records with whatever the list left out or cut. */
export async function completed(
  module: string,
  records: Map<string, Row>,
  cells: readonly Cell[],
  reader: Reader,
  context: ReadContext,
): Promise<Map<string, Row>> {
  const incomplete = [...records].filter(([, row]) => cells.some((cell) => isIncomplete(row, cell)))
  const singles = await Promise.all(incomplete.map(([id]) => single(module, id, reader, context)))
  incomplete.forEach(([id, row], index) => {
    records.set(id, { ...row, ...singles[index] })
  })
  noteAbsent(module, [...records.values()], cells, context)
  return records
}

/** A field that no record has was taken away since its metadata was read, or is hidden from the user (facts 11.37). */
function noteAbsent(module: string, rows: readonly Row[], cells: readonly Cell[], { meter }: ReadContext): void {
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
  converted: RecordsRequest['converted'],
  reader: Reader,
  context: ReadContext,
): Promise<Map<string, Row>> {
  const lists = chunks(ids, recordsLimits.ids).map((some) => {
    const query = {
      ids: some.join(','),
      fields: fields.join(','),
      per_page: String(recordsLimits.perPage),
      ...(converted ? { converted } : {}),
    }
    return listOf(module, query, reader, context)
  })
  const rows = new Map((await Promise.all(lists)).flat().map((row) => [idOf(row), row]))
  const wanted = new Set(ids)
  if ([...rows.keys()].some((id) => !wanted.has(id))) throw new OtherRecords(module)
  return rows
}

async function listOf(
  module: string,
  query: Readonly<Record<string, string>>,
  reader: Reader,
  context: ReadContext,
): Promise<readonly Row[]> {
  const path = `/crm/${reader.version}/${module}`
  const answer = answerOf(await reader.ask({ method: 'GET', path, query, whole: answers.records }, context))
  // More than was asked for: the ids were not heeded.
  if (answer.more) throw new OtherRecords(module)
  return answer.rows
}

async function single(module: string, id: string, reader: Reader, context: ReadContext): Promise<Row | undefined> {
  try {
    const path = `/crm/${reader.version}/${module}/${id}`
    const answer = await reader.ask({ method: 'GET', path, whole: recordOf(id) }, context)
    return (answer as { data: Row[] } | undefined)?.data[0]
  } catch (error) {
    // Deleted in between: 204, 400 or 404, as it comes (facts 11.54). A 404 without Zoho's word is somebody else's.
    if (error instanceof ZohoSqlError && error.zohoCode !== undefined && missing.has(error.zohoCode)) return undefined
    throw error
  }
}

/** What Zoho says of a record that is not there. */
const missing: ReadonlySet<string> = new Set(['INVALID_DATA', 'RESOURCE_NOT_FOUND'])

const chunks = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size))
