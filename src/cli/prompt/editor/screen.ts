import type { Layout } from './layout.ts'

interface ScreenTerminal {
  readonly columns: number
  readonly rows: number
  write(text: string): void
}

/** Draws a layout over the one drawn before. Rows beyond the height of the screen are left away around the cursor. */
export class Screen {
  readonly #terminal: ScreenTerminal
  #widths: readonly number[] = []
  #cursorRow = 0

  constructor(terminal: ScreenTerminal) {
    this.#terminal = terminal
  }

  draw({ rows, widths, cursorRow, cursorColumn }: Layout, below: readonly string[] = []): void {
    const height = Math.max(1, this.#terminal.rows - 1 - below.length)
    const first = Math.max(0, Math.min(cursorRow - Math.floor(height / 2), rows.length - height))
    const shown = rows.slice(first, first + height)
    const up = shown.length + below.length - 1 - (cursorRow - first)
    const text = [...shown, ...below].join('\x1b[K\r\n')
    this.#terminal.write(`${this.#home()}\x1b[J${text}\x1b[K\r${move(up, 'A')}${move(cursorColumn, 'C')}`)
    this.#widths = widths.slice(first, first + height)
    this.#cursorRow = cursorRow - first
  }

  /** What was drawn stays; the next drawing begins below it. */
  leave(): void {
    this.#terminal.write(`${move(this.#widths.length - 1 - this.#cursorRow, 'B')}\r\n\x1b[J`)
    this.forget()
  }

  clear(): void {
    this.#terminal.write('\x1b[H\x1b[2J')
    this.forget()
  }

  forget(): void {
    this.#widths = []
    this.#cursorRow = 0
  }

  /** To the first row drawn; the terminal may have become narrower since, which folds rows. */
  #home(): string {
    const { columns } = this.#terminal
    const above = this.#widths
      .slice(0, this.#cursorRow)
      .reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0)
    return `\r${move(above, 'A')}`
  }
}

const move = (by: number, direction: string): string => (by > 0 ? `\x1b[${by}${direction}` : '')
