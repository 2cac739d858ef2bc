/**
 * Rows that a search finds, by numbered pages that overlap; it begins anew where they do not. Nothing is handed on
 * before all is found, since beyond 2,000 rows another road has to be taken.
 */
import type { Page, ReadContext, ScanRefused } from '../../../source/index.ts'
import { type NumberedPage, overlapping } from '../../kit/pages/overlap.ts'
import type { PageAnswer } from '../../kit/pages/page.ts'
import { givenUp, isLasting, refusalOf } from '../../kit/refusals.ts'
import { type RowsById, wholeRows } from '../../kit/wide.ts'
import { answers } from '../answers.ts'
import { answerOf, closedModule } from '../ask.ts'
import { recordsLimits } from '../limits.ts'
import { MARKER, type SearchRequest } from '../request/index.ts'
import { fieldBatches, searchQuery } from '../request/records.ts'
import { fetchRecords, wholeRecords } from './fetch.ts'
import type { CrmReader } from './reader.ts'
import { recordDecoder } from './rows.ts'

export async function* readSearch(
  request: SearchRequest,
  reader: CrmReader,
  context: ReadContext,
): AsyncGenerator<Page> {
  const { cells, module } = request
  const lists: RowsById[] = []
  for (const fields of fieldBatches(cells)) lists.push(await found(fields, request, reader, context))
  const records = await wholeRows({
    ids: new Set(lists.flatMap((list) => [...list.keys()])),
    lists,
    marker: MARKER,
    again: (torn) => fetchRecords(module, torn, cells, reader, context),
  })
  if (records.size === 0) return
  const rows = await wholeRecords(records, request, reader, context)
  const decode = await recordDecoder(cells, rows, reader, context)
  yield { rows: rows.map(decode) }
}

/** All rows of the search, by id. */
const found = (
  fields: readonly string[],
  request: SearchRequest,
  reader: CrmReader,
  context: ReadContext,
): Promise<RowsById> =>
  overlapping(
    recordsLimits,
    (place) => ask(fields, place, request, reader, context),
    (why) => {
      const words = { reach: 'finds more rows than its pages reach', restless: 'finds other rows each time' }
      return refused(request, reader, context, words[why])
    },
  )

async function ask(
  fields: readonly string[],
  { page, per_page }: NumberedPage,
  request: SearchRequest,
  reader: CrmReader,
  context: ReadContext,
): Promise<PageAnswer> {
  const query = { ...searchQuery(request, fields), page: String(page), per_page: String(per_page) }
  const path = `/crm/${reader.version}/${request.module}/search`
  try {
    return answerOf(await reader.ask({ method: 'GET', path, query, heavy: true, whole: answers.search }, context))
  } catch (error) {
    throw refusalOf(error) ? lesson(error, request, reader, context) : error
  }
}

/** What a refusal says of searches to come. */
function lesson(error: unknown, request: SearchRequest, reader: CrmReader, context: ReadContext): unknown {
  const refusal = refusalOf(error)!
  if (!isLasting(refusal)) return error
  const { code, details } = refusal
  const { knowledge } = reader
  const known = knowledge.of(request.module)
  if (code === 'OAUTH_SCOPE_MISMATCH') knowledge.searchRefused = true
  else if (closedModule.has(code)) known.searchClosed = true
  else if (typeof details.api_name === 'string') known.searchFieldsRefused.add(details.api_name)
  return refused(request, reader, context, `was refused (${code})`, error)
}

/** Another road is left. */
function refused(
  { module, criteria }: SearchRequest,
  { knowledge }: CrmReader,
  context: ReadContext,
  why: string,
  cause?: unknown,
): ScanRefused {
  knowledge.of(module).searchRefused.add(criteria)
  const notice = `a search of ${module} ${why}: read by another road`
  return givenUp(notice, context, cause)
}
