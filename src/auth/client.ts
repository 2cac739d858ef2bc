import { createHash } from 'node:crypto'
import {
  type Config,
  dataCenterOfAccountsHost,
  dataCenterOfApiHost,
  dataCenters,
  maySendSecrets,
  refuseClearText,
  type ServerSurroundings,
} from '../config/index.ts'
import {
  compose,
  deadline,
  type HttpRequest,
  type HttpResponse,
  Limiter,
  limited,
  metered,
  openAgent,
  parsing,
  retrying,
  type Send,
  type TraceLevel,
  traced,
  transport,
  type UrlQuery,
  urlOf,
  type WholeAnswer,
  whole,
} from '../net/index.ts'
import { authorizationOf, authorizing } from './authorize.ts'
import { FileTokenStore } from './file-store.ts'
import { refresh } from './oauth.ts'
import { tokenFile } from './paths.ts'
import { type Invalidated, TokenSource } from './token-source.ts'
import { processStore, type TokenStore } from './token-store.ts'

/** A host of Zoho's by its name among the endpoints: most services are at the API host, some have one of their own. */
type Host = 'api' | 'desk' | 'content'

/** A request to one of Zoho's services: where and how it travels is the client's affair. */
export interface ApiRequest
  extends Pick<
    HttpRequest,
    | 'headers'
    | 'idempotent'
    | 'heavy'
    | 'credits'
    | 'closedMs'
    | 'retriesMax'
    | 'signal'
    | 'onDispatch'
    | 'meter'
    | 'saveTo'
    | 'bytesMax'
  > {
  /** Default GET. */
  readonly method?: HttpRequest['method']
  /** Encoded, from the host's root: made with `urlPath`. */
  readonly path: string
  readonly query?: UrlQuery
  /** Bytes travel as they are, anything else as JSON. */
  readonly body?: unknown
  /** Default `read`. */
  readonly kind?: 'read' | 'write'
  /** What an answer with success must be; what is anything else is asked again or thrown. */
  readonly whole: WholeAnswer
}

/** The way to one host. */
interface Way {
  /**
   * One exchange with retries, token and limits. Refusals of Zoho (4xx) are answers, with `error` set; what cannot be
   * helped here is thrown.
   *
   * @throws ZohoSqlError 08001, 08S01, HYT00, 57014, 28000, 53400, HV000
   */
  request(request: ApiRequest): Promise<HttpResponse>
  /**
   * The calls in flight, which each host counts by itself: shared by all connections of this process to the account.
   * Whoever learns the org's edition sets its bound, unless the property `maxConcurrency` was given.
   */
  readonly limiter: Limiter
  /** Base address that requests go to. */
  base(signal?: AbortSignal): Promise<string>
  /** The host's clock in milliseconds since 1970; undefined until an answer has told it. */
  now(): number | undefined
}

/** The way to the API host, and to others with the same token. */
export interface ZohoClient extends Way {
  /** Made once for each host. */
  to(host: Host): Way
  /** Fingerprint of the account, for what is remembered about it. */
  readonly account: string
  /** The token of the account as it is now, without the token itself. */
  access(signal?: AbortSignal): Promise<AccessTokenInfo>
  /** Value of the Authorization header, with a token that is valid now; for requests that others make. */
  authorization(signal?: AbortSignal): Promise<string>
  /** Tells when Zoho calls the refresh token invalid: from then on nothing is asked with it. */
  onInvalidated(listener: Invalidated): void
  /** Ends all exchanges. */
  close(): Promise<void>
}

/** What is known of the access token in use. */
export interface AccessTokenInfo {
  /** Milliseconds since 1970; Infinity if unknown. */
  readonly expiresAt: number
  readonly scopes: readonly string[] | undefined
  /** A new one can be made of a refresh token. */
  readonly renewable: boolean
  /** Base address of the API that requests go to. */
  readonly api: string
}

export interface ClientOptions {
  /** Where lines of the log go. Default: stderr. */
  readonly log?: (line: string) => void
}

const defaultConcurrency = 5
const tokenRetriesMax = 2

/**
 * Opens the way to Zoho for a configuration. No exchange happens yet.
 *
 * @throws ZohoSqlError HY024 if `caFile` cannot be used
 */
