/** What a start has begun so far. Where the start fails, all of it ends, so that the process can. */
export class BegunParts {
  readonly #ends: (() => Promise<unknown>)[] = []

  /** @param end ends what was begun; called once, what was begun last first */
  add(end: () => Promise<unknown>): void {
    this.#ends.push(end)
  }

  /** Ends all. What fails at that is not told: the reason for ending matters more. */
  async end(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end().catch(() => undefined)
  }
}
