import { ZohoSqlError } from '../../base/errors.ts'
import { Spending } from '../../base/spending.ts'
import type { Stats } from '../../driver/inner.ts'
import { harmless } from '../../output/index.ts'
import type { CliSession } from '../connect.ts'
import { onInterrupt } from '../interrupt.ts'
import { asZohoSqlError, report } from '../report.ts'
import { CommandSession } from '../session.ts'
import { note, type Task } from '../task.ts'
import { Branches } from './branches.ts'
import { defaultSettings, type PromptSettings } from './settings.ts'
import type { TextSink } from './sink.ts'
import type { ScriptItem } from './statements.ts'
import type { Terminal } from './terminal.ts'
import { endWaiting } from './waiting.ts'

export type PerformResult = 'done' | 'failed' | 'quit'

/** Runs a command that begins with a backslash. @throws ZohoSqlError what the command has to say */
export type PerformMeta = (shell: Shell, item: ScriptItem & { kind: 'meta' }) => Promise<PerformResult | undefined>

/** What a session at the prompt holds, and how it speaks. */
export class Shell {
  /** Its options say whose account is open. */
  task: Task
  readonly terminal: Terminal
  /** Given, since commands such as `\i` run whole scripts, with commands in them. */
  readonly performMeta: PerformMeta
  readonly settings: PromptSettings = defaultSettings()
  readonly variables = new Map<string, string>()
  /** Connection properties that commands have changed. */
  readonly properties: Record<string, string> = {}
  readonly spent = new Spending()
  /** Statements that were run. */
  statements = 0
  session: CliSession
  /** Settings and transaction, which outlive a change of connection. */
  readonly around = new CommandSession()
  /** SQL that was typed without an end, waiting for more. */
  buffer = ''
  /** The statement that ran last. */
  last: string | undefined
  /** Values for the parameters of the next statement. */
  bound: readonly (string | null)[] | undefined
  readonly branches = new Branches()
  firstError: ZohoSqlError | undefined
  lastError: { readonly error: ZohoSqlError; readonly script: string } | undefined
  lastStats: Stats | undefined
  sink: TextSink | undefined
  /** What stands in for the screen where there is none. */
  readonly standard: TextSink | undefined
  /** Files that are being read, innermost last; empty: somebody types. */
  readonly files: string[] = []
  /** Asks for a line; undefined where nobody is there to type it. */
  readLine: ((question: string) => Promise<string | undefined>) | undefined
  /** Statements that were typed, in order; for `\s`. */
  history: () => readonly string[] = () => []
  /** Keeps what was written elsewhere than at the prompt. */
  keep: (text: string) => void = () => {}

  constructor(task: Task, terminal: Terminal, session: CliSession, performMeta: PerformMeta, standard?: TextSink) {
    this.performMeta = performMeta
    this.standard = standard
    this.task = task
    this.terminal = terminal
    this.session = session
  }

  /** What the prompt calls the account. */
  get name(): string {
    return this.session.name
  }

  /** Where rows go; undefined: the screen. */
  get target(): TextSink | undefined {
    return this.sink ?? this.standard
  }

  /** Data that is no answer, such as \echo prints: to the screen, or whatever stands in for it. */
  async print(text: string): Promise<void> {
    await (this.standard ? this.standard.write(text) : this.terminal.flushed(text))
  }

  /** A remark: no data, so a script's stdout does not get it. */
  say(line: string): void {
    const text = harmless(line)
    if (this.terminal.interactive) this.terminal.write(`${text}\n`)
    else note(this.task, text)
  }

  /** Prints an error with its place in the statement. */
  complain(thrown: unknown, script = ''): void {
    const error = asZohoSqlError(thrown)
    this.lastError = { error, script }
    this.firstError ??= error
    const { io, options } = this.task
    const all = this.variables.get('VERBOSITY') === 'verbose' || options['log-level'] === 'trace'
    report(error, script === '' ? undefined : { script, start: 0 }, io, all)
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

  /**
   * Runs work that Ctrl-C ends; pressed again, it is left to end by itself. In a script Ctrl-C ends all of it.
   *
   * @param work gets the signal, a function that gives the same, and one that says whether it was left
   */
  async cancellable<T>(
    work: (signal: AbortSignal, giveUp: () => void, isLeft: () => boolean) => Promise<T>,
  ): Promise<T> {
    const ends = new AbortController()
    const giveUp = (): void => ends.abort()
    if (!this.terminal.interactive) return work(AbortSignal.any([this.task.signal, ends.signal]), giveUp, () => false)
    let isLeft = false
    const leaves = Promise.withResolvers<never>()
    using _ = onInterrupt(() => {
      if (!ends.signal.aborted) return giveUp()
      isLeft = true
      endWaiting()
      leaves.reject(left())
    })
    const { busy } = this.terminal
    this.terminal.busy = true
    try {
      return await Promise.race([work(ends.signal, giveUp, () => isLeft), leaves.promise])
    } finally {
      this.terminal.busy = busy
    }
  }
}

const left = (): ZohoSqlError =>
  new ZohoSqlError('CANCELLED', 'The statement was left before it had ended; nothing more of it is shown.')
