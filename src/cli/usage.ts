import { ZohoSqlError } from '../base/errors.ts'

/** The command line is not used as it should be: exit code 2. */
export const usageError = (message: string, hint = 'zohosql --help shows what there is.'): ZohoSqlError =>
  new ZohoSqlError('USAGE', message, { hint })
