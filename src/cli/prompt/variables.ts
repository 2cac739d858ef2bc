import { spawnSync } from 'node:child_process'
import { byName } from '../../base/by-name.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import { lex, type Token } from '../../sql/lex.ts'
import { usageError } from '../usage.ts'

/** Variables as psql has them: `:name` as it is, `:'name'` as a literal, `:"name"` as a name. */
export type PromptVariables = ReadonlyMap<string, string>

export const isVariableName = (name: string): boolean => /^[\p{L}\p{N}_]+$/u.test(name)

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
const identifier = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** `:{?name}` says whether a variable is set; no SQL looks like it. */
const isSet = /:\{\?([\p{L}\p{N}_]+)\}/gu
const truth = (is: boolean): string => (is ? 'TRUE' : 'FALSE')

/** A variable that is a switch, such as DRYRUN. */
export const isSwitchedOn = (variables: PromptVariables, name: string): boolean =>
  /^(on|1|true|yes)$/i.test(variables.get(name) ?? '')

/** The statement with its variables put in. One that is not set stays as it is: it is a parameter then. */
export function withVariables(sql: string, variables: PromptVariables): string {
  const tokens = lex(sql.replace(isSet, (_, name: string) => truth(variables.has(name))))
  return tokens.map((token, index) => substituted(token, tokens[index - 1], tokens[index + 1], variables)).join('')
}

/** At the prompt parameters have no values but variables. @throws ZohoSqlError UNDEFINED_PARAMETER at its place */
export function refuseParameters(sql: string): void {
  const found = lex(sql).find(({ kind }) => kind === 'parameter')
  if (!found) return
  const name = found.text.startsWith(':') ? found.text.slice(1) : 'name'
  throw new ZohoSqlError('UNDEFINED_PARAMETER', `${found.text} has no value.`, {
    hint: `\\set ${name} VALUE, then write :${name}, or :'${name}' for a text.`,
    position: found.start,
  })
}

function substituted(
  token: Token,
  before: Token | undefined,
  after: Token | undefined,
  variables: PromptVariables,
): string {
  const { kind, text, key } = token
  if (kind === 'parameter' && text.startsWith(':')) return variables.get(text.slice(1)) ?? text
  if (key === ':' && after && quotedVariable(after, variables) !== undefined) return ''
  const value = before?.key === ':' ? quotedVariable(token, variables) : undefined
  return value ?? text
}

/** `'name'` or `"name"` after a colon. */
function quotedVariable({ kind, text }: Token, variables: PromptVariables): string | undefined {
  const value = variables.get(text.slice(1, -1))
  if (value === undefined || !/^(string|quoted)$/.test(kind)) return undefined
  return kind === 'string' ? literal(value) : identifier(value)
}

/** A word of a meta-command, with its quotes and variables dealt with; `quoted`: it may not be an option. */
const word =
  /'((?:[^'\\]|''|\\.)*)'|"((?:[^"]|"")*)"|:(?:'([\p{L}\p{N}_]+)'|"([\p{L}\p{N}_]+)"|([\p{L}\p{N}_]+)|\{\?([\p{L}\p{N}_]+)\})|`([^`]*)`|(\S)/uy

/** The arguments of a meta-command, as psql reads them. @throws ZohoSqlError USAGE an open quote */
export function wordsOf(rest: string, variables: PromptVariables): string[] {
  const words: string[] = []
  let current: string | undefined
  let at = 0
  while (at < rest.length) {
    if (/\s/.test(rest[at]!)) {
      if (current !== undefined) words.push(current)
      current = undefined
      at += 1
      continue
    }
    word.lastIndex = at
    const found = word.exec(rest)!
    if (found[8] === "'") throw usageError('A quote is not closed.', 'Write two quotes for one within quotes.')
    current = (current ?? '') + textOf(found, variables)
    at = word.lastIndex
  }
  return current === undefined ? words : [...words, current]
}

function textOf(found: RegExpExecArray, variables: PromptVariables): string {
  const [all, single, double, asLiteral, asName, asIs, asked, command, other] = found
  if (single !== undefined)
    return single.replaceAll("''", "'").replace(/\\(.)/g, (_, sign: string) => escapes[sign] ?? sign)
  // Names keep their quotes: \d tells "a.b" from a.b.
  if (double !== undefined) return all
  if (asLiteral !== undefined) return variables.has(asLiteral) ? literal(variables.get(asLiteral)!) : all
  if (asName !== undefined) return variables.has(asName) ? identifier(variables.get(asName)!) : all
  if (asked !== undefined) return truth(variables.has(asked))
  if (command !== undefined) return outputOf(command)
  return asIs === undefined ? other! : (variables.get(asIs) ?? all)
}

/** What a command of the operating system prints, without the line end. @throws ZohoSqlError USAGE it fails */
function outputOf(command: string): string {
  const { status, stdout } = spawnSync(command, { shell: true, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  if (status !== 0) throw usageError(`The command \`${command}\` ended with ${status}.`)
  return stdout.replace(/\r?\n$/, '')
}

const escapes: Readonly<Record<string, string>> = byName({ n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' })
