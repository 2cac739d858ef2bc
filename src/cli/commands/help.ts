import { errorKinds } from '../../base/errors.ts'
import { text } from '../../base/types.ts'
import { defaultText, properties, propertyNames } from '../../config/index.ts'
import { commandNames, commands } from '../commands.ts'
import { type OptionName, options, ownOptions, spelling } from '../options.ts'
import { printRows } from '../print.ts'
import type { Task } from '../task.ts'
import { usageError } from '../usage.ts'

/** Help, from the tables that the code reads. */
export async function help(task: Task): Promise<void> {
  const [topic] = task.words
  if (topic === undefined) return task.output.write(usage())
  if (topic === 'properties') return list(task, ['property', 'default', 'allowed', 'meaning'], propertyRows())
  if (topic === 'errors') return list(task, ['SQLSTATE', 'code', 'when'], errorRows())
  throw usageError(`There is no help on "${topic}".`, 'Topics are properties and errors.')
}

async function list(task: Task, names: readonly string[], rows: readonly (readonly string[])[]): Promise<void> {
  const columns = names.map((name) => ({ name, sqlType: text }))
  const asTable = task.options.format === undefined
  await printRows(columns, rows, asTable ? { ...task, options: { ...task.options, format: 'table' } } : task)
}

const propertyRows = (): string[][] =>
  propertyNames.map((name) => [name, defaultText(name), properties[name].type.allowed, properties[name].meaning])

const errorRows = (): string[][] =>
  Object.entries(errorKinds).map(([code, { sqlState, when }]) => [sqlState, code, when])

const isOwned = (name: string): boolean =>
  Object.values(ownOptions)
    .flat()
    .some((owned) => owned === name)

export function usage(): string {
  const names = Object.keys(options) as OptionName[]
  const general = names.filter((name) => !isOwned(name))
  return [
    'Ask Zoho CRM and Zoho Desk in SQL, and write to them.',
    '',
    ...commandNames.flatMap((name) => commandLines(name)),
    '',
    'Options:',
    ...aligned(general),
    '',
    ...Object.entries(ownOptions).flatMap(([command, own]) => [
      `Options of ${command === 'run' ? 'SQL' : command}:`,
      ...aligned(own),
      '',
    ]),
    'Rows go to stdout, everything else to stderr. Exit codes: 0 done, 1 an error of SQL or of Zoho, 2 wrong usage,',
    '130 interrupted.',
    '',
  ].join('\n')
}

const commandLines = (name: keyof typeof commands): string[] => [
  `zohosql ${[name === 'run' ? '[options]' : name, commands[name].words].filter(Boolean).join(' ')}`,
  `    ${commands[name].help}`,
]

function aligned(names: readonly OptionName[]): string[] {
  const width = Math.max(...names.map((name) => spelling(name).length))
  return names.map((name) => `  ${spelling(name).padEnd(width)}  ${options[name].help}`)
}
