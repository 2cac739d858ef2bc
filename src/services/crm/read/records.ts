/** Rows of a module's list, by id: page after page, or those of certain ids. */
import { ZohoSqlError } from '../../../base/errors.ts'
import { type Page, type ReadContext, ScanRefused } from '../../../source/index.ts'
import { full, promised } from '../../kit/answers.ts'
import { listedById, OtherRecords } from '../../kit/details.ts'
import { isBeyond } from '../../kit/pages/keyset.ts'
import type { PageAnswer } from '../../kit/pages/page.ts'
import { type TokenPage, TokenPages } from '../../kit/pages/token.ts'
import { givenUp, isLasting, refusalOf } from '../../kit/refusals.ts'
import { type AnswerRow, compareIds, idOf } from '../../kit/rows.ts'
import { byId, wholeRows } from '../../kit/wide.ts'
import { answers } from '../answers.ts'
import { answerOf, closedModule } from '../ask.ts'
import { recordsLimits } from '../limits.ts'
import { both, type CoqlTest, textValue } from '../query.ts'
import { type CoqlRequest, MARKER, type RecordsRequest } from '../request/index.ts'
import { fieldBatches, recordsQuery } from '../request/records.ts'
import { readCoql } from './coql.ts'
import { byIds, fetchRecords, wholeRecords } from './fetch.ts'
import type { CrmReader } from './reader.ts'
import { recordDecoder } from './rows.ts'

/** Wide rows are put together from several lists. Where the list ends before the rows do, COQL goes on. */
export async function* readRecords(
  request: RecordsRequest,
  reader: CrmReader,
  context: ReadContext,
): AsyncGenerator<Page> {
  if (request.ids) return yield* readIds(request, request.ids, reader, context)
  const place: Reached = { last: undefined, skip: request.offset, wanted: request.limit ?? Infinity }
  try {
    yield* readList(request, place, reader, context)
  } catch (error) {
    if (!(error instanceof ListEnds) || !request.rest || place.last === undefined) throw error
    context.meter.notices.push(`the list of records of ${request.module} ends: read on by COQL`)
    yield* readRest(request, request.rest, place, error, reader, context)
  }
}

/** How far a list has come. */
interface Reached {
  last: string | undefined
  /** Rows still to be left out, and still wanted. */
  skip: number
  wanted: number
}

async function* readList(
  request: RecordsRequest,
  place: Reached,
  reader: CrmReader,
  context: ReadContext,
): AsyncGenerator<Page> {
  const { cells } = request
  const [first, ...others] = fieldBatches(cells).map((fields) => recordPages(request, fields, reader, context))
  const seen = new Set<string>()
  while (place.wanted > 0 && !first!.done) {
    const fresh = (await first!.next()).filter((row) => !seen.has(idOf(row)))
    for (const row of fresh) seen.add(idOf(row))
    const rows = fresh.slice(place.skip, place.skip + place.wanted)
    const records = await widened(rows, others, request, reader, context)
    const whole = await wholeRecords(records, request, reader, context)
    const decode = await recordDecoder(cells, whole, reader, context)
    place.skip = Math.max(0, place.skip - fresh.length)
    place.wanted -= rows.length
    const end = fresh.at(-1)
    if (end && isBeyond(idOf(end), place.last, request.descending)) place.last = idOf(end)
    if (whole.length > 0) yield { rows: whole.map(decode) }
  }
}

/** The rows after the last one that the list gave. */
async function* readRest(
  { descending, limit }: RecordsRequest,
  rest: CoqlRequest,
  { last, skip, wanted }: Reached,
  ends: ListEnds,
  reader: CrmReader,
  context: ReadContext,
): AsyncGenerator<Page> {
  const after: CoqlTest = { kind: 'compare', column: 'id', op: descending ? '<' : '>', value: textValue(last!) }
  const more = { where: both(rest.where, after), limit: limit === undefined ? undefined : wanted, offset: skip }
  try {
    yield* readCoql({ ...rest, ...more, firstPage: undefined, expected: undefined }, reader, context)
  } catch (error) {
    // Rows have been handed on: it is too late for another offer.
    throw error instanceof ScanRefused ? ends : error
  }
}

/** Ascending. */
async function* readIds(
  request: RecordsRequest,
  ids: readonly string[],
  reader: CrmReader,
  context: ReadContext,
): AsyncGenerator<Page> {
  const found = await listedOrRefused(request, ids, reader, context)
  const whole = await wholeRecords(found, request, reader, context)
  if (whole.length === 0) return
  const decode = await recordDecoder(request.cells, whole, reader, context)
  yield { rows: whole.sort((a, b) => compareIds(idOf(a), idOf(b))).map(decode) }
}

