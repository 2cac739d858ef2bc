import { Secret } from '../base/secret.ts'
import type { ZohoToken } from './token.ts'

/** What is remembered of one account. Times are milliseconds since 1970. */
export interface TokenRecord {
  readonly token?: ZohoToken
  /** When access tokens were asked for in the last ten minutes: Zoho allows ten. */
  readonly asked: readonly number[]
  /** Fingerprint of the access token refused last, so that the next process does not try it again. */
  readonly refused?: string
}

const emptyRecord: TokenRecord = Object.freeze({ asked: [] })

/** One account's record while nobody else may change it. */
export interface Slot {
  read(): Promise<TokenRecord>
  write(record: TokenRecord): Promise<void>
}

/** Access tokens by account, shared by all who use the store. Refresh tokens are never in it. */
export interface TokenStore {
  read(key: string): Promise<TokenRecord>
  /** Runs the work while nobody else who shares the store works on the same account. */
  exclusive<T>(key: string, work: (slot: Slot) => Promise<T>): Promise<T>
}

/** For this process alone. */
export class MemoryTokenStore implements TokenStore {
  readonly #records = new Map<string, TokenRecord>()
  readonly #tails = new Map<string, Promise<unknown>>()

  async read(key: string): Promise<TokenRecord> {
    return this.#records.get(key) ?? emptyRecord
  }

  exclusive<T>(key: string, work: (slot: Slot) => Promise<T>): Promise<T> {
    const slot: Slot = {
      read: () => this.read(key),
      write: async (record) => void this.#records.set(key, record),
    }
    const turn = (this.#tails.get(key) ?? Promise.resolve()).then(() => work(slot))
    // The next in line waits for the end, whatever it is.
    this.#tails.set(
      key,
      turn.catch(() => undefined),
    )
    return turn
  }
}

/** The store of every connection of this process that asks for `tokenStore=memory`. */
export const processStore: TokenStore = new MemoryTokenStore()

/** A record as JSON text can hold it. */
export interface PlainRecord {
  readonly accessToken?: string
  readonly obtainedAt?: number
  readonly expiresAt?: number
  readonly apiDomain?: string
  readonly scopes?: readonly string[]
  readonly asked?: readonly number[]
  readonly refused?: string
}

export const toPlain = ({ token, asked, refused }: TokenRecord): PlainRecord => ({
  ...(token && {
    accessToken: token.value.reveal(),
    obtainedAt: token.obtainedAt,
    expiresAt: token.expiresAt,
    apiDomain: token.apiDomain,
    scopes: token.scopes,
  }),
  asked,
  refused,
})

/** The record of a file that others may have written, or damaged: what does not fit is taken for missing. */
export function fromPlain(plain: PlainRecord | undefined): TokenRecord {
  if (typeof plain !== 'object' || plain === null) return emptyRecord
  const { accessToken, obtainedAt, expiresAt, apiDomain, scopes, asked, refused } = plain
  const complete = typeof accessToken === 'string' && typeof obtainedAt === 'number' && typeof expiresAt === 'number'
  return {
    token: complete
      ? { value: new Secret(accessToken), obtainedAt, expiresAt, apiDomain, scopes: textsOf(scopes) }
      : undefined,
    asked: Array.isArray(asked) ? asked.filter((time) => typeof time === 'number') : [],
    refused: typeof refused === 'string' ? refused : undefined,
  }
}

const textsOf = (list: unknown): readonly string[] | undefined =>
  Array.isArray(list) ? list.filter((text) => typeof text === 'string') : undefined
