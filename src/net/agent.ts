import { Agent, type Dispatcher, EnvHttpProxyAgent, Pool, ProxyAgent } from 'undici'
import type { Secret } from '../base/secret.ts'
import { buildConnector, checkingName, nodeTlsOptions, type TlsOptions } from './tls.ts'

export interface AgentOptions extends TlsOptions {
  /** For connecting and for the pauses within one answer. */
  readonly timeoutMs: number
  /** Undefined: what the environment says (HTTPS_PROXY, HTTP_PROXY, NO_PROXY); `none`: straight. */
  readonly proxy?: 'none' | { readonly url: string; readonly authorization?: Secret }
}

const connectTimeoutMsMax = 30_000

/**
 * undici's dispatcher for all exchanges of a connection, with exactly the TLS checks asked for, be it straight or
 * through a proxy.
 *
 * @throws ZohoSqlError HY024 if `caFile` cannot be used
 */
export function openAgent(options: AgentOptions): Dispatcher {
  const tls = { ...nodeTlsOptions(options), timeout: Math.min(options.timeoutMs, connectTimeoutMsMax) }
  const factory = poolFactory(options.verifyHost && !options.verifyPeer)
  const pools = { headersTimeout: options.timeoutMs, bodyTimeout: options.timeoutMs, factory }
  const straight = { ...pools, connect: buildConnector(tls) }
  // Plain HTTP goes to a proxy as such: many refuse to tunnel anything but TLS.
  const proxied = { ...pools, requestTls: tls, proxyTls: tls, proxyTunnel: false, clientFactory: factory }
  if (options.proxy === 'none') return new Agent(straight)
  if (options.proxy === undefined) return environmentAgent(straight, proxied)
  return new ProxyAgent({ ...proxied, uri: options.proxy.url, token: options.proxy.authorization?.reveal() })
}

/** Straight and proxied connections alike come out of here, each with its connector: the one place to guard it. */
const poolFactory = (checkName: boolean) => (origin: string | URL, options: Pool.Options) => {
  const { connect } = options
  return new Pool(
    origin,
    typeof connect === 'function' && checkName ? { ...options, connect: checkingName(connect) } : options,
  )
}

type AgentSettings = ConstructorParameters<typeof Agent>[0]

/** Like other programs, never sends what is for this machine to a proxy that only the environment names. */
function environmentAgent(straight: AgentSettings, proxied: object): Dispatcher {
  const { env } = process
  const named = env.https_proxy ?? env.HTTPS_PROXY ?? env.http_proxy ?? env.HTTP_PROXY
  if (!named) return new Agent(straight)
  const noProxy = env.no_proxy ?? env.NO_PROXY ?? ''
  const local = noProxy.trim() === '*' ? '*' : `${noProxy},localhost,127.0.0.1,[::1]`
  return new EnvHttpProxyAgent({ ...proxied, ...straight, noProxy: local })
}
