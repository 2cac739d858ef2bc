/** `/crm/bulk/{version}/write`: files that are sent, jobs that write their rows, and the file of outcomes. */

import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises'
import { stringify } from 'csv-stringify/sync'
import { strToU8, zipSync } from 'fflate'
import { bare } from '../../base/by-name.ts'
import { header, type SimCall, type SimReply } from '../http.ts'
import { systemId } from '../ids.ts'
import { SimRefusal } from '../refusal.ts'
import { zonesOf } from '../render.ts'
import type { World } from '../world.ts'
import { renderInstant } from '../zone.ts'
import { objectIn } from './body.ts'
import { bulkValue } from './bulk-cells.ts'
import { type BulkWriteRequest, readBulkRequest, type Upload } from './bulk-request.ts'
import { fileIn } from './form.ts'
import type { SimElement } from './outcome.ts'
import { insertRow, type RecordWriting, updateRow } from './rows.ts'

const rowsMax = 25_000
const bytesMax = 25 * 1024 * 1024
const keptMs = 86_400_000
/** Rows written before others get their turn. */
const rowsAtOnce = 500

type BulkRowState = 'ADDED' | 'UPDATED' | 'SKIPPED' | 'UNPROCESSED'

interface RowResult {
  readonly state: BulkRowState
  readonly id: string
  readonly errors: string
}

interface BulkWriteJob {
  readonly id: string
  readonly request: BulkWriteRequest
  readonly madeAt: number
  readonly results: RowResult[]
  readonly done: Promise<void>
  polls: number
}

/** The words result files have for what a record call says. */
const codes: Readonly<Record<string, string>> = {
  RECORD_LOCKED: 'BLOCKED_RECORD',
  RECORD_IN_BLUEPRINT: 'CANNOT_PROCESS',
  NOT_REVIEWED: 'CANNOT_PROCESS',
  CONVERTED_RECORD: 'CANNOT_PROCESS',
}

interface BulkError {
  readonly code: string
  readonly details: { readonly api_name?: string; readonly errors?: readonly BulkError[] }
}

/** `MANDATORY_NOT_FOUND-Company,Last_Name:DUPLICATE_DATA-Email`. */
function errorText(element: SimElement): string {
  const told = element as unknown as BulkError
  const columns = new Map<string, string[]>()
  for (const { code, details } of told.details.errors ?? [told]) {
    const name = codes[code] ?? code
    columns.set(name, [...(columns.get(name) ?? []), ...(details.api_name === undefined ? [] : [details.api_name])])
  }
  return [...columns].map(([code, names]) => (names.length === 0 ? code : `${code}-${names.join(',')}`)).join(':')
}

function resultOf(element: SimElement, state: BulkRowState): RowResult {
  if (element.status === 'error') return { state: 'SKIPPED', id: '', errors: errorText(element) }
  return { state, id: (element.details as { id: string }).id, errors: '' }
}

function givenOf(
  row: readonly string[],
  { columns, ignoreEmpty }: BulkWriteRequest,
  world: World,
): Record<string, unknown> {
  const given = bare<unknown>()
  for (const column of columns) {
    const text = column.index === undefined ? '' : (row[column.index] ?? '')
    const name = column.field.api_name
    if (text !== '') given[name] = bulkValue(text, column, world)
    else if (column.defaultValue !== undefined) given[name] = column.defaultValue
    else if (!ignoreEmpty) given[name] = null
  }
  return given
}

function existing(given: Record<string, unknown>, { findBy, module }: BulkWriteRequest): string | undefined {
  const value = findBy === undefined ? undefined : given[findBy]
  if (value === undefined || value === null) return undefined
  if (findBy === 'id') return module.get(String(value)) ? String(value) : undefined
  return module.withText(findBy!, String(value))[0]
}

