import type { Stats } from '../driver/inner.ts'
import type { Task } from './task.ts'

const everyMs = 200

/** How far a statement is, on one line of a terminal's stderr; nothing where the rows themselves are seen. */
export class Progress {
  readonly #write: ((text: string) => void) | undefined
  readonly #stats: () => Stats
  #last = performance.now()
  #dirty = false

  constructor({ io, options }: Task, stats: () => Stats) {
    const rowsAreSeen = io.stdout.isTTY === true && options.output === undefined
    const wanted = io.stderr.isTTY === true && !options.quiet && !rowsAreSeen
    this.#write = wanted ? (text) => void io.stderr.write(text) : undefined
    this.#stats = stats
  }

  show(rows: number): void {
    if (!this.#write || performance.now() - this.#last < everyMs) return
    this.#last = performance.now()
    this.#dirty = true
    const { calls, credits } = this.#stats()
    this.#write(`\r${rows.toLocaleString('en')} rows, ${calls} calls, ${credits} credits\x1b[K`)
  }

  clear(): void {
    if (this.#dirty) this.#write?.('\r\x1b[K')
    this.#dirty = false
  }
}
