import type { ErrorCode } from '../../base/errors.ts'

/**
 * Failures of a writing call by which nothing was done: no connection was made, it was refused at the door, or kept back
 * here after such a refusal. After any other one Zoho may have done it.
 */
export const nothingWasDone: ReadonlySet<ErrorCode> = new Set([
  'CONNECTION_FAILED',
  'CERTIFICATE_REFUSED',
  'AUTHENTICATION_FAILED',
  'CREDIT_LIMIT',
  'RESOURCE_LIMIT',
])
