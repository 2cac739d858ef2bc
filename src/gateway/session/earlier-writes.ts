import type { StatementSource } from './source.ts'

const many = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`

/**
 * What the statements of one message wrote so far. PostgreSQL takes all of it back when a later one fails, and clients
 * count on that; Zoho takes nothing back, so the error has to say what stands.
 */
export class EarlierWrites {
  #statements = 0
  #rows = 0
  #calls = 0
  /** A statement that gives its rows in portions is counted with the first of them. */
  #counted = new WeakSet<StatementSource>()

  /** Told after a statement, or a portion of its rows. */
  add(source: StatementSource): void {
    const done = source.done?.()
    if (done === undefined || this.#counted.has(source)) return
    this.#counted.add(source)
    if (done === 'called') this.#calls++
    else if (done > 0) {
      this.#statements++
      this.#rows += done
    }
  }

  /** A new message begins. */
  clear(): void {
    this.#statements = 0
    this.#rows = 0
    this.#calls = 0
  }

  /** A line for the error that ends the message; undefined where nothing stands. */
  get text(): string | undefined {
    const parts = [
      this.#statements > 0 &&
        `${many(this.#statements, 'earlier statement')} of this message wrote ${many(this.#rows, 'row')}, which ${this.#rows === 1 ? 'stands' : 'stand'}`,
      this.#calls > 0 &&
        `${many(this.#calls, 'earlier CALL')} of this message ${this.#calls === 1 ? 'was' : 'were'} done`,
    ].filter((part) => part !== false)
    return parts.length === 0 ? undefined : `${parts.join('; ')}: Zoho takes nothing back.`
  }
}
