/** Starts a simulator and holds what can be done to it while it runs. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Breach, CallAccounts, type CallRecord, type CallStats } from './accounts.ts'
import { BulkJobs } from './bulk.ts'
import { allowance, CreditMeter, type EditionName, editions } from './credits.ts'
import { type DeskOptions, DeskServer } from './desk/index.ts'
import { Dispatcher } from './dispatch.ts'
import { type FaultOptions, Faults, RowFaults } from './faults.ts'
import { Gate } from './gate.ts'
import { completeRecord, type GivenWorld } from './given.ts'
import type { Road } from './http.ts'
import type { SimRecord } from './model.ts'
import { PageTokens } from './page-tokens.ts'
import { makeRoutes } from './routes.ts'
import { defaultScopes } from './scopes.ts'
import { CountCache } from './search.ts'
import { SimulatorServer } from './server.ts'
import type { StoredModule } from './store.ts'
import { type ClientInput, IssuedTokens } from './tokens.ts'
import { makeVariants, type Variants } from './variants.ts'
import { makeWorld, type World } from './world.ts'
import { BulkWrites } from './write/bulk.ts'
import type { Hold, TriggerKind, WriteRecord } from './write/ledger.ts'

export interface SimulatorOptions {
  /** TCP port on 127.0.0.1; 0 (default): any free one. */
  readonly port?: number
  /** `demo` (default), a directory of JSON files, or a company given as objects. */
  readonly data?: 'demo' | 'odd' | (string & {}) | GivenWorld
  /** Rows of the demo company's largest module, Deals (default 2,500); the others in proportion. */
  readonly rows?: number
  /** Milliseconds since 1970 at which the demo company's records end (default: the hour that has begun). */
  readonly asOf?: number
  /** Seed of the demo company (default 1). */
  readonly seed?: number
  /** Milliseconds each call takes, one figure or by road (default 0). */
  readonly latency?: number | ((road: Road) => number)
  readonly variants?: Partial<Variants>
  /** What the desk of Zoho Desk holds and allows. */
  readonly desk?: DeskOptions
  readonly faults?: FaultOptions
  /** Decides credits and concurrency (default `enterprise`). */
  readonly edition?: EditionName
  /** Credits in 24 hours in place of the edition's. */
  readonly credits?: number
  /** Calls at once in place of the edition's. */
  readonly concurrency?: number
  readonly clientId?: string
  readonly clientSecret?: string
  readonly refreshToken?: string
  /** An access token that is valid from the start, for an hour. */
  readonly accessToken?: string
  /** Further OAuth clients. */
  readonly clients?: readonly ClientInput[]
  /** Scopes of the tokens that exist from the start (default: all there are). */
  readonly scopes?: readonly string[]
  /** Milliseconds since the epoch (default `Date.now`); tokens, credits and page tokens age by it. */
  readonly clock?: () => number
  /** Serve HTTPS with this PEM key and certificate. */
  readonly https?: { readonly key: string; readonly cert: string }
}

