import pRetry, { AbortError } from 'p-retry'
import { sleep as realSleep, throwIfCancelled } from '../base/cancel.ts'
import { type ErrorCode, isZohoSqlError, ZohoSqlError } from '../base/errors.ts'
import { addressOf, type Concern, type HttpRequest, type HttpResponse, isIdempotent } from './send.ts'
import { refusal } from './zoho-error.ts'

export interface RetryOptions {
  /** Repeats after the first attempt. */
  readonly maxRetries: number
  readonly random?: () => number
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>
}

const firstWaitMsMax = 200
const waitMsMax = 5_000
/** After 429 a call in flight has to end first. */
const busyWaitMsMin = 100
/** A longer Retry-After is not waited for but told. */
const retryAfterMsMax = 60_000
/** An exchange that timed out took `timeout` seconds already: patience ends sooner than for quick failures. */
const timeoutRetriesMax = 2
/** What is closed for a minute is not asked for again all day. */
const closedRetriesMax = 2

const final = new WeakSet<Error>()

/** The error, known to have had its own retries: nobody repeats the request because of it. */
export function givenUpOn<T>(error: T): T {
  if (error instanceof Error) final.add(error)
  return error
}

/** An answer that may be better the next time. */
class Unsatisfactory extends Error {
  readonly response: HttpResponse
  constructor(response: HttpResponse) {
    super(`HTTP ${response.status}`)
    this.response = response
  }
}

/**
 * Repeats what may be repeated: idempotent requests after 429, 5xx, pages instead of
 * JSON, cut or lost or hanging exchanges. Refusals (`invalid_…`, 4xx) pass through at once.
 *
 * Waits are drawn between nothing and a bound that doubles (full jitter), so that clients do not return in step.
 *
 * @throws ZohoSqlError 53400 when 429 does not end, HV000 when 5xx does not, else the last failure
 */
export const retrying = ({ maxRetries, random = Math.random, sleep = realSleep }: RetryOptions): Concern => {
  // A host that answered before and refuses now is restarting; one that never answered is the wrong host.
  const answered = new Set<string>()
  return (send) => async (request) => {
    const { origin } = new URL(request.url)
    const attempt = async () => {
      throwIfCancelled(request.signal)
      const response = await send(request)
      answered.add(origin)
      if (isUnsatisfactory(request, response)) throw new Unsatisfactory(response)
      return response
    }
    let retries = 0
    const shouldRetry = async (error: Error) => {
      if (!mayRetry(error, request, retries, answered.has(origin))) return false
      await sleep(waitMs(error, request, retries, random), request.signal)
      retries += 1
      if (request.meter) request.meter.retries += 1
      return true
    }
    try {
      // The waits are ours: p-retry's randomisation only ever lengthens them.
      return await pRetry(attempt, {
        retries: Math.min(maxRetries, request.retriesMax ?? maxRetries),
        minTimeout: 0,
        shouldRetry: ({ error }) => shouldRetry(error),
      })
    } catch (error) {
      throw error instanceof Unsatisfactory ? givenUp(request, error.response, retries + 1) : error
    }
  }
}

function isUnsatisfactory(request: HttpRequest, { status }: HttpResponse): boolean {
  // Of a write it is for the caller to find out that nothing was done.
  return (status === 429 || status >= 500) && isIdempotent(request)
}

const repeatable: ReadonlySet<ErrorCode> = new Set(['CONNECTION_LOST', 'TIMEOUT', 'REMOTE_ANSWER'])

function mayRetry(error: Error, request: HttpRequest, retries: number, hasAnswered: boolean): boolean {
  if (request.signal?.aborted || error instanceof AbortError || final.has(error)) return false
  if (error instanceof Unsatisfactory) {
    const isClosed = error.response.status === 429 && request.closedMs !== undefined
    return !isHopeless(error.response) && (!isClosed || retries < closedRetriesMax)
  }
  if (!isZohoSqlError(error)) return false
  if (error.code === 'CONNECTION_FAILED') return hasAnswered
  if (error.code === 'TIMEOUT' && retries >= timeoutRetriesMax) return false
  if (error.code === 'REMOTE_ANSWER' && (error.status ?? 0) >= 300) return false
  return repeatable.has(error.code) && isIdempotent(request)
}

/** True where more of the same cannot help: the day's credits are gone, or the wait asked for is too long. */
const isHopeless = (response: HttpResponse): boolean =>
  creditsAreGone(response) || retryAfterMs(response) > retryAfterMsMax

function creditsAreGone({ status, headers, error }: HttpResponse): boolean {
  if (status !== 429) return false
  if (headers['x-api-credits-remaining'] === '0' || error?.code === 'THRESHOLD_EXCEEDED') return true
  // Zoho's usual text names both causes; only one that names the day alone is believed.
  const text = error?.message ?? ''
  return /24.?hours|per day|daily/i.test(text) && !/concurren|simultan/i.test(text)
}

/** Retry-After is not documented by Zoho, but gateways before it know it: seconds or a date. */
export function retryAfterMs({ headers }: HttpResponse): number {
  const text = headers['retry-after']
  if (text === undefined) return 0
  const ms = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - Date.now()
  return Math.max(0, ms || 0)
}

function waitMs(error: Error, { closedMs = 0 }: HttpRequest, retries: number, random: () => number): number {
  const jittered = random() * Math.min(waitMsMax, firstWaitMsMax * 2 ** retries)
  if (!(error instanceof Unsatisfactory)) return jittered
  const asked = retryAfterMs(error.response)
  if (error.response.status !== 429) return Math.max(jittered, asked)
  return Math.max(busyWaitMsMin + jittered, asked, closedMs)
}

function givenUp(request: HttpRequest, response: HttpResponse, attempts: number): ZohoSqlError {
  const times = attempts === 1 ? 'once' : `${attempts} times`
  if (response.status !== 429) return refusal(response, `${addressOf(request)} (asked ${times})`)
  const cause = creditsAreGone(response)
    ? 'the credits of the last 24 hours are used up'
    : 'either more calls are in flight than the edition allows, or the credits of the last 24 hours are used up'
  return new ZohoSqlError('TOO_MANY_REQUESTS', `Zoho answered 429 to ${addressOf(request)} ${times}: ${cause}.`, {
    hint: `Lower maxConcurrency if other programs use the account too; credits come back 24 hours after their use.${spent(request)}`,
    status: 429,
    zohoCode: response.error?.code,
    detail: response.error?.message,
  })
}

const spent = ({ meter }: HttpRequest): string =>
  meter === undefined ? '' : ` This statement has used ${meter.calls} calls and ${meter.credits} credits.`
