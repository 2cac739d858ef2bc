import { rowsOf } from '../answer.ts'
import { barChart } from '../chart.ts'
import { printList, printText } from '../print.ts'
import { type SettingName, set, settingNames, settingTable, settingText } from '../settings.ts'
import type { Shell } from '../shell.ts'
import { statementFor } from './buffer.ts'
import type { Call, MetaCommands } from './command.ts'

/** How rows look. */

function change(shell: Shell, name: string, text: string | undefined): void {
  set(shell.settings, name, text)
  shell.say(`${name} is ${settingText(shell.settings, name as SettingName)}.`)
}

/** A command that stands for one setting. */
const setting =
  (name: SettingName) =>
  (shell: Shell, { words }: Call): void =>
    change(shell, name, words[0])

async function pset(shell: Shell, { words: [name, ...rest] }: Call): Promise<void> {
  if (name !== undefined) return change(shell, name, rest.length > 0 ? rest.join(' ') : undefined)
  const rows = settingNames.map((each) => [
    each,
    settingText(shell.settings, each),
    settingTable[each].allowed,
    settingTable[each].help,
  ])
  await printList(shell, ['Setting', 'Value', 'Allowed', 'Meaning'], rows)
}

const between =
  (one: 'unaligned' | 'html') =>
  (shell: Shell): void =>
    change(shell, 'format', shell.settings.format === one ? 'table' : one)

async function chart(shell: Shell, call: Call): Promise<void> {
  const { columns, rows } = await rowsOf(shell, statementFor(shell, call), 200)
  await printText(shell, barChart(columns, rows.slice(0, 200), shell.terminal.columns))
  if (rows.length > 200) shell.say('(the first 200 rows)')
}

export const outputCommands: MetaCommands = {
  x: { usage: '\\x [on | off | auto]', help: 'a line per value', run: setting('expanded') },
  a: { usage: '\\a', help: 'aligned or unaligned', run: between('unaligned') },
  t: { usage: '\\t [on | off]', help: 'rows only, without names and counts', run: setting('tuples_only') },
  H: { usage: '\\H', help: 'HTML, or not any more', run: between('html') },
  f: { usage: '\\f [TEXT]', help: 'what stands between unaligned fields', run: setting('fieldsep') },
  C: {
    usage: '\\C [TEXT]',
    help: 'title above tables',
    run: (shell, { words }) => change(shell, 'title', words.join(' ')),
  },
  pset: { usage: '\\pset [SETTING [VALUE]]', help: 'all settings, or one of them', wants: 'setting', run: pset },
  timing: {
    usage: '\\timing [on | off]',
    help: 'time, calls, credits and road of each statement',
    run: setting('timing'),
  },
  chart: { usage: '\\chart', help: 'run it; a bar for each row, of its last number', run: chart },
}
