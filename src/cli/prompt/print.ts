import { text } from '../../base/types.ts'
import { loadFormat } from '../../output/index.ts'
import { type CompleteRows, formatOptions } from './answer.ts'
import { put } from './page.ts'
import type { Shell } from './shell.ts'

/** Prints a list that did not come from a statement, as a table, through the pager where it is long. */
export async function printList(shell: Shell, names: readonly string[], rows: ListRows): Promise<void> {
  await put(shell, await listText(shell, names, rows), shell.target)
}

type ListRows = readonly (readonly (string | null)[])[]

export async function listText(shell: Shell, names: readonly string[], rows: ListRows): Promise<string> {
  const columns = names.map((name) => ({ name, sqlType: text }))
  const format = (await loadFormat('table'))(columns, {
    header: true,
    nullText: '',
    cellMax: cellMax(shell, names.length),
  })
  return format.begin() + format.rows(rows) + format.end()
}

/** Descriptions may be long; a list on a screen is for looking through. Programs and files get all of it. */
const cellMax = ({ terminal, target }: Shell, columns: number): number =>
  terminal.draws && !target ? Math.max(40, Math.floor((terminal.columns * 1.5) / columns)) : 0

/** Prints rows that are all there, as those of a statement. */
export async function printAnswer(shell: Shell, { columns, rows }: CompleteRows): Promise<void> {
  const { settings } = shell
  const format = (await loadFormat(settings.format))(columns, formatOptions(settings))
  await put(shell, format.begin() + format.rows(rows) + format.end(), shell.target)
}

/** As psql has it: `-n` leaves the line open. */
export const echoed = ([first, ...rest]: readonly string[]): string =>
  first === '-n' ? rest.join(' ') : `${[first ?? '', ...rest].join(' ')}\n`

/** Prints text, through the pager where it is long. */
export const printText = (shell: Shell, lines: readonly string[]): Promise<void> =>
  put(shell, `${lines.join('\n')}\n`, shell.target)
