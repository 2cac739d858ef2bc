import { ZohoSqlError } from '../base/errors.ts'

/** What ends the statements of a connection: closing it, cancelling, and the time they may take. */
export class Ends {
  readonly #seconds: number
  #now = new AbortController()
  #closed = false

  /** @param seconds that a statement may take; 0: any number */
  constructor(seconds: number) {
    this.#seconds = seconds
  }

  get closed(): boolean {
    return this.#closed
  }

  /**
   * Aborted when a statement that begins now has to end.
   *
   * @param seconds in place of the connection's
   * @throws {ZohoSqlError} 08003
   */
  signal(given?: AbortSignal, seconds = this.#seconds): AbortSignal {
    this.refuseClosed()
    const signals = [this.#now.signal, ...(given ? [given] : [])]
    if (seconds > 0) signals.push(AbortSignal.timeout(seconds * 1000))
    return signals.length === 1 ? signals[0]! : AbortSignal.any(signals)
  }

  /** Ends what runs; what begins later is none of it. */
  cancel(): void {
    const running = this.#now
    this.#now = new AbortController()
    running.abort(new ZohoSqlError('CANCELLED', 'The statement was cancelled.'))
  }

  /** Ends what runs, and all that would begin. */
  close(what = 'connection'): void {
    this.#closed = true
    this.#now.abort(new ZohoSqlError('CONNECTION_CLOSED', `The ${what} was closed.`))
  }

  refuseClosed(what = 'connection'): void {
    if (this.#closed) throw new ZohoSqlError('CONNECTION_CLOSED', `The ${what} is closed.`)
  }
}
