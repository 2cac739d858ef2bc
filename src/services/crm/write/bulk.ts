/** One batch by a job of bulk write: its file is sent, the job begun and looked after, its result read line by line. */
import { join } from 'node:path'
import type { ZohoClient } from '../../../auth/index.ts'
import { type ErrorCode, isZohoSqlError, ZohoSqlError } from '../../../base/errors.ts'
import { scratchFolder } from '../../../base/scratch.ts'
import { urlPath } from '../../../net/index.ts'
import type { Change, ChangeRow, ReadContext, Sent, WriteContext } from '../../../source/index.ts'
import { respond } from '../../kit/calls.ts'
import { untilDone } from '../../kit/jobs.ts'
import type { AnswerRow } from '../../kit/rows.ts'
import { csvRows } from '../../kit/zipped-csv.ts'
import { answers, stateOf } from '../answers.ts'
import { moduleOf } from '../catalog/columns.ts'
import { bulkWriteLimits as limits } from '../limits.ts'
import { bulkFile, bulkOutcomes, mappingsOf } from './bulk-file.ts'

export interface BulkSending {
  readonly client: ZohoClient
  readonly version: string
  /** Id of the organisation, as uploads name it. */
  readonly org: (context: ReadContext) => Promise<string>
}

/** @throws {ZohoSqlError} where the job was not begun */
export async function sendBulk(
  sending: BulkSending,
  change: Change,
  rows: readonly ChangeRow[],
  context: WriteContext,
): Promise<Sent> {
  const file = await upload(sending, bulkFile(change, rows), context)
  let began = false
  let job: string
  try {
    job = await begin(sending, change, file, context, () => {
      context.onJob?.('')
      began = true
    })
  } catch (error) {
    if (!isZohoSqlError(error) || !began) throw error
    if (error.status === 429) return { kind: 'lost', mayArrive: false, busy: true, error }
    // Zoho refused it: the job never was. Otherwise it may be at work even now.
    if (error instanceof NotBegun) return { kind: 'refused', error }
    return { kind: 'lost', mayArrive: true, error }
  }
  context.onJob?.(job)
  return resumeBulk(sending, change, rows, job, context)
}

/** What becomes of a job that was begun. */
export async function resumeBulk(
  { client, version }: BulkSending,
  change: Change,
  rows: readonly ChangeRow[],
  job: string,
  context: ReadContext,
): Promise<Sent> {
  let isOver = false
  try {
    const url = await untilDone(looking(client, version, job, context), patience, context, 'A bulk write job')
    isOver = true
    const lines = url === '' ? [] : await linesOf(client, pathOf(url), context)
    const outcomes = bulkOutcomes(change, rows, lines)
    if (outcomes) return { kind: 'answered', outcomes }
    throw new ZohoSqlError(
      'REMOTE_ANSWER',
      `The result of bulk write job ${job} tells of ${lines.length} rows, not ${rows.length}.`,
    )
  } catch (error) {
    if (!isZohoSqlError(error)) throw error
    return { kind: 'lost', mayArrive: !isOver, error }
  }
}

class NotBegun extends ZohoSqlError {}

/** Sending a file twice does no harm: nothing is done with it yet. */
async function upload({ client, version, org }: BulkSending, zip: Uint8Array, context: WriteContext): Promise<string> {
  if (zip.length > limits.bytes) {
    throw new ZohoSqlError(
      'RESOURCE_LIMIT',
      `The file of the job has ${zip.length} bytes, and ${limits.bytes} are allowed.`,
      {
        hint: 'writeRoad=records sends rows of any size.',
      },
    )
  }
  const form = new FormData()
  form.set('file', new File([Buffer.from(zip)], 'rows.zip', { type: 'application/zip' }))
  const packed = new Response(form)
  const call = {
    method: 'POST',
    path: urlPath`/crm/${version}/upload`,
    body: new Uint8Array(await packed.arrayBuffer()),
    headers: {
      'content-type': packed.headers.get('content-type')!,
      feature: 'bulk-write',
      'X-CRM-ORG': await org(context),
    },
    whole: answers.upload,
  } as const
  const { json } = await respond(client.to('content'), call, context)
  return (json as { details: { file_id: string } }).details.file_id
}

