import { ZohoSqlError } from '../../../base/errors.ts'
import { type Page, type ReadContext, ScanRefused } from '../../../source/index.ts'
import { compareIds, idOf, type Row } from '../../kit/rows.ts'
import { answers } from '../answers.ts'
import { type Answer, answerOf, closedModule, refusalOf } from '../ask.ts'
import { recordsLimits } from '../limits.ts'
import { fieldBatches, recordsQuery } from '../offer/records.ts'
import type { RecordsRequest } from '../request.ts'
import { completed, fetchRecords, listed, OtherRecords } from './fetch.ts'
import type { Reader } from './index.ts'
import { type NumberedPage, Overlap } from './overlap.ts'
import { rowDecoder } from './rows.ts'
import { MARKER } from './wide.ts'

/** Rows of a module's list, by id: `page_token` from page to page, wide rows put together from several lists. */
export async function* readRecords(
  request: RecordsRequest,
  reader: Reader,
  context: ReadContext,
): AsyncGenerator<Page> {
  const { cells, module } = request
  const [first, ...others] = fieldBatches(cells).map((fields) => new RecordList(request, fields, reader, context))
  const seen = new Set<string>()
  let skip = request.offset
  let wanted = request.limit ?? Infinity
  while (wanted > 0 && !first!.done) {
    const fresh = (await first!.next()).filter((row) => !seen.has(idOf(row)))
    for (const row of fresh) seen.add(idOf(row))
    const rows = fresh.slice(skip, skip + wanted)
    skip = Math.max(0, skip - fresh.length)
    wanted -= rows.length
    if (rows.length === 0) continue
    const merged = others.length === 0 ? rows : await widened(rows, others, request, reader, context)
    const records = new Map(merged.map((row) => [idOf(row), row]))
    const whole = [...(await completed(module, records, cells, reader, context)).values()]
    const byField = cells.map((cell) => ({ ...cell, key: cell.ref.column.field }))
    const decode = await rowDecoder(byField, whole, reader, context)
    yield { rows: whole.map(decode) }
  }
}

async function listedOrRefused(
  { module, cells, converted }: RecordsRequest,
  ids: readonly string[],
  reader: Reader,
  context: ReadContext,
): Promise<Map<string, Row>> {
  try {
    return await listed(module, ids, cells, converted, reader, context)
  } catch (error) {
    const refusal = refusalOf(error)
    const isRefused = refusal && (refusal.status ?? 400) < 429 && !closedModule.has(refusal.code)
    if (!isRefused && !(error instanceof OtherRecords)) throw error
    reader.knowledge.module(module).idsRefused = true
    const notice = `Zoho does not list records of ${module} by their ids: the whole list is read`
    context.meter.notices.push(notice)
    throw new ScanRefused(notice, error)
  }
}

/** Where a page is asked for: a token belongs to all other parameters of the list. */
type Place = (NumberedPage | { readonly page_token: string }) & { readonly per_page: number }

/** Records of a list by their ids, ascending. */
export async function* readIds(
  request: RecordsRequest,
  ids: readonly string[],
  reader: Reader,
  context: ReadContext,
): AsyncGenerator<Page> {
  const { cells, module } = request
  const found = await listedOrRefused(request, ids, reader, context)
  const whole = [...(await completed(module, found, cells, reader, context)).values()]
  if (whole.length === 0) return
  const byField = cells.map((cell) => ({ ...cell, key: cell.ref.column.field }))
  const decode = await rowDecoder(byField, whole, reader, context)
  yield { rows: whole.sort((a, b) => compareIds(idOf(a), idOf(b))).map(decode) }
}

/** One list of some fields, page after page. */
class RecordList {
  readonly #request: RecordsRequest
  readonly #query: Record<string, string>
  readonly #reader: Reader
  readonly #context: ReadContext
  /** Rows that came before their turn: the lists of a wide row need not be cut at the same places. */
  readonly #early = new Map<string, Row>()
  #place: Place
  #overlap: Overlap
  #read = 0
  #begun = false
  /** Tokens have expired: go on by numbers as far as they reach. */
  #byNumber = false
  #restarts = 0
  /** It was asked for all the same: no other road was left. */
  readonly #refusedBefore: boolean
  done = false

  constructor(request: RecordsRequest, fields: readonly string[], reader: Reader, context: ReadContext) {
    this.#request = request
    this.#query = recordsQuery(request, fields)
    this.#place = { page: 1, per_page: this.#perPage() }
    this.#overlap = new Overlap(request.descending)
    this.#reader = reader
    this.#context = context
    this.#refusedBefore = reader.knowledge.module(request.module).recordsRefused === true
  }

