import { channel } from 'node:diagnostics_channel'
import { isZohoSqlError } from '../base/errors.ts'
import { redact } from '../base/secret.ts'
import type { Concern, HttpRequest, HttpResponse } from './send.ts'

/** Published on the diagnostics channel `zohosql:exchange` after each exchange. Nothing in it is secret. */
interface ExchangeEvent {
  readonly method: string
  readonly url: string
  readonly kind: string
  /** Undefined if there was no answer. */
  readonly status: number | undefined
  /** Kind of the failure, if there was no answer. */
  readonly failure: string | undefined
  readonly elapsedMs: number
  readonly bytes: number
}

export const exchanges = channel('zohosql:exchange')

/** Which exchanges are told of in a line: those that failed, all, or all with what was asked. */
export type TraceLevel = 'failed' | 'all' | 'asked'

/** Tells of each exchange: one redacted line to `write`, if given, and one event to whoever listens. */
export const traced =
  (write?: (line: string) => void, level: TraceLevel = 'asked'): Concern =>
  (send) =>
  async (request) => {
    const begun = performance.now()
    const tell = (response: HttpResponse | undefined, failure?: unknown) => {
      if (write === undefined && !exchanges.hasSubscribers) return
      const event = describe(request, response, failure, performance.now() - begun)
      exchanges.publish(event)
      if (level !== 'failed' || hasFailed(event)) write?.(line(event, level === 'asked' ? request : undefined))
    }
    try {
      const response = await send(request)
      tell(response)
      return response
    } catch (error) {
      tell(undefined, error)
      throw error
    }
  }

const describe = (
  request: HttpRequest,
  response: HttpResponse | undefined,
  failure: unknown,
  elapsedMs: number,
): ExchangeEvent => ({
  method: request.method,
  url: redact(request.url),
  kind: request.kind,
  status: response?.status,
  failure: response ? undefined : isZohoSqlError(failure) ? failure.code : 'INTERNAL',
  elapsedMs,
  bytes: response?.bytes ?? 0,
})

const hasFailed = ({ status }: ExchangeEvent): boolean => status === undefined || status >= 400

function line(event: ExchangeEvent, request: HttpRequest | undefined): string {
  const outcome = event.status ?? event.failure
  const body = request?.kind === 'read' && typeof request.body === 'string' ? ` ${shortened(request.body)}` : ''
  return redact(`${event.method} ${event.url} ${outcome} ${event.elapsedMs.toFixed(0)} ms ${event.bytes} B${body}`)
}

const shortened = (text: string): string => {
  const flat = text.replace(/\s+/g, ' ')
  return flat.length > 500 ? `${flat.slice(0, 500)}…` : flat
}
