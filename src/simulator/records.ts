/** `GET /{module}` and `GET /{module}/{id}`. */
import { noContent, type SimCall, type SimReply } from './http.ts'
import { compareIds } from './ids.ts'
import { moduleOf } from './metadata.ts'
import { atLeast, type SimField, type SimModule, type SimRecord } from './model.ts'
import type { ListPosition, PageTokens } from './page-tokens.ts'
import {
  choice,
  exceeded,
  invalidParameter,
  missingParameter,
  modifiedSince,
  pageParameter,
  splitList,
} from './parameters.ts'
import { SimRefusal } from './refusal.ts'
import { isListed, renderListRow, renderSingle, zonesOf } from './render.ts'
import type { StoredModule } from './store.ts'
import { renderInstant } from './zone.ts'

const recordLimits = { fields: 50, perPage: 200, byPage: 2000, byToken: 100_000, ids: 100 } as const

const sortable = ['id', 'Created_Time', 'Modified_Time'] as const
type SortBy = (typeof sortable)[number]

/** The module of a record call, if records of it may be read so. */
export function recordModule(call: SimCall): StoredModule {
  const module = moduleOf(call.world, call.params.module!)
  const { variants } = call.world
  if (!module.meta.api_supported || variants.recordsUnsupportedModules.includes(module.apiName)) {
    throw new SimRefusal(400, 'INVALID_MODULE', {}, 'The given module is not supported in API')
  }
  if (module.apiName === 'Notes' && variants.notesAdminOnly) {
    throw new SimRefusal(403, 'NOT_SUPPORTED', {}, 'This API is supported only for admin users')
  }
  return module as StoredModule
}

/** Fields named in a call, without those that do not exist. */
export function namedFields(call: SimCall, module: SimModule, names: readonly string[]): SimField[] {
  if (names.length > recordLimits.fields) throw exceeded('fields', recordLimits.fields)
  const unknown = names.find((name) => !module.field(name))
  if (unknown !== undefined && call.world.variants.unknownFields === 'error') {
    throw invalidParameter('fields', { api_name: unknown })
  }
  return names.flatMap((name) => module.field(name) ?? [])
}

function listedFields(call: SimCall, module: SimModule): SimField[] {
  const names = splitList(call.query.get('fields'))
  if (names.length === 0 && !atLeast(call.version, 'v3')) return module.fields.filter(isListed)
  if (names.length === 0) throw missingParameter('fields')
  return namedFields(call, module, names).filter(isListed)
}

function refuseBoth(call: SimCall, a: string, b: string): void {
  if (!call.query.has(a) || !call.query.has(b)) return
  const details = { ambiguity_due_to: [{ param_name: a }, { param_name: b }] }
  throw new SimRefusal(400, 'AMBIGUITY_DURING_PROCESSING', details, 'ambiguity while processing the request')
}

interface ListOrder {
  readonly by: SortBy
  readonly descending: boolean
}

/** Records by id, before or after one; by a time, from a position of the sorted list. */
function candidates(module: StoredModule, order: ListOrder, place: ListPosition): Iterable<SimRecord> {
  if (order.by === 'id') return order.descending ? module.scanDown(place.afterId) : module.scan(place.afterId)
  return sortedByTime(module, order, place.position ?? 0)
}

interface SortedIds {
  readonly version: number
  readonly ids: readonly string[]
}
const sortedIds = new WeakMap<StoredModule, Map<SortBy, SortedIds>>()

/** Ids by a time column, ascending; sorted again only after the module changed. */
function idsByTime(module: StoredModule, by: SortBy): readonly string[] {
  const cache = sortedIds.get(module) ?? new Map<SortBy, SortedIds>()
  sortedIds.set(module, cache)
  const known = cache.get(by)
  if (known?.version === module.version) return known.ids
  const keys = Array.from(module.scan(), (row) => ({ id: row.id as string, at: row[by] as string }))
  keys.sort((a, b) => (a.at === b.at ? compareIds(a.id, b.id) : a.at < b.at ? -1 : 1))
  const ids = keys.map((key) => key.id)
  cache.set(by, { version: module.version, ids })
  return ids
}

function* sortedByTime(module: StoredModule, { by, descending }: ListOrder, from: number): Iterable<SimRecord> {
  const ids = idsByTime(module, by)
  for (let i = from; i < ids.length; i++) {
    const record = module.get(ids[descending ? ids.length - 1 - i : i]!)
    if (record) yield record
  }
}

/** Whether a property is as a parameter wants it. */
export const fitsChoice = (wanted: 'true' | 'false' | 'both', is: boolean): boolean =>
  wanted === 'both' || (wanted === 'true') === is

/** Which records a list shows at all: conversion, approval, `ids`, If-Modified-Since. */
function visibility(call: SimCall): (record: SimRecord) => boolean {
  const converted = choice(call, 'converted', 'false', ['false', 'true', 'both'])
  const approved = choice(call, 'approved', 'true', ['true', 'false', 'both'])
  const since = modifiedSince(call)
  const ids = idsParameter(call)
  return (record) =>
    fitsChoice(converted, record.Converted__s === true) &&
    fitsChoice(approved, (record.$approval_state ?? 'approved') === 'approved') &&
    (since === undefined || Date.parse(record.Modified_Time as string) > since) &&
    (ids === undefined || ids.has(record.id as string))
}

