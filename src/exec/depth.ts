import { isStackEnd, nestedTooDeeply } from '../base/errors.ts'

/**
 * Runs what goes through trees of any depth; where the stack does not reach, the statement is at fault.
 *
 * @throws {ZohoSqlError} RESOURCE_LIMIT (54001) in place of a RangeError
 */
export function withinStack<T>(run: () => T): T {
  try {
    return run()
  } catch (cause) {
    throw isStackEnd(cause) ? nestedTooDeeply({ cause }) : cause
  }
}
