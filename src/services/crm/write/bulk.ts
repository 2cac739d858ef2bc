/** One batch by a job of bulk write: its file is sent, the job begun and looked after, its result read line by line. */
import { join } from 'node:path'
import type { ZohoClient } from '../../../auth/index.ts'
import { isZohoSqlError, ZohoSqlError } from '../../../base/errors.ts'
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
  try {
    const job = await begin(sending, change, file, context, () => {
      began = true
    })
    return await result(sending, change, rows, job, context)
  } catch (error) {
    if (!isZohoSqlError(error) || !began) throw error
    // Zoho refused it: the job never was. Otherwise it may be at work even now.
    if (error instanceof NotBegun) return { kind: 'refused', error }
    return { kind: 'lost', mayArrive: true, error }
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

async function result(
  { client, version }: BulkSending,
  change: Change,
  rows: readonly ChangeRow[],
  job: string,
  context: WriteContext,
): Promise<Sent> {
  const path = urlPath`/crm/bulk/${version}/write/${job}`
  const look = async (): Promise<string | undefined> => {
    const { json } = await respond(client, { method: 'GET', path, whole: answers['bulk/write/{id}'] }, context)
    const { status, result: file } = json as JobState
    const state = stateOf(status)
    // A job that failed may have written some of its rows: its file tells of each.
    return state === 'COMPLETED' || state.startsWith('FAIL') ? (file?.download_url ?? '') : undefined
  }
  const url = await untilDone(look, patience, context, 'A bulk write job')
  const lines = url === '' ? [] : await linesOf(client, pathOf(url), context)
  const outcomes = bulkOutcomes(change, rows, lines)
  if (outcomes) return { kind: 'answered', outcomes }
  const error = new ZohoSqlError(
    'REMOTE_ANSWER',
    `The result of bulk write job ${job} tells of ${lines.length} rows, not ${rows.length}.`,
  )
  return { kind: 'lost', mayArrive: false, error }
}

/** The address may be absolute, and of another host of Zoho's; the file is at ours too. */
const pathOf = (url: string): string => {
  const parsed = new URL(url, 'https://zoho.invalid')
  return parsed.pathname + parsed.search
}

async function linesOf(
  client: ZohoClient,
  path: string,
  { signal, meter }: WriteContext,
): Promise<readonly AnswerRow[]> {
  await using folder = await scratchFolder()
  const saveTo = join(folder.path, 'result.zip')
  await respond(client, { method: 'GET', path, saveTo, whole: answers['bulk/write/{id}/result'] }, { signal, meter })
  const lines: AnswerRow[] = []
  for await (const line of csvRows(saveTo)) lines.push(line)
  return lines
}