function idsParameter(call: SimCall): ReadonlySet<string> | undefined {
  const text = call.query.get('ids')
  if (text === null) return undefined
  const ids = splitList(text)
  if (ids.length === 0 || !ids.every((id) => /^\d+$/.test(id))) throw invalidParameter('ids')
  // ASSUMPTION: no document states a maximum; users and bulk calls have 100.
  if (ids.length > recordLimits.ids) throw exceeded('ids', recordLimits.ids)
  return new Set(ids)
}

function checkView(call: SimCall, module: SimModule): void {
  refuseBoth(call, 'cvid', 'sort_by')
  const cvid = call.query.get('cvid')
  if (cvid === null) return
  const view = call.world.views.find((v) => v.id === cvid && v.module === module.apiName)
  if (!view) throw invalidParameter('cvid')
}

function startingPlace(call: SimCall, tokens: PageTokens, perPage: number): ListPosition {
  refuseBoth(call, 'page', 'page_token')
  const token = call.query.get('page_token')
  if (token !== null && atLeast(call.version, 'v3')) return reachablePlace(tokens.use(call, token))
  const page = pageParameter(call, 'page', 1, Number.MAX_SAFE_INTEGER)
  if (page * perPage > recordLimits.byPage) {
    const message = 'You can only get the first 2000 records without using page_token param'
    throw new SimRefusal(400, 'DISCRETE_PAGINATION_LIMIT_EXCEEDED', { limit: recordLimits.byPage }, message)
  }
  return { page, given: 0, previousToken: null }
}

function reachablePlace(place: ListPosition): ListPosition {
  if (place.given < recordLimits.byToken) return place
  const message = 'You can only get upto 100000 records using page_token param'
  throw new SimRefusal(400, 'PAGINATION_LIMIT_EXCEEDED', { param_name: 'page_token' }, message)
}

interface RecordPage {
  readonly records: readonly SimRecord[]
  readonly more: boolean
  /** Candidates looked at, up to and with the last one on the page. */
  readonly looked: number
}

/** The next records that are visible; of pages reached by number, those before are skipped. */
function readPage(
  rows: Iterable<SimRecord>,
  visible: (r: SimRecord) => boolean,
  skip: number,
  size: number,
): RecordPage {
  const records: SimRecord[] = []
  let toSkip = skip
  let looked = 0
  for (const record of rows) {
    if (visible(record)) {
      if (toSkip > 0) toSkip--
      else if (records.length === size) return { records, more: true, looked }
      else records.push(record)
    }
    looked++
  }
  return { records, more: false, looked }
}

/** `GET /{module}`. */
export function listRecords(call: SimCall, tokens: PageTokens): SimReply {
  const module = recordModule(call)
  const fields = listedFields(call, module)
  checkView(call, module)
  const by = choice(call, 'sort_by', 'id', sortable)
  const order: ListOrder = { by, descending: choice(call, 'sort_order', 'desc', ['desc', 'asc']) === 'desc' }
  const perPage = pageParameter(call, 'per_page', recordLimits.perPage, recordLimits.perPage)
  const place = startingPlace(call, tokens, perPage)
  const byToken = call.query.has('page_token')
  const skip = byToken ? 0 : (place.page - 1) * perPage
  const page = readPage(candidates(module, order, place), visibility(call), skip, perPage)
  if (page.records.length === 0) return call.headers['if-modified-since'] === undefined ? noContent : { status: 304 }
  const data = page.records.map((record) => renderListRow(record, fields, call.world))
  const given = (byToken ? place.given : skip) + data.length
  const next: ListPosition = {
    page: place.page + 1,
    given,
    afterId: page.records.at(-1)!.id as string,
    position: (place.position ?? 0) + page.looked,
    previousToken: call.query.get('page_token'),
  }
  return {
    status: 200,
    body: { data, info: pageInfo(call, tokens, order, perPage, place, next, page) },
    rows: data.length,
  }
}

function pageInfo(
  call: SimCall,
  tokens: PageTokens,
  order: ListOrder,
  perPage: number,
  place: ListPosition,
  next: ListPosition,
  { records, more }: RecordPage,
): object {
  const short = { per_page: perPage, count: records.length, page: place.page, more_records: more }
  if (!atLeast(call.version, 'v3')) return short
  const { now, variants } = call.world
  return {
    call: false,
    per_page: perPage,
    next_page_token: more ? tokens.make(call, next) : null,
    count: records.length,
    sort_by: order.by,
    page: place.page,
    previous_page_token: place.previousToken,
    page_token_expiry: more ? renderInstant(now() + variants.pageTokenTtl, zonesOf(call.world).user) : null,
    sort_order: order.descending ? 'desc' : 'asc',
    email: false,
    more_records: more,
  }
}

const invalidId = (status: number): SimRefusal =>
  new SimRefusal(status, 'INVALID_DATA', {}, 'the id given seems to be invalid')

/** `GET /{module}/{id}`: all fields unless some are asked for, subforms and links among them. */
export function oneRecord(call: SimCall): SimReply {
  const module = recordModule(call)
  const { id } = call.params
  if (!/^\d{1,19}$/.test(id!)) throw invalidId(400)
  const names = splitList(call.query.get('fields'))
  const fields = names.length === 0 ? module.fields : namedFields(call, module, names)
  const record = module.get(id!)
  if (record) return { status: 200, body: { data: [renderSingle(module, record, fields, call.world)] }, rows: 1 }
  const { missingRecord } = call.world.variants
  if (missingRecord !== 204) throw invalidId(missingRecord)
  return noContent
}