async function begin(
  { client, version }: BulkSending,
  change: Change,
  file: string,
  { signal, meter, mayBegin }: WriteContext,
  onDispatch: () => void,
): Promise<string> {
  const { action, table } = change
  const resource = {
    type: 'data',
    module: { api_name: moduleOf(table).module },
    file_id: file,
    ...(action === 'update' && { find_by: 'id' }),
    field_mappings: mappingsOf(change),
  }
  const response = await client.request({
    method: 'POST',
    path: urlPath`/crm/bulk/${version}/write`,
    body: { operation: action, ignore_empty: action === 'insert', character_encoding: 'UTF-8', resource: [resource] },
    kind: 'write',
    whole: answers['bulk/write'],
    credits: limits.credits,
    signal,
    meter,
    onDispatch: async () => {
      if (mayBegin?.() === false) throw new ZohoSqlError('CANCELLED', 'The job was kept back.')
      onDispatch()
    },
  })
  const { json, status, error } = response
  if (!error && status < 400) return (json as { details: { id: string } }).details.id
  const said = error ? `${error.code} (${error.message})` : `HTTP ${status}`
  const Kind = status < 500 && status !== 408 ? NotBegun : ZohoSqlError
  throw new Kind('REMOTE_REFUSED', `Zoho refused the job: ${said}.`, { status, zohoCode: error?.code })
}

/** Jobs of an idle organisation take some seconds (facts 8.4). */
const patience = { first: 500, max: 15_000, factor: 1.5, total: limits.waitMs }

interface JobState {
  readonly status: string
  readonly result?: { readonly download_url?: string }
}

/** Looks that may fail one after the other: the job goes on whether it is looked at or not. */
const failuresMax = 5
const passing: ReadonlySet<ErrorCode> = new Set([
  'CONNECTION_FAILED',
  'CONNECTION_LOST',
  'TIMEOUT',
  'TOO_MANY_REQUESTS',
  'REMOTE_ANSWER',
])

/** The path of the job's result once it is over; `''`: it has none. */
function looking(
  client: ZohoClient,
  version: string,
  job: string,
  context: ReadContext,
): () => Promise<string | undefined> {
  const path = urlPath`/crm/bulk/${version}/write/${job}`
  let failures = 0
  return async () => {
    try {
      const { json } = await respond(client, { method: 'GET', path, whole: answers['bulk/write/{id}'] }, context)
      failures = 0
      const { status, result: file } = json as JobState
      const state = stateOf(status)
      // A job that failed may have written some of its rows: its file tells of each.
      return state === 'COMPLETED' || state.startsWith('FAIL') ? (file?.download_url ?? '') : undefined
    } catch (error) {
      failures += 1
      const passes = isZohoSqlError(error) && (passing.has(error.code) || (error.status ?? 0) >= 500)
      if (!passes || failures >= failuresMax) throw error
      return undefined
    }
  }
}

/** The address may be absolute, and of another host of Zoho's; the file is at ours too. */
const pathOf = (url: string): string => {
  const parsed = new URL(url, 'https://zoho.invalid')
  return parsed.pathname + parsed.search
}

async function linesOf(
  client: ZohoClient,
  path: string,
  { signal, meter }: ReadContext,
): Promise<readonly AnswerRow[]> {
  await using folder = await scratchFolder()
  const saveTo = join(folder.path, 'result.zip')
  await respond(client, { method: 'GET', path, saveTo, whole: answers['bulk/write/{id}/result'] }, { signal, meter })
  const lines: AnswerRow[] = []
  for await (const line of csvRows(saveTo)) lines.push(line)
  return lines
}