export function createClient(config: Config, options: ClientOptions = {}): ZohoClient {
  const log = options.log ?? ((line: string) => void process.stderr.write(`${line}\n`))
  const { exchange, end } = openExchange(config, log)
  const account = fingerprint(config)
  const tokens = openTokens(config, exchange, account, log)
  const ways = new Map<Host, Way & { readonly release: () => void }>()
  const to = (host: Host) => {
    const known = ways.get(host)
    if (known) return known
    const { maxConcurrency: max, maxRetries } = config
    const { limiter, release } = shareLimiter(`${account} ${host} ${max}`, max)
    const send = compose(exchange, retrying({ maxRetries }), limited(limiter), authorizing(tokens))
    const clock = new SendClock()
    const request: Way['request'] = async (wanted) =>
      clock.learn(await send(await addressed(config, tokens, host, wanted)))
    const base: Way['base'] = (signal) => baseOf[host](config, tokens, signal)
    const way = { request, limiter, base, release, now: () => clock.now() }
    ways.set(host, way)
    return way
  }
  const { request, limiter, base, now } = to('api')
  return {
    request,
    limiter,
    base,
    now,
    to,
    account,
    access: (signal) => accessOf(config, tokens, signal),
    authorization: async (signal) => authorizationOf(await tokens.current(signal)),
    onInvalidated: (listener) => tokens.onInvalidated(listener),
    close: async () => {
      for (const { release } of ways.values()) release()
      await end()
    },
  }
}

/** Answers bear the time they were made at, to the second. */
class SendClock {
  #ahead: number | undefined

  learn(response: HttpResponse): HttpResponse {
    const told = Date.parse(response.headers.date ?? '')
    if (!Number.isNaN(told)) this.#ahead = told - Date.now()
    return response
  }

  now(): number | undefined {
    return this.#ahead === undefined ? undefined : Date.now() + this.#ahead
  }
}

async function accessOf(config: Config, tokens: TokenSource, signal?: AbortSignal): Promise<AccessTokenInfo> {
  const { expiresAt, scopes } = await tokens.current(signal)
  const renewable = config.credentials.refresh !== undefined
  return { expiresAt, scopes, renewable, api: await apiBase(config, tokens, signal) }
}

const traceLevels: Readonly<Record<Config['logLevel'], TraceLevel | undefined>> = {
  silent: undefined,
  error: undefined,
  warn: undefined,
  info: 'failed',
  debug: 'all',
  trace: 'asked',
}

/** Single exchanges with servers as the properties say: without retries, token and limits. */
export function openExchange(
  config: ServerSurroundings,
  log: (line: string) => void,
): { readonly exchange: Send; readonly end: () => Promise<void> } {
  const level = traceLevels[config.logLevel]
  const agent = openAgent({
    verifyHost: config.useHostVerification,
    verifyPeer: config.usePeerVerification,
    caFile: config.caFile,
    timeoutMs: config.timeout * 1000,
    proxy: config.proxy,
  })
  const exchange = compose(
    transport(agent),
    whole,
    parsing,
    metered,
    traced(level && log, level),
    deadline(config.timeout * 1000),
  )
  return { exchange, end: () => agent.destroy() }
}

async function addressed(config: Config, tokens: TokenSource, host: Host, request: ApiRequest): Promise<HttpRequest> {
  const { method = 'GET', path, query, body, kind = 'read', headers, ...rest } = request
  const base = await baseOf[host](config, tokens, request.signal)
  const raw = body === undefined || body instanceof Uint8Array
  return {
    ...rest,
    kind,
    method,
    url: urlOf(base, path, query),
    headers: raw ? headers : { 'content-type': 'application/json', ...headers },
    body: raw ? body : JSON.stringify(body),
  }
}

type Base = (config: Config, tokens: TokenSource, signal?: AbortSignal) => Promise<string>

/** The API host: the one given, else the one the accounts server named with the token, else the data centre's. */
const apiBase: Base = async (config, tokens, signal) => {
  const { endpoints, allowInsecure } = config
  if (endpoints.apiIsExplicit) return endpoints.api
  const base = (await toldHost(config, tokens, signal)) ?? endpoints.api
  refuseClearText(base, allowInsecure)
  return base
}

