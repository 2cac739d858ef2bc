import { type ErrorCode, isZohoSqlError, ZohoSqlError } from '../base/errors.ts'
import { redact } from '../base/secret.ts'

/** What a client is told: the body of every error but those of the export, OData and MCP, which have forms of their own. */
export interface ErrorBody {
  readonly success: false
  readonly error: {
    readonly code: string
    readonly sqlState: string
    readonly message: string
    readonly hint?: string
  }
  /** A refresh token that Zoho calls invalid: signing in again is the only way on. */
  readonly token_invalidated?: true
}

/** Statuses of kinds of errors whose SQLSTATE does not tell. */
const byCode: Partial<Readonly<Record<ErrorCode, number>>> = {
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  TOO_LARGE: 413,
  WRONG_MEDIA_TYPE: 415,
  FOREIGN_HOST: 421,
  UNDEFINED_TABLE: 404,
  UNDEFINED_SCHEMA: 404,
  TOO_MANY_REQUESTS: 429,
  TOO_MANY_CONNECTIONS: 429,
  CREDIT_LIMIT: 422,
  RESULT_LIMIT: 422,
  RESULT_SIZE: 422,
  TOKEN_INVALIDATED: 401,
  AUTHENTICATION_FAILED: 502,
  REMOTE_REFUSED: 502,
  REMOTE_ANSWER: 502,
  RESOURCE_LIMIT: 422,
  SHUTDOWN: 503,
  INTERNAL: 500,
}

/** By the beginning of the SQLSTATE, the longest first. */
const byState: readonly (readonly [string, number])[] = [
  ['0A', 501],
  ['25006', 403],
  ['42501', 403],
  ['23', 409],
  ['21', 422],
  ['22', 422],
  ['42', 400],
  ['HYT00', 504],
  ['57014', 504],
  ['08', 502],
  ['28', 502],
  ['53', 422],
  ['54', 422],
  ['55', 409],
  ['HY', 400],
]

export function statusOf(error: ZohoSqlError): number {
  return byCode[error.code] ?? byState.find(([start]) => error.sqlState.startsWith(start))?.[1] ?? 500
}

/** Whatever was thrown, as an error of ours. Fastify's own complaints keep their status. */
export function asError(thrown: unknown): ZohoSqlError {
  if (isZohoSqlError(thrown)) return thrown
  const { statusCode, message = '' } = thrown as { statusCode?: number; message?: string }
  const cause = { cause: thrown }
  if (statusCode === 413) return new ZohoSqlError('TOO_LARGE', 'The body is larger than this server takes.', cause)
  if (statusCode === 415) return new ZohoSqlError('WRONG_MEDIA_TYPE', 'The body must be application/json.', cause)
  if (statusCode !== undefined && statusCode < 500) return new ZohoSqlError('BAD_REQUEST', redact(message), cause)
  return new ZohoSqlError('INTERNAL', 'The server made a mistake.', cause)
}

export function bodyOf(error: ZohoSqlError): ErrorBody {
  const { code, sqlState, message, hint } = error
  return {
    success: false,
    error: { code, sqlState, message: redact(message), ...(hint !== undefined && { hint: redact(hint) }) },
    ...(code === 'TOKEN_INVALIDATED' && { token_invalidated: true }),
  }
}

/** Seconds after which a client may try again. */
export const retryAfter = (error: ZohoSqlError): number | undefined => (statusOf(error) === 429 ? 30 : undefined)
