import { createHash } from 'node:crypto'
import { orCancelled } from '../base/cancel.ts'
import { ZohoSqlError } from '../base/errors.ts'
import type { Credentials } from '../config/index.ts'
import { isFresh, sameToken, type ZohoToken } from './token.ts'
import type { Slot, TokenRecord, TokenStore } from './token-store.ts'

export interface TokenSourceOptions {
  readonly credentials: Credentials
  readonly store: TokenStore
  /** Of the account, in the store. */
  readonly key: string
  /**
   * Asks the accounts server for a new token; undefined where nothing allows to.
   *
   * @param beforeAsking to be awaited before each time the server is asked
   */
  readonly renew: ((beforeAsking: () => Promise<void>) => Promise<ZohoToken>) | undefined
  readonly now?: () => number
}

/** Told once, when Zoho calls the refresh token invalid. */
export type Invalidated = (error: ZohoSqlError) => void

/** Zoho makes ten access tokens of one refresh token in ten minutes, for all programs together. */
const askedMax = 10
const askedWindowMs = 10 * 60 * 1000

/**
 * The access token of one account: the one given, then the store's, then a new one. However many wait, in this process
 * and in others, one asks.
 */
export class TokenSource {
  readonly #options: TokenSourceOptions
  readonly #now: () => number
  #token: ZohoToken | undefined
  #obtaining: Promise<ZohoToken> | undefined
  /** Set once Zoho called the refresh token invalid: it stays so, and is not sent again. */
  #invalid: ZohoSqlError | undefined
  readonly #listeners = new Set<Invalidated>()

  constructor(options: TokenSourceOptions) {
    this.#options = options
    this.#now = options.now ?? Date.now
  }

  onInvalidated(listener: Invalidated): void {
    this.#listeners.add(listener)
  }

  /**
   * The token to use now.
   *
   * @throws ZohoSqlError 28000 if Zoho refuses the credentials · 53400 if too many tokens were asked for
   */
  async current(signal?: AbortSignal): Promise<ZohoToken> {
    if (this.#token !== undefined && isFresh(this.#token, this.#now())) return this.#token
    return this.#obtainOnce(undefined, signal)
  }

  /** Another token than the one Zoho has just refused: a newer one if there is, else a new one. */
  async replace(refused: ZohoToken, signal?: AbortSignal): Promise<ZohoToken> {
    const known = this.#token
    if (known !== undefined && !sameToken(known, refused) && isFresh(known, this.#now())) return known
    const obtained = await this.#obtainOnce(refused, signal)
    // Whoever was obtaining one already did not know that this one is refused.
    return sameToken(obtained, refused) ? this.#obtainOnce(refused, signal) : obtained
  }

  /** A cancelled statement stops waiting; the work goes on for the others. */
  #obtainOnce(refused: ZohoToken | undefined, signal: AbortSignal | undefined): Promise<ZohoToken> {
    this.#obtaining ??= this.#obtain(refused).finally(() => {
      this.#obtaining = undefined
    })
    return orCancelled(this.#obtaining, signal)
  }

  async #obtain(refused: ZohoToken | undefined): Promise<ZohoToken> {
    const { store, key, renew, credentials } = this.#options
    if (renew === undefined && refused !== undefined) throw cannotRenew()
    const record = renew === undefined ? undefined : await store.read(key)
    const ready = this.#given(credentials, record, refused) ?? this.#stored(record, refused)
    this.#token = ready ?? (await store.exclusive(key, (slot) => this.#renewed(slot, refused)))
    return this.#token
  }

  /** The token of the connection's properties, unless it is known to be no good. */
  #given(
    { accessToken }: Credentials,
    record: TokenRecord | undefined,
    refused: ZohoToken | undefined,
  ): ZohoToken | undefined {
    if (accessToken === undefined || this.#token !== undefined || refused !== undefined) return undefined
    if (record?.refused === fingerprint(accessToken.reveal())) return undefined
    return {
      value: accessToken,
      obtainedAt: 0,
      expiresAt: Number.POSITIVE_INFINITY,
      apiDomain: record?.token?.apiDomain,
    }
  }

  #stored(record: TokenRecord | undefined, refused: ZohoToken | undefined): ZohoToken | undefined {
    const token = record?.token
    if (token === undefined || !isFresh(token, this.#now())) return undefined
    return refused !== undefined && sameToken(token, refused) ? undefined : token
  }

  async #renewed(slot: Slot, refused: ZohoToken | undefined): Promise<ZohoToken> {
    // Another process may have been here while we waited for the lock.
    let record = await slot.read()
    const stored = this.#stored(record, refused)
    if (stored !== undefined) return stored
    const save = (change: Partial<TokenRecord>) => {
      record = { ...record, ...change }
      return slot.write(record)
    }
    const beforeAsking = async () => {
      const asked = record.asked.filter((time) => time > this.#now() - askedWindowMs)
      if (asked.length >= askedMax) throw tooManyAsked(asked[0]! + askedWindowMs)
      await save({ asked: [...asked, this.#now()] })
    }
    if (this.#invalid) throw this.#invalid
    const token = await this.#options.renew!(beforeAsking).catch((error: unknown) => this.#failed(error))
    await save({ token, refused: refused && fingerprint(refused.value.reveal()) })
    return token
  }

  #failed(error: unknown): never {
    if (isInvalid(error)) {
      this.#invalid = error
      for (const listener of this.#listeners) listener(error)
    }
    throw error
  }
}

/** Zoho's words for a refresh token that was revoked. */
const isInvalid = (error: unknown): error is ZohoSqlError =>
  error instanceof ZohoSqlError &&
  error.code === 'AUTHENTICATION_FAILED' &&
  error.zohoCode?.toLowerCase() === 'invalid_code'

const fingerprint = (token: string): string => createHash('sha256').update(token).digest('hex')

const cannotRenew = (): ZohoSqlError =>
  new ZohoSqlError('AUTHENTICATION_FAILED', 'Zoho refused the access token.', {
    hint: 'It lives for an hour and in one data centre (check endpoint). Give a new one; or clientId, clientSecret and refreshToken, with which new ones are made.',
  })

const tooManyAsked = (until: number): ZohoSqlError =>
  new ZohoSqlError(
    'TOO_MANY_REQUESTS',
    `${askedMax} access tokens were asked for in ten minutes, all that Zoho allows.`,
    {
      hint: `Wait until ${new Date(until).toISOString()}. If this comes back, something discards or revokes the tokens.`,
    },
  )
