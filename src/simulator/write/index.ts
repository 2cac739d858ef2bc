/**
 * Writing: `POST`, `PUT`, `DELETE` of records, upsert, and the actions that write. Each record stands for itself, as at
 * Zoho's: its outcome is an element of the answer, in the order of the request. Not here: reading what was written.
 */
import { type Call, header, type Reply } from '../http.ts'
import { splitList } from '../parameters.ts'
import { recordModule } from '../records.ts'
import { Refusal } from '../refusal.ts'
import type { StoredModule } from '../store.ts'
import { parseInstant } from '../zone.ts'
import { rowsSent, type WriteBody, writeBody } from './body.ts'
import type { Manner } from './commit.ts'
import { type TriggerKind, triggerKinds, type WriteVia } from './ledger.ts'
import type { Element } from './outcome.ts'
import { deleteRow, insertRow, updateOwnId, type Writing } from './rows.ts'
import { checkedFields, upsertRow } from './upsert.ts'

/** Records are paid for by tens begun. */
export const writeCredits = (call: Pick<Call, 'body'>): number => Math.max(1, Math.ceil(rowsSent(call) / 10))
/** Calls with more records than this are of the heavy class. */
export const isHeavyWrite = (call: Pick<Call, 'body'>): boolean => rowsSent(call) > 10

const writable = ['default', 'web', 'custom']

/** The module of a writing call. ASSUMPTION: rows of subforms and links are written through their owners only. */
function writtenModule(call: Call): StoredModule {
  const module = recordModule(call)
  if (writable.includes(module.meta.generated_type)) return module
  throw new Refusal(400, 'INVALID_MODULE', {}, 'The given module is not supported in API')
}

function since(call: Call): number | undefined {
  const text = header(call, 'if-unmodified-since')
  if (text === undefined) return undefined
  const instant = parseInstant(text)
  if (instant === undefined) throw new Refusal(400, 'INVALID_DATA', { header: 'If-Unmodified-Since' }, 'invalid data')
  return instant
}

const writingOf = (call: Call, module: StoredModule, manner: Manner): Writing => ({
  world: call.world,
  module,
  manner,
  unmodifiedSince: since(call),
})

const manner = (via: WriteVia, { triggers }: Pick<WriteBody, 'triggers'>): Manner => ({ via, triggers })

const failures = (elements: readonly Element[]): readonly Element[] =>
  elements.filter(({ status }) => status === 'error')

function statusOf(elements: readonly Element[], allGood: number, call: Call): number {
  const bad = failures(elements)
  if (bad.length === 0) return allGood
  if (bad.length < elements.length) return 207
  return bad.every(({ code }) => code === 'ALREADY_MODIFIED') ? 412 : call.world.variants.writeAllFailedStatus
}

/** The outcomes of a call's records. Every record is paid for, written or not. */
function outcomes(data: readonly Element[], allGood: number, call: Call, credits: number): Reply {
  return { status: statusOf(data, allGood, call), body: { data }, rows: data.length, credits }
}

const pathOf = (index: number): string => `$.data[${index}]`

/** `POST /{module}`. */
export function insertRecords(call: Call): Reply {
  const module = writtenModule(call)
  const body = writeBody(call)
  const writing = writingOf(call, module, manner('records', body))
  const data = body.rows.map((row, i) => insertRow(row, pathOf(i), writing))
  return outcomes(data, 201, call, writeCredits(call))
}

/** `PUT /{module}`. */
export function updateRecords(call: Call): Reply {
  const module = writtenModule(call)
  const body = writeBody(call)
  const writing = writingOf(call, module, manner('records', body))
  const data = body.rows.map((row, i) => updateOwnId(row, pathOf(i), writing))
  return outcomes(data, 200, call, writeCredits(call))
}

/** `PUT /{module}/{id}`. */
export function updateRecord(call: Call): Reply {
  const module = writtenModule(call)
  const body = writeBody(call, 1)
  const [row] = body.rows
  const writing = writingOf(call, module, manner('records', body))
  const given = typeof row === 'object' && row !== null ? { ...row, id: call.params.id! } : row
  return outcomes([updateOwnId(given, pathOf(0), writing)], 200, call, 1)
}

/** `POST /{module}/upsert`. */
export function upsertRecords(call: Call): Reply {
  const module = writtenModule(call)
  const body = writeBody(call)
  const fields = checkedFields(module, body.whole)
  const writing = writingOf(call, module, manner('upsert', body))
  const data = body.rows.map((row, i) => upsertRow(row, pathOf(i), fields, writing))
  return outcomes(data, call.world.variants.writeUpsertStatus, call, writeCredits(call))
}

/** Workflows run after a delete unless `wf_trigger=false`; nothing else does. */
function deleteTriggers(call: Call): readonly TriggerKind[] {
  const wanted = call.query.get('wf_trigger') ?? 'true'
  if (wanted !== 'true' && wanted !== 'false') {
    const details = { param_name: 'wf_trigger', expected_data_type: 'boolean' }
    throw new Refusal(400, 'INVALID_DATA', details, 'the wf_trigger given seems to be invalid')
  }
  return wanted === 'true' ? triggerKinds.slice(0, 1) : []
}

const idsMax = 100

function idsToDelete(call: Call): readonly string[] {
  const ids = splitList(call.query.get('ids'))
  if (ids.length === 0)
    throw new Refusal(400, 'REQUIRED_PARAM_MISSING', { param_name: 'ids' }, 'One of the expected parameter is missing')
  if (ids.length <= idsMax) return ids
  throw new Refusal(400, 'LIMIT_EXCEEDED', { limit: idsMax, param_name: 'ids' }, 'limit exceeded')
}

/** `DELETE /{module}?ids=`. */
export function deleteRecords(call: Call): Reply {
  const module = writtenModule(call)
  const ids = idsToDelete(call)
  const writing = writingOf(call, module, { via: 'records', triggers: deleteTriggers(call) })
  return outcomes(
    ids.map((id) => deleteRow(id, writing)),
    200,
    call,
    1,
  )
}

/** `DELETE /{module}/{id}`. */
export function deleteRecord(call: Call): Reply {
  const module = writtenModule(call)
  const writing = writingOf(call, module, { via: 'records', triggers: deleteTriggers(call) })
  return outcomes([deleteRow(call.params.id!, writing)], 200, call, 1)
}
