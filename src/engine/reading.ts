import type { Raw } from './values/index.ts'

/**
 * The rows of a statement under way. SQLite writes nothing, and runs no statement twice at a time, while one hands out
 * its rows: before it has to, the rest of them is fetched.
 */
export class RowReading {
  readonly #rows: IterableIterator<Raw[]>
  /** The rest, once it was fetched. */
  #fetched: Iterator<Raw[]> | undefined
  #failed: { readonly error: unknown } | undefined

  constructor(rows: IterableIterator<Raw[]>) {
    this.#rows = rows
  }

  /** @throws what the statement raises at this row */
  next(): Raw[] | undefined {
    const { value, done } = (this.#fetched ?? this.#rows).next()
    if (!done) return value
    if (this.#failed) throw this.#failed.error
    return undefined
  }

  /** An error among the rest is for whoever reads it, when he comes to it. */
  fetchRest(tick: () => unknown): void {
    if (this.#fetched) return
    const rest: Raw[][] = []
    try {
      for (const row of this.#rows) {
        tick()
        rest.push(row)
      }
    } catch (error) {
      this.#failed = { error }
    }
    this.#fetched = rest.values()
  }

  end(): void {
    this.#rows.return?.()
  }
}
