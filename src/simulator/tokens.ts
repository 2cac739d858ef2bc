/** The accounts server's memory: clients, grant codes, refresh tokens, access tokens and their limits. */
import { randomBytes } from 'node:crypto'
import type { Variants } from './variants.ts'

export interface ClientInput {
  readonly id: string
  readonly secret: string
  /** Refresh tokens that exist from the start. */
  readonly refreshTokens?: readonly string[]
  /** Registered redirect addresses; absent: a self client, which has none. */
  readonly redirectUris?: readonly string[]
}

interface AccessToken {
  readonly token: string
  readonly scopes: readonly string[]
  readonly clientId: string
  /** The refresh token it came from; absent for preset tokens. */
  readonly refreshToken?: string
  expiresAt: number
}

interface RefreshToken {
  readonly token: string
  readonly clientId: string
  readonly scopes: readonly string[]
  /** When access tokens were made of it, newest last. */
  issued: number[]
}

interface IssuedGrantCode {
  readonly clientId: string
  readonly scopes: readonly string[]
  readonly redirectUri: string | undefined
  readonly offline: boolean
  readonly expiresAt: number
}

export const tokenLimits = {
  lifetime: 3_600_000,
  perWindow: 10,
  window: 600_000,
  refreshTokens: 20,
  codeLifetime: 180_000,
} as const

const newToken = (): string => `1000.${randomBytes(16).toString('hex')}.${randomBytes(16).toString('hex')}`

export class IssuedTokens {
  readonly #clients: ReadonlyMap<string, ClientInput>
  readonly #refresh = new Map<string, RefreshToken>()
  readonly #access = new Map<string, AccessToken>()
  readonly #codes = new Map<string, IssuedGrantCode>()
  /** Clients that the user has granted access before. */
  readonly #consented = new Set<string>()
  /** When grant codes were made, by client. */
  readonly #codeTimes = new Map<string, number[]>()
  readonly #now: () => number

  constructor(clients: readonly ClientInput[], scopes: readonly string[], now: () => number) {
    this.#now = now
    this.#clients = new Map(clients.map((client) => [client.id, client]))
    for (const { id, refreshTokens = [] } of clients)
      for (const token of refreshTokens) this.addRefresh(id, scopes, token)
  }

  get clients(): readonly ClientInput[] {
    return [...this.#clients.values()]
  }

  hasConsented(clientId: string): boolean {
    return this.#consented.has(clientId)
  }

  /** Keeps in mind that the user said yes. */
  consent(clientId: string): void {
    this.#consented.add(clientId)
  }

  client(id: string | null): ClientInput | undefined {
    return id === null ? undefined : this.#clients.get(id)
  }

  refreshToken(token: string | null): RefreshToken | undefined {
    return token === null ? undefined : this.#refresh.get(token)
  }

  /** A new refresh token; the oldest of a client goes when there are too many. */
  addRefresh(clientId: string, scopes: readonly string[], token = newToken()): RefreshToken {
    const made: RefreshToken = { token, clientId, scopes, issued: [] }
    this.#refresh.set(token, made)
    const own = [...this.#refresh.values()].filter((other) => other.clientId === clientId)
    if (own.length > tokenLimits.refreshTokens) this.revoke(own[0]!.token)
    return made
  }

  /** Access tokens made of a refresh token within the last ten minutes. */
  recent(refresh: RefreshToken): number {
    refresh.issued = refresh.issued.filter((at) => at > this.#now() - tokenLimits.window)
    return refresh.issued.length
  }

  issueFrom(refresh: RefreshToken, activeMax: Variants['tokenActiveMax']): AccessToken {
    refresh.issued.push(this.#now())
    const token = this.addAccess(refresh.clientId, refresh.scopes, newToken(), refresh.token)
    const active = [...this.#access.values()].filter(
      (t) => t.refreshToken === refresh.token && t.expiresAt > this.#now(),
    )
    for (const old of active.slice(0, Math.max(0, active.length - activeMax))) this.#access.delete(old.token)
    return token
  }

  addAccess(clientId: string, scopes: readonly string[], token = newToken(), refreshToken?: string): AccessToken {
    const expiresAt = this.#now() + tokenLimits.lifetime
    const made = { token, scopes, clientId, expiresAt, ...(refreshToken === undefined ? {} : { refreshToken }) }
    this.#access.set(token, made)
    return made
  }

  /** The token if it is one and has not expired. */
  access(token: string): AccessToken | undefined {
    const known = this.#access.get(token)
    return known && known.expiresAt > this.#now() ? known : undefined
  }

  /** Ends the life of one access token, or of all. */
  expire(token?: string): void {
    for (const known of this.#access.values()) if (token === undefined || known.token === token) known.expiresAt = 0
  }

  /** True when there was such a token; a refresh token takes its access tokens with it. */
  revoke(token: string): boolean {
    for (const known of [...this.#access.values()]) if (known.refreshToken === token) this.#access.delete(known.token)
    const wasAccess = this.#access.delete(token)
    return this.#refresh.delete(token) || wasAccess
  }

  /** A grant code, or undefined when the client made too many. */
  addCode(code: Omit<IssuedGrantCode, 'expiresAt'>): string | undefined {
    const recent = (this.#codeTimes.get(code.clientId) ?? []).filter((at) => at > this.#now() - tokenLimits.window)
    if (recent.length >= tokenLimits.perWindow) return undefined
    this.#codeTimes.set(code.clientId, [...recent, this.#now()])
    const text = newToken()
    this.#codes.set(text, { ...code, expiresAt: this.#now() + tokenLimits.codeLifetime })
    return text
  }

  /** Takes a code away: it can be used once. */
  useCode(code: string | null): IssuedGrantCode | undefined {
    const known = code === null ? undefined : this.#codes.get(code)
    if (!known) return undefined
    this.#codes.delete(code!)
    return known.expiresAt > this.#now() ? known : undefined
  }
}
