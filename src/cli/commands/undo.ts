import { createInterface } from 'node:readline/promises'
import { ZohoSqlError } from '../../base/errors.ts'
import { text } from '../../base/types.ts'
import type { UndoneRow } from '../../driver/inner.ts'
import { openSession } from '../connect.ts'
import { printRows } from '../print.ts'
import { note, type Task } from '../task.ts'
import { usageError } from '../usage.ts'

const columns = ['action', 'table', 'id', 'result', 'new_id', 'message'].map((name) => ({ name, sqlType: text }))

/** Takes back what a journal tells of: says first what would be done, then asks. */
export async function undo(task: Task): Promise<void> {
  const [file] = task.words
  if (file === undefined) throw usageError('undo needs a journal.', 'zohosql undo FILE')
  await using session = await openSession(task)
  const { signal, options } = task
  const planned = await session.db.undo(file, { dryRun: true, signal })
  const ready = planned.filter(({ result }) => result === 'would be undone').length
  if (options['dry-run'] || ready === 0 || !(await isWanted(planned, ready, task))) return print(planned, task)
  const done = await session.db.undo(file, { signal })
  note(task, `${done.filter(({ result }) => result === 'undone').length} of ${done.length} rows were taken back.`)
  await print(done, task)
  const open = done.filter(({ result }) => result === 'failed' || result === 'unknown').length
  if (open > 0)
    throw new ZohoSqlError(
      'ROWS_REJECTED',
      `${open} of ${done.length} rows could not be taken back: see their messages.`,
    )
}

async function print(rows: readonly UndoneRow[], task: Task): Promise<void> {
  const cells = rows.map(({ action, table, id, result, newId, message }) => [action, table, id, result, newId, message])
  await printRows(columns, cells, task)
}

async function isWanted(planned: readonly UndoneRow[], ready: number, task: Task): Promise<boolean> {
  const { options, io, signal } = task
  if (options.yes) return true
  if (!io.stdin.isTTY) throw usageError('Nobody is there to be asked.', 'Look with --dry-run, then give --yes.')
  const remade = planned.filter(({ action, result }) => action === 'delete' && result === 'would be undone').length
  const more = remade > 0 ? `; ${remade} deleted ones are made anew, with new ids` : ''
  const questions = createInterface({ input: io.stdin, output: io.stderr as NodeJS.WritableStream })
  try {
    const answer = await questions.question(`Take back ${ready} of ${planned.length} rows${more}? [y/N] `, { signal })
    return /^y(es)?$/i.test(answer.trim())
  } finally {
    questions.close()
  }
}