async function listedOrRefused(
  { module, cells, converted }: RecordsRequest,
  ids: readonly string[],
  reader: CrmReader,
  context: ReadContext,
): Promise<Map<string, AnswerRow>> {
  try {
    return await listedById(ids, byIds(module, cells, converted, reader, context))
  } catch (error) {
    const refusal = refusalOf(error)
    const isRefused = refusal && isLasting(refusal) && !closedModule.has(refusal.code)
    if (!isRefused && !(error instanceof OtherRecords)) throw error
    reader.knowledge.of(module).idsRefused = true
    const notice = `Zoho does not list records of ${module} by their ids: the whole list is read`
    throw givenUp(notice, context, error)
  }
}

/** A list cannot be read to the end of its rows. */
class ListEnds extends ZohoSqlError {
  constructor(message: string, hint: string, cause: unknown) {
    super('RESULT_LIMIT', message, { hint, cause })
  }
}

/** What Zoho says of a page token that is no more, or no longer fits (facts 4.2). */
const tokenRefusals: ReadonlySet<string> = new Set(['EXPIRED_VALUE', 'TOKEN_BOUND_DATA_MISMATCH', 'INVALID_DATA'])

/** One list of some fields, page after page. */
function recordPages(
  request: RecordsRequest,
  fields: readonly string[],
  reader: CrmReader,
  context: ReadContext,
): TokenPages {
  const { limit, offset, rowsHint, descending } = request
  const wanted = limit === undefined ? rowsHint : limit + offset
  // It was asked for all the same: no other road was left.
  const refusedBefore = reader.knowledge.of(request.module).recordsRefused === true
  let begun = false
  const { coqlRefused } = reader.knowledge
  const hint = coqlRefused ? 'Grant the scope ZohoCRM.coql.READ' : 'Leave the property road at auto'
  const incomplete = (why: string, read: number, cause?: unknown): ListEnds =>
    new ListEnds(
      `${read} rows of ${request.module} were read by the list of records and there are more, but ${why}.`,
      `${hint}: COQL reads tables of any size. Or read by road=bulk.`,
      cause,
    )
  let read = 0
  return new TokenPages({
    numbers: recordsLimits,
    descending,
    perPage: Math.max(1, Math.min(recordsLimits.perPage, wanted ?? recordsLimits.perPage)),
    isExpired: (error) => tokenRefusals.has(refusalOf(error)?.code ?? ''),
    incomplete,
    ask: async (place) => {
      try {
        const answer = await askPage(place, request, fields, reader, context)
        begun = true
        read += answer.rows.length
        return answer
      } catch (error) {
        const code = refusalOf(error)?.code ?? ''
        if (code === 'PAGINATION_LIMIT_EXCEEDED') throw incomplete('it ends at 100,000 rows', read, error)
        if (!begun && closedModule.has(code)) throw listRefused(error, request, refusedBefore, reader, context)
        throw error
      }
    },
  })
}

async function askPage(
  { per_page, ...at }: TokenPage,
  request: RecordsRequest,
  fields: readonly string[],
  reader: CrmReader,
  context: ReadContext,
): Promise<PageAnswer> {
  const query: Record<string, string> = { ...recordsQuery(request, fields), per_page: String(per_page) }
  // The first page needs no number, and the parameters of a token's page have none.
  if ('page_token' in at) query.page_token = at.page_token
  else if (at.page > 1) query.page = String(at.page)
  const path = `/crm/${reader.version}/${request.module}`
  const page = full(answers.records, per_page)
  const whole = 'page_token' in at ? promised(page) : page
  return answerOf(await reader.ask({ method: 'GET', path, query, heavy: true, whole }, context))
}

/** COQL is left, unless it was what led here, and jobs. */
function listRefused(
  error: unknown,
  { module }: RecordsRequest,
  refusedBefore: boolean,
  { knowledge }: CrmReader,
  context: ReadContext,
): unknown {
  const known = knowledge.of(module)
  const noCoql = known.coqlRefused ?? knowledge.coqlRefused
  if (refusedBefore || (noCoql && (known.bulkRefused || knowledge.bulkRefused))) return error
  known.recordsRefused = true
  const notice = `Zoho refused the list of records of ${module}: read by another road`
  return givenUp(notice, context, error)
}

/** Rows put together from all lists. What is missing or changed in between is read again by id. */
async function widened(
  rows: readonly AnswerRow[],
  others: readonly TokenPages[],
  { module, cells }: RecordsRequest,
  reader: CrmReader,
  context: ReadContext,
): Promise<Map<string, AnswerRow>> {
  const lists = [byId(rows), ...others.map(() => new Map<string, AnswerRow>())]
  for (const row of rows) {
    for (const [index, list] of others.entries()) {
      const piece = await list.take(idOf(row))
      if (piece) lists[index + 1]!.set(idOf(row), piece)
    }
  }
  const again = (torn: readonly string[]) => fetchRecords(module, torn, cells, reader, context)
  return wholeRows({ ids: rows.map(idOf), lists, marker: MARKER, again })
}
