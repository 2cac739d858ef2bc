/** What was made of texts, in the order of first use; bounded by their number and by their characters together. */
export class TextCache<T> {
  readonly #made = new Map<string, T>()
  readonly #texts: number
  readonly #characters: number
  #held = 0

  /** A text that is longer than all may be together is kept until another one comes. */
  constructor(texts: number, characters = 500_000) {
    this.#texts = texts
    this.#characters = characters
  }

  /** Characters of the texts that are kept. */
  get held(): number {
    return this.#held
  }

  find(text: string, make: () => T): T {
    const known = this.#made.get(text)
    if (known !== undefined || this.#made.has(text)) return known as T
    const made = make()
    if (this.#made.size >= this.#texts || this.#held + text.length > this.#characters) {
      this.#made.clear()
      this.#held = 0
    }
    this.#made.set(text, made)
    this.#held += text.length
    return made
  }
}
