import { uniqueNames } from '../../base/names.ts'
import {
  isDatabaseUrl,
  type LoadMode,
  openDatabase,
  readTableUrl,
  withoutPassword,
} from '../../output/databases/index.ts'
import { copyRows, type FileKind, fileKind } from '../../output/index.ts'
import { splitStatements } from '../../sql/lex.ts'
import { openSession } from '../connect.ts'
import { givenVariables, parametersFor } from '../parameters.ts'
import { chosenFormat, costText, formsOf, printAnswer } from '../print.ts'
import { Progress } from '../progress.ts'
import { withVariables } from '../prompt/variables.ts'
import { StatementError } from '../report.ts'
import { readScript } from '../script.ts'
import { note, type Task } from '../task.ts'
import { plural } from '../text.ts'
import { usageError } from '../usage.ts'

/** Writes the answer of one statement to a file, in the format that its name tells. */
export async function copy(task: Task): Promise<void> {
  const [argument, path] = task.words
  if (argument === undefined || path === undefined) throw usageError('zohosql copy "SELECT …" FILE')
  if (task.options.explain || task.options.analyze) throw usageError('A plan is text: leave the file away.')
  if (path === '-') return copyToStdout(argument, task)
  if (isDatabaseUrl(path)) readTableUrl(path)
  const kind = isDatabaseUrl(path) ? undefined : fileKind(path, task.options.format)
  if (kind) refuseForTables(task)
  const { script, text, start } = await statementOf(argument, task)
  await using session = await openSession(task)
  try {
    const parameters = parametersFor(text, task.options.param ?? [], true)
    const answer = await session.db.open(text, parameters, { signal: task.signal, forms: kind?.forms ?? tableForms })
    await (kind ? copyAnswer(answer, path, kind, task) : copyToTable(answer, path, task))
  } catch (error) {
    throw new StatementError(script, start, error)
  }
}

const tableName = /^\s*(?:[\p{L}_][\p{L}\p{N}_$]*|"[^"]+")(?:\.(?:[\p{L}_][\p{L}\p{N}_$]*|"[^"]+"))*\s*$/u

/** The one statement that an argument means; a table's name alone means all of it. @throws ZohoSqlError USAGE */
async function statementOf(argument: string, task: Task): Promise<{ script: string; text: string; start: number }> {
  const given = withVariables((await readScript(argument, task.io)) ?? '', givenVariables(task.options))
  const script = tableName.test(given) ? `SELECT * FROM ${given.trim()}` : given
  const statements = splitStatements(script)
  if (statements.length !== 1) throw usageError('zohosql copy takes one statement.')
  return { script, ...statements[0]! }
}

/** `-` is stdout, for one of the forms that are text. */
async function copyToStdout(argument: string, task: Task): Promise<void> {
  const format = task.options.format === undefined ? 'csv' : chosenFormat(task)
  const { script, text, start } = await statementOf(argument, task)
  await using session = await openSession(task)
  try {
    const parameters = parametersFor(text, task.options.param ?? [], true)
    const answer = await session.db.open(text, parameters, { signal: task.signal, forms: formsOf(format) })
    await printAnswer(answer, task, format, () => session.db.timeZone())
  } catch (error) {
    throw new StatementError(script, start, error)
  }
}

/** What databases are given: every digit of numbers, instants as texts. */
const tableForms = { exactNumbers: true, dates: 'string' } as const

function refuseForTables({ options }: Task): void {
  const given = (['mode', 'key'] as const).find((name) => options[name] !== undefined)
  if (given) throw usageError(`--${given} is for tables of databases: postgres://…#TABLE or sqlite:FILE#TABLE.`)
}

/** The answer as a table: whole, or not at all. */
async function copyToTable(answer: CopyInput, target: string, task: Task): Promise<void> {
  const { url, table } = readTableUrl(target)
  const mode = modeOf(task)
  const keys = task.options.key ?? []
  const progress = new Progress({ ...task, options: { ...task.options, output: target } }, () => answer.stats())
  await using database = await openDatabase(url)
  try {
    const loaded = await database.load({
      table,
      columns: uniqueColumns(answer.columns),
      batches: answer,
      mode,
      mayCreate: true,
      keys,
      wrote: (rows) => progress.show(rows),
      signal: task.signal,
    })
    progress.clear()
    for (const notice of answer.stats().notices) note(task, `notice: ${notice}`)
    note(task, `${plural(loaded.rows, 'row')} to ${withoutPassword(target)}`)
    if (task.options.timing) task.io.stderr.write(`time: ${costText(answer.stats())}\n`)
  } finally {
    progress.clear()
    await answer.close()
  }
}

const uniqueColumns = (columns: CopyInput['columns']): CopyInput['columns'] => {
  const names = uniqueNames(
    columns.map(({ name }) => name || 'column'),
    (name) => name.toLowerCase(),
  )
  return columns.map((column, i) => ({ ...column, name: names[i]! }))
}

const modes = ['create', 'replace', 'append', 'upsert'] as const

function modeOf({ options }: Task): LoadMode {
  const mode = modes.find((each) => each === (options.mode ?? 'create'))
  if (mode === undefined) throw usageError(`--mode is ${modes.join(', ')}, not "${options.mode}".`)
  if (mode === 'upsert' && !options.key?.length) {
    throw usageError('An upsert needs --key: the column that tells rows apart.')
  }
  if (mode !== 'upsert' && options.key?.length) throw usageError('--key is for --mode upsert.')
  return mode
}

type CopyInput = Parameters<typeof copyRows>[0]

async function copyAnswer(answer: CopyInput, path: string, kind: FileKind, task: Task): Promise<void> {
  const progress = new Progress({ ...task, options: { ...task.options, output: path } }, () => answer.stats())
  try {
    const remarks: string[] = []
    const count = await copyRows(answer, path, kind, {
      options: { header: !task.options['no-header'] },
      wrote: (rows) => progress.show(rows),
      remark: (text) => remarks.push(text),
    })
    progress.clear()
    for (const remark of [...answer.stats().notices, ...remarks]) note(task, `notice: ${remark}`)
    note(task, `${plural(count, 'row')} to ${path}`)
    if (task.options.timing) task.io.stderr.write(`time: ${costText(answer.stats())}\n`)
  } finally {
    progress.clear()
    await answer.close()
  }
}
