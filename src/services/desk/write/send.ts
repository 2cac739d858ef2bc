/** One batch, each request of it sent once. */
import type { ZohoClient } from '../../../auth/index.ts'
import { type Outcome, ZohoSqlError } from '../../../base/errors.ts'
import { type HttpResponse, refusal, type WholeAnswer } from '../../../net/index.ts'
import type { Change, ChangeOffer, ChangeRow, ReadContext, Sent, WriteContext } from '../../../source/index.ts'
import { isLost, type LostAnswer, sentOnce } from '../../kit/sent.ts'
import { API, headersOf } from '../about.ts'
import type { DeskKnowledge } from '../knowledge.ts'
import { writeLimits } from '../limits.ts'
import { instantOf } from '../read/cells.ts'
import { scopeOf } from '../scopes.ts'
import { isRefused, outcomesOf, refused, written } from './answer.ts'
import { setColumns, type WriteRequest } from './offer.ts'
import { type DeskExchange, exchangeOf, idOf, manyOf, parentOf, trashOf } from './request.ts'

/** What writing needs of the service. */
export interface DeskWriterOptions {
  readonly client: ZohoClient
  readonly knowledge: DeskKnowledge
  /** Id of the organisation. */
  readonly org: (context: ReadContext) => Promise<string>
  /** Id of the agent whom the token is of. */
  readonly user: (context: ReadContext) => Promise<string>
}

interface DeskBatch {
  readonly sending: DeskWriterOptions
  readonly change: Change
  readonly request: WriteRequest
  readonly context: WriteContext
  readonly org: string
}

/** Clocks are told to the second. */
const CLOCK_MS = 2000

/** Success in any form that Desk's writes have (facts 3): a record, results of rows, or nothing. */
const whole: WholeAnswer = { statuses: [200, 201, 202, 204], empty: true, body: () => undefined }

/** @throws {ZohoSqlError} where nothing of the batch was looked at by Desk */
export async function sendBatch(
  sending: DeskWriterOptions,
  offer: ChangeOffer,
  change: Change,
  rows: readonly ChangeRow[],
  context: WriteContext,
): Promise<Sent> {
  const org = await sending.org(context)
  const began = (sending.client.to('desk').now() ?? Date.now()) - CLOCK_MS
  const batch: DeskBatch = { sending, change, request: offer.request as WriteRequest, context, org }
  try {
    return await sent(batch, rows)
  } finally {
    // Whatever became of it: the index of searches may not know.
    if (change.action !== 'insert') remember(batch, rows, began)
  }
}

function remember({ sending, change, request }: DeskBatch, rows: readonly ChangeRow[], began: number): void {
  const { knowledge } = sending
  const gone = change.action === 'delete'
  const known = knowledge.recent(change.table.name)
  for (const row of rows) {
    const id = idOf(change, row)
    if (gone || (known.get(id)?.stamp ?? 0) < began) knowledge.changed(change.table.name, id, { gone, stamp: began })
    if (request.isComment) knowledge.changed('tickets', parentOf(change, row))
  }
}

function sent(batch: DeskBatch, rows: readonly ChangeRow[]): Promise<Sent> {
  const { change, request } = batch
  if (change.action === 'delete' && !request.isComment) return trashed(batch, rows)
  const many = request.many && rows.length > writeLimits.manyCredits ? manyOf(change, request, rows) : undefined
  return many ? together(batch, rows, many) : oneByOne(batch, rows)
}

/** Refused for what was asked, and not for who asks: one record of many may be the reason. */
const mayBeOneRecord = ({ status }: HttpResponse): boolean => status === 400 || status === 404 || status === 422

/** Into the trash. Desk says nothing of single ids; where it refuses them together they go one by one. */
async function trashed(batch: DeskBatch, rows: readonly ChangeRow[]): Promise<Sent> {
  if (rows.length === 1) return oneByOne(batch, rows)
  const answer = await asked(batch, trashOf(batch.change, batch.request, rows))
  if (isLost(answer)) return answer
  return ofMany(batch, rows, answer, rows)
}

/** `updateMany`: of tickets it tells nothing of single rows, of others it has a result for each. */
async function together(batch: DeskBatch, rows: readonly ChangeRow[], exchange: DeskExchange): Promise<Sent> {
  const { change, request, sending } = batch
  const answer = await asked(batch, exchange)
  if (isLost(answer)) return answer
  if (isRefused(answer) && mayBeOneRecord(answer)) {
    const [column] = setColumns(change)
    sending.knowledge.of(change.table.name).paramsRefused.add(`many.${column!.name}`)
  }
  return ofMany(batch, rows, answer, request.module === 'tickets' ? rows : [])
}

