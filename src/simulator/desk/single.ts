/** Single reads by id, and short lists of ids. */
import type { SimReply } from '../http.ts'
import type { DeskCall } from './http.ts'
import { includeOf, moduleOf, rowsReply } from './list.ts'
import { listOf } from './query.ts'
import { lacksParameter, noRecord } from './refusal.ts'
import { renderIncluded, renderRecord } from './render.ts'
import type { DeskModule, DeskRecord } from './store.ts'

/** The record of a path, also one in the trash where a reading of Desk shows it. */
export function recordOf(call: DeskCall, name: string): DeskRecord {
  const module = moduleOf(call, name)
  const id = call.params.id!
  const record = module.get(id)
  if (record) return record
  const trashed = call.variants.deskTrashed === 'flag' ? module.trashed(id) : undefined
  if (trashed) return { ...trashed, isTrashed: true }
  throw noRecord(call.variants.deskMissing)
}

/** A record in full. */
export const inFull = (record: DeskRecord, module: DeskModule, call: DeskCall): Record<string, unknown> =>
  renderRecord(record, module, 'detail', call)

const moreIncludes: Readonly<Record<string, readonly string[]>> = {
  tickets: ['contract', 'isRead', 'skills'],
  contacts: ['owner'],
  accounts: ['owner'],
  tasks: ['creator'],
  products: ['departments'],
}

const singleIncludes = (module: DeskModule): readonly string[] => [
  ...module.table.include,
  ...(moreIncludes[module.table.name] ?? []),
]

/** `GET /{module}/{id}`. */
export function oneRecord(call: DeskCall, name: string): SimReply {
  const module = moduleOf(call, name)
  const include = includeOf(call, singleIncludes(module))
  const record = recordOf(call, name)
  const row = inFull(record, module, call)
  return { status: 200, body: { ...row, ...renderIncluded(include, record, module, 'detail', call) }, rows: 1 }
}

/** `GET /agentsByIds?agentIds=` and its like: those that are there. */
export function recordsByIds(call: DeskCall, name: string, parameter: string, max: number): SimReply {
  const ids = listOf(call, parameter, max)
  if (!ids) throw lacksParameter(parameter)
  const module = moduleOf(call, name)
  const records = ids.flatMap((id) => module.get(id) ?? [])
  return rowsReply(
    records.map((record) => renderRecord(record, module, 'list', call)),
    call,
  )
}
