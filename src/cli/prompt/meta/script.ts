import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { ZohoSqlError } from '../../../base/errors.ts'
import { usageError } from '../../usage.ts'
import { echoed } from '../print.ts'
import type { Shell } from '../shell.ts'
import { isVariableName } from '../variables.ts'
import type { MetaCall, MetaCommands } from './command.ts'

/** What scripts need besides statements: conditions, questions, and the world around. */

async function ask(shell: Shell, { words }: MetaCall): Promise<void> {
  const [name, text = ''] = words.toReversed()
  if (name === undefined || words.length > 2) throw usageError('\\prompt [TEXT] NAME')
  if (!isVariableName(name)) throw usageError(`"${name}" cannot be the name of a variable.`)
  const line = await shell.readLine?.(text)
  if (line === undefined) throw new ZohoSqlError('CANCELLED', `There was no answer for :${name}.`)
  shell.variables.set(name, line)
}

function changeFolder(shell: Shell, { words: [path = '~'] }: MetaCall): void {
  const folder = resolve(path.replace(/^~(?=\/|$)/, homedir()))
  try {
    process.chdir(folder)
  } catch (cause) {
    throw new ZohoSqlError('FILE', `The folder "${folder}" cannot be gone to.`, { cause })
  }
  shell.say(`Files are looked for in ${process.cwd()}.`)
}

function encoding(shell: Shell, { words: [name] }: MetaCall): void {
  if (name === undefined) shell.say('UTF8')
  else if (!/^utf-?8$/i.test(name)) throw usageError('Text is UTF8 here, whatever Zoho and the terminal say.')
}

/** What is said here counts for the pager, the editor and programs that are started from here. */
function setEnvironment(shell: Shell, { words: [name, ...values] }: MetaCall): void {
  if (name === undefined || name.includes('=')) throw usageError('\\setenv NAME [VALUE]')
  const env = shell.task.io.env as Record<string, string | undefined>
  if (values.length === 0) delete env[name]
  else env[name] = values.join('')
}

function getEnvironment(shell: Shell, { words: [variable, name] }: MetaCall): void {
  if (variable === undefined || name === undefined) throw usageError('\\getenv VARIABLE NAME')
  if (!isVariableName(variable)) throw usageError(`"${variable}" cannot be the name of a variable.`)
  const value = shell.task.io.env[name]
  if (value !== undefined) shell.variables.set(variable, value)
}

export const scriptCommands: MetaCommands = {
  if: {
    usage: '\\if TRUTH',
    help: 'what follows counts if it is true (on, 1, yes); :{?NAME} says whether a variable is set',
    run: (shell, { words }) => shell.branches.if(words[0]),
  },
  elif: { usage: '\\elif TRUTH', help: 'else if', run: (shell, { words }) => shell.branches.elif(words[0]) },
  else: { usage: '\\else', help: 'else', run: (shell) => shell.branches.else() },
  endif: { usage: '\\endif', help: 'ends what \\if began', run: (shell) => shell.branches.endif() },
  echo: { usage: '\\echo [-n] [TEXT]', help: 'print text', run: (shell, { words }) => shell.print(echoed(words)) },
  qecho: {
    usage: '\\qecho [-n] [TEXT]',
    help: 'print text to where \\o sends rows',
    run: (shell, { words }) => (shell.sink ? shell.sink.write(echoed(words)) : shell.print(echoed(words))),
  },
  warn: {
    usage: '\\warn [-n] [TEXT]',
    help: 'print text to stderr',
    run: (shell, { words }) => void shell.task.io.stderr.write(echoed(words)),
  },
  prompt: { usage: '\\prompt [TEXT] NAME', help: 'ask for the value of a variable', run: ask },
  cd: { usage: '\\cd [FOLDER]', help: 'where files are looked for', wants: 'file', run: changeFolder },
  setenv: { usage: '\\setenv NAME [VALUE]', help: 'set or unset a variable of the environment', run: setEnvironment },
  getenv: { usage: '\\getenv VARIABLE NAME', help: 'a variable from one of the environment', run: getEnvironment },
  encoding: { usage: '\\encoding', help: 'UTF8', run: encoding },
}
