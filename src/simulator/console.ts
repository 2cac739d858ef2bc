/** `/console`: where the API console would be. Shows the clients, and makes grant codes for those without a redirect. */
import { escaped, page } from './html.ts'
import type { SimCall, SimReply } from './http.ts'
import { formOf, type TokenServer } from './oauth.ts'
import { defaultScopes } from './scopes.ts'
import { type ClientInput, type IssuedTokens, tokenLimits } from './tokens.ts'

/** `GET` shows it, `POST` with `client_id` and `scope` makes a code as well. */
export function console(call: SimCall, { tokens }: TokenServer): SimReply {
  const made = call.method === 'POST' ? codeText(formOf(call), tokens) : ''
  return page(200, 'API console', made + tokens.clients.map(clientText).join(''))
}

function codeText(form: URLSearchParams, tokens: IssuedTokens): string {
  const client = tokens.client(form.get('client_id'))
  const scopes = (form.get('scope') ?? '').split(/[\s,]+/).filter(Boolean)
  if (!client || client.redirectUris || scopes.length === 0) return '<p>No code: choose a self client and scopes.</p>'
  const code = tokens.addCode({ clientId: client.id, scopes, redirectUri: undefined, offline: true })
  if (code === undefined) return '<p>No code: ten in ten minutes are enough.</p>'
  return `<p>Grant code, good once and for ${tokenLimits.codeLifetime / 60_000} minutes:<br><code id="code">${code}</code></p>`
}

function clientText({ id, secret, redirectUris }: ClientInput): string {
  const head = `<h2>${redirectUris ? 'Server-based application' : 'Self client'}</h2><p>Client id <code>${escaped(id)}</code><br>Client secret <code>${escaped(secret)}</code></p>`
  if (redirectUris) return `${head}<p>Redirect addresses <code>${redirectUris.map(escaped).join(' ')}</code></p>`
  return `${head}<form method="post"><input type="hidden" name="client_id" value="${escaped(id)}">
<textarea name="scope" rows="3" aria-label="Scope">${escaped(defaultScopes.join(','))}</textarea><button>Generate code</button></form>`
}
