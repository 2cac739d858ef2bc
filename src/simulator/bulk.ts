/** `/crm/bulk/{version}/read`: jobs that are made, asked after, and whose results are fetched. */

import { randomBytes } from 'node:crypto'
import { isObject, type JsonObject } from '../base/json.ts'
import type { CallAccounts } from './accounts.ts'
import { bulkCriteria } from './bulk-criteria.ts'
import { zipOf } from './bulk-csv.ts'
import { resolvePath, type SimColumn } from './columns.ts'
import { tooMany } from './disguise.ts'
import { header, type SimCall, type SimReply } from './http.ts'
import { systemId } from './ids.ts'
import { atLeast, type SimModule, type SimRecord, type SimWorld } from './model.ts'
import { SimRefusal } from './refusal.ts'
import { zonesOf } from './render.ts'
import { readModule } from './scopes.ts'
import { kindOf } from './values.ts'
import { renderInstant } from './zone.ts'

const refuse = (code: string, details: object = {}, status = 400): SimRefusal =>
  new SimRefusal(status, code, details, code.toLowerCase().replaceAll('_', ' '))

interface BulkReadQuery {
  readonly module: SimModule
  readonly columns: readonly SimColumn[]
  readonly accept: (record: SimRecord) => boolean
  readonly page: number
  /** The query as it was sent, for the status. */
  readonly asked: JsonObject
  /** The last record of the set before. */
  readonly afterId?: string
}

interface BulkReadPage {
  readonly records: readonly SimRecord[]
  readonly more: boolean
  readonly pageToken?: string
}

interface BulkReadJob {
  readonly id: string
  readonly request: BulkReadQuery
  readonly madeAt: number
  /** Not done before this instant: jobs run one after another. */
  readonly doneAt: number
  polls: number
  result?: BulkReadPage
  zip?: Promise<Buffer>
}

const limits = { pages: 500, joins: 5, kept: 86_400_000, minute: 60_000 } as const
const closedModules = ['Notes', 'Attachments', 'Emails']

/** Scopes of making a job: its own and that of the module in the body. */
export function bulkScopes(call: SimCall): readonly string[] {
  const query = bodyOrNothing(call)?.query
  const name = isObject(query) ? moduleName(query, call) : undefined
  const module = name === undefined ? undefined : call.world.modules.get(name)
  return module ? ['ZohoCRM.bulk.READ', readModule(module)] : ['ZohoCRM.bulk.READ']
}

