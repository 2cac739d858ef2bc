import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { emitKeypressEvents } from 'node:readline'
import type { ReadStream, WriteStream } from 'node:tty'
import { interrupt, onInterrupt } from '../interrupt.ts'
import type { Io } from '../io.ts'
import type { KeyPress } from './editor/keys.ts'

/** The terminal as the prompt uses it: keys one by one, rows and columns, and lending it to other programs. */
export interface Terminal extends Disposable {
  readonly columns: number
  readonly rows: number
  readonly colours: boolean
  /** False on a dumb one: nothing can be drawn over, and lines come as the terminal gives them. */
  readonly draws: boolean
  /** Somebody is there to answer questions. */
  readonly interactive: boolean
  write(text: string): void
  /** The same for much of it: resolves when there is room for more. */
  flushed(text: string): Promise<void>
  /** While a statement runs: Ctrl-C goes to whoever listens for it, and what was typed ahead is dropped. */
  busy: boolean
  /** The next key; waits for it. Keys typed while nobody waits are kept. Undefined: there will be none. */
  key(): Promise<KeyPress | undefined>
  /** Resolves when a key is waiting, and leaves it there. */
  pressed(): Promise<void>
  /** No further keys: as if whoever types had left. */
  end(): void
  /** As if Ctrl-C had been typed. */
  cancel(): void
  /** True when no key is waiting. */
  readonly idle: boolean
  onResize(listener: () => void): Disposable
  /** A program has it: nothing can be asked. */
  readonly lent: boolean
  /** Hands the terminal to a program and takes it back when that ends. Gives its exit code. */
  lend(command: string, lending?: Lending): Promise<number>
  /** Stops the process until the shell brings it back. */
  suspend(): void
}

export interface Lending {
  /** Writes what the program reads. */
  readonly feed: (stdin: NodeJS.WritableStream) => Promise<void>
  /** The program has ended. */
  readonly left: () => void
}

const started = '\x1b[?2004h'
const ended = '\x1b[?2004l'

/** @param interactive false: nobody types and nobody is asked, the output is all there is */
export function openTerminal(io: Io, interactive = true): Terminal {
  const input = io.stdin as ReadStream
  const output = io.stdout as WriteStream
  const draws = interactive && typeof input.setRawMode === 'function' && (io.env.TERM ?? 'dumb') !== 'dumb'
  return draws ? new KeyTerminal(input, output, io) : new LineTerminal(input, output, interactive)
}

const isCancel = ({ ctrl, name }: KeyPress): boolean => ctrl === true && name === 'c'

abstract class BaseTerminal {
  protected readonly input: ReadStream
  protected readonly output: WriteStream
  readonly interactive: boolean = true
  lent = false

  constructor(input: ReadStream, output: WriteStream) {
    this.input = input
    this.output = output
  }

  get columns(): number {
    return this.output.columns || 80
  }

  get rows(): number {
    return this.output.rows || 24
  }

  write(text: string): void {
    this.output.write(text)
  }

  async flushed(text: string): Promise<void> {
    if (this.output.write(text) || this.output.destroyed) return
    await Promise.race([once(this.output, 'drain'), once(this.output, 'close')])
  }

  onResize(listener: () => void): Disposable {
    this.output.on('resize', listener)
    return { [Symbol.dispose]: () => void this.output.off('resize', listener) }
  }

  async lend(command: string, lending?: Lending): Promise<number> {
    // Ctrl-C is the program's while it has the terminal.
    using _ = onInterrupt(() => {})
    this.lent = true
    this.pause()
    try {
      const child = spawn(command, {
        shell: true,
        stdio: [lending ? 'pipe' : 'inherit', 'inherit', 'inherit'],
        // What is shown is UTF-8, whatever the locale says.
        env: { LESSCHARSET: 'utf-8', ...process.env },
      })
      const end = once(child, 'close')
      child.stdin?.on('error', () => {})
      if (lending) await fed(child.stdin!, end, lending)
      const [code] = await end
      return Number(code ?? 1)
    } finally {
      this.lent = false
      this.resume()
    }
  }

  protected abstract pause(): void
  protected abstract resume(): void
}

/**
 * Feeds a program until it ends. One that ends early ends what it is fed by too, and that is no error; what fails before
 * is told when the program has given the terminal back.
 */
async function fed(stdin: NodeJS.WritableStream, end: Promise<unknown>, { feed, left }: Lending): Promise<void> {
  let ended = false
  const failure = feed(stdin)
    .then(
      () => undefined,
      (error: unknown) => (ended ? undefined : { error }),
    )
    .finally(() => stdin.end())
  await end
  ended = true
  left()
  const failed = await failure
  if (failed) throw failed.error
}