export interface Simulator extends AsyncDisposable {
  readonly port: number
  /** `http://127.0.0.1:PORT`, or https. */
  readonly url: string
  /** A connection string for the driver, with OAuth credentials. */
  readonly connectionString: string
  readonly clientId: string
  readonly clientSecret: string
  readonly refreshToken: string
  readonly accessToken: string
  stats(): CallStats
  /** Every call since the start or the last reset, oldest first (the last 20,000). */
  calls(): readonly CallRecord[]
  /** Zoho's rules that the client broke. */
  breaches(): readonly Breach[]
  resetStats(): void
  /** Changes some variants; the others stay. */
  setVariants(changes: Partial<Variants>): void
  /** Replaces the faults; none: `{}`. */
  setFaults(faults: FaultOptions): void
  /** Ends the life of all access tokens, as if their hour had passed. */
  expireTokens(): void
  /** Revokes a refresh or access token (default: the refresh token of the start). */
  revoke(token?: string): boolean
  /** Makes a grant code, as the API console does for a self client; undefined when there were too many. */
  grantCode(scopes?: readonly string[]): string | undefined
  /** Adds a record, without asking Zoho's rules for writes; gives its id. */
  insert(module: string, row: Readonly<Record<string, unknown>>): string
  /** Changes cells of a record and its Modified_Time. */
  update(module: string, id: string, cells: Readonly<Record<string, unknown>>): void
  /** Removes a record; false when there is none. */
  remove(module: string, id: string): boolean
  /** Takes a field out of a module. */
  dropField(module: string, field: string): boolean
  /** Every record that calls put or took away since the start, oldest first; what tests do by hand is not among them. */
  writes(): readonly WriteRecord[]
  /** How often calls wrote a record. */
  timesWritten(module: string, id: string): number
  /** How often each trigger ran after what calls wrote. */
  triggers(): Readonly<Partial<Record<TriggerKind, number>>>
  /** Keeps a record from being changed by calls, or lets it go (`undefined`). */
  hold(module: string, id: string, why: Hold | undefined): void
  /** Id of the view over all records of a module. */
  viewId(module: string): string
  /** A stored record as a plain object; undefined when there is none. */
  row(module: string, id: string): Record<string, unknown> | undefined
  /** Adds a record to a module of Desk, or puts another in its place; gives its id. Nothing is asked of it. */
  deskPut(module: string, row: Readonly<Record<string, unknown>>): string
  /** Moves a record of Desk to the trash; false when there is none. */
  deskRemove(module: string, id: string): boolean
  /** Stored records of a module of Desk, as they are stored. */
  deskRows(module: string): Record<string, unknown>[]
  /** The same as answers tell them, in full; also teams, and what belongs to tickets: `tickets/comments`. */
  deskTold(module: string): Record<string, unknown>[]
  /** Stored records of a module as plain objects, ascending by id. */
  rows(module: string): Record<string, unknown>[]
  close(): Promise<void>
}

const defaults = {
  clientId: '1000.SIMULATEDCLIENTSIMULATEDCLIENT',
  clientSecret: '5ec2e75ec2e75ec2e75ec2e75ec2e75ec2e75ec2e7',
  refreshToken: '1000.5eed5eed5eed5eed5eed5eed5eed5eed.5eed5eed5eed5eed5eed5eed5eed5eed',
  accessToken: '1000.ace55ace55ace55ace55ace55ace55ac.ace55ace55ace55ace55ace55ace55ac',
} as const

/** A client for sign-ins by a browser on this machine, besides the self client. */
const webClient: ClientInput = {
  id: '1000.SIMULATEDBROWSERCLIENTSIMULATED',
  secret: 'b7075e7b7075e7b7075e7b7075e7b7075e7b7075e7',
  redirectUris: ['http://127.0.0.1:8754/callback', 'http://localhost:8754/callback'],
}

type SimCredentials = Record<keyof typeof defaults, string>

const credentialsOf = (options: SimulatorOptions): SimCredentials => ({
  clientId: options.clientId ?? defaults.clientId,
  clientSecret: options.clientSecret ?? defaults.clientSecret,
  refreshToken: options.refreshToken ?? defaults.refreshToken,
  accessToken: options.accessToken ?? defaults.accessToken,
})

function makeTokens(options: SimulatorOptions, credentials: SimCredentials, now: () => number): IssuedTokens {
  const { clientId, clientSecret, refreshToken, accessToken } = credentials
  const scopes = options.scopes ?? defaultScopes
  const own: ClientInput = { id: clientId, secret: clientSecret, refreshTokens: [refreshToken] }
  const tokens = new IssuedTokens([own, webClient, ...(options.clients ?? [])], scopes, now)
  tokens.addAccess(clientId, scopes, accessToken)
  return tokens
}

