/** From a request below `/api/v1` to its answer: token, organisation, scopes, path, parameters, in the order Desk looks. */
import type { CallAccounts } from '../accounts.ts'
import type { EditionName } from '../credits.ts'
import { disguise } from '../disguise.ts'
import { tokenOf } from '../gate.ts'
import { type Answered, header, type RawCall, type Road, type SimReply } from '../http.ts'
import { matchPath } from '../route.ts'
import { satisfies } from '../scopes.ts'
import type { IssuedTokens } from '../tokens.ts'
import type { World } from '../world.ts'
import { completeDeskRow } from './given.ts'
import type { DeskCall, DeskRoute, ScopeNeeds } from './http.ts'
import { DeskMeter, deskEditions } from './meter.ts'
import { everyOwned } from './owned.ts'
import { DeskRefusal, extraParameter, notFound, serverError, wrongMethod } from './refusal.ts'
import { renderRecord } from './render.ts'
import { deskRoutes } from './routes.ts'
import type { DeskModule } from './store.ts'
import { defaultDeskVariants } from './variants.ts'
import { type DeskOptions, type DeskWorld, makeDesk } from './world.ts'

export interface DeskParts {
  readonly world: World
  readonly tokens: IssuedTokens
  readonly accounts: CallAccounts
  readonly edition: EditionName
  readonly seed: number
  /** Tickets of the demo desk unless the options say. */
  readonly tickets: number
  readonly options: DeskOptions
  readonly delay: (road: Road) => Promise<void>
}

/** A call of nobody's. */
const nobody = {
  method: 'GET',
  path: '',
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.alloc(0),
  params: {},
  now: Date.now,
  mailed: () => undefined,
} as const

const sendsMail = /\/(sendReply|draftReply)$/
const apiPath = /^\/api\/v1\/(.+)$/

interface MatchedDeskRoute {
  readonly route: DeskRoute
  readonly params: Record<string, string>
}

export class DeskServer {
  readonly #parts: DeskParts
  #desk: DeskWorld | undefined
  #meter: DeskMeter | undefined
  #routes: { readonly variants: World['variants']; readonly all: readonly DeskRoute[] } | undefined
  #inFlight = 0

  constructor(parts: DeskParts) {
    this.#parts = parts
  }

  /** The desk; made when it is first needed, because most who start a simulator never call it. */
  get desk(): DeskWorld {
    const { world, seed, tickets, options } = this.#parts
    this.#desk ??= makeDesk(world, seed, tickets, options)
    return this.#desk
  }

  module(name: string): DeskModule {
    const module = this.desk.modules.get(name)
    if (!module) throw new TypeError(`the simulated desk has no module ${name}`)
    return module
  }

  /** What a test puts into a module while clients read it: the cells given, the others as they are. */
  put(name: string, row: Readonly<Record<string, unknown>>): string {
    const module = this.module(name)
    const { now } = this.#parts.world
    const id = String(row.id ?? module.nextId())
    const before = module.get(id) ?? { createdTime: new Date(now()).toISOString() }
    const modifiedTime = row.modifiedTime ?? new Date(now()).toISOString()
    module.put(completeDeskRow({ ...before, ...row, modifiedTime, id }), now())
    return id
  }

  /** All that answers may tell of the records of a module, or of what belongs to tickets (`tickets/comments`). */
  told(name: string): Record<string, unknown>[] {
    const call: DeskCall = {
      ...nobody,
      desk: this.desk,
      variants: { ...this.#parts.world.variants, ...defaultDeskVariants },
    }
    const [owner, path] = name.split('/')
    if (name === 'teams') return this.desk.teams.map((team) => ({ ...team }))
    const module = this.module(owner!)
    if (path === undefined)
      return [...module.all()].map((record) => ({
        ...renderRecord(record, module, 'list', call),
        ...renderRecord(record, module, 'search', call),
        ...renderRecord(record, module, 'detail', call),
      }))
    return [...module.all()].flatMap((record) =>
      everyOwned[path]!(record, call).map((row) => ({ ...row, ticketId: record.id })),
    )
  }

  get #limits(): { readonly meter: DeskMeter; readonly concurrency: number } {
    const { edition, options, world } = this.#parts
    const { base, perAgent, concurrency } = deskEditions[edition]
    const agents = this.desk.modules.get('agents')!.count
    this.#meter ??= new DeskMeter(options.credits ?? base + perAgent * agents, world.now)
    return { meter: this.#meter, concurrency: options.concurrency ?? concurrency }
  }

  get #allRoutes(): readonly DeskRoute[] {
    const { variants } = this.#parts.world
    if (this.#routes?.variants !== variants) {
      const tables = [...this.desk.modules.values()].map(({ table }) => table)
      this.#routes = { variants, all: deskRoutes(tables, variants) }
    }
    return this.#routes!.all
  }

  async answer(raw: RawCall): Promise<Answered> {
    const found = this.#find(raw)
    const road = found?.route.road ?? 'deskMetadata'
    try {
      const granted = this.#granted(raw)
      this.#checkOrganisation(raw)
      return await this.#enter(raw, road, () => this.#serve(raw, found, granted))
    } catch (error) {
      if (!(error instanceof DeskRefusal)) throw error
      return { reply: replyOf(error), road, credits: 0 }
    }
  }

