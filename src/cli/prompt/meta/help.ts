import { usageError } from '../../usage.ts'
import { folded, foldedList } from '../fold.ts'
import { printList, printText } from '../print.ts'
import type { Shell } from '../shell.ts'
import type { MetaCall, MetaCommands, MetaGroups } from './command.ts'

/** `\?`: what may be typed. */

async function help(shell: Shell, { words: [topic = 'commands'] }: MetaCall, groups: MetaGroups): Promise<void> {
  if (topic === 'variables') return printList(shell, ['Variable', 'Meaning'], specialVariables)
  if (topic === 'options') {
    const { usage } = await import('../../commands/help.ts')
    return printText(shell, [usage()])
  }
  if (topic !== 'commands') throw usageError('\\? takes commands, options or variables.')
  const width = 24
  const lines = groups.flatMap(([title, commands]) => [
    title,
    ...foldedList(listed(commands), width, shell.terminal.columns),
    '',
  ])
  const keyLines = keys.flatMap((line) => folded(line, shell.terminal.columns - 2).map((part) => `  ${part}`))
  await printText(shell, [...lines, 'Keys', ...keyLines])
}

/** What is said of several commands in the same words is said once. */
const listed = (commands: MetaCommands): [string, string][] =>
  [...Map.groupBy(Object.values(commands), ({ help: text }) => text)].map(([text, same]) => [
    same.map(({ usage }) => usage).join(' '),
    text,
  ])

const specialVariables: readonly (readonly [string, string])[] = [
  ['ON_ERROR_STOP', 'on: a script ends at its first error, as scripts from a pipe do without being told'],
  ['DRYRUN', 'on: INSERT, UPDATE and DELETE write nothing; what each record has and would get is shown'],
  ['VERBOSITY', 'verbose: errors with all that is known of them'],
  ['ROW_COUNT', 'rows of the last statement'],
  ['ERROR', 'whether the last statement failed'],
  ['SQLSTATE', 'of the last statement; 00000 without an error'],
  ['LAST_ERROR_MESSAGE', 'of the last error'],
  ['LAST_ERROR_SQLSTATE', 'of the last error'],
]

const keys = [
  'Tab completes, Ctrl-R searches what was typed before, Alt-Enter begins a line, Ctrl-C cancels, Ctrl-D leaves.',
]

/** @param groups gives all commands, this one among them */
export const helpCommands = (groups: () => MetaGroups): MetaCommands => ({
  '?': {
    usage: '\\? [commands | options | variables]',
    help: 'this list, or another',
    run: (shell, call) => help(shell, call, groups()),
  },
})
