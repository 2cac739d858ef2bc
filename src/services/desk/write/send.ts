/** One batch, each request of it sent once. */

import { setImmediate } from 'node:timers/promises'
import type { ZohoClient } from '../../../auth/index.ts'
import { byName } from '../../../base/by-name.ts'
import { type ErrorCode, isZohoSqlError, type Outcome, ZohoSqlError } from '../../../base/errors.ts'
import { redact } from '../../../base/secret.ts'
import { type HttpResponse, refusal, type WholeAnswer } from '../../../net/index.ts'
import type { Change, ChangeOffer, ChangeRow, ReadContext, Sent, WriteContext } from '../../../source/index.ts'
import { nothingWasDone } from '../../kit/sent.ts'
import { API, headersOf } from '../about.ts'
import { TICKET } from '../catalog/children.ts'
import { listOf } from '../catalog/metadata.ts'
import type { DeskKnowledge } from '../knowledge.ts'
import { writeLimits } from '../limits.ts'
import { instantOf } from '../read/cells.ts'
import { bodyOf, encodeValue } from './encode.ts'
import type { WriteRequest } from './offer.ts'

/** What writing needs of the service. */
export interface DeskWriterOptions {
  readonly client: ZohoClient
  readonly knowledge: DeskKnowledge
  /** Id of the organisation. */
  readonly org: (context: ReadContext) => Promise<string>
  /** Id of the agent whom the token is of. */
  readonly user: (context: ReadContext) => Promise<string>
}

interface DeskSending extends DeskWriterOptions {
  /** How far Desk's clock is ahead of ours, in milliseconds. */
  readonly clock: { ahead: number }
}

interface DeskBatch {
  readonly sending: DeskSending
  readonly change: Change
  readonly request: WriteRequest
  readonly context: WriteContext
  readonly org: string
}

interface DeskExchange {
  readonly method: 'POST' | 'PATCH'
  readonly path: string
  readonly body: object
  readonly credits: number
}

/** Clocks are told to the second. */
const CLOCK_MS = 2000

/** Success in any form that Desk's writes have (facts 3): a record, results of rows, or nothing. */
const whole: WholeAnswer = { statuses: [200, 201, 202, 204], empty: true, body: () => undefined }

/** @throws {ZohoSqlError} where nothing of the batch was looked at by Desk */
export async function sendBatch(
  sending: DeskSending,
  offer: ChangeOffer,
  change: Change,
  rows: readonly ChangeRow[],
  context: WriteContext,
): Promise<Sent> {
  const org = await sending.org(context)
  const began = Date.now() + sending.clock.ahead - CLOCK_MS
  const batch: DeskBatch = { sending, change, request: offer.request as WriteRequest, context, org }
  try {
    return await sent(batch, rows)
  } finally {
    // Whatever became of it: the index of searches may not know.
    const key = keyPlace(change)
    const gone = change.action === 'delete'
    const known = sending.knowledge.recent(change.table.name)
    for (const { values } of key < 0 ? [] : rows) {
      const id = String(values[key])
      if (gone || (known.get(id)?.stamp ?? 0) < began)
        sending.knowledge.changed(change.table.name, id, { gone, stamp: began })
    }
  }
}

const keyPlace = ({ columns, table, action }: Change): number =>
  action === 'insert' ? -1 : columns.findIndex(({ name }) => name === table.primaryKey[0])

function sent(batch: DeskBatch, rows: readonly ChangeRow[]): Promise<Sent> {
  if (batch.change.action === 'delete') return trashed(batch, rows)
  const same = batch.change.action === 'update' ? sameChange(batch.change, rows) : undefined
  return same ? together(batch, rows, same) : oneByOne(batch, rows)
}

const idOf = ({ change }: DeskBatch, { values }: ChangeRow): string => String(values[keyPlace(change)])