  #granted(raw: RawCall): readonly string[] {
    const token = tokenOf(raw)
    if (token === undefined) {
      this.#parts.accounts.breach('no-auth', `${raw.method} ${raw.path}`)
      throw new DeskRefusal(401, 'UNAUTHORIZED', 'You are not authenticated to perform this operation.')
    }
    const known = this.#parts.tokens.access(token)
    if (!known) throw new DeskRefusal(401, 'INVALID_OAUTH', 'The OAuth Token you provided is invalid.')
    return known.scopes
  }

  #checkOrganisation(raw: RawCall): void {
    const { variants } = this.#parts.world
    const given =
      header(raw, 'orgid') ?? (variants.deskOrgIdQuery === 'accepted' ? raw.query.get('orgId') : null) ?? undefined
    if (raw.path.startsWith('/api/v1/organizations') || (given === undefined && variants.deskOrgId === 'optional'))
      return
    if (given !== undefined && !/^\d+$/.test(given)) throw serverError()
    if (given === this.desk.organizations[0]?.id) return
    // ASSUMPTION: a missing orgId is answered as a wrong one.
    throw new DeskRefusal(403, 'OAUTH_ORG_MISMATCH', 'The OAuthToken is not valid for specified organization')
  }

  async #enter(raw: RawCall, road: Road, serve: () => Promise<Answered>): Promise<Answered> {
    const { accounts, delay } = this.#parts
    const { meter, concurrency } = this.#limits
    if (this.#inFlight >= concurrency) {
      accounts.breach('concurrency', `${raw.method} ${raw.path}`)
      const message = 'The maximum number of Concurrent API Calls that can be made has been exceeded.'
      throw new DeskRefusal(429, 'TOO_MANY_REQUESTS', message)
    }
    if (meter.remaining === 0) {
      const headers = { 'Retry-After': String(meter.secondsLeft) }
      throw new DeskRefusal(429, 'THRESHOLD_EXCEEDED', 'The API credits of the day are used up.', { headers })
    }
    this.#inFlight++
    accounts.inFlight(this.#inFlight)
    try {
      await delay(road)
      return await serve()
    } finally {
      this.#inFlight--
    }
  }

  #find(raw: RawCall): MatchedDeskRoute | undefined {
    const segments = (apiPath.exec(raw.path)?.[1] ?? '').split('/')
    const fitting = this.#allRoutes.flatMap((route) => {
      const params = matchPath(route, segments)
      return params ? [{ route, params }] : []
    })
    return fitting.find(({ route }) => route.method === raw.method) ?? undefined
  }

  #fits(raw: RawCall): boolean {
    const segments = (apiPath.exec(raw.path)?.[1] ?? '').split('/')
    return this.#allRoutes.some((route) => matchPath(route, segments) !== undefined)
  }

  async #serve(raw: RawCall, found: MatchedDeskRoute | undefined, granted: readonly string[]): Promise<Answered> {
    const { accounts, world } = this.#parts
    if (!found) {
      // Mail is never sent from here: there is no such operation, and whoever calls it is noticed.
      if (sendsMail.test(raw.path)) accounts.breach('mail', `${raw.method} ${raw.path}`)
      accounts.breach('unknown-path', `${raw.method} ${raw.path}`)
      throw this.#fits(raw) ? wrongMethod() : notFound()
    }
    const { route, params } = found
    const mailed = (why: string): void => accounts.breach('mail', `${raw.method} ${raw.path}: ${why}`)
    const call: DeskCall = { ...raw, params, desk: this.desk, variants: world.variants, now: world.now, mailed }
    const price = typeof route.credits === 'number' ? route.credits : route.credits(call)
    const reply = this.#refusable(call, route, granted)
    const credits = costOf(reply, price)
    const { meter } = this.#limits
    meter.spend(credits)
    const weights = {
      'X-Rate-Limit-Request-Weight-v3': String(credits),
      'X-Rate-Limit-Remaining-v3': String(meter.remaining),
    }
    const headers = { ...reply.headers, ...weights }
    return {
      reply: disguise({ ...reply, headers }, world.variants, credits + raw.path.length),
      road: route.road,
      credits,
    }
  }

  #refusable(call: DeskCall, route: DeskRoute, granted: readonly string[]): SimReply {
    try {
      this.#checkScopes(route.scopes, granted)
      this.#checkParameters(call, route)
      return route.handle(call)
    } catch (error) {
      if (error instanceof DeskRefusal) return replyOf(error)
      throw error
    }
  }

  #checkScopes(needs: ScopeNeeds, granted: readonly string[]): void {
    const all = this.#parts.world.variants.deskScopes === 'all'
    const has = (scope: string): boolean => satisfies(granted, [scope])
    const fits = needs.every((names) => (all ? names.every(has) : names.some(has)))
    // ASSUMPTION: the message is not known.
    if (!fits) throw new DeskRefusal(403, 'SCOPE_MISMATCH', 'The OAuth Token does not have the required scope.')
  }

  #checkParameters(call: DeskCall, route: DeskRoute): void {
    const known = call.variants.deskOrgIdQuery === 'accepted' ? [...route.parameters, 'orgId'] : route.parameters
    const unknown = [...call.query.keys()].find((name) => !known.includes(name))
    if (unknown === undefined) return
    this.#parts.accounts.breach('unknown-parameter', `${call.path}: ${unknown}`)
    throw extraParameter(unknown)
  }
}

const replyOf = ({ status, body, headers }: DeskRefusal): SimReply => ({ status, body, headers })

/** ASSUMPTION: a call that is refused for what it asks costs one credit. */
function costOf({ status, credits }: SimReply, price: number): number {
  if (status === 401 || status === 403 || status === 429) return 0
  return credits ?? (status >= 400 ? 1 : price)
}

/** An error of a server that never looked at the call. */
export const deskFailure = (status: number): object =>
  status === 429
    ? {
        errorCode: 'TOO_MANY_REQUESTS',
        message: 'The maximum number of Concurrent API Calls that can be made has been exceeded.',
      }
    : serverError().body
