import { byName } from '../base/by-name.ts'
import { type ErrorCode, ZohoSqlError } from '../base/errors.ts'
import type { JsonObject } from '../base/json.ts'
import { redact } from '../base/secret.ts'
import type { ZohoError } from './parts.ts'
import type { HttpResponse } from './send.ts'

/**
 * The error that an answer's body tells of, in whichever envelope:
 *
 * - `{code, message, details, status:"error"}`
 * - `{"data":[{code, …, status:"error"}]}`, likewise under `fields`, `modules`, `users` … and also with HTTP 200
 * - `{code:429, error, error_info}` of old versions
 * - `{errorCode, message}` of Desk
 * - `{error, error_description}` of the accounts server
 *
 * Several elements of which some succeeded are a mixed outcome, not an error.
 */
export function zohoError(status: number, body: unknown): ZohoError | undefined {
  if (!isRecord(body)) return undefined
  return elementError(status, body) ?? listError(status, body) ?? otherError(status, body)
}

function elementError(status: number, element: JsonObject): ZohoError | undefined {
  const { code, message, details } = element
  const isError = element.status === 'error' || (status >= 400 && element.status === undefined)
  if (!isError || typeof code !== 'string' || !/^[A-Z][A-Z_\d]*$/.test(code)) return undefined
  return clean(code, message, isRecord(details) ? details : {})
}

function listError(status: number, body: JsonObject): ZohoError | undefined {
  const list = Object.values(body).find((value) => Array.isArray(value) && value.length > 0) as unknown[] | undefined
  if (list === undefined) return undefined
  const errors = list.map((element) => (isRecord(element) ? elementError(status, element) : undefined))
  return status >= 400 ? errors.find((error) => error !== undefined) : errors.every(Boolean) ? errors[0] : undefined
}

function otherError(status: number, body: JsonObject): ZohoError | undefined {
  if (typeof body.errorCode === 'string') return clean(body.errorCode, body.message, { errors: body.errors })
  if (typeof body.error === 'string') return clean(body.error, body.error_info ?? body.error_description, {})
  if (status >= 400 && body.code !== undefined) return clean(String(body.code), body.message, {})
  return undefined
}

const clean = (code: string, message: unknown, details: JsonObject): ZohoError =>
  Object.freeze({
    code: redact(code),
    message: redact(typeof message === 'string' ? message : ''),
    details: cleanDetails(details),
  })

function cleanDetails(details: JsonObject): JsonObject {
  try {
    return Object.freeze(JSON.parse(redact(JSON.stringify(details))))
  } catch {
    // The redactor may have cut into the JSON's own marks; then less is better than more.
    return {}
  }
}

const isRecord = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

interface Meaning {
  readonly code: ErrorCode
  readonly hint?: string
}

const wrongHost = 'Check endpoint and dataCenter: an account lives in one data centre.'

/** Codes that mean the same on every call of every Zoho service. A service adds its own. */
const meanings: Readonly<Record<string, Meaning>> = byName({
  INVALID_TOKEN: { code: 'AUTHENTICATION_FAILED' },
  INVALID_OAUTHTOKEN: { code: 'AUTHENTICATION_FAILED' },
  INVALID_OAUTH: { code: 'AUTHENTICATION_FAILED' },
  AUTHENTICATION_FAILURE: { code: 'AUTHENTICATION_FAILED' },
  OAUTH_SCOPE_MISMATCH: {
    code: 'SCOPE_MISSING',
    hint: 'Grant the scope in Zoho’s API console, with a new refresh token.',
  },
  SCOPE_MISMATCH: { code: 'SCOPE_MISSING', hint: 'Grant the scope in Zoho’s API console, with a new refresh token.' },
  OAUTH_ORG_MISMATCH: { code: 'PERMISSION_DENIED', hint: 'Check orgId.' },
  NO_PERMISSION: { code: 'PERMISSION_DENIED' },
  AUTHORIZATION_FAILED: { code: 'PERMISSION_DENIED' },
  INVALID_HOST: { code: 'REMOTE_REFUSED', hint: wrongHost },
  INVALID_URL_PATTERN: { code: 'REMOTE_REFUSED', hint: wrongHost },
})

/**
 * An answer that is a refusal, as an error: by Zoho's own code where it has a general meaning, else by the status.
 *
 * @param what was asked, such as `reading Leads`
 */
export function refusal(response: HttpResponse, what: string): ZohoSqlError {
  const { status, error } = response
  const known = error === undefined ? undefined : meanings[error.code]
  const said = error === undefined ? `HTTP ${status} without a word` : describe(error)
  return new ZohoSqlError(known?.code ?? codeOfStatus(status), `Zoho refused ${what}: ${said}.`, {
    hint: known?.hint ?? (error === undefined && status === 404 ? wrongHost : undefined),
    status,
    zohoCode: error?.code,
    detail: error && Object.keys(error.details).length > 0 ? JSON.stringify(error.details) : undefined,
  })
}

const describe = ({ code, message }: ZohoError): string =>
  message === '' ? code : `${code} (${message.replace(/\.$/, '')})`

function codeOfStatus(status: number): ErrorCode {
  if (status === 401) return 'AUTHENTICATION_FAILED'
  if (status === 403) return 'PERMISSION_DENIED'
  return status === 429 ? 'TOO_MANY_REQUESTS' : 'REMOTE_REFUSED'
}
