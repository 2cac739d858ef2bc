import { ZohoSqlError } from '../../../base/errors.ts'
import { asError, retryAfter, statusOf } from '../../errors.ts'
import { faultBody } from '../errors.ts'
import { versionOf } from '../negotiate.ts'
import type { ODataAnswer, ODataRequest, ODataService } from '../service.ts'

/** A request in a batch. */
export interface BatchPart {
  readonly id: string | undefined
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Requests that must have gone well before. */
  readonly dependsOn: readonly string[]
}

export interface PartAnswer {
  readonly id: string | undefined
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const partsMax = 100
/** Characters of all answers: they are put together before they are sent. */
const lettersMax = 50_000_000

/** Answers the requests of a batch one after the other; one that fails does not end the others. */
export async function runParts(
  parts: readonly BatchPart[],
  around: ODataRequest,
  service: ODataService,
): Promise<readonly PartAnswer[]> {
  if (parts.length > partsMax)
    throw new ZohoSqlError('BAD_REQUEST', `A batch has ${partsMax} requests at the most, not ${parts.length}.`)
  const answers: PartAnswer[] = []
  const failed = new Set<string>()
  let left = lettersMax
  for (const part of parts) {
    const answer = await runPart(part, around, service, failed, left)
    left -= answer.body.length
    if (answer.status >= 400 && part.id !== undefined) failed.add(part.id)
    answers.push(answer)
  }
  return answers
}

async function runPart(
  part: BatchPart,
  around: ODataRequest,
  service: ODataService,
  failed: ReadonlySet<string>,
  left: number,
): Promise<PartAnswer> {
  try {
    if (part.dependsOn.some((id) => failed.has(id)))
      return faulty(part, new ZohoSqlError('BAD_REQUEST', 'A request that this one depends on failed.'), around, 424)
    const answer = await service.answer(requestOf(part, around))
    return { id: part.id, status: answer.status, headers: answer.headers, body: await collected(answer, left) }
  } catch (thrown) {
    return faulty(part, asError(thrown), around)
  }
}

function faulty(part: BatchPart, error: ZohoSqlError, around: ODataRequest, status = statusOf(error)): PartAnswer {
  const after = retryAfter(error)
  return {
    id: part.id,
    status,
    headers: {
      'odata-version': versionOf(around.headers),
      'content-type': 'application/json;charset=utf-8',
      ...(after !== undefined && { 'retry-after': String(after) }),
    },
    body: faultBody(error),
  }
}

function requestOf({ method, url, headers }: BatchPart, around: ODataRequest): ODataRequest {
  if (method.toUpperCase() !== 'GET')
    throw new ZohoSqlError('METHOD_NOT_ALLOWED', `A batch reads: ${method} is not for it.`)
  const [path = '', ...query] = relative(url, around.base).split('?')
  return { path, query: query.join('?'), base: around.base, headers: { ...inherited(around), ...headers } }
}

/** What the batch says holds for its requests too, but not what its own answer is made of. */
const inherited = ({ headers }: ODataRequest) => ({
  'odata-maxversion': headers['odata-maxversion'],
  prefer: headers.prefer,
})

/** URLs are whole, or paths of the host, or relative to the service. */
function relative(url: string, base: string): string {
  if (url.startsWith(base)) return url.slice(base.length)
  if (/^[a-z]+:\/\//i.test(url)) throw new ZohoSqlError('BAD_REQUEST', 'A batch asks this service alone.')
  return url.replace(/^\/odata\/?/, '').replace(/^\//, '')
}

async function collected({ body }: ODataAnswer, left: number): Promise<string> {
  if (body === undefined || typeof body === 'string') return body ?? ''
  let text = ''
  for await (const piece of body) {
    text += piece
    if (text.length > left)
      throw new ZohoSqlError('RESULT_SIZE', 'The answers of the batch are too large together.', {
        hint: 'Ask for less with $top, or outside of a batch.',
      })
  }
  return text
}
