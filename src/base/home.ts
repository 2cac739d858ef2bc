import envPaths from 'env-paths'
import { ZohoSqlError } from './errors.ts'

/**
 * This user's folders for what a program keeps.
 *
 * @throws {ZohoSqlError} 58030 where HOME is empty: they would be folders of whatever directory one stands in
 */
export function userFolders(): { readonly config: string; readonly data: string } {
  if (process.env.HOME === '')
    throw new ZohoSqlError('FILE', 'HOME is empty, so it is not known where this user keeps files.', {
      hint: 'Set HOME, or leave it unset.',
    })
  return envPaths('zohosql', { suffix: '' })
}
