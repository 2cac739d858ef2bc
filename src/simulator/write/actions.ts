/** Actions on many records at once: mass update, mass delete, change of owner. */

import { isObject, type JsonObject } from '../../base/json.ts'
import type { SimCall, SimReply } from '../http.ts'
import { systemId } from '../ids.ts'
import { SimRefusal } from '../refusal.ts'
import type { StoredModule } from '../store.ts'
import type { World } from '../world.ts'
import { idsIn, objectIn, rowsIn } from './body.ts'
import { outcomes, writingOf, writtenModule } from './calls.ts'
import { triggerKinds } from './ledger.ts'
import type { SimElement } from './outcome.ts'
import { deleteRow, type RecordWriting, updateRow } from './rows.ts'

const massMax = 500
const viewMax = 50_000

interface ActionJob {
  readonly id: string
  readonly run: () => readonly SimElement[]
  polls: number
  done?: readonly SimElement[]
}

/** Jobs over the records of a view; each belongs to the world it was made in. */
const jobsOf = new WeakMap<World, Map<string, ActionJob>>()

function schedule(world: World, run: ActionJob['run'], message: string): SimReply {
  const jobs = jobsOf.get(world) ?? new Map<string, ActionJob>()
  jobsOf.set(world, jobs)
  const id = systemId(870_000_000 + jobs.size)
  jobs.set(id, { id, run, polls: 0 })
  const element = { code: 'SCHEDULED', details: { job_id: id }, message, status: 'success' }
  return { status: 202, body: { data: [element] } }
}

function viewIds(cvid: unknown, module: StoredModule, world: World): readonly string[] {
  const view = world.views.find((v) => v.id === String(cvid) && v.module === module.apiName)
  if (!view) throw new SimRefusal(400, 'INVALID_DATA', { api_name: 'cvid', json_path: '$.cvid' }, 'invalid data')
  const ids: string[] = []
  for (const { id } of module.scan()) if (ids.push(id as string) === viewMax) break
  return ids
}

/** Runs over the ids of the body at once, or over a view's later. ASSUMPTION: both cost what a mass delete does. */
function massive(
  call: SimCall,
  whole: JsonObject,
  module: StoredModule,
  one: (id: string, index: number) => SimElement,
  what: string,
): SimReply {
  if (whole.cvid === undefined) {
    const ids = idsIn(whole, massMax)
    return outcomes(ids.map(one), 200, call, Math.ceil(ids.length / 100))
  }
  const ids = viewIds(whole.cvid, module, call.world)
  return schedule(call.world, () => ids.map(one), `${what} scheduled successfully`)
}

/** One field a call; three of deals. */
function massCells(whole: JsonObject, module: StoredModule): JsonObject {
  const [cells] = rowsIn(whole, 1)
  const max = module.apiName === 'Deals' ? 3 : 1
  if (isObject(cells) && Object.keys(cells).length <= max) return cells
  const details = { maximum_length: max, api_name: 'data', json_path: '$.data[0]' }
  throw new SimRefusal(400, 'LIMIT_EXCEEDED', details, 'limit exceeded')
}

/** `POST /{module}/actions/mass_update`. */
export function massUpdate(call: SimCall): SimReply {
  const module = writtenModule(call)
  const whole = objectIn(call)
  const cells = massCells(whole, module)
  const writing = writingOf(call, module, { via: 'mass_update', triggers: triggerKinds.slice(0, 1) })
  return massive(call, whole, module, (id) => updateRow(id, cells, '$.data[0]', writing), 'mass update')
}

function massDeleted(id: string, writing: RecordWriting): SimElement {
  const element = deleteRow(id, writing)
  return element.status === 'error' ? element : { ...element, message: 'record is deleted' }
}

/** `POST /{module}/actions/mass_delete`. */
export function massDelete(call: SimCall): SimReply {
  const module = writtenModule(call)
  const writing = writingOf(call, module, { via: 'mass_delete', triggers: triggerKinds.slice(0, 1) })
  return massive(call, objectIn(call), module, (id) => massDeleted(id, writing), 'mass delete')
}

/** `GET /{module}/actions/mass_update?job_id=`, and the same of `mass_delete`. */
export function massStatus(call: SimCall): SimReply {
  const job = jobsOf.get(call.world)?.get(call.query.get('job_id') ?? '')
  if (!job) throw new SimRefusal(400, 'INVALID_DATA', { param_name: 'job_id' }, 'the job_id given seems to be invalid')
  job.polls++
  const done = job.polls > call.world.variants.bulkPolls
  if (done) job.done ??= job.run()
  const count = (status: string): number => (job.done ?? []).filter((element) => element.status === status).length
  const changed = call.path.includes('mass_delete') ? 'Deleted_Count' : 'Updated_Count'
  const state = {
    Status: done ? 'COMPLETED' : job.polls === 1 ? 'SCHEDULED' : 'RUNNING',
    Failed_Count: count('error'),
    Not_Updated_Count: 0,
    [changed]: count('success'),
    Total_Count: job.done?.length ?? 0,
  }
  return { status: 200, body: { data: [state] } }
}

function ownerIn(whole: JsonObject): JsonObject {
  const { owner } = whole
  if (isObject(owner)) return { Owner: { id: owner.id } }
  throw new SimRefusal(
    400,
    'MANDATORY_NOT_FOUND',
    { api_name: 'owner', json_path: '$.owner' },
    'required field not found',
  )
}

function owned(id: string, cells: JsonObject, writing: RecordWriting): SimElement {
  const element = updateRow(id, cells, '$', writing)
  if (element.status === 'error') return element
  return { code: 'SUCCESS', details: { id }, message: 'owner is successfully updated', status: 'success' }
}

function changed(call: SimCall, whole: JsonObject, ids: readonly string[]): SimReply {
  const module = writtenModule(call)
  const cells = ownerIn(whole)
  const writing = writingOf(call, module, { via: 'owner', triggers: triggerKinds.slice(0, 1) })
  return outcomes(
    ids.map((id) => owned(id, cells, writing)),
    200,
    call,
    Math.ceil(ids.length / 10),
  )
}

/** `POST /{module}/actions/change_owner`. */
export function changeOwners(call: SimCall): SimReply {
  const whole = objectIn(call)
  return changed(call, whole, idsIn(whole, massMax))
}

/** `POST /{module}/{id}/actions/change_owner`. */
export const changeOwner = (call: SimCall): SimReply => changed(call, objectIn(call), [call.params.id!])
