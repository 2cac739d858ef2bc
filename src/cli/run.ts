import type { Connection } from '../driver/inner.ts'
import type { FormatName } from '../output/index.ts'
import { type StatementText, splitStatements } from '../sql/lex.ts'
import { openSession } from './connect.ts'
import { ReaderGone } from './output.ts'
import { givenVariables, parametersFor } from './parameters.ts'
import { chosenFormat, formsOf, printAnswer, printPlan, printRows, writesFile } from './print.ts'
import { takeApart } from './prompt/statements.ts'
import { withVariables } from './prompt/variables.ts'
import { asZohoSqlError, Reported, report, StatementError } from './report.ts'
import { readScript } from './script.ts'
import { CommandSession } from './session.ts'
import { note, resumesAfterErrors, type Task } from './task.ts'
import { usageError } from './usage.ts'

/** Runs the statements of a script one after the other; the first error ends it, unless it was asked to go on. */
export async function run(task: Task): Promise<void> {
  if (writesFile(task.options)) {
    const { copy } = await import('./commands/copy.ts')
    return copy({ ...task, words: [task.words[0] ?? '-', task.options.output!] })
  }
  const resume = resumesAfterErrors(task.options)
  const variables = givenVariables(task.options)
  const script = await readScript(task.words[0], task.io)
  if (script !== undefined && hasCommands(script)) {
    const { runBatch } = await import('./prompt/batch.ts')
    return runBatch(task, script, resume)
  }
  if (script !== undefined && splitStatements(script).length > 0) {
    return runScript(task, withVariables(script, variables), resume)
  }
  if (script === undefined && task.io.stdin.isTTY && task.io.stdout.isTTY) {
    const { prompt } = await import('./prompt/index.ts')
    return prompt(task)
  }
  if (!task.options.demo || task.words[0] !== undefined) {
    throw usageError('There is no SQL to run.', 'zohosql "SELECT …", or zohosql --help.')
  }
  const { tour } = await import('./commands/tour.ts')
  return tour(task)
}

/** Some of it is for the prompt, such as `\set` or `\echo`. */
const hasCommands = (script: string): boolean =>
  script.includes('\\') && takeApart(script).items.some(({ kind }) => kind === 'meta')

/** Runs a script over the account or the demo. */
async function runScript(task: Task, script: string, resume: boolean): Promise<void> {
  const format = chosenFormat(task)
  await using session = await openSession(task)
  const around = new CommandSession()
  const statements = splitStatements(script)
  const failures: CommandFailure[] = []
  for (const [index, statement] of statements.entries()) {
    if (index > 0 && (format === 'table' || format === 'csv' || format === 'markdown')) await task.output.write('\n')
    try {
      await runStatement({ db: session.db, around, format }, statement, task, statements.length === 1)
    } catch (cause) {
      around.transaction.fail()
      const place = { script, start: statement.start }
      if (!resume || task.signal.aborted || cause instanceof ReaderGone)
        throw new StatementError(script, place.start, cause)
      failures.push(reported(cause, place, task))
    }
  }
  if (failures[0]) throw new Reported(failures[0])
}

type CommandFailure = ReturnType<typeof asZohoSqlError>

function reported(cause: unknown, place: { script: string; start: number }, { io, options }: Task): CommandFailure {
  const error = asZohoSqlError(cause)
  report(error, place, io, options['log-level'] === 'trace')
  return error
}

interface CommandRun {
  readonly db: Connection
  readonly around: CommandSession
  readonly format: FormatName
}

async function runStatement(
  { db, around, format }: CommandRun,
  { text }: StatementText,
  task: Task,
  alone: boolean,
): Promise<void> {
  const { options, signal } = task
  const told = await around.perform(text, db)
  if (told && 'tag' in told) return note(task, told.warning ? `notice: ${told.warning}` : told.tag)
  if (told) return void (await printRows(told.columns, told.rows, task))
  const parameters = parametersFor(text, options.param ?? [], alone)
  const own = await around.options(text, db)
  if (options.explain || options.analyze) {
    return printPlan(await db.explain(text, parameters, { ...own, analyze: options.analyze === true, signal }), task)
  }
  const dryRun = options['dry-run'] ? { dryRun: true } : {}
  const answer = await db.open(text, parameters, { ...own, ...dryRun, signal, forms: formsOf(format) })
  await printAnswer(answer, task, format, () => around.zoneName(db))
  around.took(own.session)
}
