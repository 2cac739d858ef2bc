import { parseArgs } from 'node:util'
import { nearest } from '../base/names.ts'
import { type CommandName, commandNames } from './commands.ts'
import { type OptionName, type OptionValues, options, ownOptions } from './options.ts'
import { refuseHabits } from './psql-options.ts'
import { usageError } from './usage.ts'

export interface CommandLine {
  readonly command: CommandName
  readonly options: OptionValues
  /** What stands among the options, without the command's name. */
  readonly words: readonly string[]
}

/** Reads the command line. @throws ZohoSqlError USAGE */
export function readArguments(argv: readonly string[]): CommandLine {
  const { values, positionals } = parse(argv)
  const [first, ...rest] = positionals
  const named = commandNames.find((name) => name === first && name !== 'run')
  const read = { command: named ?? 'run', options: values, words: named ? rest : positionals } as const
  refuseForeign(read)
  refuseEmpty(values)
  refuseHabits(values)
  return read
}

function parse(argv: readonly string[]): { values: OptionValues; positionals: string[] } {
  const config = Object.entries(options).map(([name, option]) => {
    const multiple = 'multiple' in option
    const type = 'value' in option ? ('string' as const) : ('boolean' as const)
    return [name, { type, multiple, ...('short' in option && { short: option.short }) }] as const
  })
  try {
    const read = parseArgs({ args: [...argv], options: Object.fromEntries(config), allowPositionals: true })
    return { values: read.values as OptionValues, positionals: read.positionals }
  } catch (error) {
    throw refusal(error as NodeJS.ErrnoException)
  }
}

function refusal(error: NodeJS.ErrnoException) {
  const unknown = /^Unknown option '([^']*)'/.exec(error.message)?.[1]
  if (unknown === undefined) return usageError(error.message.split('. To specify')[0]!.replace(/\n[\s\S]*/, ''))
  const [best] = nearest(unknown.replace(/^-+/, ''), Object.keys(options))
  return usageError(`There is no option ${unknown}.`, best ? `Perhaps --${best} is meant.` : undefined)
}

/** Options of the simulator's that say what `--demo` is, with every command. */
const ofTheDemo: ReadonlySet<OptionName> = new Set(['data', 'as-of'])

/** The options of one command mean nothing elsewhere: silence would let a mistake pass. */
function refuseForeign({ command, options: given }: CommandLine): void {
  const owned: readonly (readonly [string, readonly OptionName[]])[] = Object.entries(ownOptions)
  const own = owned.find(([name]) => name === command)?.[1] ?? []
  for (const [owner, names] of owned) {
    const foreign = names.find(
      (name) => given[name] !== undefined && !own.includes(name) && !(given.demo && ofTheDemo.has(name)),
    )
    if (foreign) throw usageError(`The option --${foreign} belongs to zohosql ${owner}.`)
  }
}

/** Of these alone an empty text is a value. */
const mayBeEmpty: ReadonlySet<string> = new Set(['param', 'parameter'] satisfies OptionName[])

/** A variable of a script that is not set must not lead to another account or file than the one that was meant. */
function refuseEmpty(given: OptionValues): void {
  const found = Object.entries(given).find(
    ([name, value]) => !mayBeEmpty.has(name) && [value].flat().some((text) => typeof text === 'string' && !text.trim()),
  )
  if (!found) return
  throw usageError(`--${found[0]} is empty.`, 'Is the variable set that its value was to come from?')
}
