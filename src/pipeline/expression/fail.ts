import { ZohoSqlError } from '../../base/errors.ts'

/** An expression that has no value. */
export const failure = (message: string, hint?: string): ZohoSqlError =>
  new ZohoSqlError('EXPRESSION_FAILED', message, hint === undefined ? {} : { hint })
