import { text } from '../../base/types.ts'
import { TokenFile } from '../../http/index.ts'
import { printRows } from '../print.ts'
import { note, type Task } from '../task.ts'
import { tokenPath } from '../token-path.ts'
import { usageError } from '../usage.ts'
import { whole } from '../whole.ts'

const usage = 'zohosql token add NAME --profile PROFILE | list | remove NAME'

/** Tokens of the web door: made, listed, removed. */
export async function token(task: Task): Promise<void> {
  const [verb, name] = task.words
  const file = new TokenFile(task.options['http-tokens'] ?? tokenPath(task.io.env))
  if (verb === 'list' && name === undefined) return list(file, task)
  if (name === undefined) throw usageError(usage)
  if (verb === 'add') return add(file, name, task)
  if (verb !== 'remove') throw usageError(usage)
  await file.remove(name)
  note(task, `The token ${name} is gone.`)
}

async function add(file: TokenFile, name: string, task: Task): Promise<void> {
  const { profile, tables, 'max-rows': rows, 'max-credits': credits, 'read-write': writes } = task.options
  const made = await file.add({
    name,
    ...(profile !== undefined && { profile }),
    ...(tables !== undefined && { tables: tables.split(',').map((table) => table.trim()) }),
    ...(rows !== undefined && { maxRows: whole(rows, 'max-rows', 4e9)! }),
    ...(credits !== undefined && { creditsPerDay: whole(credits, 'max-credits', 1e9)! }),
    readOnly: !writes,
  })
  await task.output.write(`${made}\n`)
  note(task, 'It is told this once: keep it. zohosql serve asks for tokens from its next start on.')
}

const columns = ['name', 'profile', 'tables', 'max_rows', 'credits_per_day', 'may_write', 'created'] as const

async function list(file: TokenFile, task: Task): Promise<void> {
  const rows = (await file.list()).map(({ name, profile, tables, maxRows, creditsPerDay, readOnly, created }) => [
    name,
    profile ?? null,
    tables?.join(', ') ?? null,
    maxRows === undefined ? null : String(maxRows),
    creditsPerDay === undefined ? null : String(creditsPerDay),
    readOnly ? null : 'yes',
    created,
  ])
  await printRows(
    columns.map((name) => ({ name, sqlType: text })),
    rows,
    task,
  )
}
