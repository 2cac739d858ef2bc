/** `add_tags` and `remove_tags` of one record or many, and the tags a module knows. */

import { isObject, type JsonObject } from '../../base/json.ts'
import { hashText } from '../hash.ts'
import { noContent, type SimCall, type SimReply } from '../http.ts'
import { systemId } from '../ids.ts'
import { moduleOf } from '../metadata.ts'
import type { SimRecord } from '../model.ts'
import { missingParameter, splitList } from '../parameters.ts'
import { SimRefusal } from '../refusal.ts'
import type { StoredModule } from '../store.ts'
import { objectIn } from './body.ts'
import { outcomes, writtenModule } from './calls.ts'
import { putRecord } from './commit.ts'
import { failed, invalidId, type SimElement } from './outcome.ts'

interface CrmTag {
  readonly name: string
  readonly id: string
  readonly color_code: string | null
}

/** Tags a call may name; records it may name; tags a record may have. */
const limits = { tags: 10, records: 500, ofRecord: 10 } as const

const known = new WeakMap<StoredModule, Map<string, CrmTag>>()

const cellOf = (record: SimRecord): readonly CrmTag[] => (record.Tag ?? []) as readonly CrmTag[]

/** All tags of a module, by their names in lower case. */
function tagsOf(module: StoredModule): Map<string, CrmTag> {
  const present = known.get(module)
  if (present) return present
  const found = new Map<string, CrmTag>()
  for (const record of module.scan()) for (const tag of cellOf(record)) found.set(tag.name.toLowerCase(), tag)
  known.set(module, found)
  return found
}

function makeTag(given: JsonObject, module: StoredModule): CrmTag {
  const tags = tagsOf(module)
  const name = String(given.name)
  const color_code = typeof given.color_code === 'string' ? given.color_code : null
  const tag = tags.get(name.toLowerCase()) ?? {
    name,
    id: systemId(920_000_000 + (hashText(`${module.apiName}:${name}`) % 9_000_000)),
    color_code,
  }
  tags.set(name.toLowerCase(), tag)
  return tag
}

function givenTags(whole: JsonObject): readonly JsonObject[] {
  const { tags } = whole
  const details = { api_name: 'tags', json_path: '$.tags' }
  if (tags === undefined) throw new SimRefusal(400, 'MANDATORY_NOT_FOUND', details, 'required field not found')
  if (!Array.isArray(tags) || tags.length === 0 || !tags.every(isObject))
    throw new SimRefusal(400, 'INVALID_DATA', details, 'invalid data')
  if (tags.length > limits.tags)
    throw new SimRefusal(400, 'LIMIT_EXCEEDED', { ...details, limit: limits.tags }, 'limit exceeded')
  return tags
}

/** Ids in the path, the body (v3 on) or the query (before). */
function idsOf(call: SimCall, whole: JsonObject): readonly string[] {
  if (call.params.id !== undefined) return [call.params.id]
  const ids = Array.isArray(whole.ids) ? whole.ids.map(String) : splitList(call.query.get('ids'))
  if (ids.length === 0) throw missingParameter('ids')
  if (ids.length > limits.records)
    throw new SimRefusal(400, 'LIMIT_EXCEEDED', { limit: limits.records }, 'limit exceeded')
  return ids
}

type TagChange = (present: readonly CrmTag[]) => readonly CrmTag[]

function taggedModule(call: SimCall): StoredModule {
  const module = writtenModule(call)
  if (module.field('Tag')) return module
  throw new SimRefusal(400, 'INVALID_MODULE', {}, 'the module name given seems to be invalid')
}

function retag(id: string, change: TagChange, module: StoredModule, call: SimCall): SimElement {
  const base = module.get(id)
  if (!base) return failed(invalidId({ id }))
  const tags = change(cellOf(base))
  if (tags.length > limits.ofRecord) {
    return failed({ code: 'LIMIT_EXCEEDED', details: { id, limit: limits.ofRecord }, message: 'limit exceeded' })
  }
  // ASSUMPTION: tagging changes the record's Modified_Time and runs no workflow.
  const record = { ...module.copy(base), Tag: tags.length === 0 ? null : tags }
  putRecord(module, record, base, call.world, { via: 'tags', triggers: [] })
  return { code: 'SUCCESS', details: { id, tags }, message: 'tags updated successfully', status: 'success' }
}

const tagCredits = (records: number): number => Math.max(1, Math.ceil(records / 50))

function answer(call: SimCall, whole: JsonObject, module: StoredModule, change: TagChange): SimReply {
  const ids = idsOf(call, whole)
  const data = ids.map((id) => retag(id, change, module, call))
  const success = data.filter((element) => element.status === 'success').length
  const more = { wf_scheduler: false, success_count: String(success), locked_count: '0' }
  return outcomes(data, 200, call, tagCredits(ids.length), more)
}

const merged = (present: readonly CrmTag[], added: readonly CrmTag[]): readonly CrmTag[] => [
  ...present,
  ...added.filter((tag) => !present.some(({ id }) => id === tag.id)),
]

/** `POST /{module}/actions/add_tags` and `POST /{module}/{id}/actions/add_tags`. */
export function addTags(call: SimCall): SimReply {
  const module = taggedModule(call)
  const whole = objectIn(call)
  const added = givenTags(whole).map((tag) => makeTag(tag, module))
  const replaces = whole.over_write === true || call.query.get('over_write') === 'true'
  return answer(call, whole, module, (present) => (replaces ? added : merged(present, added)))
}

/** `POST /{module}/actions/remove_tags` and `POST /{module}/{id}/actions/remove_tags`. */
export function removeTags(call: SimCall): SimReply {
  const module = taggedModule(call)
  const whole = objectIn(call)
  const gone = givenTags(whole)
  const isGone = (tag: CrmTag): boolean =>
    gone.some(({ name, id }) => id === tag.id || String(name).toLowerCase() === tag.name.toLowerCase())
  return answer(call, whole, module, (present) => present.filter((tag) => !isGone(tag)))
}

/** `GET /settings/tags?module=`. */
export function listTags(call: SimCall): SimReply {
  const name = call.query.get('module')
  if (name === null) throw missingParameter('module')
  const tags = [...tagsOf(moduleOf(call.world, name) as StoredModule).values()]
  if (tags.length === 0) return noContent
  return { status: 200, body: { tags, info: { count: tags.length, allowed_count: 200 } }, rows: tags.length }
}
