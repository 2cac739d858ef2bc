import { tooSlow } from './failures.ts'
import type { Concern } from './send.ts'

/**
 * Ends an exchange that takes longer than `timeoutMs` with HYT00. Downloads to files may take longer as a whole: for
 * them the agent's own limits count, which bound the wait for the head and every pause.
 */
export const deadline =
  (timeoutMs: number): Concern =>
  (send) =>
  async (request) => {
    if (request.saveTo !== undefined) return send(request)
    const timer = new AbortController()
    const timeout = setTimeout(() => timer.abort(tooSlow(request, timeoutMs)), timeoutMs)
    const signal = request.signal ? AbortSignal.any([request.signal, timer.signal]) : timer.signal
    try {
      return await send({ ...request, signal })
    } finally {
      clearTimeout(timeout)
    }
  }
