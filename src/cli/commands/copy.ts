import { copyRows, type FileKind, fileKind } from '../../output/index.ts'
import { splitStatements } from '../../sql/lex.ts'
import { openSession } from '../connect.ts'
import { givenVariables, parametersFor } from '../parameters.ts'
import { costText, plural } from '../print.ts'
import { Progress } from '../progress.ts'
import { withVariables } from '../prompt/variables.ts'
import { StatementError } from '../report.ts'
import { readScript } from '../script.ts'
import { note, type Task } from '../task.ts'
import { usageError } from '../usage.ts'

/** Writes the answer of one statement to a file, in the format that its name tells. */
export async function copy(task: Task): Promise<void> {
  const [argument, path] = task.words
  if (argument === undefined || path === undefined) throw usageError('zohosql copy "SELECT …" FILE')
  const kind = fileKind(path, task.options.format)
  const script = withVariables((await readScript(argument, task.io)) ?? '', givenVariables(task.options))
  const statements = splitStatements(script)
  if (statements.length !== 1) throw usageError('zohosql copy takes one statement.')
  const { text, start } = statements[0]!
  await using session = await openSession(task)
  try {
    const parameters = parametersFor(text, task.options.param ?? [], true)
    const answer = await session.db.open(text, parameters, { signal: task.signal, forms: kind.forms })
    await copyAnswer(answer, path, kind, task)
  } catch (error) {
    throw new StatementError(script, start, error)
  }
}

type Answer = Parameters<typeof copyRows>[0]

async function copyAnswer(answer: Answer, path: string, kind: FileKind, task: Task): Promise<void> {
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
