import { setTimeout as wait } from 'node:timers/promises'
import { isZohoSqlError, ZohoSqlError } from './errors.ts'

/** What an aborted signal means to whoever waited: its reason if that is ours, a timeout, or a cancellation. */
export function cancelled(signal: AbortSignal): ZohoSqlError {
  const reason: unknown = signal.reason
  if (isZohoSqlError(reason)) return reason
  if (reason instanceof Error && reason.name === 'TimeoutError') {
    return new ZohoSqlError('TIMEOUT', 'The time limit given for the statement passed.', { cause: reason })
  }
  return new ZohoSqlError('CANCELLED', 'The statement was cancelled.', { cause: reason })
}

/** @throws ZohoSqlError 57014 or HYT00 if the signal is aborted */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled(signal)
}

/**
 * Waits, but not beyond the signal.
 *
 * @throws ZohoSqlError 57014 or HYT00 when the signal is aborted
 */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  throwIfCancelled(signal)
  try {
    await wait(ms, undefined, { signal })
  } catch (error) {
    throw signal?.aborted ? cancelled(signal) : error
  }
}

/** The promise's outcome, unless the signal is aborted first. The work itself goes on for others who wait for it. */
export function orCancelled<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  return new Promise((resolve, reject) => {
    const abort = () => reject(cancelled(signal))
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
