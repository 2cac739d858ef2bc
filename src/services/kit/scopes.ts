/** OAuth scopes: what a service does with each, and what of it is granted. */
import { isZohoSqlError, ZohoSqlError } from '../../base/errors.ts'

/** One thing that a service does. */
export interface Feature {
  /** What it lets us do. */
  readonly does: string
  readonly scope: string
  /** What happens where it is not granted; absent: nothing can be asked then. */
  readonly without?: string
  /** It changes data: asked for by who wants to write. */
  readonly writes?: true
}

/** What a sign-in asks for: all that can be used for reading, and for writing where that is wanted. */
export const scopesOf = (features: Readonly<Record<string, Feature>>, writes: boolean): readonly string[] => [
  ...new Set(
    Object.values(features)
      .filter((feature) => writes || !feature.writes)
      .map(({ scope }) => scope),
  ),
]

/** What the feature loses, in words. */
export const lossOf = ({ without }: Feature): string => without ?? 'nothing can be asked'

/** Without it nothing works. */
export const isEssential = ({ without }: Feature): boolean => without === undefined

/**
 * `X.ALL` grants every operation below X, and `X.READ` every reading: `settings.ALL` holds `settings.fields.READ`.
 * `X.WRITE` is CREATE and UPDATE (facts 2.8).
 */
export function isGranted(scope: string, granted: readonly string[]): boolean {
  const wanted = partsOf(scope)
  return granted.some((one) => {
    const have = partsOf(one)
    const operation = have.pop()
    if (!operation || !covers(operation, wanted.at(-1)!)) return false
    return have.length < wanted.length && have.every((part, index) => part === wanted[index])
  })
}

const covers = (operation: string, wanted: string): boolean =>
  operation === 'all' || operation === wanted || (operation === 'write' && (wanted === 'create' || wanted === 'update'))

const partsOf = (scope: string): string[] => scope.toLowerCase().replaceAll('_', '').split('.')

/**
 * Refuses what the token is known not to allow, before anything is sent.
 *
 * @param doing `INSERT into crm.Leads`
 * @param scopes any of them will do; the first is named
 * @param granted undefined: nobody said, so that only asking tells
 * @throws {ZohoSqlError} 42501
 */
export function refuseLacking(doing: string, scopes: readonly string[], granted: readonly string[] | undefined): void {
  if (granted === undefined || scopes.some((scope) => isGranted(scope, granted))) return
  throw new ZohoSqlError(
    'SCOPE_MISSING',
    `${doing} takes the scope ${scopes[0]}, which the token lacks. Nothing was sent.`,
    {
      hint: scopeHint,
    },
  )
}

/** How a token comes by the scopes for writing. */
const scopeHint = 'zohosql login --read-write makes a token that may write.'

/** A refusal for a scope says which one it is about: the remote system does not always. */
export function namingScopes(error: unknown, scopes: string): unknown {
  if (!isZohoSqlError(error) || error.code !== 'SCOPE_MISSING') return error
  const { message, status, zohoCode, detail } = error
  const hint = `Grant ${scopes} in Zoho’s API console, with a new refresh token (zohosql login).`
  return new ZohoSqlError('SCOPE_MISSING', message, { hint, status, zohoCode, detail, cause: error })
}