function writeRow(row: readonly string[], request: BulkWriteRequest, writing: RecordWriting): RowResult {
  const { operation, findBy } = request
  const given = givenOf(row, request, writing.world)
  const id = existing(given, request)
  if (operation === 'insert' && id !== undefined)
    return { state: 'SKIPPED', id: '', errors: `DUPLICATE_DATA-${findBy}` }
  if (operation === 'update' && id === undefined)
    return { state: 'SKIPPED', id: '', errors: `RESOURCE_NOT_FOUND-${findBy}` }
  if (id === undefined) return resultOf(insertRow(given, '$', writing), 'ADDED')
  return resultOf(updateRow(id, given, '$', writing), 'UPDATED')
}

/** Nothing runs after what a job writes. */
const writingOf = (request: BulkWriteRequest, world: World): RecordWriting => ({
  world,
  module: request.module,
  manner: { via: 'bulk', triggers: [] },
})

async function runJob(request: BulkWriteRequest, results: RowResult[], world: World): Promise<void> {
  const { bulkDelay, bulkWriteOutcome } = world.variants
  if (bulkDelay > 0) await sleep(bulkDelay, undefined, { ref: false })
  const share = { completed: 1, half: 0.5, failed: 0 }[bulkWriteOutcome]
  const reached = Math.min(rowsMax, Math.ceil(request.rows.length * share))
  for (const [i, row] of request.rows.entries()) {
    if (i < reached) results.push(writeRow(row, request, writingOf(request, world)))
    else results.push({ state: 'UNPROCESSED', id: '', errors: i >= rowsMax ? 'LIMIT_EXCEEDED' : '' })
    if (i % rowsAtOnce === rowsAtOnce - 1) await breathe()
  }
}

const countOf = (results: readonly RowResult[], ...states: BulkRowState[]): number =>
  results.filter(({ state }) => states.includes(state)).length

/** First mapped columns of each row, and what became of it, in the order of the file. */
function resultFile({ request, results, id }: BulkWriteJob): Buffer {
  const columns = request.columns.slice(0, 3)
  const shown = (row: readonly string[]): string[] =>
    columns.map(({ index, defaultValue }) => (index === undefined ? String(defaultValue ?? '') : (row[index] ?? '')))
  const head = [...columns.map(({ field }) => field.api_name), 'STATUS', 'RECORD_ID', 'ERRORS']
  const lines = request.rows.map((row, i) => [...shown(row), results[i]!.state, results[i]!.id, results[i]!.errors])
  return Buffer.from(zipSync({ [`${id}.csv`]: strToU8(stringify([head, ...lines])) }, { level: 1 }))
}

const notFound = (resource: string | undefined): SimRefusal =>
  new SimRefusal(404, 'RESOURCE_NOT_FOUND', { resource }, "The requested resource doesn't exist.")

export class BulkWrites {
  readonly #uploads = new Map<string, Upload>()
  readonly #jobs = new Map<string, BulkWriteJob>()

