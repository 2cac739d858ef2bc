/**
 * Writing: `POST`, `PUT`, `DELETE` of records, upsert, and the actions that write. Each record stands for itself, as at
 * Zoho's: its outcome is an element of the answer, in the order of the request. Not here: reading what was written.
 */
import type { SimCall, SimReply } from '../http.ts'
import { splitList } from '../parameters.ts'
import { SimRefusal } from '../refusal.ts'
import { rowsSent, type WriteBody, writeBody } from './body.ts'
import { outcomes, writingOf, writtenModule } from './calls.ts'
import type { Manner } from './commit.ts'
import { type TriggerKind, triggerKinds, type WriteVia } from './ledger.ts'
import { deleteRow, insertRow, updateOwnId } from './rows.ts'
import { checkedFields, upsertRow } from './upsert.ts'

export { changeOwner, changeOwners, massDelete, massStatus, massUpdate } from './actions.ts'
export { addAttachment, deleteAttachment, downloadAttachment, listAttachments } from './attachments.ts'
export { convertLead } from './convert.ts'
export { listDeleted } from './deleted.ts'
export { addTags, listTags, removeTags } from './tags.ts'

/** Records are paid for by tens begun. */
export const writeCredits = (call: Pick<SimCall, 'body'>): number => Math.max(1, Math.ceil(rowsSent(call) / 10))
/** Calls with more records than this are of the heavy class. */
export const isHeavyWrite = (call: Pick<SimCall, 'body'>): boolean => rowsSent(call) > 10

const manner = (via: WriteVia, { triggers }: Pick<WriteBody, 'triggers'>): Manner => ({ via, triggers })

const pathOf = (index: number): string => `$.data[${index}]`

/** `POST /{module}`. */
export function insertRecords(call: SimCall): SimReply {
  const module = writtenModule(call)
  const body = writeBody(call)
  const writing = writingOf(call, module, manner('records', body))
  const data = body.rows.map((row, i) => insertRow(row, pathOf(i), writing))
  return outcomes(data, 201, call, writeCredits(call))
}

/** `PUT /{module}`. */
export function updateRecords(call: SimCall): SimReply {
  const module = writtenModule(call)
  const body = writeBody(call)
  const writing = writingOf(call, module, manner('records', body))
  const data = body.rows.map((row, i) => updateOwnId(row, pathOf(i), writing))
  return outcomes(data, 200, call, writeCredits(call))
}

/** `PUT /{module}/{id}`. */
export function updateRecord(call: SimCall): SimReply {
  const module = writtenModule(call)
  const body = writeBody(call, 1)
  const [row] = body.rows
  const writing = writingOf(call, module, manner('records', body))
  const given = typeof row === 'object' && row !== null ? { ...row, id: call.params.id! } : row
  return outcomes([updateOwnId(given, pathOf(0), writing)], 200, call, 1)
}

/** `POST /{module}/upsert`. */
export function upsertRecords(call: SimCall): SimReply {
  const module = writtenModule(call)
  const body = writeBody(call)
  const fields = checkedFields(module, body.whole)
  const writing = writingOf(call, module, manner('upsert', body))
  const data = body.rows.map((row, i) => upsertRow(row, pathOf(i), fields, writing))
  return outcomes(data, call.world.variants.writeUpsertStatus, call, writeCredits(call))
}

/** Workflows run after a delete unless `wf_trigger=false`; nothing else does. */
function deleteTriggers(call: SimCall): readonly TriggerKind[] {
  const wanted = call.query.get('wf_trigger') ?? 'true'
  if (wanted !== 'true' && wanted !== 'false') {
    const details = { param_name: 'wf_trigger', expected_data_type: 'boolean' }
    throw new SimRefusal(400, 'INVALID_DATA', details, 'the wf_trigger given seems to be invalid')
  }
  return wanted === 'true' ? triggerKinds.slice(0, 1) : []
}

const idsMax = 100

function idsToDelete(call: SimCall): readonly string[] {
  const ids = splitList(call.query.get('ids'))
  if (ids.length === 0)
    throw new SimRefusal(
      400,
      'REQUIRED_PARAM_MISSING',
      { param_name: 'ids' },
      'One of the expected parameter is missing',
    )
  if (ids.length <= idsMax) return ids
  throw new SimRefusal(400, 'LIMIT_EXCEEDED', { limit: idsMax, param_name: 'ids' }, 'limit exceeded')
}

/** `DELETE /{module}?ids=`. */
export function deleteRecords(call: SimCall): SimReply {
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
export function deleteRecord(call: SimCall): SimReply {
  const module = writtenModule(call)
  const writing = writingOf(call, module, { via: 'records', triggers: deleteTriggers(call) })
  return outcomes([deleteRow(call.params.id!, writing)], 200, call, 1)
}
