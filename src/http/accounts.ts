import { ZohoSqlError } from '../base/errors.ts'
import { Spending } from '../base/spending.ts'
import type { Connection } from '../driver/inner.ts'

/** How an account is opened; undefined names the one that is served. */
export type AccountOpener = (profile: string | undefined) => Promise<Connection>

interface Opened {
  readonly connection: Promise<Connection>
  /** Requests that use it. */
  users: number
  /** Milliseconds of the clock when it was last used. */
  last: number
}

/** Accounts rest open for so long before they are closed. */
const restMs = 10 * 60_000

/** A profile's account is opened when it is first asked for; one account's trouble stays its own. */
export class ServedAccounts {
  readonly #open: AccountOpener
  readonly #opened = new Map<string | undefined, Opened>()
  readonly #invalid = new Map<string | undefined, ZohoSqlError>()
  /** Of each account that was opened, what it asks between requests' statements. */
  readonly #between: Spending[] = []
  readonly #sweep: NodeJS.Timeout

  constructor(open: AccountOpener) {
    this.#open = open
    this.#sweep = setInterval(() => this.#closeResting(), restMs / 2)
    this.#sweep.unref()
  }

  /**
   * Does something with an account.
   *
   * @throws {ZohoSqlError} TOKEN_INVALIDATED when Zoho has called its refresh token invalid: then nothing is asked any
   * more · what the work runs into
   */
  async use<T>(profile: string | undefined, work: (connection: Connection) => Promise<T>): Promise<T> {
    const refused = this.#invalid.get(profile)
    if (refused) throw refused
    const opened = this.#of(profile)
    opened.users += 1
    try {
      return await work(await opened.connection)
    } catch (error) {
      throw this.#marked(profile, error)
    } finally {
      opened.users -= 1
      opened.last = Date.now()
    }
  }

  /** Spent without a statement: descriptions of tables. */
  spentBetween(): Spending {
    const all = new Spending()
    for (const spent of this.#between) all.add(spent)
    return all
  }

  #of(profile: string | undefined): Opened {
    const known = this.#opened.get(profile)
    if (known) return known
    const opened: Opened = { connection: this.#open(profile), users: 0, last: Date.now() }
    this.#opened.set(profile, opened)
    // What could not be opened is tried again by the next request.
    opened.connection.then(
      ({ spentBetween }) => this.#between.push(spentBetween),
      () => this.#opened.delete(profile),
    )
    return opened
  }

  /** A refresh token that Zoho calls invalid stays so: the profile is asked for nothing until somebody signs in again. */
  #marked(profile: string | undefined, error: unknown): unknown {
    if (!isInvalidated(error)) return error
    const marked = new ZohoSqlError('TOKEN_INVALIDATED', 'TOKEN_INVALIDATED', {
      hint: `Sign in again: zohosql login ${profile ?? ''} --replace`.replace('  ', ' '),
      cause: error,
    })
    this.#invalid.set(profile, marked)
    return marked
  }

  #closeResting(): void {
    for (const [profile, { users, last, connection }] of this.#opened) {
      if (users > 0 || Date.now() - last < restMs) continue
      this.#opened.delete(profile)
      connection.then((opened) => opened.close()).catch(() => undefined)
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#sweep)
    const all = [...this.#opened.values()].map(async ({ connection }) => (await connection).close())
    this.#opened.clear()
    await Promise.allSettled(all)
  }
}

/** Zoho's words for a refresh token that was revoked. */
const isInvalidated = (error: unknown): boolean => {
  const { code, zohoCode } = error as Partial<ZohoSqlError>
  return code === 'AUTHENTICATION_FAILED' && /^(invalid_code|invalid_grant|INVALID_TOKEN)$/i.test(zohoCode ?? '')
}
