/** From a request to its answer: which route, past the gate, through the handler, into the accounts' terms. */

import type { CallAccounts } from './accounts.ts'
import { consent, decide } from './consent.ts'
import { console } from './console.ts'
import type { DeskServer } from './desk/index.ts'
import { disguise, refusalReply } from './disguise.ts'
import type { Gate } from './gate.ts'
import type { Answered, RawCall, Road, SimCall, SimReply } from './http.ts'
import { type ApiVersion, apiVersions } from './model.ts'
import { revoke, serverInfo, type TokenServer, token } from './oauth.ts'
import { SimRefusal } from './refusal.ts'
import type { Route } from './route.ts'
import { matchPath } from './route.ts'

export interface DispatchParts {
  readonly gate: Gate
  readonly routes: readonly Route[]
  readonly tokenServer: TokenServer
  readonly accounts: CallAccounts
  readonly desk: DeskServer
  /** Waits as long as the simulated network and server take. */
  readonly delay: (road: Road) => Promise<void>
}

type AccountsHandler = (call: SimCall, server: TokenServer) => SimReply

const accountsPaths: Readonly<Record<string, AccountsHandler>> = {
  'POST /oauth/v2/token': token,
  'POST /oauth/v2/token/revoke': revoke,
  'GET /oauth/v2/auth': consent,
  'POST /oauth/v2/auth': decide,
  'GET /console': console,
  'POST /console': console,
  'GET /oauth/serverinfo': serverInfo,
}

/** ASSUMPTION: a call that is refused for what it asks costs one credit; one that was not let in, none. */
function costOf({ status, credits }: SimReply, price: number): number {
  if (status === 401 || status === 429) return 0
  return credits ?? (status >= 400 ? 1 : price)
}

interface MatchedRoute {
  readonly call: SimCall
  readonly route: Route
}

const crmPath = /^\/crm\/(bulk\/)?(v[\d.]+)\/(.+)$/
/** Result files of jobs that wrote lie at paths of another form. */
const filePath = /^\/(v[\d.]+)\/crm\/(.+)$/

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw urlPattern()
  }
}

const urlPattern = (): SimRefusal =>
  new SimRefusal(404, 'INVALID_URL_PATTERN', {}, 'Please check if the URL trying to access is a correct one')

export class Dispatcher {
  readonly #parts: DispatchParts
  constructor(parts: DispatchParts) {
    this.#parts = parts
  }

  async answer(raw: RawCall): Promise<Answered> {
    if (raw.path.startsWith('/oauth/') || raw.path === '/console') return this.#accounts(raw)
    if (raw.path.startsWith('/api/')) return this.#parts.desk.answer(raw)
    const road = this.#roadOf(raw)
    try {
      return await this.#crm(raw)
    } catch (error) {
      if (!(error instanceof SimRefusal)) throw error
      return { reply: refusalReply(error, raw.world.variants, raw.path), road, credits: 0 }
    }
  }

  async #accounts(raw: RawCall): Promise<Answered> {
    await this.#parts.delay('token')
    const handler = accountsPaths[`${raw.method} ${raw.path}`]
    const call: SimCall = { ...raw, version: 'v8', params: {} }
    const page = { status: 404, body: '<html><body>404</body></html>', headers: { 'Content-Type': 'text/html' } }
    return { reply: handler ? handler(call, this.#parts.tokenServer) : page, road: 'token', credits: 0 }
  }

  #roadOf(raw: RawCall): Road {
    try {
      return this.#find(raw).route.road
    } catch {
      return 'metadata'
    }
  }

  #find(raw: RawCall): MatchedRoute {
    const [, bulk, version, rest] = crmPath.exec(raw.path.replace(filePath, '/crm/$1/$2')) ?? []
    if (rest === undefined || !apiVersions.includes(version as ApiVersion)) throw urlPattern()
    const segments = rest.split('/').map(decode)
    const fitting = this.#parts.routes.flatMap((route) => {
      const params = (bulk !== undefined) === (route.bulk ?? false) ? matchPath(route, segments) : undefined
      return params ? [{ route, call: { ...raw, version: version as ApiVersion, params } }] : []
    })
    if (fitting.length === 0) throw urlPattern()
    const found = fitting.find(({ route }) => route.method === raw.method)
    if (found) return found
    throw new SimRefusal(400, 'INVALID_REQUEST_METHOD', {}, 'The http request method type is not a valid one')
  }

  async #crm(raw: RawCall): Promise<Answered> {
    const { gate } = this.#parts
    const scopes = gate.authenticate({ ...raw, version: 'v8', params: {} })
    const { call, route } = this.#known(raw)
    const place = gate.enter(call, route.heavy?.(call) ?? false)
    if (typeof place !== 'function') return { reply: place, road: route.road, credits: 0 }
    try {
      await this.#parts.delay(route.road)
      return await this.#handle(call, route, scopes)
    } finally {
      place()
    }
  }

  #known(raw: RawCall): MatchedRoute {
    try {
      return this.#find(raw)
    } catch (error) {
      this.#parts.accounts.breach('unknown-path', `${raw.method} ${raw.path}`)
      throw error
    }
  }

  async #handle(call: SimCall, route: Route, scopes: readonly string[]): Promise<Answered> {
    const { gate } = this.#parts
    const { variants } = call.world
    const price = typeof route.credits === 'number' ? route.credits : route.credits(call)
    const reply = await this.#refusable(call, route, scopes)
    const credits = costOf(reply, price)
    gate.meter.spend(credits)
    const headers = { ...reply.headers, ...gate.meter.header }
    return { reply: disguise({ ...reply, headers }, variants, credits + call.path.length), road: route.road, credits }
  }

  async #refusable(call: SimCall, route: Route, scopes: readonly string[]): Promise<SimReply> {
    try {
      this.#parts.gate.check(call, route, scopes)
      return await route.handle(call)
    } catch (error) {
      if (!(error instanceof SimRefusal)) throw error
      if (error.code === 'TOKEN_BOUND_DATA_MISMATCH') this.#parts.accounts.breach('page-token', call.path)
      return refusalReply(error, call.world.variants, call.path)
    }
  }
}
