/** PostgreSQL's own limits of what a statement may list: whatever grows with the square of them stays quick. */
import { ZohoSqlError } from '../../base/errors.ts'

const listMax = 1664
const argumentsMax = 100

/** Columns of a result, with what is grouped and sorted by. @throws {ZohoSqlError} 54011 */
export function checkListLength(length: number, at: number): void {
  if (length > listMax) throw limit('54011', `target lists can have at most ${listMax} entries`, at)
}

/** @throws {ZohoSqlError} 54023 */
export function checkArgumentCount(count: number, at: number): void {
  if (count > argumentsMax) throw limit('54023', `cannot pass more than ${argumentsMax} arguments to a function`, at)
}

const limit = (sqlState: string, message: string, position: number): ZohoSqlError =>
  new ZohoSqlError('RESOURCE_LIMIT', message, { sqlState, position })
