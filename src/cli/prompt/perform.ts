import { asZohoSqlError, Reported } from '../report.ts'
import { isCancelled, runStatement } from './answer.ts'
import type { PerformResult, Shell } from './shell.ts'
import { itemsOf, type ScriptItem } from './statements.ts'
import { isSwitchedOn, withVariables } from './variables.ts'

/** Commands that count where nothing else does. */
const conditional = /^(if|elif|else|endif)$/

/** Runs one thing that was typed. Its error is printed; the result says whether to go on. */
async function perform(shell: Shell, item: ScriptItem): Promise<PerformResult> {
  if (!shell.branches.active && !(item.kind === 'meta' && conditional.test(item.name))) return passedOver(shell)
  try {
    if (item.kind === 'meta') return (await shell.performMeta(shell, item)) ?? 'done'
    await runStatement(shell, item.text)
    remember(shell, undefined)
    return 'done'
  } catch (error) {
    if (item.kind === 'statement') shell.around.transaction.fail()
    // Whoever interrupts a script wants no more of it.
    if (!shell.terminal.interactive && shell.task.signal.aborted) throw error
    const script = item.kind === 'statement' && !isCancelled(error) ? withVariables(item.text, shell.variables) : ''
    shell.complain(error, script)
    remember(shell, error)
    return 'failed'
  }
}

/** Somebody who types may have forgotten the `\if`. */
function passedOver(shell: Shell): PerformResult {
  if (shell.terminal.interactive && shell.files.length === 0) {
    shell.say('This was passed over: an \\if is open. \\endif or Ctrl-C ends it.')
  }
  return 'done'
}

/** psql's variables about the last statement. */
function remember({ variables }: Shell, thrown: unknown): void {
  const error = thrown === undefined ? undefined : asZohoSqlError(thrown)
  variables.set('ERROR', String(error !== undefined))
  variables.set('SQLSTATE', error?.sqlState ?? '00000')
  if (!error) return
  variables.set('LAST_ERROR_MESSAGE', error.message)
  variables.set('LAST_ERROR_SQLSTATE', error.sqlState)
}

const stops = ({ variables }: Shell): boolean => isSwitchedOn(variables, 'ON_ERROR_STOP')

/** What was typed at once: all of it runs, whatever fails. Gives what has no end yet. */
export async function performTyped(shell: Shell, text: string): Promise<{ outcome: PerformResult; pending: string }> {
  const items = itemsOf(text, () => shell.branches.active)
  for (let next = items.next(), any = false; ; next = items.next(), any = true) {
    if (next.done && !any && !shell.branches.active && text.trim() !== '') passedOver(shell)
    if (next.done) return { outcome: 'done', pending: next.value.pending }
    if ((await perform(shell, next.value)) === 'quit') return { outcome: 'quit', pending: '' }
  }
}

/**
 * Runs a script; what follows its last semicolon runs too. Its first error ends it where ON_ERROR_STOP is set.
 *
 * @returns `failed` where it was ended so
 */
export async function performScript(shell: Shell, script: string): Promise<PerformResult> {
  const { depth } = shell.branches
  const outcome = await performAll(shell, script)
  if (shell.branches.cutTo(depth) && outcome === 'done') shell.say('notice: an \\if has no \\endif')
  return outcome
}

async function performAll(shell: Shell, script: string): Promise<PerformResult> {
  const items = itemsOf(script, () => shell.branches.active)
  for (let next = items.next(); ; next = items.next()) {
    const text = next.done ? next.value.pending.trim() : ''
    if (next.done && text === '') return 'done'
    const outcome = await perform(shell, next.done ? { kind: 'statement', text } : next.value)
    if (outcome === 'quit' || (outcome === 'failed' && stops(shell))) return outcome
    if (next.done) return 'done'
  }
}

/** The first of a script's errors, for its exit code. @throws Reported */
export function reportFailure({ firstError }: Shell): void {
  if (firstError) throw new Reported(firstError)
}
