/** `GET /{module}/deleted`: what lies in the recycle bin, and what has left it for good. */
import { noContent, type SimCall, type SimReply } from '../http.ts'
import { choice, modifiedSince, pageParameter } from '../parameters.ts'
import { recordModule } from '../records.ts'
import { SimRefusal } from '../refusal.ts'
import { zonesOf } from '../render.ts'
import { renderInstant } from '../zone.ts'
import type { DeletedRecord } from './ledger.ts'

const dayMs = 86_400_000
/** Days a record stays in the bin, and after that among those deleted for good. */
const binDays = 60
const permanentDays = 120

const kinds = ['all', 'recycle', 'permanent'] as const

function kindOf({ at }: DeletedRecord, now: number): 'recycle' | 'permanent' | undefined {
  const age = (now - at) / dayMs
  if (age < binDays) return 'recycle'
  return age < binDays + permanentDays ? 'permanent' : undefined
}

function wantedKind(call: SimCall): (typeof kinds)[number] {
  const text = call.query.get('type')
  if (text === null || kinds.some((kind) => kind === text)) return choice(call, 'type', 'all', kinds)
  const message = 'Please check whether the input values are correct'
  throw new SimRefusal(400, 'PATTERN_NOT_MATCHED', { param_name: 'type' }, message)
}

function render(record: DeletedRecord, kind: string, call: SimCall): object {
  const { id, displayName, deletedBy, createdBy, at } = record
  const user = (value: { name: string; id: string } | null): object | null =>
    value && { name: value.name, id: value.id }
  return {
    deleted_by: user(deletedBy),
    id,
    display_name: displayName,
    type: kind,
    created_by: user(createdBy),
    deleted_time: renderInstant(at, zonesOf(call.world).user),
  }
}

/** `GET /{module}/deleted`, the latest first. */
export function listDeleted(call: SimCall): SimReply {
  const module = recordModule(call)
  const wanted = wantedKind(call)
  const page = pageParameter(call, 'page', 1, Number.MAX_SAFE_INTEGER)
  const perPage = pageParameter(call, 'per_page', 200, 200)
  const since = modifiedSince(call)
  const now = call.world.now()
  const all = call.world.ledger.deleted(module.apiName).flatMap((record) => {
    const kind = kindOf(record, now)
    if (kind === undefined || (wanted !== 'all' && wanted !== kind)) return []
    return since !== undefined && record.at <= since ? [] : [render(record, kind, call)]
  })
  const data = all.reverse().slice((page - 1) * perPage, page * perPage)
  if (data.length === 0) return since === undefined ? noContent : { status: 304 }
  const info = { per_page: perPage, count: data.length, page, more_records: page * perPage < all.length }
  return { status: 200, body: { data, info }, rows: data.length }
}
