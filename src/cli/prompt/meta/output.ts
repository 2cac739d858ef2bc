import { rowsOf } from '../answer.ts'
import { foldedList } from '../fold.ts'
import { printText } from '../print.ts'
import { type SettingName, set, settingNames, settingTable, settingText } from '../settings.ts'
import type { Shell } from '../shell.ts'
import { statementFor } from './buffer.ts'
import type { MetaCall, MetaCommands } from './command.ts'

/** How rows look. */

function change(shell: Shell, name: string, text: string | undefined): void {
  set(shell.settings, name, text)
  shell.say(`${name} is ${settingText(shell.settings, name as SettingName)}.`)
}

/** A command that stands for one setting. */
const setting =
  (name: SettingName) =>
  (shell: Shell, { words }: MetaCall): void =>
    change(shell, name, words[0])

async function pset(shell: Shell, { words: [name, ...rest] }: MetaCall): Promise<void> {
  if (name !== undefined) return change(shell, name, rest.length > 0 ? rest.join(' ') : undefined)
  const rows = settingNames.map((each): [string, string] => [
    `${each} ${settingText(shell.settings, each)}`,
    `${settingTable[each].help} (${settingTable[each].allowed})`,
  ])
  await printText(shell, foldedList(rows, 20, shell.terminal.columns))
}

const between =
  (one: 'unaligned' | 'html') =>
  (shell: Shell): void =>
    change(shell, 'format', shell.settings.format === one ? 'table' : one)

/** Rows that are looked at; a line has room for more of them than there are rows of a screen. */
const chartRows = 5000

async function draw(shell: Shell, call: MetaCall): Promise<void> {
  const { chart } = await import('../chart/index.ts')
  const { columns, rows } = await rowsOf(shell, statementFor(shell, call), chartRows)
  const paper = {
    columns: shell.terminal.columns,
    rows: shell.terminal.rows,
    ascii: shell.task.io.env.TERM === 'dumb',
  }
  await printText(shell, chart({ columns, rows: rows.slice(0, chartRows) }, call.words[0], paper))
  if (rows.length > chartRows) shell.say(`(the first ${chartRows.toLocaleString('en')} rows; there are more)`)
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
  chart: {
    usage: '\\chart [bar | line]',
    help: 'run it; its last number as a line over days or numbers, else as bars',
    run: draw,
  },
}
