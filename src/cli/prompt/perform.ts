import { StatementError } from '../report.ts'
import { isCancelled, runStatement } from './answer.ts'
import { performMeta } from './meta/index.ts'
import type { Shell } from './shell.ts'
import type { Item } from './statements.ts'
import { withVariables } from './variables.ts'

/** Runs one thing that was typed. Its error is printed; the result says whether to go on. */
export async function perform(shell: Shell, item: Item): Promise<'done' | 'failed' | 'quit'> {
  try {
    if (item.kind === 'meta') return (await performMeta(shell, item)) ?? 'done'
    await runStatement(shell, item.text)
    return 'done'
  } catch (error) {
    const script = item.kind === 'statement' && !isCancelled(error) ? withVariables(item.text, shell.variables) : ''
    // Without anybody to read on, the first error ends a script.
    if (!shell.terminal.interactive)
      throw error instanceof StatementError ? error : new StatementError(script, 0, error)
    shell.complain(error, script)
    return 'failed'
  }
}
