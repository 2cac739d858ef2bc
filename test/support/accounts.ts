import type { IncomingMessage, ServerResponse } from 'node:http'
import { serve, type TestServer } from './servers.ts'

/** An accounts server and an API in one, of the simplest kind: it counts tokens and knows the newest. */
export interface Accounts extends TestServer {
  readonly origin: string
  /** Bodies of token requests, as received. */
  readonly asked: URLSearchParams[]
  /** Authorization headers of API requests, in order. */
  readonly authorizations: string[]
  /** Access tokens that the API accepts. */
  readonly valid: Set<string>
  /** What the token endpoint answers next, instead of a token; the last one stays. */
  refusals: [status: number, body: unknown][]
  /** Put into token answers. */
  extra: Record<string, unknown>
  /** What the API answers to a request whose token is good. */
  answer: (request: IncomingMessage, response: ServerResponse) => void
  /** What the API says to a token that is not. */
  unauthorized: unknown
}

export async function serveAccounts(delayMs = 0): Promise<Accounts> {
  const state: Omit<Accounts, keyof TestServer | 'origin'> = {
    asked: [],
    authorizations: [],
    valid: new Set(),
    refusals: [],
    extra: {},
    answer: (_request, response) => void response.end('{"data":[]}'),
    unauthorized: { code: 'INVALID_TOKEN', message: 'invalid oauth token', details: {}, status: 'error' },
  }
  const giveToken = (body: string, response: ServerResponse) => {
    state.asked.push(new URLSearchParams(body))
    const refusal = state.refusals.length > 1 ? state.refusals.shift() : state.refusals[0]
    if (refusal) return respond(response, ...refusal)
    const token = `1000.new.${state.asked.length}`
    state.valid.add(token)
    return respond(response, 200, { access_token: token, expires_in: 3600, token_type: 'Bearer', ...state.extra })
  }
  const server = await serve((request, response) => {
    if (request.url!.startsWith('/oauth/v2/token')) {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => setTimeout(() => giveToken(body, response), delayMs))
      return
    }
    request.resume()
    const authorization = request.headers.authorization ?? ''
    state.authorizations.push(authorization)
    if (state.valid.has(authorization.replace('Zoho-oauthtoken ', ''))) state.answer(request, response)
    else respond(response, 401, state.unauthorized)
  })
  return Object.assign(state, server, { origin: `http://127.0.0.1:${server.port}` })
}

function respond(response: ServerResponse, status: number, body: unknown): void {
  const isText = typeof body === 'string'
  response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json' })
  response.end(isText ? body : JSON.stringify(body))
}
