/**
 * The prompt: `zohosql` on a terminal, in psql's manners.
 *
 * `statements` cuts what is typed, `editor/` is how it is typed, `answer` runs and shows, `meta/` holds the commands
 * that begin with a backslash, `complete/` knows what may follow. `shell` is what all of them share, `terminal` the
 * only one that touches the terminal.
 */
import { join } from 'node:path'
import { chosenAccount, openSession } from '../connect.ts'
import { onInterrupt } from '../interrupt.ts'
import { givenVariables } from '../parameters.ts'
import { chosenFormat } from '../print.ts'
import { resumesAfterErrors, type Task } from '../task.ts'
import { coloursOf } from './colour.ts'
import { completer } from './complete/index.ts'
import { History } from './editor/history.ts'
import { Editor } from './editor/index.ts'
import { runRc } from './meta/files.ts'
import { performMeta } from './meta/index.ts'
import { performTyped } from './perform.ts'
import { Shell } from './shell.ts'
import { commandFor, isReady, type Open, openAtLines } from './statements.ts'
import { openTerminal, type Terminal } from './terminal.ts'

/** Reads and runs until Ctrl-D or `\q`. */
export async function prompt(task: Task): Promise<void> {
  using terminal = openTerminal(task.io)
  using _ = onInterrupt(() => terminal.cancel())
  // Told to end, or the terminal is gone.
  task.signal.addEventListener('abort', () => terminal.end())
  if (!task.options.quiet) terminal.write(`${welcome(task)}\n`)
  const session = await afterFirstPrompt(terminal, task, openSession(task))
  const shell = new Shell(task, terminal, session, performMeta)
  try {
    applyOptions(shell)
    await runRc(shell)
    const history = new History(await historyPath(task))
    shell.history = () => history.entries
    shell.keep = (text) => history.add(text)
    shell.readLine = (question) => readLine(terminal, question)
    await loop(shell, terminal.draws ? editorReader(shell, history) : lineReader(shell, terminal))
  } finally {
    await shell.sink?.close()
    await shell.session[Symbol.asyncDispose]()
  }
}

/** The prompt is there to be typed at while what it needs is still being loaded; keys wait for it. */
async function afterFirstPrompt<T>(terminal: Terminal, task: Task, opening: Promise<T>): Promise<T> {
  // Told below, when it is waited for.
  opening.catch(() => {})
  if (terminal.draws) {
    const { name } = await chosenAccount(task)
    terminal.write(`${name}=> `)
  }
  try {
    return await opening
  } finally {
    if (terminal.draws) terminal.write('\r\x1b[K')
  }
}

/** What was typed; undefined at the end. */
type ReadLine = (initial: string) => Promise<string | undefined>

async function loop(shell: Shell, read: ReadLine): Promise<void> {
  for (;;) {
    const text = await read(shell.buffer)
    if (text === undefined) return
    shell.buffer = ''
    const { outcome, pending } = await performTyped(shell, commandFor(text))
    if (outcome === 'quit') return
    if (pending.trim() !== '') shell.buffer = `${pending.trimEnd()}\n`
  }
}

/** As psql shows a transaction, and one that has failed. */
const transactionMarks = { I: '', T: '*', E: '!' } as const

/** `@` as psql shows it: an `\if` passes over what is typed. */
const promptText = (shell: Shell, open: Open): string =>
  `${shell.name}${shell.branches.active ? open : '@'}${transactionMarks[shell.around.transaction.status]}> `

function editorReader(shell: Shell, history: History): ReadLine {
  const { terminal } = shell
  const editor = new Editor({
    terminal,
    history,
    isReady,
    colour: coloursOf,
    promptsOf: (text) => openAtLines(text).map((open) => promptText(shell, open)),
    complete: completer(shell),
  })
  return async (initial) => {
    for (let text = initial; ; text = '') {
      const typed = await editor.read(text)
      if (typed === 'left') return undefined
      if (typed === 'cancelled') {
        shell.branches.cutTo(0)
        continue
      }
      history.add(typed.text)
      return typed.text
    }
  }
}

/** Without an editor the terminal's own lines are put together. */
function lineReader(shell: Shell, terminal: Terminal): ReadLine {
  return async (initial) => {
    for (let text = initial; ; ) {
      terminal.write(promptText(shell, openAtLines(text).at(-1)!))
      const line = await terminal.key()
      if (!line) {
        terminal.write('\n')
        return undefined
      }
      if (line.ctrl) {
        shell.branches.cutTo(0)
        terminal.write('\n')
        text = ''
        continue
      }
      text += line.sequence ?? ''
      if (isReady(text)) return text
      text += '\n'
    }
  }
}

/** A line that is no SQL. */
async function readLine(terminal: Terminal, question: string): Promise<string | undefined> {
  if (!terminal.draws) {
    terminal.write(question)
    const line = await terminal.key()
    return line?.ctrl ? undefined : line?.sequence
  }
  const typed = await new Editor({
    terminal,
    history: new History(undefined),
    promptsOf: () => [question],
    isReady: () => true,
    colour: () => [],
    complete: async (_, at) => ({ start: at, candidates: [] }),
  }).read()
  return typeof typed === 'string' ? undefined : typed.text
}

function applyOptions({ settings, variables, task }: Shell): void {
  const { options } = task
  if (options.timing) settings.timing = true
  if (options['no-header']) settings.tuples_only = true
  if (options.format !== undefined) settings.format = chosenFormat(task)
  for (const [name, value] of givenVariables(options)) variables.set(name, value)
  if (options['dry-run']) variables.set('DRYRUN', 'on')
  if (!resumesAfterErrors(options, true)) variables.set('ON_ERROR_STOP', 'on')
}

const welcome = ({ options }: Task): string =>
  `${options.demo ? 'A simulated company, no account needed. ' : ''}\\? lists commands, \\q leaves.`

async function historyPath({ io: { env } }: Task): Promise<string | undefined> {
  if (env.ZOHOSQL_HISTORY !== undefined) return env.ZOHOSQL_HISTORY || undefined
  const { dataDirectory } = await import('../../driver/inner.ts')
  return join(dataDirectory(), 'history')
}
