import type { Stats } from '../../driver/inner.ts'
import type { Terminal } from './terminal.ts'

const firstMs = 400
const everyMs = 250

const open = new Set<Waiting>()
let hushed = false

/** Asks or tells something in between: the line that says how long it takes would write over it. */
export async function withoutWaiting<T>(work: () => Promise<T>): Promise<T> {
  for (const waiting of open) waiting.clear()
  hushed = true
  try {
    return await work()
  } finally {
    hushed = false
  }
}

/** Nothing is waited for any more, whatever goes on by itself. */
export function endWaiting(): void {
  for (const waiting of open) waiting[Symbol.dispose]()
}

/** While rows are waited for, a line says what has been spent; it is gone when there is something to show. */
export class Waiting implements Disposable {
  rows = 0
  readonly #terminal: Terminal
  readonly #stats: () => Stats | undefined
  readonly #began = performance.now()
  readonly #timer: NodeJS.Timeout
  #shown = false
  #next = setTimeout(() => this.#show(), firstMs)

  constructor(terminal: Terminal, stats: () => Stats | undefined = () => undefined) {
    this.#terminal = terminal
    this.#stats = stats
    this.#timer = setInterval(() => this.#began + firstMs < performance.now() && this.#show(), everyMs)
    open.add(this)
  }

  clear(): void {
    if (this.#shown) this.#terminal.write('\r\x1b[K')
    this.#shown = false
  }

  #show(): void {
    if (!this.#terminal.draws || hushed) return
    this.#shown = true
    const stats = this.#stats()
    const spent = stats ? `, ${stats.calls} calls, ${stats.credits} credits, ${this.rows} rows` : ''
    const text = `${((performance.now() - this.#began) / 1000).toFixed(1)} s${spent}. Ctrl-C cancels.`
    this.#terminal.write(`\r${text.slice(0, this.#terminal.columns - 1)}\x1b[K`)
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#next)
    clearInterval(this.#timer)
    open.delete(this)
    this.clear()
  }
}