function connectionString(port: number, encrypted: boolean, credentials: SimCredentials): string {
  const host = `127.0.0.1:${port}`
  const encryption = encrypted ? '' : 'UseEncryptedEndpoints=false;'
  const { clientId, clientSecret, refreshToken } = credentials
  return (
    `Endpoint=${host};AccountsEndpoint=${host};DeskEndpoint=${host};${encryption}AuthenticationType=OAuth_2.0;` +
    `ClientId=${clientId};ClientSecret=${clientSecret};RefreshToken=${refreshToken}`
  )
}

const waiter =
  (latency: SimulatorOptions['latency']) =>
  async (road: Road): Promise<void> => {
    const ms = typeof latency === 'function' ? latency(road) : (latency ?? 0)
    if (ms > 0) await sleep(ms)
  }

function makeGate(options: SimulatorOptions, world: World, tokens: IssuedTokens, accounts: CallAccounts): Gate {
  const edition = options.edition ?? 'enterprise'
  const meter = new CreditMeter(options.credits ?? allowance(edition, world.users.length), world.now)
  return new Gate({ tokens, meter, accounts, concurrency: options.concurrency ?? editions[edition].concurrency })
}

/** What a test may do to the records while clients read them. */
class Hands {
  readonly #world: World
  constructor(world: World) {
    this.#world = world
  }
  module(name: string): StoredModule {
    const module = this.#world.modules.get(name)
    if (!module) throw new TypeError(`the simulated company has no module ${name}`)
    return module
  }
  #stamp(): string {
    return new Date(this.#world.now()).toISOString().replace(/\.\d+Z$/, 'Z')
  }
  #complete(module: StoredModule, row: Readonly<Record<string, unknown>>): SimRecord {
    return completeRecord(row, module.fields, this.#world)
  }
  insert(name: string, row: Readonly<Record<string, unknown>>): string {
    const module = this.module(name)
    const id = String(row.id ?? module.nextId())
    const times = { Created_Time: this.#stamp(), Modified_Time: this.#stamp() }
    module.put(this.#complete(module, { ...times, ...row, id }), this.#world.now())
    return id
  }
  update(name: string, id: string, cells: Readonly<Record<string, unknown>>): void {
    const module = this.module(name)
    const record = module.get(id)
    if (!record) throw new TypeError(`${name} has no record ${id}`)
    const changed = { ...module.copy(record), Modified_Time: this.#stamp(), ...cells }
    module.put(this.#complete(module, changed), this.#world.now())
  }
  plain(module: StoredModule, record: SimRecord): Record<string, unknown> {
    return Object.fromEntries(module.fields.map(({ api_name }) => [api_name, record[api_name]]))
  }
  row(name: string, id: string): Record<string, unknown> | undefined {
    const module = this.module(name)
    const record = module.get(id)
    return record && this.plain(module, record)
  }
}

/** The parts of a running simulator that its handle reaches for. */
interface Works {
  readonly world: World
  readonly tokens: IssuedTokens
  readonly accounts: CallAccounts
  readonly server: SimulatorServer
  readonly desk: DeskServer
  faults: Faults
}

/** Tickets for each 2,500 deals of the demo company; of another company. */
const ticketsShare = 1200 / 2500
const ticketsOfOthers = 120

function makeDeskService(
  options: SimulatorOptions,
  world: World,
  tokens: IssuedTokens,
  accounts: CallAccounts,
): DeskServer {
  const { data = 'demo', rows = 2500, seed = 1, edition = 'enterprise', desk = {} } = options
  const tickets = data === 'demo' || data === 'odd' ? Math.max(20, Math.round(rows * ticketsShare)) : ticketsOfOthers
  return new DeskServer({
    world,
    tokens,
    accounts,
    edition,
    seed,
    tickets,
    options: desk,
    delay: waiter(options.latency),
  })
}

function makeWorks(options: SimulatorOptions, world: World, credentials: SimCredentials): Works {
  const tokens = makeTokens(options, credentials, world.now)
  const accounts = new CallAccounts()
  const routes = makeRoutes({
    pageTokens: new PageTokens(),
    editionName: editions[options.edition ?? 'enterprise'].paidType,
    accounts,
    bulk: new BulkJobs(accounts),
    bulkWrites: new BulkWrites(),
    counts: new CountCache(),
  })
  const desk = makeDeskService(options, world, tokens, accounts)
  const dispatcher = new Dispatcher({
    desk,
    gate: makeGate(options, world, tokens, accounts),
    accounts,
    routes,
    tokenServer: { tokens, breach: (kind, note) => accounts.breach(kind, note) },
    delay: waiter(options.latency),
  })
  const faults = (): Faults => works.faults
  const server = new SimulatorServer({ world, dispatcher, accounts, tokens, faults, https: options.https })
  const works: Works = { world, tokens, accounts, server, desk, faults: new Faults(options.faults ?? {}) }
  return works
}

type Handle = Omit<Simulator, 'port' | 'url' | 'connectionString' | keyof SimCredentials>

function makeHandle(works: Works, credentials: SimCredentials, scopes: readonly string[]): Handle {
  const { world, tokens, accounts, server } = works
  const hands = new Hands(world)
  const close = (): Promise<void> => server.close()
  return {
    stats: () => accounts.stats,
    calls: () => accounts.calls,
    breaches: () => accounts.breaches,
    resetStats: () => accounts.reset(),
    setVariants: (changes) => {
      world.variants = makeVariants({ ...world.variants, ...changes })
    },
    setFaults: (changed) => {
      works.faults = new Faults(changed)
      world.rowFaults = new RowFaults(changed.rows)
    },
    expireTokens: () => tokens.expire(),
    revoke: (token = credentials.refreshToken) => tokens.revoke(token),
    grantCode: (asked = scopes) =>
      tokens.addCode({ clientId: credentials.clientId, scopes: asked, redirectUri: undefined, offline: true }),
    insert: (module, row) => hands.insert(module, row),
    update: (module, id, cells) => hands.update(module, id, cells),
    remove: (module, id) => hands.module(module).remove(id),
    dropField: (module, field) => hands.module(module).dropField(field),
    writes: () => world.ledger.writes,
    timesWritten: (module, id) => world.ledger.times(module, id),
    triggers: () => world.ledger.triggers,
    hold: (module, id, why) => world.ledger.hold(module, id, why),
    viewId: (module) => world.views.find((view) => view.module === hands.module(module).apiName)!.id,
    row: (module, id) => hands.row(module, id),
    deskPut: (name, row) => works.desk.put(name, row),
    deskRemove: (name, id) => works.desk.module(name).remove(id, world.now()),
    deskRows: (name) => [...works.desk.module(name).all()].map((record) => ({ ...record })),
    deskTold: (name) => works.desk.told(name),
    rows: (name) => Array.from(hands.module(name).scan(), (record) => hands.plain(hands.module(name), record)),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/**
 * Starts a simulator on 127.0.0.1.
 *
 * @throws TypeError for data that cannot be a company, Error from `listen` when the port is taken.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { data = 'demo', seed = 1, rows = 2500, clock = Date.now, variants = {}, asOf } = options
  const world = await makeWorld({ data, seed, rows, variants, clock, ...(asOf !== undefined && { asOf }) })
  const credentials = credentialsOf(options)
  world.rowFaults = new RowFaults(options.faults?.rows)
  const works = makeWorks(options, world, credentials)
  const port = await works.server.listen(options.port ?? 0)
  return {
    port,
    url: `${options.https ? 'https' : 'http'}://127.0.0.1:${port}`,
    connectionString: connectionString(port, options.https !== undefined, credentials),
    ...credentials,
    ...makeHandle(works, credentials, options.scopes ?? defaultScopes),
  }
}