function bodyOrNothing(call: SimCall): JsonObject | undefined {
  try {
    const parsed: unknown = JSON.parse(call.body.toString('utf8'))
    return isObject(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

function bodyOf(call: SimCall): JsonObject {
  if (!header(call, 'content-type')?.includes('json')) throw refuse('MEDIA_TYPE_NOT_SUPPORTED', {}, 415)
  if (call.body.length === 0) throw refuse('REQUEST_BODY_IS_EMPTY')
  const body = bodyOrNothing(call)
  if (!body) throw refuse('REQUEST_BODY_NOT_READABLE')
  return body
}

/** An object from v2.1 on, a plain name before. */
function moduleName(query: JsonObject, call: SimCall): string | undefined {
  const { module } = query
  if (!atLeast(call.version, 'v2.1')) return typeof module === 'string' ? module : undefined
  return isObject(module) && typeof module.api_name === 'string' ? module.api_name : undefined
}

function moduleOf(query: JsonObject, call: SimCall): SimModule {
  const name = moduleName(query, call)
  if (name === undefined) throw refuse('INVALID_DATA', { api_name: 'module', json_path: '$.query.module' })
  const module = call.world.modules.get(name)
  if (!module) throw refuse('MODULE_NOT_AVAILABLE', { api_name: name })
  if (!module.meta.api_supported || closedModules.includes(name))
    throw refuse('MODULE_NOT_SUPPORTED', { api_name: name })
  return module
}

function columnOf(name: string, module: SimModule, world: SimWorld): SimColumn {
  const hops = name.split('.').map((part) => ({ name: part, arrow: null }))
  const column = resolvePath(world, module, name, hops)
  if (!column) throw refuse('FIELD_NOT_AVAILABLE', { api_name: name })
  if (column.field && kindOf(column.field) === undefined) throw refuse('FIELD_NOT_SUPPORTED', { api_name: name })
  return column
}

function columnsOf(fields: unknown, module: SimModule, world: SimWorld): SimColumn[] {
  if (fields !== undefined && !Array.isArray(fields))
    throw refuse('INVALID_DATA', { api_name: 'fields', expected_data_type: 'jsonarray' })
  const all = (): string[] =>
    module.fields.filter((field) => kindOf(field) !== undefined).map((field) => field.api_name)
  const columns = (fields?.map(String) ?? all()).map((name) => columnOf(name, module, world))
  const relations = new Set(columns.flatMap((column) => column.relations))
  // ASSUMPTION: the limit is not stated; COQL's is taken.
  if (relations.size > limits.joins) throw refuse('JOIN_LIMIT_EXCEEDED', { max_limit: limits.joins })
  return columns
}

function visible(world: SimWorld): (record: SimRecord) => boolean {
  const { bulkConvertedLeads, bulkPending } = world.variants
  return (record) =>
    (bulkConvertedLeads === 'include' || record.Converted__s !== true) &&
    (bulkPending === 'include' || (record.$approval_state ?? 'approved') === 'approved')
}

function checkView(cvid: unknown, module: SimModule, world: SimWorld): void {
  if (cvid === undefined || cvid === null) return
  if (!world.views.some((view) => view.id === String(cvid) && view.module === module.apiName)) {
    throw refuse('CVID_NOT_SUPPORTED', { cvid })
  }
}

function pageOf(page: unknown, world: SimWorld): number {
  if (page === undefined) return 1
  if (typeof page !== 'number' || !Number.isInteger(page) || page < 1)
    throw refuse('INVALID_DATA', { api_name: 'page' })
  const max = world.variants.bulkPageMode === 'page' ? limits.pages : 1
  if (page > max) throw refuse('PAGE_RANGE_EXCEEDED', { max_limit: max })
  return page
}

function checkFile(body: JsonObject): void {
  const type = body.file_type ?? 'csv'
  if (type !== 'csv' && type !== 'ics') throw refuse('INVALID_DATA', { supported_values: ['ics', 'csv'] })
  if (type === 'ics') throw refuse('NOT_SUPPORTED_FEATURE', { file_type: 'ics' })
}

/** ASSUMPTION: a callback must be https; none is ever made from here, since nothing leaves the machine. */
function checkCallback(callback: unknown): void {
  if (callback === undefined) return
  const { url, method } = isObject(callback) ? callback : {}
  if (typeof url !== 'string' || !url.startsWith('https://')) throw refuse('INVALID_CALLBACK_URL')
  if (method !== 'post') throw refuse('INVALID_CALLBACK_METHOD')
}

export class BulkJobs {
  readonly #jobs = new Map<string, BulkReadJob>()
  readonly #tokens = new Map<string, { readonly request: BulkReadQuery; readonly madeAt: number }>()
  readonly #accounts: CallAccounts
  #downloads: number[] = []
  #blockedUntil = 0

  constructor(accounts: CallAccounts) {
    this.#accounts = accounts
  }

  /** `POST /read`. */
  create(call: SimCall): SimReply {
    const { world } = call
    refuseForbidden(world)
    const body = bodyOf(call)
    checkFile(body)
    checkCallback(body.callback)
    const { query } = body
    if (!isObject(query)) throw refuse('INVALID_DATA', { api_name: 'query', expected_data_type: 'jsonobject' })
    const request =
      typeof query.page_token === 'string' ? this.#next(query.page_token, world) : readRequest(query, call)
    const job = this.#add(request, world)
    const details = { id: job.id, operation: 'read', state: 'ADDED', ...madeBy(job, world) }
    const entry = { status: 'success', code: 'ADDED_SUCCESSFULLY', message: 'Added successfully.', details }
    return { status: 201, body: { data: [entry], info: {} } }
  }

  #next(token: string, world: SimWorld): BulkReadQuery {
    const known = this.#tokens.get(token)
    if (!known) throw refuse('INVALID_DATA', { api_name: 'page_token', json_path: '$.query.page_token' })
    if (world.now() - known.madeAt < world.variants.pageTokenTtl) return known.request
    throw refuse('EXPIRED_VALUE', { api_name: 'page_token', json_path: '$.query.page_token' })
  }

  #add(request: BulkReadQuery, world: SimWorld): BulkReadJob {
    const madeAt = world.now()
    const before = [...this.#jobs.values()].at(-1)?.doneAt ?? 0
    const doneAt = Math.max(madeAt, before) + world.variants.bulkDelay
    const job: BulkReadJob = { id: systemId(859_000_000 + this.#jobs.size), request, madeAt, doneAt, polls: 0 }
    this.#jobs.set(job.id, job)
    return job
  }

  /** `GET /read/{job}`. */
  status(call: SimCall): SimReply {
    const { world } = call
    const job = this.#find(call)
    job.polls++
    const state = stateOf(job, world)
    if (state === 'COMPLETED') job.result ??= this.#run(job, world)
    const result = resultOf(job, state, call)
    const { module, asked, page } = job.request
    const query = { ...asked, module: { id: module.id, api_name: module.apiName }, page }
    const shown = { id: job.id, operation: 'read', state, query, ...madeBy(job, world), ...result, file_type: 'csv' }
    return { status: 200, body: { data: [shown] } }
  }

  #find(call: SimCall): BulkReadJob {
    const job = this.#jobs.get(call.params.job!)
    if (job && call.world.now() - job.madeAt < limits.kept) return job
    throw refuse('RESOURCE_NOT_FOUND', { resource: call.params.job }, 404)
  }

  /** The set of records is that of the moment the job is done. */
  #run({ request }: BulkReadJob, world: SimWorld): BulkReadPage {
    const { module, accept, page } = request
    const size = world.variants.bulkPageSize
    let skip = request.afterId === undefined ? (page - 1) * size : 0
    const records: SimRecord[] = []
    const isVisible = visible(world)
    for (const record of module.scan(request.afterId)) {
      if (!isVisible(record) || !accept(record)) continue
      if (skip-- > 0) continue
      if (records.length === size) return { records, more: true, ...this.#pageToken(request, records, world) }
      records.push(record)
    }
    return { records, more: false }
  }

  #pageToken(request: BulkReadQuery, records: readonly SimRecord[], world: SimWorld): { pageToken?: string } {
    if (world.variants.bulkPageMode === 'page') return {}
    const pageToken = randomBytes(24).toString('hex')
    const next = { ...request, page: request.page + 1, afterId: records.at(-1)!.id as string }
    this.#tokens.set(pageToken, { request: next, madeAt: world.now() })
    return { pageToken }
  }

  /** `GET /read/{job}/result`. */
  async download(call: SimCall): Promise<SimReply> {
    const { world } = call
    if (!this.#mayDownload(world)) return tooMany(world.variants)
    const job = this.#find(call)
    if (!job.result) throw refuse('RESOURCE_NOT_FOUND', { resource: job.id }, 404)
    job.zip ??= zipOf(`${job.id}.csv`, job.request.columns, job.result.records, world)
    const headers = {
      'Content-Type': 'application/zip',
      'Content-Disposition': `attachment; filename*=UTF-8''${job.id}.zip`,
    }
    return { status: 200, body: await job.zip, headers, rows: job.result.records.length }
  }

  /** One download too many closes all of them until a minute has passed. */
  #mayDownload(world: SimWorld): boolean {
    const now = world.now()
    this.#downloads = this.#downloads.filter((at) => at > now - limits.minute)
    if (now >= this.#blockedUntil && this.#downloads.length < world.variants.bulkDownloadMax) {
      this.#downloads.push(now)
      return true
    }
    if (now >= this.#blockedUntil) this.#blockedUntil = now + limits.minute
    this.#accounts.breach('download-rate', 'more bulk results fetched in a minute than allowed')
    return false
  }
}

function refuseForbidden({ variants }: SimWorld): void {
  if (variants.bulkForbidden === 'scope') {
    throw new SimRefusal(401, 'OAUTH_SCOPE_MISMATCH', {}, 'invalid oauth scope to access this URL')
  }
  if (variants.bulkForbidden === 'permission') {
    throw new SimRefusal(403, 'NO_PERMISSION', { permissions: ['Crm_Implied_Bulk_Read'] }, 'permission denied')
  }
}

function readRequest(query: JsonObject, call: SimCall): BulkReadQuery {
  const { world, version } = call
  const module = moduleOf(query, call)
  checkView(query.cvid, module, world)
  const columns = columnsOf(query.fields, module, world)
  const accept = query.criteria === undefined ? () => true : bulkCriteria(query.criteria, module, world, version)
  return { module, columns, accept, page: pageOf(query.page, world), asked: query }
}

function stateOf(job: BulkReadJob, { variants, now }: SimWorld): string {
  const done = job.polls > variants.bulkPolls && now() >= job.doneAt
  if (done) return variants.bulkOutcome === 'completed' ? 'COMPLETED' : variants.bulkFailure
  return job.polls <= 1 ? 'QUEUED' : variants.bulkState
}

const madeBy = (job: BulkReadJob, world: SimWorld): object => ({
  created_by: { id: world.currentUser.id, name: world.currentUser.full_name },
  created_time: renderInstant(job.madeAt, zonesOf(world).user),
})

function resultOf(job: BulkReadJob, state: string, call: SimCall): object {
  const { bulkPageSize, bulkFailure } = call.world.variants
  if (state === bulkFailure) {
    const message = 'Internal server error occurred.'
    return { result: { error_message: { code: 'INTERNAL_SERVER_ERROR', status: 'error', message, details: {} } } }
  }
  if (state !== 'COMPLETED' || !job.result) return {}
  const { records, more, pageToken } = job.result
  const token = pageToken === undefined ? {} : { next_page_token: pageToken }
  const download_url = `/crm/bulk/${call.version}/read/${job.id}/result`
  const counts = { page: job.request.page, per_page: bulkPageSize, count: records.length }
  return { result: { ...counts, download_url, more_records: more, ...token } }
}
