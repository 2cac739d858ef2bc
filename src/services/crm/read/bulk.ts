import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sleep } from '../../../base/cancel.ts'
import { ZohoSqlError } from '../../../base/errors.ts'
import { scratchFolder } from '../../../base/scratch.ts'
import type { Value } from '../../../base/types.ts'
import { type Page, type ReadContext, ScanRefused } from '../../../source/index.ts'
import { idOf, type Row } from '../../kit/rows.ts'
import { csvRows, DamagedFile } from '../../kit/zipped-csv.ts'
import { answers, stateOf } from '../answers.ts'
import { refusalOf } from '../ask.ts'
import { factsOf } from '../catalog/columns.ts'
import { bulkLimits } from '../limits.ts'
import { bulkQuery, carried } from '../offer/bulk.ts'
import type { BulkRequest, Extra } from '../request.ts'
import { filled } from './fetch.ts'
import type { Reader } from './index.ts'
import { rowDecoder } from './rows.ts'

/** Rows of a module through bulk read jobs: a job, its file, the next job. */
export async function* readBulk(request: BulkRequest, reader: Reader, context: ReadContext): AsyncGenerator<Page> {
  const scan: BulkScan = { request, reader, context }
  await using folder = await scratchFolder()
  const seen = new Set<string>()
  let place: Place | undefined = { page: 1 }
  while (place) {
    const job = await ended(place, scan)
    for await (const rows of rowsOf(job, join(folder.path, `${place.page}.zip`), scan)) {
      const fresh = rows.filter((row) => !seen.has(idOf(row)))
      // By page numbers a row may move into the next job's share; by token each goes on where the last one ended.
      if (job.more && !job.token) for (const row of fresh) seen.add(idOf(row))
      const wanted = request.without ? fresh.filter((row) => !isTrue(row[request.without!])) : fresh
      if (wanted.length > 0) yield { rows: await decoded(wanted, scan) }
    }
    place = nextPlace(job, place)
  }
}

interface BulkScan {
  readonly request: BulkRequest
  readonly reader: Reader
  readonly context: ReadContext
}

/** Where a job begins: newer versions go on by token, older by page (facts 11.60). */
interface Place {
  readonly page: number
  readonly token?: string
}

interface Finished {
  readonly url: string
  /** Rows of the file. */
  readonly count: number
  readonly more: boolean
  readonly token: string | undefined
}

function nextPlace({ more, token }: Finished, { page }: Place): Place | undefined {
  return more ? { page: page + 1, ...(token ? { token } : {}) } : undefined
}

const isTrue = (cell: unknown): boolean => ['true', '1'].includes(String(cell).toLowerCase())

// ------------------------------------------------------------------------------------------------- jobs

/** The job of a place, done. One that is refused at the start, fails or never ends leaves the other roads. */
async function ended(place: Place, scan: BulkScan): Promise<Finished> {
  try {
    return await finished(await create(place, scan), scan)
  } catch (error) {
    throw place.page === 1 ? refused(error, scan) : error
  }
}

async function create(place: Place, { request, reader, context }: BulkScan): Promise<string> {
  const { version } = reader
  const query = place.token ? { page_token: place.token } : { ...bulkQuery(request, version), page: place.page }
  const call = { method: 'POST', path: `/crm/bulk/${version}/read`, body: { query, file_type: 'csv' } } as const
  const whole = answers['bulk/read']
  const answer = await reader.ask({ ...call, credits: bulkLimits.credits, whole }, context)
  return (element(answer).details as { id: string }).id
}

function refused(error: unknown, { request: { module }, reader, context }: BulkScan): unknown {
  const refusal = refusalOf(error)
  const known = reader.knowledge.module(module)
  if (!(refusal ? (refusal.status ?? 400) < 429 : error instanceof JobFailed)) return error
  known.bulkRefused = true
  if (refusal?.code === 'OAUTH_SCOPE_MISMATCH') reader.knowledge.bulkRefused = true
  const why = refusal ? `refused ${module} (${refusal.code})` : `began a job for ${module} and did not finish it`
  const notice = `bulk read ${why}: read by another road`
  context.meter.notices.push(notice)
  return new ScanRefused(notice, error)
}

