import { setImmediate } from 'node:timers/promises'
import { type ErrorCode, isZohoSqlError, ZohoSqlError } from '../../base/errors.ts'
import type { HttpRequest, HttpResponse } from '../../net/index.ts'
import type { Sent, WriteContext } from '../../source/index.ts'
import { WritePatience } from './patience.ts'

/**
 * Failures of a writing call by which nothing was done: no connection was made, it was refused at the door, or kept back
 * here after such a refusal. After any other one Zoho may have done it.
 */
export const nothingWasDone: ReadonlySet<ErrorCode> = new Set([
  'CONNECTION_FAILED',
  'CERTIFICATE_REFUSED',
  'AUTHENTICATION_FAILED',
  'CREDIT_LIMIT',
  'RESOURCE_LIMIT',
])

export type LostAnswer = Extract<Sent, { kind: 'lost' }>

export const isLost = (answer: HttpResponse | LostAnswer): answer is LostAnswer => 'kind' in answer

/** How a writing call is to be made, next to what it says. */
export interface WayOfWriting
  extends Required<Pick<HttpRequest, 'signal' | 'onDispatch'>>,
    Pick<WriteContext, 'meter'> {
  readonly kind: 'write'
}

/**
 * A writing call, made once.
 *
 * @returns the answer, whatever it says, or that it is lost
 * @throws {ZohoSqlError} where nothing of it was looked at
 * @example await sentOnce((way) => client.request({ method: 'POST', path, body, whole, ...way }), context)
 */
export async function sentOnce(
  request: (way: WayOfWriting) => Promise<HttpResponse>,
  { signal, meter, mayBegin }: WriteContext,
): Promise<HttpResponse | LostAnswer> {
  const patience = new WritePatience(signal)
  const onDispatch = async (): Promise<void> => {
    // An answer that has just come must be seen first: it may be the reason not to begin.
    await setImmediate()
    if (mayBegin?.() === false) throw new ZohoSqlError('CANCELLED', 'The batch was kept back.')
    patience.dispatched()
  }
  try {
    return await request({ kind: 'write', signal: patience.signal, meter, onDispatch })
  } catch (error) {
    if (!isZohoSqlError(error) || !patience.mayHaveLeft || nothingWasDone.has(error.code)) throw error
    // Broken off, too slow, or answered by something in between: the service may be at work on it.
    return { kind: 'lost', mayArrive: true, error }
  } finally {
    patience.end()
  }
}
