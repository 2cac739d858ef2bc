import { isBlank, lex } from '../sql/lex.ts'
import type { OptionValues } from './options.ts'
import { isVariableName } from './prompt/variables.ts'
import { usageError } from './usage.ts'

/** Values for `?` and `$n` by place, for `:name` by name. */
export type CommandParameters = readonly string[] | Readonly<Record<string, string>>

/**
 * The values given by `--param` as one statement of a script takes them. A statement without parameters takes none, so
 * that one script may hold both kinds.
 *
 * @throws ZohoSqlError USAGE a named parameter, and a value without a name
 */
export function parametersFor(statement: string, given: readonly string[], alone: boolean): CommandParameters {
  const parameters = lex(statement).filter((token) => !isBlank(token) && token.kind === 'parameter')
  if (parameters.some(({ text }) => text.startsWith(':'))) return named(given)
  return parameters.length === 0 && !alone ? [] : given
}

const named = (given: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    given.map((item) => {
      const at = item.indexOf('=')
      if (at < 1) throw usageError(`The value "${item}" has no name.`, 'Write --param name=value for :name.')
      return [item.slice(0, at), item.slice(at + 1)]
    }),
  )

/** The variables given by `-v name=value`. @throws ZohoSqlError USAGE */
export function givenVariables({ variable = [] }: OptionValues): Map<string, string> {
  return new Map(
    variable.map((item): [string, string] => {
      const [name, value] = item.includes('=')
        ? [item.slice(0, item.indexOf('=')), item.slice(item.indexOf('=') + 1)]
        : [item, '']
      if (!isVariableName(name)) throw usageError(`"${name}" cannot be the name of a variable.`, 'Write -v name=value.')
      return [name, value]
    }),
  )
}
