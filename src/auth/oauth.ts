import { ZohoSqlError } from '../base/errors.ts'
import { Secret } from '../base/secret.ts'
import type { RefreshCredentials } from '../config/index.ts'
import type { HttpResponse, Send } from '../net/index.ts'
import type { Token } from './token.ts'

export interface OAuthServer {
  /** Base address of the accounts server. */
  readonly accounts: string
  readonly send: Send
  readonly now: () => number
}

/**
 * A new access token for the refresh token.
 *
 * @throws ZohoSqlError 28000 refused credentials · 53400 too many tokens asked for · those of the network
 */
export async function refresh({ accounts, send, now }: OAuthServer, credentials: RefreshCredentials): Promise<Token> {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: credentials.clientId,
    client_secret: credentials.clientSecret.reveal(),
    refresh_token: credentials.refreshToken.reveal(),
  })
  const response = await send({
    method: 'POST',
    url: `${accounts}/oauth/v2/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
    kind: 'token',
    credits: 0,
  })
  // Refusals come with status 200 as often as not: the body decides.
  return readToken(response.json, now()) ?? refuse(accounts, response)
}

function readToken(json: unknown, now: number): Token | undefined {
  const answer = (json ?? {}) as Record<string, unknown>
  const value = answer.access_token
  if (typeof value !== 'string' || !/^\S+$/.test(value)) return undefined
  return Object.freeze({
    value: new Secret(value),
    obtainedAt: now,
    expiresAt: now + lifetimeMs(answer),
    apiDomain: typeof answer.api_domain === 'string' ? answer.api_domain.replace(/\/+$/, '') : undefined,
  })
}

const hourMs = 3_600_000
const dayInSeconds = 86_400

/** `expires_in` is in seconds; answers of old had milliseconds there, and the seconds in `expires_in_sec`. */
function lifetimeMs(answer: Readonly<Record<string, unknown>>): number {
  const given = Number(answer.expires_in_sec ?? answer.expires_in)
  if (!(given > 0)) return hourMs
  return given > dayInSeconds ? given : given * 1000
}

interface Refusal {
  readonly says: string
  readonly hint: string
  readonly code?: 'TOO_MANY_REQUESTS'
}

const elsewhere = 'Tokens and clients belong to one data centre: check dataCenter (or accountsEndpoint).'

const refusals: Readonly<Record<string, Refusal>> = {
  invalid_code: {
    says: 'does not accept the refresh token',
    hint: `It was revoked or superseded, or belongs to another client or data centre. ${elsewhere}`,
  },
  invalid_client: { says: 'does not know the client', hint: `Check clientId. ${elsewhere}` },
  invalid_client_secret: { says: 'does not accept the client secret', hint: `Check clientSecret. ${elsewhere}` },
  'access denied': {
    says: 'has been asked for too many tokens',
    hint: 'Wait for some minutes without a new attempt; Zoho allows ten access tokens in ten minutes.',
    code: 'TOO_MANY_REQUESTS',
  },
}

function refuse(accounts: string, { error, status }: HttpResponse): never {
  const { host } = new URL(accounts)
  const known = refusals[error?.code.toLowerCase() ?? '']
  const said = error === undefined ? `HTTP ${status} without a token` : error.code
  throw new ZohoSqlError(
    known?.code ?? 'AUTHENTICATION_FAILED',
    `The accounts server ${host} ${known?.says ?? 'gave no access token'} (${said}).`,
    { hint: known?.hint ?? elsewhere, status, zohoCode: error?.code, detail: error?.message || undefined },
  )
}
