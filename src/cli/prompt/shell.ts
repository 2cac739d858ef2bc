import { ZohoSqlError } from '../../base/errors.ts'
import type { Stats } from '../../driver/index.ts'
import type { Session } from '../connect.ts'
import { onInterrupt } from '../interrupt.ts'
import { asZohoSqlError, report } from '../report.ts'
import { note, type Task } from '../task.ts'
import { defaultSettings, type Settings } from './settings.ts'
import type { Sink } from './sink.ts'
import type { Terminal } from './terminal.ts'

/** What a session at the prompt holds, and how it speaks. */
export class Shell {
  /** Its options say whose account is open. */
  task: Task
  readonly terminal: Terminal
  readonly settings: Settings = defaultSettings()
  readonly variables = new Map<string, string>()
  /** Connection properties that commands have changed. */
  readonly properties: Record<string, string> = {}
  readonly spent = { statements: 0, calls: 0, credits: 0 }
  session: Session
  /** What the prompt calls it. */
  name: string
  /** SQL that was typed without an end, waiting for more. */
  buffer = ''
  /** The statement that ran last. */
  last: string | undefined
  lastError: { readonly error: ZohoSqlError; readonly script: string } | undefined
  lastStats: Stats | undefined
  sink: Sink | undefined
  /** Files that are being read, innermost last; empty: somebody types. */
  readonly files: string[] = []
  /** Statements that were typed, in order; for `\s`. */
  history: () => readonly string[] = () => []

  constructor(task: Task, terminal: Terminal, session: Session, name: string) {
    this.task = task
    this.terminal = terminal
    this.session = session
    this.name = name
  }

  /** A remark: no data, so a script's stdout does not get it. */
  say(line: string): void {
    if (this.terminal.interactive) this.terminal.write(`${line}\n`)
    else note(this.task, line)
  }

  /** Prints an error with its place in the statement. */
  complain(thrown: unknown, script = ''): void {
    const error = asZohoSqlError(thrown)
    this.lastError = { error, script }
    report(
      error,
      script === '' ? undefined : { script, start: 0 },
      this.task.io,
      this.variables.get('VERBOSITY') === 'verbose',
    )
  }

  /** Asks for one of some keys; Enter and whatever else is the first of them. @throws ZohoSqlError CANCELLED by Ctrl-C */
  async ask(question: string, keys: string): Promise<string> {
    this.terminal.write(`${question} `)
    const key = await this.terminal.key()
    if (key?.ctrl && key.name === 'c') {
      this.say('')
      throw new ZohoSqlError('CANCELLED', 'The statement was cancelled.')
    }
    const pressed = (key?.sequence ?? '').trim().slice(0, 1).toLowerCase()
    const answer = pressed !== '' && keys.includes(pressed) ? pressed : keys[0]!
    if (this.terminal.draws) this.say(answer)
    return answer
  }

  /** Runs work that Ctrl-C ends. */
  async cancellable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const ends = new AbortController()
    using _ = onInterrupt(() => ends.abort())
    const { busy } = this.terminal
    this.terminal.busy = true
    try {
      return await work(ends.signal)
    } finally {
      this.terminal.busy = busy
    }
  }
}