/** Into the trash. Desk says nothing of single ids. */
async function trashed(batch: DeskBatch, rows: readonly ChangeRow[]): Promise<Sent> {
  const { module, trash } = batch.request
  const ids = rows.map((row) => idOf(batch, row))
  const credits = writeLimits.deleteCredits * rows.length
  const answer = await asked(batch, { method: 'POST', path: `${module}/moveToTrash`, body: { [trash!]: ids }, credits })
  if ('kind' in answer) return answer
  const error = refusedBy(answer, `${module}/moveToTrash`)
  if (error) return { kind: 'refused', error }
  return { kind: 'answered', outcomes: rows.map((row) => written(row, idOf(batch, row))) }
}

const written = ({ index }: ChangeRow, id: string | null): Outcome => ({
  index,
  outcome: 'written',
  id,
  code: 'SUCCESS',
  message: null,
  column: null,
})

interface Same {
  readonly fieldName: string
  readonly fieldValue: unknown
  readonly isCustomField: boolean
}

/** One column that gets one value in so many rows that a call for all costs less than a call for each. */
function sameChange(change: Change, rows: readonly ChangeRow[]): Same | undefined {
  const key = keyPlace(change)
  const places = change.columns.flatMap((_column, i) =>
    i !== key && rows.some(({ values }) => values[i] !== undefined) ? [i] : [],
  )
  const [place, second] = places
  if (place === undefined || second !== undefined || rows.length <= writeLimits.manyCredits) return undefined
  const column = change.columns[place]!
  const [first] = rows as [ChangeRow]
  const value = first.values[place]
  if (value === undefined || value === null || !rows.every(({ values }) => values[place] === value)) return undefined
  return {
    fieldName: column.field,
    fieldValue: encodeValue(column, value),
    isCustomField: column.name.startsWith('cf_'),
  }
}

/** `updateMany`: of tickets it tells nothing of single rows, of others it has a result for each. */
async function together(batch: DeskBatch, rows: readonly ChangeRow[], same: Same): Promise<Sent> {
  const path = `${batch.request.module}/updateMany`
  const ids = rows.map((row) => idOf(batch, row))
  const answer = await asked(batch, { method: 'POST', path, body: { ids, ...same }, credits: writeLimits.manyCredits })
  if ('kind' in answer) return answer
  const error = refusedBy(answer, path)
  if (error) return { kind: 'refused', error }
  const results = new Map(
    listOf((answer.json as { results?: unknown } | undefined)?.results).map((one) => [String(one.id), one]),
  )
  const outcomes = rows.map((row): Outcome => {
    const result = results.get(idOf(batch, row))
    if (!result || result.success === true) return written(row, idOf(batch, row))
    const code = String((result.errors as { errorCode?: unknown } | null)?.errorCode ?? 'UNPROCESSABLE_ENTITY')
    return {
      index: row.index,
      outcome: 'rejected',
      id: idOf(batch, row),
      code,
      message: 'refused',
      column: null,
      error: kindOf(code),
    }
  })
  return { kind: 'answered', outcomes }
}

/** A call for each row, until an answer is lost: what came of the others is then found out as well. */
async function oneByOne(batch: DeskBatch, rows: readonly ChangeRow[]): Promise<Sent> {
  const outcomes: Outcome[] = []
  for (const row of rows) {
    const answer = await asked(batch, exchangeOf(batch, row))
    if ('kind' in answer) return answer
    outcomes.push(outcomeOf(batch, row, answer))
  }
  return { kind: 'answered', outcomes }
}

function exchangeOf(batch: DeskBatch, row: ChangeRow): DeskExchange {
  const { columns, action, table } = batch.change
  const { module } = batch.request
  if (module === undefined) {
    const ticket = String(row.values[columns.findIndex(({ name }) => name === TICKET)])
    return { method: 'POST', path: `tickets/${ticket}/comments`, body: bodyOf(columns, row, [TICKET]), credits: 1 }
  }
  if (action === 'insert') return { method: 'POST', path: module, body: bodyOf(columns, row, []), credits: 1 }
  return {
    method: 'PATCH',
    path: `${module}/${idOf(batch, row)}`,
    body: bodyOf(columns, row, [table.primaryKey[0]!]),
    credits: 1,
  }
}

