import { randomInt } from 'node:crypto'
import { ZohoSqlError } from '../base/errors.ts'
import { Spending } from '../base/spending.ts'

/** Somebody who may run statements here: a session of the gateway, a request of the web door. */
export interface RegisteredClient {
  /** The newest statement, and since when it runs or rests, in milliseconds of the clock. */
  readonly activity: { readonly query: string; readonly since: number; readonly active: boolean }
  readonly spent: Spending
  /** Ends the statement that runs; none does: nothing happens. */
  cancel(reason?: ZohoSqlError): void
}

/** Who is here and what runs, each under a number of its own, and what all of them have spent so far. */
export class Register<Entry> {
  /** Those that came, and those that were one too many. */
  accepted = 0
  refused = 0
  readonly #most: number
  readonly #entries = new Map<number, Entry>()
  readonly #clientOf: (entry: Entry) => RegisteredClient | undefined
  /** By those that are gone. */
  readonly #past = new Spending()
  #house: () => Spending | undefined = () => undefined
  #last = randomInt(1000, 30_000)
  #closed: ZohoSqlError | undefined

  /**
   * @param most entries at once
   * @param clientOf undefined as long as an entry has begun nothing
   */
  constructor(most: number, clientOf: (entry: Entry) => RegisteredClient | undefined) {
    this.#most = most
    this.#clientOf = clientOf
  }

  /** @returns the number that it has as long as it is here. @throws {ZohoSqlError} 53300, or what `close` was told */
  enter(entry: Entry): number {
    if (this.#closed) throw this.#closed
    if (this.#entries.size >= this.#most) {
      this.refused++
      throw new ZohoSqlError('TOO_MANY_CONNECTIONS', 'sorry, too many clients already')
    }
    this.#entries.set(++this.#last, entry)
    return this.#last
  }

  leave(id: number): void {
    const entry = this.#entries.get(id)
    if (entry === undefined) return
    this.#entries.delete(id)
    this.#past.add(this.#clientOf(entry)?.spent)
  }

  find(id: number): Entry | undefined {
    return this.#entries.get(id)
  }

  /** From here on nobody enters. */
  close(reason: ZohoSqlError): void {
    this.#closed = reason
  }

  get closed(): boolean {
    return this.#closed !== undefined
  }

  /** Those that have begun something. */
  clients(): RegisteredClient[] {
    return [...this.#entries.values()].flatMap((entry) => this.#clientOf(entry) ?? [])
  }

  entries(): Iterable<Entry> {
    return this.#entries.values()
  }

  /** What is spent for all of them: metadata that is read before anybody comes, and between statements. */
  countHouse(spent: () => Spending): void {
    this.#house = spent
  }

  /** By all, those that are gone too, and for all. */
  spent(): Spending {
    const all = new Spending()
    all.add(this.#past)
    all.add(this.#house())
    for (const { spent } of this.clients()) all.add(spent)
    return all
  }
}
