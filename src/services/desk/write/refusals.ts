/** Desk's reasons for refusing a record (facts 4), as kinds of error. */
import { byName } from '../../../base/by-name.ts'
import type { ErrorCode } from '../../../base/errors.ts'
import type { Column } from '../../../source/index.ts'

const kinds: Readonly<Record<string, ErrorCode>> = byName({
  BAD_REQUEST: 'INVALID_ARGUMENT',
  EMPTY_PAYLOAD: 'INVALID_ARGUMENT',
  INVALID_DATA: 'INVALID_ARGUMENT',
  UNPROCESSABLE_ENTITY: 'INVALID_ARGUMENT',
  DUPLICATE_CONTRACT: 'UNIQUE_VIOLATION',
  URL_NOT_FOUND: 'FOREIGN_KEY',
  FORBIDDEN: 'PERMISSION_DENIED',
  LICENSE_ACCESS_LIMITED: 'PERMISSION_DENIED',
  OAUTH_ORG_MISMATCH: 'PERMISSION_DENIED',
  SCOPE_MISMATCH: 'SCOPE_MISSING',
})

/** Of one field of a body, by its `errorType`. */
const ofFields: Readonly<Record<string, ErrorCode>> = byName({
  duplicate: 'UNIQUE_VIOLATION',
  missing: 'NOT_NULL',
  invalid: 'INVALID_ARGUMENT',
})

/** @param errorType of the field that is wrong, and its column, where Desk names one */
export function kindOf(code: string, errorType = '', column?: Column): ErrorCode {
  if (errorType === 'invalid' && column?.references) return 'FOREIGN_KEY'
  return ofFields[errorType] ?? kinds[code] ?? 'REMOTE_REFUSED'
}
