import type { Secret } from '../base/secret.ts'
import type { PropertyName, PropertyValues } from './properties.ts'
import { missingProperty } from './refuse.ts'

/** What is needed to make new access tokens. */
export interface RefreshCredentials {
  readonly clientId: string
  readonly clientSecret: Secret
  readonly refreshToken: Secret
}

/** Whom Zoho takes us for: at least one of the two is there. */
export interface Credentials {
  /** Used first; all there is under `Access Token`. */
  readonly accessToken: Secret | undefined
  /** Undefined where no new access token can be made. */
  readonly refresh: RefreshCredentials | undefined
}

export type AuthenticationType = NonNullable<PropertyValues['authenticationType']>

const oauthNames = ['clientId', 'clientSecret', 'refreshToken'] as const
/** Properties that say who one is. */
export const credentialNames = [...oauthNames, 'accessToken'] as const
type CredentialName = (typeof credentialNames)[number]

/**
 * The authentication type that the properties given imply, the layers standing in order of precedence: an explicit
 * access token means itself, even where the environment holds a refresh token of somebody else.
 */
export function impliedAuthentication(layers: readonly ReadonlySet<PropertyName>[]): AuthenticationType | undefined {
  for (const layer of layers) {
    if (oauthNames.some((name) => layer.has(name))) return 'OAuth_2.0'
    if (layer.has('accessToken')) return 'Access Token'
  }
  return undefined
}

/** @throws ZohoSqlError HY024 naming the properties to give */
export function resolveCredentials(
  type: AuthenticationType | undefined,
  given: Pick<PropertyValues, CredentialName>,
): Credentials {
  if (type === undefined) {
    throw missingProperty(
      'No credentials were given.',
      'Sign in once with zohosql login; or give clientId, clientSecret and refreshToken (OAuth 2.0), or accessToken.',
    )
  }
  return Object.freeze(type === 'Access Token' ? accessTokenAlone(given) : oauth(given))
}

function accessTokenAlone({ accessToken }: Pick<PropertyValues, CredentialName>): Credentials {
  if (accessToken === undefined) {
    throw missingProperty('authenticationType=Access Token needs accessToken.', 'Give accessToken.')
  }
  return { accessToken, refresh: undefined }
}

function oauth(given: Pick<PropertyValues, CredentialName>): Credentials {
  const { clientId, clientSecret, refreshToken, accessToken } = given
  if (clientId !== undefined && clientSecret !== undefined && refreshToken !== undefined) {
    return { accessToken, refresh: Object.freeze({ clientId, clientSecret, refreshToken }) }
  }
  // Data Factory's form of OAuth 2.0 knows no refresh token: its access token serves until it expires.
  if (accessToken !== undefined && refreshToken === undefined) return { accessToken, refresh: undefined }
  const missing = oauthNames.filter((name) => given[name] === undefined)
  throw missingProperty(
    `authenticationType=OAuth_2.0 needs ${missing.join(' and ')}.`,
    `Give ${missing.join(', ')}; or accessToken alone.`,
  )
}
