import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isZohoSqlError, ZohoSqlError } from '../../../base/errors.ts'
import { usageError } from '../../usage.ts'
import { rowsOf, runStatement, type Showing } from '../answer.ts'
import { performTyped } from '../perform.ts'
import { printText } from '../print.ts'
import type { Shell } from '../shell.ts'
import { openSink } from '../sink.ts'
import { isVariableName } from '../variables.ts'
import type { Call, MetaCommands } from './command.ts'

/** Running, keeping and editing the statement that was typed. */

/** What was typed before the command, else the statement that ran last. @throws ZohoSqlError USAGE */
export function statementFor(shell: Shell, { buffer }: Call): string {
  const statement = buffer || shell.last
  if (!statement) throw usageError('There is no statement yet.', 'Write one before the command: SELECT … \\g')
  return statement
}

async function go(shell: Shell, call: Call, showing: Showing = {}): Promise<void> {
  const target = call.rest
  const sink = target === '' ? undefined : await openSink(target)
  const statement = statementFor(shell, call)
  try {
    await running(shell, statement, () => runStatement(shell, statement, { ...showing, ...(sink && { sink }) }))
  } finally {
    await sink?.close()
  }
}

/** Errors of the statement show their place in it, although it is the command that ran it. */
async function running<T>(shell: Shell, statement: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (!isZohoSqlError(error) || error.position === undefined) throw error
    shell.complain(error, statement)
    return undefined
  }
}

/** Each column of the one row becomes a variable; NULL unsets it. */
async function setFromRow(shell: Shell, call: Call): Promise<void> {
  const { columns, rows } = await rowsOf(shell, statementFor(shell, call), 2)
  if (rows.length !== 1)
    throw new ZohoSqlError(
      'CARDINALITY',
      `\\gset takes one row and there ${rows.length === 0 ? 'is none' : 'are more'}.`,
    )
  for (const [index, { name }] of columns.entries()) {
    const variable = `${call.words[0] ?? ''}${name}`
    if (!isVariableName(variable))
      throw usageError(`"${variable}" cannot be the name of a variable.`, 'Give the column a name with AS.')
    const value = rows[0]![index]!
    if (value === null) shell.variables.delete(variable)
    else shell.variables.set(variable, String(value))
  }
}

async function watch(shell: Shell, call: Call): Promise<void> {
  const seconds = Number(call.words[0] ?? 2)
  if (!(seconds > 0 && seconds < 86_400)) throw usageError('\\watch takes the seconds between two runs.')
  const statement = statementFor(shell, call)
  const pager = shell.settings.pager
  shell.settings.pager = 'off'
  try {
    for (;;) {
      shell.say(`${new Date().toISOString()} (every ${seconds} s, Ctrl-C ends it)`)
      await runStatement(shell, statement)
      const ended = await shell.cancellable((signal) => sleep(seconds * 1000, false, { signal }).catch(() => true))
      if (ended) return
    }
  } finally {
    shell.settings.pager = pager
  }
}

async function edit(shell: Shell, call: Call): Promise<void> {
  const { env } = shell.task.io
  const editor = env.ZOHOSQL_EDITOR || env.VISUAL || env.EDITOR || 'vi'
  const directory = await mkdtemp(join(tmpdir(), 'zohosql-'))
  const path = call.words[0] ?? join(directory, 'statement.sql')
  try {
    if (call.words[0] === undefined) await writeFile(path, `${call.buffer || shell.last || ''}\n`, { mode: 0o600 })
    const code = await shell.terminal.lend(`${editor} '${path.replaceAll("'", "'\\''")}'`)
    if (code !== 0) throw new ZohoSqlError('FILE', `The editor "${editor}" ended with ${code}.`)
    await runText(shell, await readFile(path, 'utf8'))
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** Complete statements run; what has no end waits at the prompt. */
async function runText(shell: Shell, text: string): Promise<void> {
  const { pending } = await performTyped(shell, text)
  shell.buffer = pending.trim() === '' ? '' : `${pending.trimEnd()}\n`
}

async function writeBuffer(shell: Shell, call: Call): Promise<void> {
  const [path] = call.words
  if (path === undefined) throw usageError('\\w FILE')
  const sink = await openSink(path)
  await sink.write(`${statementFor(shell, call)}\n`)
  await sink.close()
}

async function history(shell: Shell, { words: [path] }: Call): Promise<void> {
  const entries = shell.history()
  if (path === undefined) return printText(shell, entries)
  const sink = await openSink(path)
  await sink.write(`${entries.join('\n')}\n`)
  await sink.close()
}

export const bufferCommands: MetaCommands = {
  g: {
    usage: '\\g [FILE | |COMMAND]',
    help: 'run it; rows to a file or a command',
    wants: 'file',
    run: (shell, call) => go(shell, call),
  },
  gx: {
    usage: '\\gx [FILE]',
    help: 'run it, a line per value',
    wants: 'file',
    run: (shell, call) => go(shell, call, { expanded: 'on' }),
  },
  gset: { usage: '\\gset [PREFIX]', help: 'run it; the columns of its row become variables', run: setFromRow },
  watch: { usage: '\\watch [SECONDS]', help: 'run it again and again', run: watch },
  p: {
    usage: '\\p',
    help: 'print it',
    run: (shell, call) => shell.say(call.buffer || shell.last || '(nothing was typed yet)'),
  },
  r: { usage: '\\r', help: 'forget what was typed', run: (shell) => shell.say('Nothing is waiting any more.') },
  e: { usage: '\\e [FILE]', help: 'edit it in $EDITOR', wants: 'file', run: edit },
  w: { usage: '\\w FILE', help: 'write it to a file', wants: 'file', run: writeBuffer },
  s: { usage: '\\s [FILE]', help: 'what was typed before', wants: 'file', run: history },
}