  /** `POST /crm/{version}/upload` at the host for content. */
  async upload(call: SimCall): Promise<SimReply> {
    if (header(call, 'feature') !== 'bulk-write')
      throw new SimRefusal(400, 'INVALID_REQUEST', { header: 'feature' }, 'invalid feature')
    if (header(call, 'x-crm-org') !== call.world.org.zgid)
      throw new SimRefusal(403, 'NO_PERMISSION', { header: 'X-CRM-ORG' }, 'permission denied')
    const bytes = Buffer.from((await (await fileIn(call))?.arrayBuffer()) ?? new ArrayBuffer(0))
    if (bytes.length > bytesMax)
      throw new SimRefusal(413, 'FILE_TOO_LARGE', { limit: bytesMax }, 'file size is more than allowed')
    if (bytes.subarray(0, 2).toString('latin1') !== 'PK') {
      throw new SimRefusal(400, 'INVALID_FILE_FORMAT', {}, 'invalid file format. only zip format is supported')
    }
    const file_id = systemId(1_492_000_000 + this.#uploads.size)
    this.#uploads.set(file_id, { bytes, madeAt: call.world.now() })
    const created_time = renderInstant(call.world.now(), zonesOf(call.world).user)
    const body = {
      status: 'success',
      code: 'FILE_UPLOAD_SUCCESS',
      message: 'file uploaded.',
      details: { file_id, created_time },
    }
    return { status: 200, body }
  }

  /** `POST /write`. */
  create(call: SimCall): SimReply {
    const { world } = call
    if (world.variants.bulkForbidden !== 'no') throw forbidden(world)
    const request = readBulkRequest(objectIn(call), world, (id) => this.#uploads.get(id))
    const results: RowResult[] = []
    const id = systemId(541_900_000 + this.#jobs.size)
    const done = runJob(request, results, world)
    done.catch(() => {})
    this.#jobs.set(id, { id, request, madeAt: world.now(), results, done, polls: 0 })
    const details = { id, created_by: this.#maker(world) }
    return { status: 201, body: { status: 'success', code: 'SUCCESS', message: 'success', details } }
  }

  #maker({ currentUser }: World): object {
    return { id: currentUser.id, name: currentUser.full_name }
  }

  #find(call: SimCall): BulkWriteJob {
    const job = this.#jobs.get(call.params.job!)
    if (job && call.world.now() - job.madeAt < keptMs) return job
    throw notFound(call.params.job)
  }

  /** `GET /write/{job}`. */
  async status(call: SimCall): Promise<SimReply> {
    const { world } = call
    const job = this.#find(call)
    const over = ++job.polls > world.variants.bulkPolls
    if (over) await job.done
    const state = over
      ? world.variants.bulkWriteOutcome === 'completed'
        ? 'COMPLETED'
        : 'FAILED'
      : job.polls === 1
        ? 'ADDED'
        : 'INPROGRESS'
    return { status: 200, body: this.#render(job, state, call) }
  }

  #render(job: BulkWriteJob, state: string, call: SimCall): object {
    const { world, origin, version } = call
    const { request, results, id } = job
    const over = state === 'COMPLETED' || state === 'FAILED'
    const counts = {
      added_count: countOf(results, 'ADDED'),
      skipped_count: countOf(results, 'SKIPPED', 'UNPROCESSED'),
      updated_count: countOf(results, 'UPDATED'),
      total_count: request.rows.length,
    }
    const module = { api_name: request.module.apiName, id: request.module.id }
    const file = { status: state, name: request.fileName, ...(over ? counts : {}) }
    const path = `/${version}/crm/org${world.org.zgid}/bulk-write/${id}/${id}.zip`
    const download_url = world.variants.bulkWriteUrl === 'absolute' ? `${origin}${path}` : path
    return {
      status: state,
      character_encoding: 'UTF-8',
      resource: [{ status: state, type: 'data', module, field_mappings: request.mappings, file }],
      id,
      ...(over ? { result: { download_url } } : {}),
      created_by: this.#maker(world),
      operation: request.operation,
      created_time: renderInstant(job.madeAt, zonesOf(world).user),
    }
  }

  /** `GET /{version}/crm/org{n}/bulk-write/{job}/{job}.zip`. */
  async download(call: SimCall): Promise<SimReply> {
    const job = this.#find(call)
    if (call.params.org !== `org${call.world.org.zgid}` || call.params.file !== `${job.id}.zip`)
      throw notFound(call.params.file)
    await job.done
    return {
      status: 200,
      body: resultFile(job),
      headers: { 'Content-Type': 'application/zip' },
      rows: job.results.length,
    }
  }
}

const forbidden = ({ variants }: World): SimRefusal =>
  variants.bulkForbidden === 'scope'
    ? new SimRefusal(401, 'OAUTH_SCOPE_MISMATCH', {}, 'invalid oauth scope to access this URL')
    : new SimRefusal(403, 'NO_PERMISSION', { permissions: ['Crm_Implied_Bulk_Write'] }, 'permission denied')
