/** After a statement was cancelled an answer is awaited so long: what was written had better be known. */
const graceMs = 10_000

/** How long a writing call is waited for: it ends at once while nothing has left, and later once it is on its way. */
export class WritePatience {
  readonly #ends = new AbortController()
  readonly #given: AbortSignal
  #timer: NodeJS.Timeout | undefined
  mayHaveLeft = false

  /** @param given the statement's own */
  constructor(given: AbortSignal) {
    this.#given = given
    if (given.aborted) this.#onAbort()
    else given.addEventListener('abort', this.#onAbort, { once: true })
  }

  get signal(): AbortSignal {
    return this.#ends.signal
  }

  dispatched(): void {
    this.mayHaveLeft = true
  }

  end(): void {
    clearTimeout(this.#timer)
    this.#given.removeEventListener('abort', this.#onAbort)
  }

  readonly #onAbort = (): void => {
    if (!this.mayHaveLeft) this.#ends.abort(this.#given.reason)
    else this.#timer = setTimeout(() => this.#ends.abort(this.#given.reason), graceMs)
  }
}