/**
 * Desk's host: the one given, else that of the data centre whose API the accounts server named with the token.
 *
 * ASSUMPTION: where it named a host of none of Zoho's data centres, that one serves Desk too.
 */
const deskBase: Base = async (config, tokens, signal) => {
  const { endpoints, allowInsecure, useEncryptedEndpoints } = config
  if (endpoints.deskIsExplicit) return endpoints.desk
  const told = await toldHost(config, tokens, signal)
  const dataCenter = told === undefined ? undefined : dataCenterOfApiHost(new URL(told).hostname)
  const ofDataCenter = dataCenter && `${useEncryptedEndpoints ? 'https' : 'http'}://${dataCenters[dataCenter].desk}`
  const base = ofDataCenter ?? told ?? endpoints.desk
  refuseClearText(base, allowInsecure)
  return base
}

const baseOf: Readonly<Record<Host, Base>> = {
  api: apiBase,
  desk: deskBase,
  content: async ({ endpoints }) => endpoints.content,
}

/** The API host that came with the token, where it may be believed. */
async function toldHost(
  { endpoints, allowInsecure, useEncryptedEndpoints }: Config,
  tokens: TokenSource,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { apiDomain } = await tokens.current(signal)
  const believed =
    apiDomain !== undefined &&
    isAcceptable(apiDomain, useEncryptedEndpoints, allowInsecure) &&
    isKnownHost(new URL(apiDomain).hostname, endpoints.accounts)
  return believed ? apiDomain : undefined
}

/** An answer must not talk us out of encryption. */
function isAcceptable(address: string, encrypted: boolean, allowInsecure: boolean): boolean {
  if (!/^https?:\/\/[^/?#@]+(\/[^?#]*)?$/.test(address) || !URL.canParse(address)) return false
  return address.startsWith('https:') || (!encrypted && maySendSecrets(address, allowInsecure))
}

/** A token goes to hosts of Zoho's, or to one that the user named: the accounts server's own, where that is none. */
function isKnownHost(hostname: string, accounts: string): boolean {
  if (dataCenterOfApiHost(hostname) !== undefined) return true
  const named = new URL(accounts).hostname
  return dataCenterOfAccountsHost(named) === undefined && hostname === named
}

function openTokens(config: Config, exchange: Send, key: string, log: (line: string) => void): TokenSource {
  const { credentials, endpoints, tokenStore, maxRetries, logLevel } = config
  const warn = logLevel === 'silent' || logLevel === 'error' ? () => undefined : log
  const retries = retrying({ maxRetries: Math.min(maxRetries, tokenRetriesMax) })
  const renew = (beforeAsking: () => Promise<void>) => {
    const counted: Send = async (request) => {
      await beforeAsking()
      return exchange(request)
    }
    return refresh({ accounts: endpoints.accounts, send: retries(counted), now: Date.now }, credentials.refresh!)
  }
  return new TokenSource({
    credentials,
    key,
    store: openStore(tokenStore, warn),
    renew: credentials.refresh === undefined ? undefined : renew,
  })
}

const openStore = (tokenStore: string, warn: (text: string) => void): TokenStore =>
  tokenStore === 'memory' ? processStore : new FileTokenStore(tokenFile(tokenStore), warn)

/** Of the accounts server, the client and the refresh token; of the access token where there is no more. */
function fingerprint({ endpoints, credentials: { refresh: given, accessToken } }: Config): string {
  const identity = given
    ? [endpoints.accounts, given.clientId, given.refreshToken.reveal()]
    : [endpoints.api, accessToken!.reveal()]
  return createHash('sha256').update(identity.join('\0')).digest('hex')
}

const limiters = new Map<string, { readonly limiter: Limiter; users: number }>()

/** Zoho counts an account's calls together, whichever connection they come from. */
function shareLimiter(key: string, max: number | undefined): { limiter: Limiter; release: () => void } {
  const shared = limiters.get(key) ?? { limiter: new Limiter({ max: max ?? defaultConcurrency }), users: 0 }
  shared.users += 1
  limiters.set(key, shared)
  let released = false
  const release = () => {
    if (released) return
    released = true
    shared.users -= 1
    if (shared.users === 0) limiters.delete(key)
  }
  return { limiter: shared.limiter, release }
}
