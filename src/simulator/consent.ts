/**
 * `/oauth/v2/auth`: the page on which a user lets a client in. Browsers get the page; a caller that does not ask for
 * HTML is taken for a user who says yes at once, so that tests need no browser.
 */
import { escaped, page } from './html.ts'
import { header, type SimCall, type SimReply } from './http.ts'
import { formOf, type TokenServer } from './oauth.ts'
import type { ClientInput, IssuedTokens } from './tokens.ts'

/** An authorization request that may be shown to the user. */
interface AuthorizationRequest {
  readonly client: ClientInput
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly state: string | null
  readonly offline: boolean
  /** `prompt=consent`: the user is asked although they granted before. */
  readonly anew: boolean
}

const wantsPage = (call: SimCall): boolean => /\btext\/html\b/.test(header(call, 'accept') ?? '')

/** ASSUMPTION: what is wrong with the request itself is told on a page, never to the redirect address. */
const wrong = (call: SimCall, error: string, says: string): SimReply =>
  wantsPage(call) ? page(400, 'Error', `<p>${says}</p><p><code>${error}</code></p>`) : { status: 400, body: { error } }

function read(call: SimCall, { query }: Pick<SimCall, 'query'>, tokens: IssuedTokens): AuthorizationRequest | SimReply {
  const client = tokens.client(query.get('client_id'))
  if (!client) return wrong(call, 'invalid_client', 'There is no such client.')
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!client.redirectUris?.includes(redirectUri))
    return wrong(call, 'invalid_redirect_uri', 'The redirect address is not one that the client registered.')
  // ASSUMPTION: another response type, or no scope at all, is refused like this.
  if (query.get('response_type') !== 'code') return wrong(call, 'invalid_response_type', 'response_type must be code.')
  const scopes = (query.get('scope') ?? '').split(/[ ,]+/).filter(Boolean)
  if (scopes.length === 0) return wrong(call, 'invalid_scope', 'No scope is asked for.')
  return {
    client,
    redirectUri,
    scopes,
    state: query.get('state'),
    offline: query.get('access_type') === 'offline',
    anew: query.get('prompt') === 'consent',
  }
}

function back({ redirectUri, state }: AuthorizationRequest, answer: Readonly<Record<string, string>>): SimReply {
  const target = new URL(redirectUri)
  for (const [name, value] of Object.entries(answer)) target.searchParams.set(name, value)
  if (state !== null) target.searchParams.set('state', state)
  return { status: 302, headers: { location: target.href } }
}

/** A refresh token comes of a first consent, or of one that was asked for anew. */
function accept(call: SimCall, asked: AuthorizationRequest, tokens: IssuedTokens): SimReply {
  const { client, scopes, redirectUri } = asked
  const offline = asked.offline && (asked.anew || !tokens.hasConsented(client.id))
  const code = tokens.addCode({ clientId: client.id, scopes, redirectUri, offline })
  if (code === undefined) return wrong(call, 'access_denied', 'Too many codes were made.')
  tokens.consent(client.id)
  return back(asked, { code, location: 'us', 'accounts-server': call.origin })
}

/** `GET /oauth/v2/auth`. */
export function consent(call: SimCall, { tokens }: TokenServer): SimReply {
  const asked = read(call, call, tokens)
  if ('status' in asked) return asked
  // ASSUMPTION: whoever granted before is sent on without being asked, unless prompt=consent says otherwise.
  const isKnown = tokens.hasConsented(asked.client.id) && !asked.anew
  return wantsPage(call) && !isKnown ? consentPage(call, asked) : accept(call, asked, tokens)
}

function consentPage(call: SimCall, { client, scopes }: AuthorizationRequest): SimReply {
  const user = call.world.currentUser
  const list = scopes.map((scope) => `<li><code>${escaped(scope)}</code></li>`).join('')
  return page(
    200,
    'Let a program in?',
    `<p>The client <code>${escaped(client.id)}</code> asks <b>${escaped(user.full_name)}</b> of ` +
      `<b>${escaped(String(call.world.org.company_name))}</b> for:</p><ul>${list}</ul>` +
      `<form method="post" action="/oauth/v2/auth?${escaped(call.query.toString())}">` +
      '<button name="decision" value="accept">Accept</button><button name="decision" value="reject">Reject</button></form>',
  )
}

/** `POST /oauth/v2/auth`: the button that was pressed. */
export function decide(call: SimCall, { tokens }: TokenServer): SimReply {
  const asked = read(call, call, tokens)
  if ('status' in asked) return asked
  if (formOf(call).get('decision') === 'accept') return accept(call, asked, tokens)
  // ASSUMPTION: a user who says no is told of in the standard's words.
  return back(asked, { error: 'access_denied' })
}
