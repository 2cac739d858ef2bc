import { ZohoSqlError } from '../base/errors.ts'
import { isLoopback } from '../base/loopback.ts'
import { BegunParts, type Certificate, type Log, selfMade } from '../serve/index.ts'
import { AccessControl, TokenFile } from './access/index.ts'
import { type AccountOpener, ServedAccounts } from './accounts.ts'
import { DayCredits } from './credits.ts'
import { type HttpLimits, HttpServer, httpLimits } from './server.ts'

export interface HttpOptions {
  /** Opens the account of a profile; undefined names the one that is served. */
  readonly open: AccountOpener
  /** Default 127.0.0.1. */
  readonly host?: string
  /** 0: any free one. */
  readonly port: number
  /** File of tokens; absent, or without a token on loopback: programs of this machine come in without one. */
  readonly tokens?: string
  /** Needed for every address but loopback; where it is missing there, one is made. */
  readonly certificate?: Certificate
  readonly limits?: Partial<HttpLimits>
  readonly log?: Log
}

export interface HttpDoor extends AsyncDisposable {
  readonly port: number
  /** `http://127.0.0.1:8080` */
  readonly url: string
  /** Of the certificate, where there is one. */
  readonly fingerprint: string | undefined
  /** True where every request needs a token. */
  readonly needsToken: boolean
  /** Takes no more requests, lets those that run end within some time, and ends. */
  close(graceMs?: number): Promise<void>
}

const silent: Log = () => undefined

/**
 * Opens the web door. A start that fails leaves nothing running.
 *
 * @throws {ZohoSqlError} HY024 another address than loopback without tokens · 58030 the port is taken
 */
export async function startHttp(options: HttpOptions): Promise<HttpDoor> {
  const { host = '127.0.0.1', port, log = silent } = options
  const isOpen = !isLoopback(host)
  const file = options.tokens === undefined ? undefined : new TokenFile(options.tokens)
  const hasTokens = file !== undefined && !(await file.isEmpty)
  if (isOpen && !hasTokens) {
    throw new ZohoSqlError('INVALID_PROPERTY', `Serving at ${host} needs tokens.`, {
      hint: 'Make one: zohosql token add NAME; or stay at 127.0.0.1.',
    })
  }
  const certificate = options.certificate ?? (isOpen ? await selfMade(host) : undefined)
  const begun = new BegunParts()
  const accounts = new ServedAccounts(options.open)
  begun.add(() => accounts.close())
  try {
    const server = new HttpServer({
      access: new AccessControl(hasTokens ? file : undefined),
      house: { accounts, credits: new DayCredits(), rowsMax: options.limits?.resultRows ?? 0 },
      limits: { ...httpLimits, ...options.limits },
      certificate,
      log,
    })
    begun.add(() => server.close(0))
    const found = await server.listen(host, port)
    const close = async (graceMs?: number): Promise<void> => {
      await server.close(graceMs)
      await begun.end()
    }
    return {
      port: found,
      url: `${certificate ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${found}`,
      fingerprint: certificate?.fingerprint,
      needsToken: hasTokens,
      close,
      [Symbol.asyncDispose]: () => close(0),
    }
  } catch (error) {
    await begun.end()
    throw error
  }
}
