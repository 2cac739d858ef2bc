import type { Task } from '../task.ts'

const everyMs = 200
const width = 24

interface Far {
  readonly done: number
  readonly total: number
  readonly calls: number
  readonly credits: number
}

/** How far a load is and how long it may still take, on one line of a terminal's stderr. */
export class Bar {
  readonly #write: ((text: string) => void) | undefined
  readonly #began = performance.now()
  #last = 0
  #dirty = false

  constructor({ io, options }: Pick<Task, 'io' | 'options'>) {
    const wanted = io.stderr.isTTY === true && !options.quiet
    this.#write = wanted ? (text) => void io.stderr.write(text) : undefined
  }

  show(far: Far): void {
    const now = performance.now()
    if (!this.#write || now - this.#last < everyMs) return
    this.#last = now
    this.#dirty = true
    this.#write(`\r${barText(far, now - this.#began)}\x1b[K`)
  }

  clear(): void {
    if (this.#dirty) this.#write?.('\r\x1b[K')
    this.#dirty = false
  }
}

/** `[######------------------] 25% of 5,000 rows, 13 calls, 130 credits, 0:21 left` */
export function barText({ done, total, calls, credits }: Far, elapsedMs: number): string {
  const part = total === 0 ? 1 : Math.min(1, done / total)
  const full = Math.round(part * width)
  const bar = `[${'#'.repeat(full)}${'-'.repeat(width - full)}]`
  const left = done === 0 ? '' : `, ${timeText(((total - done) * elapsedMs) / done)} left`
  const rows = total.toLocaleString('en')
  return `${bar} ${Math.floor(part * 100)}% of ${rows} rows, ${calls} calls, ${credits} credits${left}`
}

/** `1:05`, `2:00:07` */
function timeText(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  const two = (value: number): string => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}