class KeyTerminal extends BaseTerminal implements Terminal {
  readonly draws = true
  readonly colours: boolean
  readonly #keys: KeyPress[] = []
  #waiting: ((key: KeyPress | undefined) => void) | undefined
  #pressed = Promise.withResolvers<void>()
  #ended = false
  #busy = false

  constructor(input: ReadStream, output: WriteStream, { env }: Io) {
    super(input, output)
    this.colours = typeof output.hasColors === 'function' && output.hasColors(env as object)
    emitKeypressEvents(input)
    input.on('keypress', this.#take)
    input.on('end', this.#end)
    // The terminal is gone.
    input.on('error', this.#end)
    this.resume()
  }

  get idle(): boolean {
    return this.#keys.length === 0
  }

  get busy(): boolean {
    return this.#busy
  }

  /** Ctrl-C may have been typed right after the Enter that makes it busy. */
  set busy(busy: boolean) {
    const typed = busy && !this.#busy && this.#keys.some(isCancel)
    this.#busy = busy
    if (typed) this.#interrupt()
  }

  #interrupt(): void {
    this.#keys.length = 0
    interrupt()
  }

  async key(): Promise<KeyPress | undefined> {
    const key = this.#keys.shift()
    if (key || this.#ended) return key
    return new Promise((resolve) => {
      this.#waiting = resolve
    })
  }

  async pressed(): Promise<void> {
    if (this.#keys.length > 0 || this.#ended) return
    this.#pressed = Promise.withResolvers()
    await this.#pressed.promise
  }

  end(): void {
    this.#end()
  }

  cancel(): void {
    this.#take(undefined, { name: 'c', ctrl: true, sequence: '\x03' })
  }

  suspend(): void {
    this.pause()
    // To the whole group, as a terminal does it: what started it, npx for one, has to let the shell go on.
    process.kill(0, 'SIGTSTP')
    // It goes on here after `fg`; and at once where no shell stands above, since then nothing is stopped.
    this.resume()
  }

  readonly #take = (_text: string | undefined, key: KeyPress): void => {
    const waiting = this.#waiting
    this.#waiting = undefined
    if (waiting) waiting(key)
    else if (this.#busy && isCancel(key)) this.#interrupt()
    else {
      this.#keys.push(key)
      this.#pressed.resolve()
    }
  }

  readonly #end = (): void => {
    this.#ended = true
    this.#waiting?.(undefined)
    this.#pressed.resolve()
  }

  protected pause(): void {
    this.write(ended)
    this.input.setRawMode(false)
    this.input.pause()
  }

  protected resume(): void {
    this.input.setRawMode(true)
    this.input.resume()
    this.write(started)
  }

  [Symbol.dispose](): void {
    this.input.off('keypress', this.#take)
    this.input.off('end', this.#end)
    this.pause()
  }
}

/** Each line comes as one key that types it, and Enter: what cannot be drawn over cannot be edited here. */
class LineTerminal extends BaseTerminal implements Terminal {
  override readonly interactive: boolean
  readonly draws = false
  busy = false
  readonly colours = false
  readonly #lines: string[] = []
  #rest = ''
  #ended = false
  #cancelled = false
  #arrived = Promise.withResolvers<void>()

  constructor(input: ReadStream, output: WriteStream, interactive: boolean) {
    super(input, output)
    this.interactive = interactive
    if (!interactive) return
    input.setEncoding('utf8')
    input.on('data', this.#take)
    input.on('end', this.#end)
  }

  get idle(): boolean {
    return this.#lines.length === 0
  }

  /** A whole line, without its end; or Ctrl-C. */
  async key(): Promise<KeyPress | undefined> {
    this.#cancelled = false
    while (this.#lines.length === 0 && !this.#ended && !this.#cancelled) {
      this.#arrived = Promise.withResolvers()
      await this.#arrived.promise
    }
    if (this.#cancelled) return { name: 'c', ctrl: true, sequence: '\x03' }
    const line = this.#lines.shift()
    return line === undefined ? undefined : { sequence: line, name: 'line' }
  }

  async pressed(): Promise<void> {}

  end(): void {
    this.#end()
  }

  cancel(): void {
    this.#cancelled = true
    this.#arrived.resolve()
  }

  suspend(): void {}

  readonly #take = (text: string): void => {
    const lines = (this.#rest + text).split(/\r?\n/)
    this.#rest = lines.pop()!
    this.#lines.push(...lines)
    this.#arrived.resolve()
  }

  readonly #end = (): void => {
    if (this.#rest !== '') this.#lines.push(this.#rest)
    this.#ended = true
    this.#arrived.resolve()
  }

  protected pause(): void {
    this.input.pause()
  }

  protected resume(): void {
    this.input.resume()
  }

  [Symbol.dispose](): void {
    this.input.off('data', this.#take)
    this.input.off('end', this.#end)
    this.input.pause()
  }
}
