/** What experience has taught about an account's tables. It only ever grows, so that a refusal is met once. */

const COUNTS_MAX = 10_000
/** Characters of a condition that is remembered; lists of a thousand ids come once. */
const CONDITION_MAX = 1000

/** Shared by all statements of a client. `Known` is what a service learns of one table. */
export class TableKnowledge<Known extends object> {
  readonly #fresh: () => Known
  readonly #tables = new Map<string, Known>()
  /** Rows that a condition on a table gave when it was last read to the end, by table and condition. */
  readonly #counts = new Map<string, number>()

  constructor(fresh: () => Known) {
    this.#fresh = fresh
  }

  /** What is known of a table, to be read and to be added to. */
  of(table: string): Known {
    const known = this.#tables.get(table) ?? this.#fresh()
    this.#tables.set(table, known)
    return known
  }

  /** What is known that may change a question to a table, as a text to compare. */
  stateOf(table: string, ...more: readonly unknown[]): string {
    const learned = Object.entries(this.of(table)).map(([key, value]) => [
      key,
      value instanceof Set ? value.size : value,
    ])
    return JSON.stringify([...more, learned])
  }

  /** So many rows of a table passed a condition, when they were last read to the end. */
  remember(table: string, condition: string, rows: number): void {
    if (condition.length > CONDITION_MAX) return
    if (this.#counts.size >= COUNTS_MAX) this.#counts.delete(this.#counts.keys().next().value!)
    this.#counts.set(`${table} ${condition}`, rows)
  }

  recall(table: string, condition: string): number | undefined {
    return this.#counts.get(`${table} ${condition}`)
  }
}
