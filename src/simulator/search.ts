/** `GET /{module}/search` and `GET /{module}/actions/count`: what the search index knows, page by page or counted. */
import { searchByType, searchCriteria, searchWord } from './criteria.ts'
import { noContent, type SimCall, type SimReply } from './http.ts'
import { compareIds } from './ids.ts'
import type { RecordTest } from './matching.ts'
import type { SimField, SimModule, SimRecord } from './model.ts'
import { choice, pageParameter, splitList } from './parameters.ts'
import { fitsChoice, namedFields, recordModule } from './records.ts'
import { SimRefusal } from './refusal.ts'
import { isListed, renderListRow } from './render.ts'
import type { StoredModule } from './store.ts'
import { comparable, compare, kindOf } from './values.ts'

/** Of several the first one counts. */
const kinds = ['criteria', 'email', 'phone', 'word'] as const
type SearchKind = (typeof kinds)[number]

export const searchParameters = [...kinds, 'converted', 'approved', 'approval_state'] as const
export const searchListParameters = [...searchParameters, 'fields', 'page', 'per_page', 'sort_by', 'sort_order']

const reach = 2000

function matcher(kind: SearchKind, text: string, call: SimCall, module: SimModule): RecordTest {
  if (kind === 'criteria') return searchCriteria(text, module, call.world)
  return kind === 'word' ? searchWord(text, module) : searchByType(kind, text, module)
}

/** What a call looks for; undefined when it names nothing to look for. */
function condition(call: SimCall, module: SimModule): RecordTest | undefined {
  const kind = kinds.find((name) => call.query.has(name))
  return kind && matcher(kind, call.query.get(kind)!, call, module)
}

const approvalStates = [
  'approved',
  'approval_process_pending',
  'approval_process_rejected',
  'review_process_pending',
] as const

/** Unconverted and approved ones, unless the call says otherwise. */
function visibility(call: SimCall): RecordTest {
  const converted = choice(call, 'converted', 'false', ['false', 'true', 'both'])
  const approved = choice(call, 'approved', 'true', ['true', 'false', 'both'])
  const state = call.query.has('approval_state')
    ? choice(call, 'approval_state', 'approved', approvalStates)
    : undefined
  return (record) => {
    const own = record.$approval_state ?? 'approved'
    const stateFits = state === undefined ? fitsChoice(approved, own === 'approved') : own === state
    return stateFits && fitsChoice(converted, record.Converted__s === true)
  }
}

/** Records that the index has seen in their present form. */
function* indexed(module: StoredModule, call: SimCall): Iterable<SimRecord> {
  const newest = call.world.now() - call.world.variants.searchIndexDelay
  for (const record of module.scan()) {
    const written = module.writtenAt(record.id as string)
    if (written === undefined || written <= newest) yield record
  }
}

function* found(call: SimCall, module: StoredModule, accept: RecordTest): Iterable<SimRecord> {
  const visible = visibility(call)
  for (const record of indexed(module, call)) if (visible(record) && accept(record)) yield record
}

/** ASSUMPTION: empty values come first in ascending order. */
function sorted(records: Iterable<SimRecord>, field: SimField, descending: boolean): SimRecord[] {
  const kind = kindOf(field) ?? 'opaque'
  const keyed = Array.from(records, (record) => ({ record, key: comparable(kind, record[field.api_name]) }))
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return Number(b.key === null) - Number(a.key === null)
    return compare(a.key, b.key) || compareIds(a.record.id as string, b.record.id as string)
  })
  const rows = keyed.map(({ record }) => record)
  return descending ? rows.reverse() : rows
}

function sortField(call: SimCall, module: SimModule): SimField {
  const name = call.query.get('sort_by') ?? 'id'
  const field = module.field(name)
  if (field && (name === 'id' || field.sortable)) return field
  throw new SimRefusal(400, 'INVALID_DATA', { param_name: 'sort_by' }, 'the sort_by given seems to be invalid')
}

function searchPage(call: SimCall): { page: number; perPage: number } {
  const page = pageParameter(call, 'page', 1, Number.MAX_SAFE_INTEGER)
  const perPage = pageParameter(call, 'per_page', 200, 200)
  if (page * perPage > reach) {
    throw new SimRefusal(400, 'LIMIT_REACHED', { limit: String(reach) }, 'maximum response iteration limit reached')
  }
  return { page, perPage }
}

function searchable(call: SimCall): StoredModule {
  const module = recordModule(call)
  if (module.fields.some((field) => field.searchable)) return module
  throw new SimRefusal(400, 'NOT_SUPPORTED', { module: module.apiName }, 'module not supported')
}

const nothingToFind = (): SimRefusal =>
  new SimRefusal(400, 'EXPECTED_PARAM_MISSING', { param_names: kinds }, 'one of the expected parameter is missing')

/** `GET /{module}/search`. */
export function search(call: SimCall): SimReply {
  const module = searchable(call)
  const accept = condition(call, module)
  if (!accept) throw nothingToFind()
  const names = splitList(call.query.get('fields'))
  const fields = (names.length === 0 ? module.fields : namedFields(call, module, names)).filter(isListed)
  const { page, perPage } = searchPage(call)
  const by = sortField(call, module)
  const order = choice(call, 'sort_order', 'desc', ['desc', 'asc'])
  const all = sorted(found(call, module, accept), by, order === 'desc')
  const records = all.slice((page - 1) * perPage, page * perPage)
  if (records.length === 0) return noContent
  const data = records.map((record) => renderListRow(record, fields, call.world))
  const more_records = page * perPage < all.length
  const info = { per_page: perPage, count: data.length, sort_by: by.api_name, page, sort_order: order, more_records }
  return { status: 200, body: { data, info }, rows: data.length }
}

/** Counts as they were known for a while: figures may be minutes old. */
export class CountCache {
  readonly #known = new Map<string, { readonly count: number; readonly at: number }>()

  get(key: string, now: number, delay: number, count: () => number): number {
    const known = this.#known.get(key)
    if (known && now - known.at < delay) return known.count
    const fresh = count()
    this.#known.set(key, { count: fresh, at: now })
    return fresh
  }
}

function countable(call: SimCall): StoredModule {
  const module = recordModule(call)
  const { cvid, kind } = { cvid: call.query.get('cvid'), kind: kinds.find((name) => call.query.has(name)) }
  if (cvid !== null && kind) {
    const details = { ambiguity_due_to: [{ param_name: 'cvid' }, { param_name: kind }] }
    throw new SimRefusal(
      400,
      'AMBIGUITY_DURING_PROCESSING',
      details,
      'custom view and search parameters cannot be combined',
    )
  }
  const view = call.world.views.find((v) => v.id === cvid && v.module === module.apiName)
  if (cvid !== null && !view)
    throw new SimRefusal(400, 'INVALID_DATA', { param_name: 'cvid' }, 'the cvid given seems to be invalid')
  return module
}

const countAll = (records: Iterable<SimRecord>): number => {
  let count = 0
  for (const _ of records) count++
  return count
}

/** `GET /{module}/actions/count`. */
export function countRecords(call: SimCall, cache: CountCache): SimReply {
  const module = countable(call)
  const accept = condition(call, module)
  const { variants, now } = call.world
  const key = `${call.path}?${call.query.toString()}`
  const count = cache.get(key, now(), variants.countDelay, () => countAll(found(call, module, accept ?? (() => true))))
  return { status: 200, body: { count }, credits: variants.countCredits }
}
