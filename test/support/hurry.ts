/**
 * Waits of a second and more pass at once, and the process's clock goes on by them: jobs of bulk read are asked after
 * every few seconds, and their files are fetched ten a minute. Shorter waits, and timeouts, stay as they are.
 */
import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers/promises'

const LONG_MS = 1000

/** From here on, in this process. */
export function hurry(): void {
  const { now } = Date
  const { setTimeout: wait } = timers
  let ahead = 0
  Date.now = () => now.call(Date) + ahead
  timers.setTimeout = (async (ms = 0, value?: unknown, options?: object) => {
    if (ms < LONG_MS) return wait(ms, value, options)
    ahead += ms
    return wait(0, value, options)
  }) as typeof wait
  syncBuiltinESMExports()
}
