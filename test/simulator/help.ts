/** Shared by the simulator's tests: a simulator and bare calls to it, without any of the driver's code. */
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/index.ts'

export interface Got {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
  readonly body: any
  readonly headers: Headers
}

export interface Client {
  readonly simulator: Simulator
  get(path: string, headers?: Record<string, string>): Promise<Got>
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Got>
  put(path: string, body: unknown, headers?: Record<string, string>): Promise<Got>
  delete(path: string): Promise<Got>
  coql(query: string, version?: string): Promise<Got>
  form(path: string, fields: Record<string, string>): Promise<Got>
  /** A refresh call with the simulator's own credentials. */
  refresh(changes?: Record<string, string>): Promise<Got>
}

async function got(response: Response): Promise<Got> {
  const text = await response.text()
  const json = response.headers.get('content-type')?.includes('json') ?? false
  return {
    status: response.status,
    body: text === '' ? undefined : json ? JSON.parse(text) : text,
    headers: response.headers,
  }
}

/** A client with the simulator's preset access token. */
export function clientOf(simulator: Simulator): Client {
  const { url, accessToken, clientId, clientSecret, refreshToken } = simulator
  const authorization = { Authorization: `Zoho-oauthtoken ${accessToken}` }
  const send = async (path: string, init: RequestInit): Promise<Got> => got(await fetch(url + path, init))
  const sendJson =
    (method: string) =>
    (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Got> =>
      send(path, {
        method,
        headers: { ...authorization, 'Content-Type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      })
  const post = sendJson('POST')
  const form = (path: string, fields: Record<string, string>): Promise<Got> =>
    send(path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  const grant = {
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
  }
  return {
    simulator,
    get: (path, headers = {}) => send(path, { headers: { ...authorization, ...headers }, redirect: 'manual' }),
    post,
    put: sendJson('PUT'),
    delete: (path) => send(path, { method: 'DELETE', headers: authorization }),
    coql: (query, version = 'v8') => post(`/crm/${version}/coql`, { select_query: query }),
    form,
    refresh: (changes = {}) => form('/oauth/v2/token', { ...grant, ...changes }),
  }
}

/** Runs `test` with a simulator of its own. */
export async function withSimulator(options: SimulatorOptions, test: (client: Client) => Promise<void>): Promise<void> {
  await using simulator = await startSimulator({ data: 'odd', ...options })
  await test(clientOf(simulator))
}
