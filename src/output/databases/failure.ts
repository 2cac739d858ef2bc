import { ZohoSqlError } from '../../base/errors.ts'
import { redact } from '../../base/secret.ts'

interface DatabaseError extends Error {
  readonly code?: string
  readonly detail?: string
}

/** What a database answered, as an error of ours. Rows' values may be in its words, secrets are not. */
export function failed(what: string, thrown: unknown): ZohoSqlError {
  const { message, code, detail } = thrown as DatabaseError
  const state = code === undefined ? '' : ` [${code}]`
  return new ZohoSqlError('DATABASE_FAILED', redact(`${what}: ${message}${state}`), {
    cause: thrown,
    ...(detail !== undefined && { detail: redact(detail) }),
  })
}