/** @param silent rows that are done where the answer is empty */
async function ofMany(
  batch: DeskBatch,
  rows: readonly ChangeRow[],
  answer: HttpResponse,
  silent: readonly ChangeRow[],
): Promise<Sent> {
  if (isRefused(answer)) {
    if (mayBeOneRecord(answer)) return oneByOne(batch, rows)
    return { kind: 'refused', error: refusal(answer, `writing ${batch.request.module}`) }
  }
  const id = (row: ChangeRow): string => idOf(batch.change, row)
  const outcomes = outcomesOf(rows, id, answer.json) ?? silent.map((row) => written(row, id(row)))
  if (outcomes.length === rows.length) return { kind: 'answered', outcomes }
  const error = new ZohoSqlError('REMOTE_ANSWER', `Desk told nothing of ${rows.length - outcomes.length} records.`)
  return { kind: 'lost', mayArrive: false, error, outcomes }
}

/**
 * A call for each row. After a refusal nothing more is sent before it was seen; of a lost answer the rows before it have
 * their outcomes, and those after it have not left.
 */
async function oneByOne(batch: DeskBatch, rows: readonly ChangeRow[]): Promise<Sent> {
  const outcomes: Outcome[] = []
  for (const [i, row] of rows.entries()) {
    const answer = await askedNext(batch, row, i === 0)
    if (answer === undefined) break
    if (isLost(answer)) return { ...answer, outcomes, unsent: rows.slice(i + 1).map(({ index }) => index) }
    outcomes.push(outcomeOf(batch, row, answer))
    if (isRefused(answer)) break
  }
  return { kind: 'answered', outcomes }
}

/** undefined: nothing was done, and what came before this row is to be told first. */
async function askedNext(
  batch: DeskBatch,
  row: ChangeRow,
  isFirst: boolean,
): Promise<HttpResponse | LostAnswer | undefined> {
  try {
    return await asked(batch, exchangeOf(batch.change, batch.request, row))
  } catch (error) {
    if (isFirst) throw error
    return undefined
  }
}

function outcomeOf({ change, request, sending }: DeskBatch, row: ChangeRow, answer: HttpResponse): Outcome {
  const { table, action } = change
  const id = action === 'insert' ? undefined : idOf(change, row)
  if (isRefused(answer)) {
    const operation = ({ insert: 'CREATE', update: 'UPDATE', delete: 'DELETE', upsert: 'CREATE' } as const)[action]
    return refused(row, id ?? null, answer, table, scopeOf(request.module, operation))
  }
  const record = (answer.json ?? {}) as { readonly id?: unknown; readonly modifiedTime?: unknown }
  const made = String(record.id ?? id ?? '')
  const stamp = record.modifiedTime === undefined ? undefined : instantOf(record.modifiedTime)
  if (action !== 'delete' && made !== '') sending.knowledge.changed(table.name, made, { stamp })
  if (request.isComment) sending.knowledge.changed('tickets', parentOf(change, row))
  return written(row, made === '' ? null : made)
}

/** @returns the answer, or that it is lost */
async function asked(
  { sending, context, org }: DeskBatch,
  { path, ...exchange }: DeskExchange,
): Promise<HttpResponse | LostAnswer> {
  const client = sending.client.to('desk')
  const request = { ...exchange, path: `${API}/${path}`, headers: headersOf(org), whole }
  const answer = await sentOnce((way) => client.request({ ...request, ...way }), context)
  return isLost(answer) ? answer : judged(answer, path)
}

/** @throws {ZohoSqlError} 53400 where the day's credits are used up: that is said before anything is looked at */
function judged(response: HttpResponse, path: string): HttpResponse | LostAnswer {
  const { status, json } = response
  if (status !== 408 && status !== 429 && status < 500) return response
  const error = refusal(response, path)
  if (error.zohoCode === 'THRESHOLD_EXCEEDED') throw error
  if (status === 429) return { kind: 'lost', mayArrive: false, busy: true, error }
  // Desk's own word that the call has ended; a gateway's tells nothing of that.
  return { kind: 'lost', mayArrive: status === 408 || status === 502 || status === 504 || json === undefined, error }
}
