/** One batch, sent once. */
import type { ApiRequest, ZohoClient } from '../../../auth/index.ts'
import { type Outcome, ZohoSqlError } from '../../../base/errors.ts'
import { type HttpResponse, refusal, retryAfterMs } from '../../../net/index.ts'
import type { Change, ChangeOffer, ChangeRow, Sent, WriteContext } from '../../../source/index.ts'
import { isLost, sentOnce } from '../../kit/sent.ts'
import { answers } from '../answers.ts'
import { moduleOf } from '../catalog/columns.ts'
import { recordsWriteLimits as limits } from '../limits.ts'
import { writingScopes } from '../scopes.ts'
import { type AnswerElement, elementsOf, hasSuccess, outcomesOf } from './answer.ts'
import { encodeRow } from './encode.ts'
import { creditsOf, type RecordsWriteRequest, triggerText } from './request.ts'

export interface CrmSending {
  readonly client: ZohoClient
}

/** @throws {ZohoSqlError} where nothing of the batch was looked at by Zoho */
export async function sendBatch(
  sending: CrmSending,
  offer: ChangeOffer,
  change: Change,
  rows: readonly ChangeRow[],
  context: WriteContext,
): Promise<Sent> {
  const { method, path } = offer.request as RecordsWriteRequest
  const request = {
    method,
    path,
    ...contentOf(offer, change, rows),
    heavy: rows.length > limits.lightRows,
    credits: creditsOf(change.action, rows.length),
  }
  const elements = rows.length
  const call = { request, elements, outcomes: (all: readonly AnswerElement[]) => outcomesOf(change, rows, all) }
  const sent = await exchange(sending, call, context)
  return sent.kind === 'refused' ? { ...sent, error: namingScope(sent.error, change) } : sent
}

/** A missing scope is named: Zoho does not say which it is. */
function namingScope(error: ZohoSqlError, { action, table }: Change): ZohoSqlError {
  if (error.code !== 'SCOPE_MISSING' || action === 'upsert') return error
  const { message, hint, status, zohoCode } = error
  const [scope] = writingScopes(action, moduleOf(table).module, [])
  return new ZohoSqlError('SCOPE_MISSING', `${message} It takes the scope ${scope}.`, { hint, status, zohoCode })
}

/** One writing call, and how its answer is read. */
export interface CrmExchange {
  readonly request: Pick<ApiRequest, 'method' | 'path' | 'body' | 'query' | 'headers' | 'heavy' | 'credits'>
  /** Elements that its answer has to have. */
  readonly elements: number
  /** undefined: the elements contradict what was sent. */
  readonly outcomes: (elements: readonly AnswerElement[]) => readonly Outcome[] | undefined
}

/** @throws {ZohoSqlError} where nothing of it was looked at by Zoho */
export async function exchange({ client }: CrmSending, call: CrmExchange, context: WriteContext): Promise<Sent> {
  const answer = await sentOnce((way) => client.request({ ...call.request, whole: answers.write, ...way }), context)
  return isLost(answer) ? answer : judge(call, answer)
}

function contentOf(
  { request }: ChangeOffer,
  { action, columns, table }: Change,
  rows: readonly ChangeRow[],
): Pick<ApiRequest, 'body' | 'query' | 'headers'> {
  const { triggers } = request as RecordsWriteRequest
  if (action === 'delete') {
    const key = columns.findIndex(({ name }) => name === table.primaryKey[0])
    const ids = rows.map(({ values }) => String(values[key])).join(',')
    // ASSUMPTION: a delete knows no single triggers, so that some of them is all of them.
    return { query: { ids, ...(triggers?.length === 0 && { wf_trigger: 'false' }) } }
  }
  const data = rows.map((row) => encodeRow(columns, row)).join(',')
  const body = new TextEncoder().encode(`{"data":[${data}]${triggerText(request as RecordsWriteRequest)}}`)
  return { body, headers: { 'content-type': 'application/json' } }
}

/** Each element is read, whatever the status says. */
function judge(call: CrmExchange, response: HttpResponse): Sent {
  const { status, json, error } = response
  const what = `${call.request.method} ${call.request.path}`
  const elements = elementsOf(json, call.elements)
  const outcomes = elements && call.outcomes(elements)
  if (outcomes) return { kind: 'answered', outcomes }
  // 429 is said to mean that nothing was done; a second call on the strength of that alone could write twice.
  if (status === 429)
    return {
      kind: 'lost',
      mayArrive: false,
      busy: true,
      waitMs: retryAfterMs(response),
      error: refusal(response, what),
    }
  // Elements of some rows are no word on the others.
  const isRefusal = status >= 400 && status < 500 && status !== 408 && error !== undefined && !hasSuccess(json)
  if (isRefusal) return { kind: 'refused', error: refusal(response, what) }
  const mayArrive = status >= 500 ? json === undefined || status === 502 || status === 504 : status === 408
  return { kind: 'lost', mayArrive, error: unreadable(response, what) }
}

const unreadable = (response: HttpResponse, what: string): ZohoSqlError =>
  response.status >= 400
    ? refusal(response, what)
    : new ZohoSqlError('REMOTE_ANSWER', `${what} was answered ${response.status} without a word on each record.`, {
        status: response.status,
      })
