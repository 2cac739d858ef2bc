import { usageError } from '../../usage.ts'
import { printList } from '../print.ts'
import type { Shell } from '../shell.ts'
import { isVariableName } from '../variables.ts'
import type { MetaCall, MetaCommands } from './command.ts'

/** Variables, which statements read as `:name`, `:'name'` and `:"name"`. */

async function setVariable(shell: Shell, { words: [name, ...values] }: MetaCall): Promise<void> {
  if (name === undefined) return printList(shell, ['Variable', 'Value'], [...shell.variables])
  if (!isVariableName(name))
    throw usageError(`"${name}" cannot be the name of a variable.`, 'Names are letters, digits and _.')
  shell.variables.set(name, values.join(''))
}

function unset(shell: Shell, { words: [name] }: MetaCall): void {
  if (name === undefined) throw usageError('\\unset NAME')
  shell.variables.delete(name)
}

export const variableCommands: MetaCommands = {
  set: {
    usage: '\\set [NAME [VALUE …]]',
    help: 'all variables, or set one; SQL reads :NAME, :\'NAME\', :"NAME"',
    wants: 'variable',
    run: setVariable,
  },
  unset: { usage: '\\unset NAME', help: 'forget a variable', wants: 'variable', run: unset },
}
