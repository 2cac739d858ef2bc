/** Zoho's reasons for refusing a record (facts 9.2), as kinds of error. */
import { byName } from '../../../base/by-name.ts'
import type { ErrorCode } from '../../../base/errors.ts'
import type { Column } from '../../../source/index.ts'

const kinds: Readonly<Record<string, ErrorCode>> = byName({
  MANDATORY_NOT_FOUND: 'NOT_NULL',
  EXPECTED_FIELD_MISSING: 'NOT_NULL',
  DEPENDENT_FIELD_MISSING: 'NOT_NULL',
  DUPLICATE_DATA: 'UNIQUE_VIOLATION',
  DUPLICATE_LINKING_DATA: 'UNIQUE_VIOLATION',
  INVALID_DATA: 'INVALID_ARGUMENT',
  DEPENDENT_MISMATCH: 'INVALID_ARGUMENT',
  MAPPING_MISMATCH: 'INVALID_ARGUMENT',
  NO_PERMISSION: 'PERMISSION_DENIED',
  AUTHORIZATION_FAILED: 'PERMISSION_DENIED',
  NOT_ALLOWED: 'PERMISSION_DENIED',
  RECORD_LOCKED: 'RECORD_IN_USE',
  RECORD_IN_BLUEPRINT: 'RECORD_IN_USE',
  NOT_APPROVED: 'RECORD_IN_USE',
  NOT_REVIEWED: 'RECORD_IN_USE',
})

/** Fields whose value is another record: that it is invalid means that there is none. */
const isKey = (column: Column | undefined): boolean => column?.field === 'id' || column?.part === 'id'

export const kindOf = (code: string, column: Column | undefined): ErrorCode =>
  code === 'INVALID_DATA' && isKey(column) ? 'FOREIGN_KEY' : (kinds[code] ?? 'REMOTE_REFUSED')
