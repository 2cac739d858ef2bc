import { createInterface, type Interface } from 'node:readline'
import { Writable } from 'node:stream'
import { text as readAll } from 'node:stream/consumers'
import { ZohoSqlError } from '../../base/errors.ts'
import { interrupt } from '../interrupt.ts'
import type { Io } from '../io.ts'
import type { Task } from '../task.ts'
import { usageError } from '../usage.ts'

/** What a sign-in has to be told, by a person or by a script. */
export interface Questions extends Disposable {
  /** Somebody is there: what is wrong can be said again. */
  readonly guided: boolean
  /** A line; Enter alone is the preset. @throws ZohoSqlError CANCELLED; USAGE where nobody can be asked */
  ask(question: Question): Promise<string>
  /** For whoever sits there; nothing where nobody does. */
  say(...lines: readonly string[]): void
}

export interface Question {
  readonly text: string
  readonly preset?: string
  /** Typed without being shown. */
  readonly hidden?: true
  /** Where a script says it. */
  readonly elsewhere: string
  /** A script may say it as a line on stdin. */
  readonly onStdin?: true
  /** What is wrong with an answer, or undefined. */
  readonly check?: (answer: string) => string | undefined
}

export const openQuestions = ({ io, signal, options }: Task): Questions =>
  io.stdin.isTTY ? new TerminalQuestions(io, signal) : new Script(io, options.quiet === true)

/** The terminal, by Node's readline: it edits the line, and what is secret is not echoed. */
class TerminalQuestions implements Questions {
  readonly guided = true
  readonly #io: Io
  readonly #signal: AbortSignal
  readonly #lines: string[] = []
  readonly #readline: Interface
  #shown = false
  #wake: (() => void) | undefined
  #ended = false

  constructor(io: Io, signal: AbortSignal) {
    this.#io = io
    this.#signal = signal
    this.#readline = createInterface({ input: io.stdin, output: this.#screen(), terminal: true, historySize: 0 })
    this.#readline.on('line', (line) => this.#arrived(line))
    // In raw mode Ctrl-C is a key like any other.
    this.#readline.on('SIGINT', interrupt)
    this.#readline.on('close', () => this.#end())
    signal.addEventListener('abort', () => this.#wake?.(), { once: true })
  }

  /** What readline draws, while it may be seen. */
  #screen(): Writable {
    const { stderr } = this.#io
    const write = (chunk: Buffer, _: unknown, done: () => void): void => {
      if (this.#shown) stderr.write(chunk)
      done()
    }
    return Object.assign(new Writable({ write }), { columns: (stderr as { columns?: number }).columns ?? 80 })
  }

  #arrived(line: string): void {
    // Of several lines that are pasted at once the next may be a secret.
    this.#shown = false
    this.#lines.push(line)
    this.#wake?.()
  }

  #end(): void {
    this.#ended = true
    this.#wake?.()
  }

  say(...lines: readonly string[]): void {
    this.#io.stderr.write(`${lines.join('\n')}\n`)
  }

  async ask(question: Question): Promise<string> {
    for (;;) {
      const line = (await this.#line(question)).trim()
      const answer = line === '' ? (question.preset ?? '') : line
      const wrong = answer === '' ? 'Something has to be typed here; Ctrl-C leaves.' : question.check?.(answer)
      if (wrong === undefined) return answer
      this.say(`  ${wrong}`)
    }
  }

  async #line({ text, preset, hidden }: Question): Promise<string> {
    const prompt = `${text}${preset === undefined ? '' : ` [${preset}]`}: `
    if (hidden) this.#io.stderr.write(prompt)
    else this.#prompt(prompt)
    try {
      while (this.#lines.length === 0) await this.#waited()
    } finally {
      this.#shown = false
      this.#wake = undefined
    }
    if (hidden) this.#io.stderr.write('\n')
    return this.#lines.shift()!
  }

  #prompt(text: string): void {
    this.#shown = true
    this.#readline.setPrompt(text)
    this.#readline.prompt()
  }

  async #waited(): Promise<void> {
    if (!this.#ended && !this.#signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    if (this.#lines.length > 0) return
    if (!this.#ended && !this.#signal.aborted) return
    this.#io.stderr.write('\n')
    throw new ZohoSqlError('CANCELLED', 'The sign-in was left; nothing was kept.')
  }

  [Symbol.dispose](): void {
    this.#readline.close()
  }
}

/** A script: what options and environment do not say may stand on stdin, a line each in the order of the questions. */
class Script implements Questions {
  readonly guided = false
  readonly #io: Io
  readonly #quiet: boolean
  #lines: string[] | undefined

  constructor(io: Io, quiet: boolean) {
    this.#io = io
    this.#quiet = quiet
  }

  say(...lines: readonly string[]): void {
    if (!this.#quiet) this.#io.stderr.write(`${lines.join('\n')}\n`)
  }

  async ask({ text, preset, elsewhere, onStdin, check }: Question): Promise<string> {
    if (preset !== undefined) return preset
    this.#lines ??= (await readAll(this.#io.stdin)).split(/\r?\n/).filter((line) => line.trim() !== '')
    const answer = onStdin ? this.#lines.shift()?.trim() : undefined
    if (answer === undefined) throw missing(text, elsewhere, onStdin === true)
    const wrong = check?.(answer)
    if (wrong !== undefined) throw usageError(`${text}: ${wrong}`)
    return answer
  }

  [Symbol.dispose](): void {}
}

const missing = (text: string, elsewhere: string, onStdin: boolean) =>
  usageError(
    `${text} is missing, and nobody can be asked: stdin is no terminal.`,
    `Give it by ${elsewhere}${onStdin ? ', or as a line on stdin' : ''}.`,
  )
