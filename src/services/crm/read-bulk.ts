import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { Unzip, UnzipInflate } from 'fflate'
import { sleep } from '../../base/cancel.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import type { Value } from '../../base/types.ts'
import { type Page, type ReadContext, ScanRefused } from '../../source/index.ts'
import { type Row, refusalOf } from './ask.ts'
import { fillExtras } from './fetch.ts'
import { bulkLimits } from './limits.ts'
import { bulkQuery } from './offer-bulk.ts'
import type { Reader } from './read.ts'
import type { BulkRequest } from './request.ts'
import { rowDecoder } from './rows.ts'

/** Rows of a module through bulk read jobs: a job, its file, the next job. */
export async function* readBulk(request: BulkRequest, reader: Reader, context: ReadContext): AsyncGenerator<Page> {
  const folder = await mkdtemp(join(tmpdir(), 'zohosql-'))
  try {
    let place: Place | undefined = { page: 1 }
    for (let count = 1; place; count++) {
      const job = await finished(await create(request, place, reader, context), reader, context)
      const file = join(folder, `${count}.zip`)
      await reader.knowledge.downloads.turn(context.signal)
      await reader.download(job.url, file, context)
      yield* rowsOf(file, request, reader, context)
      await rm(file)
      place = nextPlace(job, place)
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Where a job begins: newer versions go on by token, older by page (facts 11.60). */
type Place = { readonly page: number; readonly token?: string }

interface Finished {
  readonly url: string
  readonly more: boolean
  readonly token: string | undefined
}

function nextPlace({ more, token }: Finished, { page }: Place): Place | undefined {
  return more ? { page: page + 1, ...(token ? { token } : {}) } : undefined
}

async function create(request: BulkRequest, place: Place, reader: Reader, context: ReadContext): Promise<string> {
  const query = place.token ? { page_token: place.token } : { ...bulkQuery(request), page: place.page }
  const path = `/crm/bulk/${reader.version}/read`
  try {
    const call = { method: 'POST', path, body: { query, file_type: 'csv' }, credits: bulkLimits.credits } as const
    const details = element(await reader.ask(call, context)).details as { id?: unknown } | undefined
    if (typeof details?.id === 'string') return details.id
    throw new ZohoSqlError('REMOTE_ANSWER', 'Zoho took a bulk read job and did not say its id.')
  } catch (error) {
    throw place.page === 1 ? refused(error, request, reader, context) : error
  }
}

/** A job that is refused at the start leaves the other roads. */
function refused(error: unknown, { module }: BulkRequest, reader: Reader, context: ReadContext): unknown {
  const refusal = refusalOf(error)
  const known = reader.knowledge.module(module)
  if (!refusal || (refusal.status !== undefined && refusal.status >= 429) || known.bulkRefused) return error
  known.bulkRefused = true
  const notice = `bulk read refused ${module} (${refusal.code}): read by another road`
  context.meter.notices.push(notice)
  return new ScanRefused(notice, error)
}

const element = (json: unknown): Record<string, unknown> => {
  const { data } = (json ?? {}) as { data?: unknown }
  const first = Array.isArray(data) ? data[0] : undefined
  if (typeof first === 'object' && first !== null) return first as Record<string, unknown>
  throw new ZohoSqlError('REMOTE_ANSWER', 'Zoho’s answer about a bulk read job is not what it should be.')
}

/** First wait and the longest; jobs of an idle organisation take three to six seconds (facts 8.4). */
const POLL_MS = { first: 1000, max: 15_000, factor: 1.5 }

async function finished(id: string, reader: Reader, context: ReadContext): Promise<Finished> {
  for (let wait = POLL_MS.first; ; wait = Math.min(POLL_MS.max, wait * POLL_MS.factor)) {
    await sleep(wait, context.signal)
    const job = element(await reader.ask({ method: 'GET', path: `/crm/bulk/${reader.version}/read/${id}` }, context))
    // Spelled with a blank, an underscore or neither (facts 11.61).
    const state = String(job.state).replace(/[_ ]/g, '').toUpperCase()
    if (state === 'COMPLETED') return result(id, job.result, reader)
    if (state.startsWith('FAIL')) throw failed(job.result)
  }
}

function result(id: string, result: unknown, reader: Reader): Finished {
  const { more_records: more, next_page_token: token } = (result ?? {}) as Record<string, unknown>
  // The address that Zoho names is this one, relative to the API's host.
  const url = `/crm/bulk/${reader.version}/read/${id}/result`
  return { url, more: more === true, token: typeof token === 'string' && token ? token : undefined }
}

function failed(result: unknown): ZohoSqlError {
  const said = JSON.stringify((result as { error_message?: unknown } | undefined)?.error_message ?? {})
  return new ZohoSqlError('REMOTE_REFUSED', 'Zoho began a bulk read job and could not finish it.', { detail: said })
}

// ------------------------------------------------------------------------------------------------- the file

const PAGE_ROWS = 2000

async function* rowsOf(file: string, request: BulkRequest, reader: Reader, context: ReadContext): AsyncGenerator<Page> {
  // Columns by name: which comes first, and how `id` is written, differs (facts 11.58).
  const columns = (names: string[]): string[] => names.map((name) => (name.toLowerCase() === 'id' ? 'id' : name))
  const records = Readable.from(unzipped(file)).pipe(parse({ columns, bom: true, relax_column_count: false }))
  let rows: Row[] = []
  for await (const record of records as AsyncIterable<Row>) {
    if (request.without && String(record[request.without]).toLowerCase() === 'true') continue
    if (rows.push(record) < PAGE_ROWS) continue
    yield { rows: await decoded(rows, request, reader, context) }
    rows = []
  }
  if (rows.length > 0) yield { rows: await decoded(rows, request, reader, context) }
}

/** The bytes of the archive's one file, a piece at a time. */
async function* unzipped(file: string): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = []
  let failure: Error | null = null
  const unzip = new Unzip((entry) => {
    entry.ondata = (error, data) => {
      failure ??= error
      if (data) pieces.push(data)
    }
    entry.start()
  })
  unzip.register(UnzipInflate)
  for await (const chunk of createReadStream(file)) {
    unzip.push(chunk as Uint8Array)
    if (failure) throw damaged(failure)
    yield* pieces.splice(0)
  }
  unzip.push(new Uint8Array(0), true)
  if (failure) throw damaged(failure)
  yield* pieces.splice(0)
}

const damaged = (cause: Error): ZohoSqlError =>
  new ZohoSqlError('REMOTE_ANSWER', 'The file of a bulk read job is no ZIP archive that can be read.', { cause })

async function decoded(
  rows: readonly Row[],
  { cells, extras, module }: BulkRequest,
  reader: Reader,
  context: ReadContext,
): Promise<Value[][]> {
  const decode = await rowDecoder(cells, rows, reader, context)
  const values = rows.map(decode)
  if (extras.length > 0) await fillExtras(module, rows, values, extras, reader, context)
  return values
}