  #perPage(): number {
    const { limit, offset, rowsHint } = this.#request
    const wanted = limit === undefined ? rowsHint : limit + offset
    return Math.max(1, Math.min(recordsLimits.perPage, wanted ?? recordsLimits.perPage))
  }

  async next(): Promise<readonly Row[]> {
    const place = this.#place
    const answer = await this.#ask()
    if (!answer) return this.next()
    const { rows, more, nextToken } = answer
    if (!('page' in place ? this.#overlap.take(place, rows, more) : this.#overlap.advance(rows, more))) {
      this.#goBack('its rows change while it is read')
      return this.next()
    }
    this.#read += rows.length
    this.#begun = true
    this.done = !more
    if (more) this.#place = this.#next(nextToken, place)
    return rows
  }

  /** Old versions go on by page number, which ends at 2,000 rows. */
  #next(token: string | undefined, { per_page }: Place): Place {
    const numbered = this.#overlap.next
    if (token && (!this.#byNumber || !numbered)) return { page_token: token, per_page }
    if (!numbered) throw this.#incomplete('it ends at 2,000 rows')
    return numbered
  }

  /** Rows that were seen are left out by who asks. */
  #goBack(why: string, cause?: unknown): void {
    const place = this.#overlap.next
    if (!place || this.#overlap.isRestless) throw this.#incomplete(why, cause)
    this.#place = place
  }

  /** A token has expired: the list goes on by number, and beyond the reach of numbers it begins again. */
  #expired(cause: unknown): void {
    this.#byNumber = this.#overlap.next !== undefined
    if (!this.#byNumber && ++this.#restarts <= RESTARTS_MAX) this.#overlap = new Overlap(this.#request.descending)
    this.#goBack('its page tokens expire', cause)
  }

  /** The row of this id, if the list has it about here. */
  async take(id: string): Promise<Row | undefined> {
    if (!this.#early.has(id) && !this.done) for (const row of await this.next()) this.#early.set(idOf(row), row)
    const row = this.#early.get(id)
    this.#early.delete(id)
    return row
  }

  /** undefined: the place is no more, and another one was taken. */
  async #ask(): Promise<Answer | undefined> {
    const { per_page, ...at } = this.#place
    // The first page needs no number, and the parameters of a token's page have none.
    const query: Record<string, string> = { ...this.#query, per_page: String(per_page) }
    if ('page_token' in at) query.page_token = at.page_token
    else if (at.page > 1) query.page = String(at.page)
    const path = `/crm/${this.#reader.version}/${this.#request.module}`
    try {
      return answerOf(
        await this.#reader.ask({ method: 'GET', path, query, heavy: true, whole: answers.records }, this.#context),
      )
    } catch (error) {
      const refusal = refusalOf(error)
      if (refusal?.code === 'PAGINATION_LIMIT_EXCEEDED') throw this.#incomplete('it ends at 100,000 rows', error)
      if (refusal && 'page_token' in this.#place && tokenRefusals.has(refusal.code)) {
        this.#expired(error)
        return undefined
      }
      if (refusal && !this.#begun && closedModule.has(refusal.code)) throw this.#listRefused(error)
      throw error
    }
  }

  /** COQL is left, unless it was what led here, and jobs. */
  #listRefused(error: unknown): unknown {
    const { module } = this.#request
    const { knowledge } = this.#reader
    const known = knowledge.module(module)
    const noCoql = known.coqlRefused ?? knowledge.coqlRefused
    if (this.#refusedBefore || (noCoql && (known.bulkRefused || knowledge.bulkRefused))) return error
    known.recordsRefused = true
    const notice = `Zoho refused the list of records of ${module}: read by another road`
    this.#context.meter.notices.push(notice)
    return new ScanRefused(notice, error)
  }

  #incomplete(why: string, cause?: unknown): ZohoSqlError {
    const read = `${this.#read} rows of ${this.#request.module} were read by the list of records`
    return new ZohoSqlError('RESULT_LIMIT', `${read} and there are more, but ${why}.`, {
      hint: 'Grant the scope ZohoCRM.coql.READ: COQL reads tables of any size. Or read by road=bulk.',
      cause,
    })
  }
}

const RESTARTS_MAX = 3
/** What Zoho says of a page token that is no more, or no longer fits (facts 4.2). */
const tokenRefusals: ReadonlySet<string> = new Set(['EXPIRED_VALUE', 'TOKEN_BOUND_DATA_MISMATCH', 'INVALID_DATA'])

/** Rows put together from all lists. What is missing or changed in between is read again by id. */
async function widened(
  rows: readonly Row[],
  others: readonly RecordList[],
  request: RecordsRequest,
  reader: Reader,
  context: ReadContext,
): Promise<Row[]> {
  const whole = new Map<string, Row | undefined>()
  for (const row of rows) {
    const pieces: (Row | undefined)[] = []
    for (const list of others) pieces.push(await list.take(idOf(row)))
    const same = pieces.every((piece) => piece && piece[MARKER] === row[MARKER])
    whole.set(idOf(row), same ? Object.assign({}, row, ...pieces) : undefined)
  }
  const torn = [...whole].filter(([, row]) => row === undefined).map(([id]) => id)
  if (torn.length > 0) {
    const again = await fetchRecords(request.module, torn, request.cells, reader, context)
    for (const id of torn) whole.set(id, again.get(id))
  }
  return [...whole.values()].filter((row) => row !== undefined)
}
