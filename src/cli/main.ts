/** The command's entry: arguments in, exit code out. */
import { version } from '../../package.json'
import type { ErrorCode } from '../base/errors.ts'
import { nearest } from '../base/names.ts'
import { type CommandLine, readArguments } from './arguments.ts'
import { commandNames, commands } from './commands.ts'
import { onInterrupt } from './interrupt.ts'
import type { Io } from './io.ts'
import { loadCommand } from './load-command.ts'
import { fileOutput, ReaderGone, standardOutput } from './output.ts'
import { writesFile } from './print.ts'
import { asZohoSqlError, Reported, report, unwrap } from './report.ts'
import { note, type Task } from './task.ts'
import { refuseReplaced } from './text.ts'
import { usageError } from './usage.ts'

const exit = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const

/** Errors of whoever called, rather than of SQL or Zoho. */
const usageCodes: ReadonlySet<ErrorCode> = new Set([
  'USAGE',
  'UNKNOWN_PROPERTY',
  'INVALID_PROPERTY',
  'MISSING_PROPERTY',
  'UNKNOWN_DSN',
  'UNKNOWN_PROFILE',
])

/** Runs the command line `argv` (without node and script). Gives the exit code; prints its own errors. */
export async function main(argv: readonly string[], io: Io = process): Promise<number> {
  const interrupt = new AbortController()
  using _ = listenForInterrupt(interrupt)
  try {
    refuseReplaced(argv)
    await perform(readArguments(argv), io, interrupt.signal)
    return exit.done
  } catch (thrown) {
    const { cause, place } = unwrap(thrown)
    if (cause instanceof ReaderGone) return exit.done
    if (interrupt.signal.aborted) {
      io.stderr.write('interrupted\n')
      return exit.interrupted
    }
    const error = cause instanceof Reported ? cause.error : asZohoSqlError(cause)
    if (!(cause instanceof Reported)) report(error, place, io, wantsTrace.test(argv.join(' ')))
    return usageCodes.has(error.code) ? exit.usage : exit.failed
  }
}

/** Read without the parser: it may be the parser that complains. */
const wantsTrace = /(^| )--log-level[ =]trace\b/

async function perform(read: CommandLine, io: Io, signal: AbortSignal): Promise<void> {
  const { options, words } = read
  if (options.version) return void io.stdout.write(`${version}\n`)
  const name = options.help ? 'help' : read.command
  const command = commands[name]
  if (!options.help && read.command === 'run') refuseMisspelt(words)
  if (!options.help && words.length > command.wordsMax) throw tooManyWords(words[command.wordsMax]!)
  const work = await loadCommand[name]()
  const output =
    options.output === undefined || ownsFile(read) ? standardOutput(io.stdout) : await fileOutput(options.output)
  const task: Task = { options, words: options.help ? [] : words, io, signal, output }
  try {
    await work(task)
    await output.finish()
  } catch (error) {
    await output.discard()
    if (options.output !== undefined && !ownsFile(read)) note(task, `${options.output} was not written.`)
    throw error
  }
}

/** Rows of `-o deals.xlsx` go to their file by the way of `copy`. */
const ownsFile = ({ command, options }: CommandLine): boolean =>
  (command === 'run' || command === 'demo') && writesFile(options)

/** `descibe Deals` is no SQL: a word that is nearly a command's name is taken for that. @throws ZohoSqlError USAGE */
function refuseMisspelt([first = '', ...others]: readonly string[]): void {
  if (!/^[a-z]{4,}$/i.test(first) || others.length > 2 || isVerb.test(first)) return
  const [best] = nearest(
    first,
    commandNames.filter((name) => name !== 'run'),
  )
  if (best !== undefined) throw usageError(`There is no command "${first}".`, `Perhaps zohosql ${best} is meant.`)
}

/** Words that begin statements. */
const isVerb = /^(select|with|values|table|show|begin|commit|explain|help)$/i

const tooManyWords = (word: string) =>
  usageError(`There is more on the command line than belongs there: "${word}".`, 'Put the statement in quotes.')

/** The first Ctrl-C ends what is under way in good order, the second at once. */
function listenForInterrupt(interrupt: AbortController): Disposable {
  const stop = (): void => {
    if (interrupt.signal.aborted) process.exit(exit.interrupted)
    interrupt.abort()
  }
  const listening = onInterrupt(stop)
  const others = ['SIGTERM', 'SIGHUP'] as const
  for (const signal of others) process.on(signal, stop)
  return {
    [Symbol.dispose]() {
      listening[Symbol.dispose]()
      for (const signal of others) process.off(signal, stop)
    },
  }
}
