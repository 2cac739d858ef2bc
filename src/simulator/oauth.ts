/** The accounts server for programs: `/oauth/v2/token`, `/oauth/v2/token/revoke`, `/oauth/serverinfo`. */
import { header, type SimCall, type SimReply } from './http.ts'
import { type ClientInput, type IssuedTokens, tokenLimits } from './tokens.ts'

/** Names of what the client did wrong, for the breaches. */
export interface TokenServer {
  readonly tokens: IssuedTokens
  readonly breach: (kind: 'token-rate', note: string) => void
}

/** Parameters from the query and, over them, from a form body of either kind. */
export function formOf(call: SimCall): URLSearchParams {
  const all = new URLSearchParams(call.query)
  const type = header(call, 'content-type') ?? ''
  const text = call.body.toString('utf8')
  if (type.startsWith('multipart/form-data')) {
    for (const [, name, value] of text.matchAll(/name="([^"]+)"[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n(.*?)\r\n--/gs))
      all.set(name!, value!)
  } else for (const [name, value] of new URLSearchParams(text)) all.set(name, value)
  return all
}

const failed = (call: SimCall, error: string): SimReply => ({
  status: call.world.variants.tokenErrorStatus,
  body: { error },
})

const throttled: SimReply = {
  status: 400,
  body: {
    error_description: 'You have made too many requests continuously. Please try again after some time.',
    error: 'Access Denied',
    status: 'failure',
  },
}

/** The client a token call names, or the error that its credentials get. */
function clientOf(call: SimCall, form: URLSearchParams, { tokens }: TokenServer): ClientInput | SimReply {
  const client = tokens.client(form.get('client_id'))
  if (!client) return failed(call, 'invalid_client')
  return form.get('client_secret') === client.secret ? client : failed(call, 'invalid_client_secret')
}

function granted(call: SimCall, token: { token: string; scopes: readonly string[] }, more: object = {}): SimReply {
  const scope = call.world.variants.tokenScope === 'given' ? { scope: token.scopes.join(' ') } : {}
  const expires_in = tokenLimits.lifetime / 1000
  const body = {
    access_token: token.token,
    ...more,
    ...scope,
    api_domain: call.origin,
    token_type: 'Bearer',
    expires_in,
  }
  return { status: 200, body }
}

function refresh(call: SimCall, form: URLSearchParams, client: ClientInput, server: TokenServer): SimReply {
  const { tokens } = server
  const known = tokens.refreshToken(form.get('refresh_token'))
  if (!known || known.clientId !== client.id) return failed(call, 'invalid_code')
  if (tokens.recent(known) >= tokenLimits.perWindow) {
    server.breach('token-rate', 'more than 10 access tokens of one refresh token within 10 minutes')
    return throttled
  }
  return granted(call, tokens.issueFrom(known, call.world.variants.tokenActiveMax))
}

function exchangeCode(call: SimCall, form: URLSearchParams, client: ClientInput, { tokens }: TokenServer): SimReply {
  const code = tokens.useCode(form.get('code'))
  if (!code || code.clientId !== client.id) return failed(call, 'invalid_code')
  if (code.redirectUri !== undefined && code.redirectUri !== form.get('redirect_uri'))
    return failed(call, 'invalid_redirect_uri')
  if (!code.offline) return granted(call, tokens.addAccess(client.id, code.scopes))
  const made = tokens.addRefresh(client.id, code.scopes)
  return granted(call, tokens.issueFrom(made, call.world.variants.tokenActiveMax), { refresh_token: made.token })
}

function ownOrganisation(call: SimCall, form: URLSearchParams, client: ClientInput, { tokens }: TokenServer): SimReply {
  const { zgid } = call.world.org
  // ASSUMPTION: an organisation that is not the client's own is answered like an unknown client.
  if (form.get('soid') !== `ZohoCRM.${zgid}`) return failed(call, 'invalid_client')
  const scopes = (form.get('scope') ?? '').split(/[ ,]+/).filter(Boolean)
  return granted(call, tokens.addAccess(client.id, scopes))
}

/** `POST /oauth/v2/token`. */
export function token(call: SimCall, server: TokenServer): SimReply {
  const form = formOf(call)
  const grants = { refresh_token: refresh, authorization_code: exchangeCode, client_credentials: ownOrganisation }
  const grant = form.get('grant_type') ?? ''
  // ASSUMPTION: the wording for a grant type that does not exist is the standard's.
  if (!Object.hasOwn(grants, grant)) return failed(call, 'unsupported_grant_type')
  const client = clientOf(call, form, server)
  return 'status' in client ? client : grants[grant as keyof typeof grants](call, form, client, server)
}

/** `POST /oauth/v2/token/revoke`. */
export function revoke(call: SimCall, { tokens }: TokenServer): SimReply {
  const text = formOf(call).get('token')
  if (text !== null && tokens.revoke(text)) return { status: 200, body: { status: 'success' } }
  // ASSUMPTION: Zoho's wording for an unknown token is not known.
  return failed(call, 'invalid_code')
}

/** `GET /oauth/serverinfo`: here every data centre is this server. */
export function serverInfo(call: SimCall): SimReply {
  const codes = ['us', 'eu', 'in', 'au', 'jp', 'ca', 'cn', 'sa', 'sg', 'uk', 'ae']
  const locations = Object.fromEntries(codes.map((code) => [code, call.origin]))
  return { status: 200, body: { result: 'success', locations } }
}