const element = (json: unknown): Record<string, unknown> => (json as { data: Record<string, unknown>[] }).data[0]!

/** First wait and the longest; jobs of an idle organisation take three to six seconds (facts 8.4). */
const POLL_MS = { first: 1000, max: 15_000, factor: 1.5 }

async function finished(id: string, { reader, context }: BulkScan): Promise<Finished> {
  const path = `/crm/bulk/${reader.version}/read/${id}`
  let waited = 0
  for (let wait = POLL_MS.first; waited < bulkLimits.waitMs; wait = Math.min(POLL_MS.max, wait * POLL_MS.factor)) {
    await sleep(wait, context.signal)
    waited += wait
    const job = element(await reader.ask({ method: 'GET', path, whole: answers['bulk/read/{id}'] }, context))
    const state = stateOf(job.state)
    // The address that Zoho names is this one, relative to the API's host.
    if (state === 'COMPLETED') return { url: `${path}/result`, ...resultOf(job.result) }
    if (state.startsWith('FAIL')) throw new JobFailed('Zoho began a bulk read job and could not finish it.', job.result)
  }
  throw new JobFailed(`A bulk read job was not done after ${Math.round(waited / 60_000)} minutes.`, undefined)
}

interface Result {
  readonly count: number
  readonly more_records: boolean
  readonly next_page_token?: string | null
}

function resultOf(result: unknown): Omit<Finished, 'url'> {
  const { count, more_records: more, next_page_token: token } = result as Result
  return { count, more, token: token ?? undefined }
}

class JobFailed extends ZohoSqlError {
  constructor(message: string, result: unknown) {
    const said = (result as { error_message?: unknown } | undefined)?.error_message
    super('REMOTE_REFUSED', message, { detail: JSON.stringify(said ?? {}) })
  }
}

// ------------------------------------------------------------------------------------------------- the file

const PAGE_ROWS = 2000
const DOWNLOADS_MAX = 2

/** All rows that the job has. A file that comes damaged is fetched again, and what was handed on is left out. */
async function* rowsOf(job: Finished, file: string, { reader, context }: BulkScan): AsyncGenerator<readonly Row[]> {
  if (job.count === 0) return
  let given = 0
  for (let attempt = 1; ; attempt++) {
    await reader.knowledge.downloads.paced(() => reader.download(job.url, file, context), context.signal)
    try {
      for await (const rows of pagesOf(file, job.count, given)) {
        given += rows.length
        yield rows
      }
      return await rm(file)
    } catch (error) {
      if (!(error instanceof DamagedFile) || attempt === DOWNLOADS_MAX) throw error
      context.meter.retries += 1
    }
  }
}

async function* pagesOf(file: string, count: number, skipped: number): AsyncGenerator<readonly Row[]> {
  let rows: Row[] = []
  let read = 0
  for await (const record of csvRows(file)) {
    if (++read <= skipped || rows.push(record) < PAGE_ROWS) continue
    yield rows
    rows = []
  }
  if (rows.length > 0) yield rows
  if (read !== count) throw new DamagedFile(`it has ${read} rows, and the job had ${count}`)
}

async function decoded(rows: readonly Row[], { request, reader, context }: BulkScan): Promise<Value[][]> {
  const { cells, module } = request
  const decode = await rowDecoder(cells, rows, reader, context)
  const values = rows.map(decode)
  const extras = [...request.extras, ...missing(rows[0]!, request)]
  return extras.length > 0 ? filled(module, rows, values, extras, reader, context) : values
}

/** Columns that were asked for and that the file has not. */
const missing = (row: Row, { cells }: BulkRequest): Extra[] =>
  cells.flatMap((cell, index) =>
    carried(cell) && cell.key !== 'id' && !Object.hasOwn(row, cell.key)
      ? [{ index, cell, single: factsOf(cell.ref.column).roads.records === 'single' }]
      : [],
  )
