import { ZohoSqlError } from '../../base/errors.ts'
import type { InnerRun } from './activity.ts'

/** A container whose inner activities failed fails with what they said. @throws {ZohoSqlError} PIPELINE_FAILED */
export function settled({ succeeded, message }: InnerRun): void {
  if (!succeeded) throw new ZohoSqlError('PIPELINE_FAILED', message ?? 'An activity inside failed.')
}
