import { openSession } from '../connect.ts'
import { chosenFormat } from '../print.ts'
import type { Task } from '../task.ts'
import { perform } from './perform.ts'
import { Shell } from './shell.ts'
import { takeApart } from './statements.ts'
import { openTerminal } from './terminal.ts'

/** Runs a script that holds meta-commands, with nobody there to be asked: rows to stdout, remarks to stderr. */
export async function runBatch(task: Task, script: string): Promise<void> {
  using terminal = openTerminal(task.io, false)
  const shell = new Shell(task, terminal, await openSession(task), 'zoho')
  Object.assign(shell.settings, {
    format: chosenFormat(task),
    expanded: 'off',
    pager: 'off',
    cell: 0,
    rows: 0,
    credits: 0,
    timing: task.options.timing === true,
    tuples_only: task.options['no-header'] === true,
  } satisfies Partial<Shell['settings']>)
  const { items, pending } = takeApart(script)
  const last = pending.trim() === '' ? [] : [{ kind: 'statement', text: pending.trim() } as const]
  try {
    for (const item of [...items, ...last]) if ((await perform(shell, item)) === 'quit') return
  } finally {
    await shell.sink?.close()
    await shell.session[Symbol.asyncDispose]()
  }
}
