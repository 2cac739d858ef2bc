import { ZohoSqlError } from '../base/errors.ts'

/** Lists and objects within one another that a body may hold: batches of statements with parameters have six. */
const deepest = 100

/** @throws {ZohoSqlError} BAD_REQUEST: whoever reads such a body goes through what is within as deep as it is */
export function refuseDeep(body: unknown): void {
  let level: unknown[] = [body]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) throw new ZohoSqlError('BAD_REQUEST', `The body is nested more than ${deepest} levels deep.`)
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []))
  }
}
