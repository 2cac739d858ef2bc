/** OAuth scopes: what a service does with each, and what of it is granted. */

import { isZohoSqlError, ZohoSqlError } from '../../base/errors.ts'

/** One thing that a service does. */
export interface Feature {
  /** What it lets us do. */
  readonly does: string
  readonly scope: string
  /** What happens where it is not granted; absent: nothing can be asked then. */
  readonly without?: string
}

/** What the feature loses, in words. */
export const lossOf = ({ without }: Feature): string => without ?? 'nothing can be asked'

/** Without it nothing works. */
export const isEssential = ({ without }: Feature): boolean => without === undefined

/** `X.ALL` grants every operation below X, and `X.READ` every reading: `settings.ALL` holds `settings.fields.READ`. */
export function isGranted(scope: string, granted: readonly string[]): boolean {
  const wanted = partsOf(scope)
  return granted.some((one) => {
    const have = partsOf(one)
    const operation = have.pop()
    if (operation !== 'all' && operation !== wanted.at(-1)) return false
    return have.length < wanted.length && have.every((part, index) => part === wanted[index])
  })
}

const partsOf = (scope: string): string[] => scope.toLowerCase().split('.')

/** A refusal for a scope says which one it is about: the remote system does not always. */
export function namingScopes(error: unknown, scopes: string): unknown {
  if (!isZohoSqlError(error) || error.code !== 'SCOPE_MISSING') return error
  const { message, status, zohoCode, detail } = error
  const hint = `Grant ${scopes} in Zoho’s API console, with a new refresh token (zohosql login).`
  return new ZohoSqlError('SCOPE_MISSING', message, { hint, status, zohoCode, detail, cause: error })
}
