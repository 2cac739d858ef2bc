import { ZohoSqlError } from '../base/errors.ts'

/**
 * Runs what goes through trees of any depth; where the stack does not reach, the statement is at fault.
 *
 * @throws {ZohoSqlError} RESOURCE_LIMIT (53000) in place of a RangeError
 */
export function withinStack<T>(run: () => T): T {
  try {
    return run()
  } catch (cause) {
    if (!(cause instanceof RangeError && /call stack/i.test(cause.message))) throw cause
    throw new ZohoSqlError('RESOURCE_LIMIT', 'the statement is nested too deeply', { cause })
  }
}
