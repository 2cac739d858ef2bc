/**
 * Rows that a search finds, by numbered pages that overlap; it begins anew where they do not. Nothing is handed on
 * before all is found, since beyond 2,000 rows another road has to be taken.
 */
import { type Page, type ReadContext, ScanRefused } from '../../../source/index.ts'
import { idOf, type Row } from '../../kit/rows.ts'
import { answers } from '../answers.ts'
import { type Answer, answerOf, closedModule, refusalOf } from '../ask.ts'
import { fieldBatches, recordsQuery } from '../offer/records.ts'
import type { RecordsRequest } from '../request.ts'
import { completed, fetchRecords } from './fetch.ts'
import type { Reader } from './index.ts'
import { type NumberedPage, Overlap } from './overlap.ts'
import { rowDecoder } from './rows.ts'
import { MARKER } from './wide.ts'

/** A request with criteria. */
export async function* readSearch(request: RecordsRequest, reader: Reader, context: ReadContext): AsyncGenerator<Page> {
  const { cells, module } = request
  const lists: ReadonlyMap<string, Row>[] = []
  for (const fields of fieldBatches(cells)) lists.push(await found(fields, request, reader, context))
  const records = merged(lists)
  const torn = [...records].filter(([, row]) => row === undefined).map(([id]) => id)
  const again = torn.length > 0 ? await fetchRecords(module, torn, cells, reader, context) : new Map<string, Row>()
  const whole = new Map([...records].flatMap(([id, row]) => (row ? [[id, row] as const] : [])))
  for (const [id, row] of again) whole.set(id, row)
  if (whole.size === 0) return
  const rows = [...(await completed(module, whole, cells, reader, context)).values()]
  const byField = cells.map((cell) => ({ ...cell, key: cell.ref.column.field }))
  const decode = await rowDecoder(byField, rows, reader, context)
  yield { rows: rows.map(decode) }
}

/** Rows of several lists of columns put together; undefined for those that changed in between. */
function merged(lists: readonly ReadonlyMap<string, Row>[]): Map<string, Row | undefined> {
  const [first] = lists
  if (lists.length === 1) return new Map(first)
  const ids = new Set(lists.flatMap((list) => [...list.keys()]))
  return new Map(
    [...ids].map((id) => {
      const pieces = lists.map((list) => list.get(id))
      const same = pieces.every((piece) => piece && piece[MARKER] === pieces[0]?.[MARKER])
      return [id, same ? Object.assign({}, ...pieces) : undefined] as const
    }),
  )
}

/** All rows of the search, by id. */
async function found(
  fields: readonly string[],
  request: RecordsRequest,
  reader: Reader,
  context: ReadContext,
): Promise<ReadonlyMap<string, Row>> {
  const rows = new Map<string, Row>()
  const overlap = new Overlap(false)
  for (;;) {
    const place = overlap.next
    if (!place) throw refused(request, reader, context, 'finds more rows than its pages reach')
    const answer = await ask(fields, place, request, reader, context)
    if (!overlap.take(place, answer.rows, answer.more)) {
      if (overlap.isRestless) throw refused(request, reader, context, 'finds other rows each time')
      continue
    }
    for (const row of answer.rows) if (!rows.has(idOf(row))) rows.set(idOf(row), row)
    if (!answer.more) return rows
  }
}

async function ask(
  fields: readonly string[],
  { page, per_page }: NumberedPage,
  request: RecordsRequest,
  reader: Reader,
  context: ReadContext,
): Promise<Answer> {
  const query = { ...recordsQuery(request, fields), page: String(page), per_page: String(per_page) }
  const path = `/crm/${reader.version}/${request.module}/search`
  try {
    return answerOf(await reader.ask({ method: 'GET', path, query, heavy: true, whole: answers.search }, context))
  } catch (error) {
    throw refusalOf(error) ? lesson(error, request, reader, context) : error
  }
}

/** What a refusal says of searches to come. */
function lesson(error: unknown, request: RecordsRequest, reader: Reader, context: ReadContext): unknown {
  const { code, details, status } = refusalOf(error)!
  if (status !== undefined && status >= 429) return error
  const { knowledge } = reader
  const known = knowledge.module(request.module)
  if (code === 'OAUTH_SCOPE_MISMATCH') knowledge.searchRefused = true
  else if (closedModule.has(code)) known.searchClosed = true
  else if (typeof details.api_name === 'string') known.searchFieldsRefused.add(details.api_name)
  return refused(request, reader, context, `was refused (${code})`, error)
}

/** Another road is left. */
function refused(
  { module, criteria }: RecordsRequest,
  { knowledge }: Reader,
  { meter }: ReadContext,
  why: string,
  cause?: unknown,
): ScanRefused {
  knowledge.module(module).searchRefused.add(criteria!)
  const notice = `a search of ${module} ${why}: read by another road`
  meter.notices.push(notice)
  return new ScanRefused(notice, cause)
}
