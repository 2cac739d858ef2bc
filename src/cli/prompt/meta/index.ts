/**
 * The commands that begin with a backslash, in psql's spelling. Each file holds a table of its own; `\?`, completion and
 * the documentation read the same tables.
 */
import { byName } from '../../../base/by-name.ts'
import { nearest } from '../../../base/names.ts'
import { usageError } from '../../usage.ts'
import type { PerformMeta } from '../shell.ts'
import { wordsOf } from '../variables.ts'
import { absentCommands } from './absent.ts'
import { attachmentCommands } from './attachments.ts'
import { bufferCommands } from './buffer.ts'
import type { MetaCommand, MetaCommands, MetaGroups } from './command.ts'
import { costCommands } from './cost.ts'
import { describeCommands } from './describe.ts'
import { fileCommands } from './files.ts'
import { generalCommands } from './general.ts'
import { helpCommands } from './help.ts'
import { outputCommands } from './output.ts'
import { scriptCommands } from './script.ts'
import { variableCommands } from './variables.ts'

const groups: MetaGroups = [
  ['General', { ...helpCommands(() => groups), ...generalCommands }],
  ['What there is', describeCommands],
  ['The statement', bufferCommands],
  ['Files', { ...fileCommands, ...attachmentCommands }],
  ['How rows are shown', outputCommands],
  ['What it costs', costCommands],
  ['Variables', variableCommands],
  ['Scripts', scriptCommands],
  ['What psql has and Zoho has not', absentCommands],
]

export const metaCommands: MetaCommands = Object.assign({}, ...groups.map(([, commands]) => commands))

/** psql's longer words for some of them. */
const alike: Readonly<Record<string, string>> = byName({
  quit: 'q',
  connect: 'c',
  help: 'h',
  list: 'l',
  print: 'p',
  reset: 'r',
  edit: 'e',
  include: 'i',
  include_relative: 'ir',
  out: 'o',
  write: 'w',
  dg: 'du',
  dfa: 'da',
  dfn: 'df',
  dfw: 'df',
})

/** `\dt+` and `\dtS` are `\dt`: what is known is shown in any case. */
export const findMeta = (name: string): MetaCommand | undefined =>
  [name, name.replace(/\+$/, ''), name.replace(/[S+]+$/, '')]
    .map((one) => alike[one] ?? one)
    .filter((one) => Object.hasOwn(metaCommands, one))
    .map((one) => metaCommands[one])[0]

/** @throws ZohoSqlError what the command has to say */
export const performMeta: PerformMeta = async (shell, { name, rest, buffer }) => {
  const command = findMeta(name)
  if (!command) throw unknown(name)
  // What a shell, a statement or psql's own word for it takes is theirs to read.
  const words = /^(!|copy|explain|h|help|c|connect)$/.test(name) ? [] : wordsOf(rest, shell.variables)
  return (await command.run(shell, { name, words, rest, buffer })) ?? undefined
}

function unknown(name: string) {
  const there = Object.keys(metaCommands).filter((known) => !Object.hasOwn(absentCommands, known))
  const near = nearest(name, there).map((known) => `\\${known}`)
  return usageError(
    `There is no command \\${name}.`,
    `${near.length > 0 ? `Perhaps ${near.join(' or ')}. ` : ''}\\? lists them.`,
  )
}