/** @returns the answer, or that it is lost */
async function asked(
  { sending, context, org }: DeskBatch,
  { path, ...exchange }: DeskExchange,
): Promise<HttpResponse | Extract<Sent, { kind: 'lost' }>> {
  const { signal, meter, mayBegin } = context
  const { client, clock } = sending
  let left = false
  try {
    const response = await client.to('desk').request({
      ...exchange,
      path: `${API}/${path}`,
      headers: headersOf(org),
      kind: 'write',
      whole,
      signal,
      meter,
      onDispatch: async () => {
        // An answer that has just come must be seen first: it may be the reason not to begin.
        await setImmediate()
        if (mayBegin?.() === false) throw new ZohoSqlError('CANCELLED', 'The batch was kept back.')
        left = true
      },
    })
    const told = Date.parse(response.headers.date ?? '')
    if (!Number.isNaN(told)) clock.ahead = told - Date.now()
    if (response.status === 429) return { kind: 'lost', mayArrive: false, busy: true, error: refusal(response, path) }
    if (response.status >= 500)
      return { kind: 'lost', mayArrive: response.status !== 500, error: refusal(response, path) }
    return response
  } catch (error) {
    if (!isZohoSqlError(error) || !left || nothingWasDone.has(error.code)) throw error
    return { kind: 'lost', mayArrive: true, error }
  }
}

const refusedBy = (response: HttpResponse, what: string): ZohoSqlError | undefined =>
  response.error || response.status >= 400 ? refusal(response, what) : undefined

/** Of a record that was refused, or made and changed. */
function outcomeOf(batch: DeskBatch, row: ChangeRow, response: HttpResponse): Outcome {
  const { knowledge } = batch.sending
  const { table, action } = batch.change
  const id = action === 'insert' ? undefined : idOf(batch, row)
  if (!response.error && response.status < 400) {
    const record = (response.json ?? {}) as { readonly id?: unknown; readonly modifiedTime?: unknown }
    const made = String(record.id ?? id ?? '')
    const stamp = record.modifiedTime === undefined ? undefined : instantOf(record.modifiedTime)
    knowledge.changed(table.name, made, { stamp })
    if (batch.request.module === undefined) knowledge.changed('tickets', String(row.values[0]))
    return written(row, made === '' ? null : made)
  }
  const code = response.error?.code ?? `HTTP ${response.status}`
  const [first] = listOf(response.error?.details.errors)
  const field = typeof first?.fieldName === 'string' ? first.fieldName.split('/').at(-1) : undefined
  const column = batch.change.table.columns.find((one) => one.field === field)
  const type = String(first?.errorType ?? '')
  const said = [
    response.error?.message,
    field && `${field}: ${type} ${String(first?.errorMessage ?? '')}`.trim(),
  ].filter(Boolean)
  return {
    index: row.index,
    outcome: 'rejected',
    id: id ?? null,
    code,
    message: redact(said.join('; ')),
    column: column?.name ?? null,
    error: type === 'invalid' && column?.references ? 'FOREIGN_KEY' : (byType[type] ?? kindOf(code)),
  }
}

const byType: Readonly<Record<string, ErrorCode>> = byName({
  duplicate: 'UNIQUE_VIOLATION',
  missing: 'NOT_NULL',
  invalid: 'INVALID_ARGUMENT',
})

const kinds: Readonly<Record<string, ErrorCode>> = byName({
  INVALID_DATA: 'INVALID_ARGUMENT',
  UNPROCESSABLE_ENTITY: 'INVALID_ARGUMENT',
  URL_NOT_FOUND: 'FOREIGN_KEY',
  FORBIDDEN: 'PERMISSION_DENIED',
  SCOPE_MISMATCH: 'SCOPE_MISSING',
})

const kindOf = (code: string): ErrorCode => kinds[code] ?? 'REMOTE_REFUSED'
