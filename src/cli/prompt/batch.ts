import { openSession } from '../connect.ts'
import { givenVariables } from '../parameters.ts'
import { chosenFormat } from '../print.ts'
import type { Task } from '../task.ts'
import { performMeta } from './meta/index.ts'
import { performScript, reportFailure } from './perform.ts'
import { Shell } from './shell.ts'
import type { TextSink } from './sink.ts'
import { openTerminal } from './terminal.ts'

/** Runs a script that holds meta-commands, with nobody there to be asked: rows to stdout, remarks to stderr. */
export async function runBatch(task: Task, script: string, resume: boolean): Promise<void> {
  using terminal = openTerminal(task.io, false)
  const settings = {
    format: chosenFormat(task),
    expanded: 'off',
    pager: 'off',
    cell: 0,
    rows: 0,
    credits: 0,
    writes: 0,
    timing: task.options.timing === true,
    tuples_only: task.options['no-header'] === true,
  } as const satisfies Partial<Shell['settings']>
  const shell = new Shell(task, terminal, await openSession(task), performMeta, outputOf(task))
  Object.assign(shell.settings, settings)
  for (const [name, value] of givenVariables(task.options)) shell.variables.set(name, value)
  if (task.options['dry-run']) shell.variables.set('DRYRUN', 'on')
  shell.variables.set('ON_ERROR_STOP', resume ? 'off' : 'on')
  try {
    await performScript(shell, script)
    reportFailure(shell)
  } finally {
    await shell.sink?.close()
    await shell.session[Symbol.asyncDispose]()
  }
}

const outputOf = ({ output }: Task): TextSink => ({
  target: '-',
  write: (text) => output.write(text),
  close: async () => undefined,
})
