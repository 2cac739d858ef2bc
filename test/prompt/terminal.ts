import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type IPty, spawn } from '@lydell/node-pty'
import xterm from '@xterm/headless'
import { root } from '../support/command.ts'

/** The built command on a pseudo-terminal, whose screen is read as a person reads it. */

export interface TerminalOptions {
  readonly columns?: number
  readonly rows?: number
  readonly env?: Readonly<Record<string, string>>
}

const waitMs = 15_000

/** A home that several terminals share. */
export function temporaryHome(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'zohosql-prompt-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

export class TestTerminal implements AsyncDisposable {
  readonly home: string
  readonly #pty: IPty
  readonly #screen: xterm.Terminal
  readonly #ownsHome: boolean
  readonly exited: Promise<number>
  /** All that was written, with escape sequences. */
  raw = ''

  constructor(args: readonly string[], { columns = 80, rows = 24, env = {} }: TerminalOptions = {}) {
    this.#ownsHome = env.HOME === undefined
    this.home = env.HOME ?? mkdtempSync(join(tmpdir(), 'zohosql-prompt-'))
    this.#screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 5000 })
    this.#pty = spawn(process.execPath, [`${root}/bin/zohosql.js`, ...args], {
      cols: columns,
      rows,
      name: env.TERM ?? 'xterm-256color',
      cwd: this.home,
      env: {
        PATH: process.env.PATH ?? '',
        HOME: this.home,
        XDG_DATA_HOME: this.home,
        LANG: 'C.UTF-8',
        PAGER: 'cat',
        ...env,
      },
    })
    this.#pty.onData((text) => {
      this.raw += text
      this.#screen.write(text)
    })
    this.exited = new Promise((resolve) => this.#pty.onExit(({ exitCode }) => resolve(exitCode)))
  }

  type(text: string): void {
    this.#pty.write(text)
  }

  resize(columns: number, rows: number): void {
    this.#pty.resize(columns, rows)
    this.#screen.resize(columns, rows)
  }

  /** All lines, those that scrolled away included. */
  lines(): string[] {
    const { active } = this.#screen.buffer
    const lines = Array.from({ length: active.length }, (_, row) => active.getLine(row)!.translateToString(true))
    return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1)
  }

  text(): string {
    return this.lines().join('\n')
  }

  /** The line the cursor is in, up to the cursor. */
  cursorLine(): string {
    const { active } = this.#screen.buffer
    return active
      .getLine(active.baseY + active.cursorY)!
      .translateToString(false)
      .slice(0, active.cursorX)
  }

  /** Waits until what is seen holds what is wanted. */
  async until(wanted: RegExp | (() => boolean)): Promise<string> {
    const seen = typeof wanted === 'function' ? wanted : () => wanted.test(this.text())
    const end = Date.now() + waitMs
    while (!seen()) {
      if (Date.now() > end) throw new Error(`not seen: ${wanted}\n${this.text()}`)
      await new Promise((resolve) => setTimeout(resolve, 15))
    }
    return this.text()
  }

  /** Waits for an empty prompt under the cursor. */
  prompt(): Promise<string> {
    return this.until(() => /^\w+=> $/.test(this.cursorLine()))
  }

  /** Types a line, and waits until the next prompt stands below its answer. Gives what came between. */
  async run(line: string): Promise<string> {
    const before = this.#row()
    this.type(`${line}\r`)
    await this.until(() => this.#row() > before && /^\w+=> $/.test(this.cursorLine()))
    return this.lines().slice(before).join('\n')
  }

  /** The row of the cursor, counted from the first that was ever written. */
  #row(): number {
    const { active } = this.#screen.buffer
    return active.baseY + active.cursorY
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#pty.kill('SIGKILL')
    } catch {
      // It ended by itself.
    }
    await this.exited
    if (this.#ownsHome) rmSync(this.home, { recursive: true, force: true })
  }
}

/** A terminal with the prompt in it. */
export async function atPrompt(args: readonly string[], options?: TerminalOptions): Promise<TestTerminal> {
  const terminal = new TestTerminal(args, options)
  await terminal.prompt()
  return terminal
}
