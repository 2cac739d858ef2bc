import { join } from 'node:path'
import { scratchFolder } from '../../../base/scratch.ts'
import type { Value } from '../../../base/types.ts'
import type { Page, ReadContext } from '../../../source/index.ts'
import { fileRows, JobFailed, untilDone } from '../../kit/jobs.ts'
import { givenUp, isLasting, refusalOf } from '../../kit/refusals.ts'
import { type AnswerRow, idOf } from '../../kit/rows.ts'
import { answers, stateOf } from '../answers.ts'
import { factsOf } from '../catalog/columns.ts'
import { bulkLimits } from '../limits.ts'
import { bulkQuery, carried } from '../request/bulk.ts'
import type { BulkReadRequest, ExtraCell } from '../request/index.ts'
import { filled } from './fetch.ts'
import type { CrmReader } from './reader.ts'
import { rowDecoder } from './rows.ts'

/** Rows of a module through bulk read jobs: a job, its file, the next job. */
export async function* readBulk(
  request: BulkReadRequest,
  reader: CrmReader,
  context: ReadContext,
): AsyncGenerator<Page> {
  const scan: BulkScan = { request, reader, context }
  await using folder = await scratchFolder()
  const seen = new Set<string>()
  let place: JobPage | undefined = { page: 1 }
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
  readonly request: BulkReadRequest
  readonly reader: CrmReader
  readonly context: ReadContext
}

/** Where a job begins: newer versions go on by token, older by page (facts 11.60). */
interface JobPage {
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

function nextPlace({ more, token }: Finished, { page }: JobPage): JobPage | undefined {
  return more ? { page: page + 1, ...(token ? { token } : {}) } : undefined
}

const isTrue = (cell: unknown): boolean => ['true', '1'].includes(String(cell).toLowerCase())

// ------------------------------------------------------------------------------------------------- jobs

/** The job of a place, done. One that is refused at the start, fails or never ends leaves the other roads. */
async function ended(place: JobPage, scan: BulkScan): Promise<Finished> {
  try {
    return await finished(await create(place, scan), scan)
  } catch (error) {
    throw place.page === 1 ? refused(error, scan) : error
  }
}

async function create(place: JobPage, { request, reader, context }: BulkScan): Promise<string> {
  const { version } = reader
  const query = place.token ? { page_token: place.token } : { ...bulkQuery(request, version), page: place.page }
  const call = { method: 'POST', path: `/crm/bulk/${version}/read`, body: { query, file_type: 'csv' } } as const
  const whole = answers['bulk/read']
  const answer = await reader.ask({ ...call, credits: bulkLimits.credits, whole }, context)
  return (element(answer).details as { id: string }).id
}

function refused(error: unknown, { request: { module }, reader, context }: BulkScan): unknown {
  const refusal = refusalOf(error)
  const known = reader.knowledge.of(module)
  if (!(refusal ? isLasting(refusal) : error instanceof JobFailed)) return error
  known.bulkRefused = true
  if (refusal?.code === 'OAUTH_SCOPE_MISMATCH') reader.knowledge.bulkRefused = true
  const why = refusal ? `refused ${module} (${refusal.code})` : `began a job for ${module} and did not finish it`
  const notice = `bulk read ${why}: read by another road`
  return givenUp(notice, context, error)
}

const element = (json: unknown): Record<string, unknown> => (json as { data: Record<string, unknown>[] }).data[0]!

/** Jobs of an idle organisation take three to six seconds (facts 8.4). */
const patience = { first: 1000, max: 15_000, factor: 1.5, total: bulkLimits.waitMs }

function finished(id: string, { reader, context }: BulkScan): Promise<Finished> {
  const path = `/crm/bulk/${reader.version}/read/${id}`
  const look = async (): Promise<Finished | undefined> => {
    const { state: said, result } = element(
      await reader.ask({ method: 'GET', path, whole: answers['bulk/read/{id}'] }, context),
    )
    const state = stateOf(said)
    // The address that Zoho names is this one, relative to the API's host.
    if (state === 'COMPLETED') return { url: `${path}/result`, ...resultOf(result) }
    if (state.startsWith('FAIL')) throw failed(result)
    return undefined
  }
  return untilDone(look, patience, context, 'A bulk read job')
}

const failed = (result: unknown): JobFailed =>
  new JobFailed(
    'Zoho began a bulk read job and could not finish it.',
    (result as { error_message?: unknown } | undefined)?.error_message,
  )

interface BulkReadResult {
  readonly count: number
  readonly more_records: boolean
  readonly next_page_token?: string | null
}

function resultOf(result: unknown): Omit<Finished, 'url'> {
  const { count, more_records: more, next_page_token: token } = result as BulkReadResult
  return { count, more, token: token ?? undefined }
}

// ------------------------------------------------------------------------------------------------- the file

const rowsOf = (job: Finished, path: string, { reader, context }: BulkScan): AsyncGenerator<readonly AnswerRow[]> =>
  fileRows(
    {
      path,
      count: job.count,
      download: () => reader.knowledge.downloads.paced(() => reader.download(job.url, path, context), context.signal),
    },
    context,
  )

async function decoded(rows: readonly AnswerRow[], { request, reader, context }: BulkScan): Promise<Value[][]> {
  const { cells, module } = request
  const decode = await rowDecoder(cells, rows, reader, context)
  const values = rows.map(decode)
  const extras = [...request.extras, ...missing(rows[0]!, request)]
  return extras.length > 0 ? filled(module, rows, values, extras, reader, context) : values
}

/** Columns that were asked for and that the file has not. */
const missing = (row: AnswerRow, { cells }: BulkReadRequest): ExtraCell[] =>
  cells.flatMap((cell, index) =>
    carried(cell) && cell.key !== 'id' && !Object.hasOwn(row, cell.key)
      ? [{ index, cell, single: factsOf(cell.ref.column).roads.records === 'single' }]
      : [],
  )
