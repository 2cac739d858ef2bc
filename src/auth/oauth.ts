import { ZohoSqlError } from '../base/errors.ts'
import { Secret } from '../base/secret.ts'
import type { RefreshCredentials } from '../config/index.ts'
import { type HttpResponse, keys, type Send, text, type WholeAnswer } from '../net/index.ts'
import type { ZohoToken } from './token.ts'

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
export async function refresh(server: OAuthServer, credentials: RefreshCredentials): Promise<ZohoToken> {
  const response = await post(server, '/oauth/v2/token', tokenAnswer, {
    grant_type: 'refresh_token',
    client_id: credentials.clientId,
    client_secret: credentials.clientSecret.reveal(),
    refresh_token: credentials.refreshToken.reveal(),
  })
  return readToken(response.json, server.now()) ?? refuse(server.accounts, response, refusals)
}

/** A grant code and whose it is. */
export interface GrantCode {
  readonly clientId: string
  readonly clientSecret: Secret
  readonly code: Secret
  /** Absent for a self client. */
  readonly redirectUri?: string | undefined
}

/**
 * The refresh token that a grant code stands for. A code can be used once, whatever comes of it.
 *
 * @throws ZohoSqlError 28000 refused code or client · 53400 too many codes or tokens asked for · those of the network
 */
export async function exchange(
  server: OAuthServer,
  { clientId, clientSecret, code, redirectUri }: GrantCode,
  signal?: AbortSignal,
): Promise<Secret> {
  const fields = {
    grant_type: 'authorization_code',
    client_id: clientId,
    client_secret: clientSecret.reveal(),
    code: code.reveal(),
    ...(redirectUri !== undefined && { redirect_uri: redirectUri }),
  }
  const response = await post(server, '/oauth/v2/token', tokenAnswer, fields, signal)
  if (readToken(response.json, server.now()) === undefined) refuse(server.accounts, response, codeRefusals)
  const value = (response.json as Readonly<Record<string, unknown>>).refresh_token
  if (typeof value === 'string' && /^\S+$/.test(value)) return new Secret(value)
  throw new ZohoSqlError('AUTHENTICATION_FAILED', 'Zoho gave an access token for the code, but no refresh token.', {
    hint: 'Offline access was not asked for, or was granted before: make a new code.',
  })
}

/**
 * Ends the life of a refresh token, and of the access tokens made of it. False where Zoho does not know it (any more).
 *
 * @throws ZohoSqlError those of the network
 */
export async function revoke(server: OAuthServer, token: Secret, signal?: AbortSignal): Promise<boolean> {
  const { json } = await post(server, '/oauth/v2/token/revoke', revokeAnswer, { token: token.reveal() }, signal)
  return (json as { status?: unknown } | undefined)?.status === 'success'
}

/** Refusals come with status 200 as often as not: whether there is a token is for the reader of the body to say. */
const tokenAnswer: WholeAnswer = { statuses: [200], body: keys({}) }
const revokeAnswer: WholeAnswer = { statuses: [200], body: keys({ status: text }) }

/** A form to the accounts server: in the body, so that no log of addresses holds it. */
const post = (
  { accounts, send }: Pick<OAuthServer, 'accounts' | 'send'>,
  path: string,
  whole: WholeAnswer,
  fields: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<HttpResponse> =>
  send({
    method: 'POST',
    url: accounts + path,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
    kind: 'token',
    whole,
    credits: 0,
    ...(signal && { signal }),
  })

function readToken(json: unknown, now: number): ZohoToken | undefined {
  const answer = (json ?? {}) as Record<string, unknown>
  const value = answer.access_token
  if (typeof value !== 'string' || !/^\S+$/.test(value)) return undefined
  return Object.freeze({
    value: new Secret(value),
    obtainedAt: now,
    expiresAt: now + lifetimeMs(answer),
    apiDomain: typeof answer.api_domain === 'string' ? answer.api_domain.replace(/\/+$/, '') : undefined,
    scopes: typeof answer.scope === 'string' ? answer.scope.split(/[\s,]+/).filter(Boolean) : undefined,
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

interface OAuthRefusal {
  readonly says: string
  readonly hint: string
  readonly code?: 'TOO_MANY_REQUESTS'
}

const elsewhere = 'Tokens and clients belong to one data centre: check dataCenter (or accountsEndpoint).'

type Refusals = Readonly<Record<string, OAuthRefusal>>

const refusals: Refusals = {
  invalid_code: {
    says: 'does not accept the refresh token',
    hint: `It was revoked or superseded, or belongs to another client or data centre; zohosql login makes a new one. ${elsewhere}`,
  },
  invalid_client: { says: 'does not know the client', hint: `Check clientId. ${elsewhere}` },
  invalid_client_secret: { says: 'does not accept the client secret', hint: `Check clientSecret. ${elsewhere}` },
  'access denied': {
    says: 'has been asked for too many tokens',
    hint: 'Wait for some minutes without a new attempt; Zoho allows ten access tokens in ten minutes.',
    code: 'TOO_MANY_REQUESTS',
  },
}

const codeRefusals: Refusals = {
  ...refusals,
  invalid_code: {
    says: 'does not accept the grant code',
    hint: `A code can be used once and for a few minutes; make a new one. It must be of this client. ${elsewhere}`,
  },
  invalid_client: {
    says: 'does not know the client',
    hint: `Check the client id, and that the client is of the kind that is used here (Self Client, or Server-based for --browser). ${elsewhere}`,
  },
  invalid_redirect_uri: {
    says: 'does not accept the redirect address',
    hint: 'It must stand in the API console exactly as it is used here.',
  },
  access_denied: {
    says: 'has been asked for too many grant codes',
    hint: 'Wait for ten minutes; Zoho allows ten codes in ten minutes.',
    code: 'TOO_MANY_REQUESTS',
  },
}

function refuse(accounts: string, { error, status }: HttpResponse, refusalsOf: Refusals): never {
  const { host } = new URL(accounts)
  const known = refusalsOf[error?.code.toLowerCase() ?? '']
  const said = error === undefined ? `HTTP ${status} without a token` : error.code
  throw new ZohoSqlError(
    known?.code ?? 'AUTHENTICATION_FAILED',
    `The accounts server ${host} ${known?.says ?? 'gave no access token'} (${said}).`,
    { hint: known?.hint ?? elsewhere, status, zohoCode: error?.code, detail: error?.message || undefined },
  )
}
