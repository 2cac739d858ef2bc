import { extname } from 'node:path'
import { splitStatements } from '../../sql/lex.ts'
import { openSession } from '../connect.ts'
import { type FormatName, isFormatName, wantsExactNumbers } from '../format/index.ts'
import { fileOutput } from '../output.ts'
import { parametersFor } from '../parameters.ts'
import { printAnswer } from '../print.ts'
import { StatementError } from '../report.ts'
import { readScript } from '../script.ts'
import { note, type Task } from '../task.ts'
import { usageError } from '../usage.ts'

const endings: Readonly<Record<string, FormatName>> = {
  '.csv': 'csv',
  '.json': 'json',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
  '.md': 'markdown',
  '.txt': 'table',
}

/** Writes the answer of one statement to a file, in the format that its name tells. */
export async function copy(task: Task): Promise<void> {
  const [argument, path] = task.words
  if (argument === undefined || path === undefined) throw usageError('zohosql copy "SELECT …" FILE')
  const format = fileFormat(path, task)
  const script = (await readScript(argument, task.io)) ?? ''
  const statements = splitStatements(script)
  if (statements.length !== 1) throw usageError('zohosql copy takes one statement.')
  const { text, start } = statements[0]!
  await using session = await openSession(task, { exactNumbers: wantsExactNumbers(format) })
  const output = await fileOutput(path)
  try {
    const parameters = parametersFor(text, task.options.param ?? [], true)
    const answer = await session.db.open(text, parameters, { signal: task.signal })
    const rows = await printAnswer(answer, { ...task, output }, format)
    await output.finish()
    note(task, `${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'} to ${path}`)
  } catch (error) {
    await output.discard()
    throw new StatementError(script, start, error)
  }
}

function fileFormat(path: string, { options }: Task): FormatName {
  const wanted = options.format ?? endings[extname(path).toLowerCase()]
  if (wanted !== undefined && isFormatName(wanted)) return wanted
  throw usageError(
    `The name "${path}" does not tell a format.`,
    `Files are written as ${Object.keys(endings).join(', ')}; or say it with --format.`,
  )
}
