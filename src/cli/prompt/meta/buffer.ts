import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isZohoSqlError, ZohoSqlError } from '../../../base/errors.ts'
import { scratchFolder } from '../../../base/scratch.ts'
import { typeText } from '../../../base/types.ts'
import { readText } from '../../text.ts'
import { usageError } from '../../usage.ts'
import { rowsOf, runStatement, type Showing } from '../answer.ts'
import { performScript, performTyped } from '../perform.ts'
import { printAnswer, printList, printText } from '../print.ts'
import { set } from '../settings.ts'
import type { PerformResult, Shell } from '../shell.ts'
import { openSink, type TextSink } from '../sink.ts'
import { isVariableName, withVariables } from '../variables.ts'
import type { MetaCall, MetaCommands } from './command.ts'

/** Running, keeping and editing the statement that was typed. */

/** What was typed before the command, else the statement that ran last. @throws ZohoSqlError USAGE */
export function statementFor(shell: Shell, { buffer }: MetaCall): string {
  const statement = buffer || shell.last
  if (!statement) throw usageError('There is no statement yet.', 'Write one before the command: SELECT … \\g')
  return statement
}

/** `(format=csv border=2)` counts for one statement. */
const goOptions = /^\(([^)]*)\)\s*/

async function go(shell: Shell, call: MetaCall, showing: Showing = {}): Promise<void> {
  const statement = statementFor(shell, call)
  const before = { ...shell.settings }
  let sink: TextSink | undefined
  try {
    const [, options = ''] = goOptions.exec(call.rest) ?? []
    for (const option of options.split(/[\s,]+/).filter(Boolean)) {
      const [name, ...value] = option.split('=')
      set(shell.settings, name!, value.join('='))
    }
    const target = call.rest.replace(goOptions, '')
    sink = target === '' ? undefined : await openSink(target.startsWith('|') ? target : call.words.at(-1)!)
    await running(shell, statement, () => runStatement(shell, statement, { ...showing, ...(sink && { sink }) }))
  } finally {
    Object.assign(shell.settings, before)
    await sink?.close()
  }
}

/** Each value of the answer is a statement. */
async function executeEach(shell: Shell, call: MetaCall): Promise<PerformResult> {
  const { rows } = await rowsOf(shell, statementFor(shell, call), Infinity)
  const script = rows.flat().filter((cell) => cell !== null)
  for (const text of script) {
    const outcome = await performScript(shell, String(text))
    if (outcome !== 'done') return outcome
  }
  return 'done'
}

async function describeAnswer(shell: Shell, call: MetaCall): Promise<void> {
  const statement = statementFor(shell, call)
  const sql = withVariables(statement, shell.variables)
  const columns = await running(shell, statement, () =>
    shell.cancellable((signal) => shell.session.db.describe(sql, [], { signal })),
  )
  const rows = columns?.map(({ name, sqlType }) => [name, typeText(sqlType)])
  if (rows) await printList(shell, ['Column', 'Type'], rows)
}

async function crossTable(shell: Shell, call: MetaCall): Promise<void> {
  const { crosstab } = await import('./crosstab.ts')
  await printAnswer(shell, crosstab(await rowsOf(shell, statementFor(shell, call), Infinity), call.words))
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
async function setFromRow(shell: Shell, call: MetaCall): Promise<void> {
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

/** `\watch 5`, `\watch i=5 c=3`. */
function watching(words: readonly string[]): { seconds: number; times: number } {
  const named = Object.fromEntries(words.map((word) => (word.includes('=') ? word.split('=') : ['i', word])))
  const seconds = Number(named.i ?? 2)
  const times = Number(named.c ?? Infinity)
  if (seconds > 0 && seconds < 86_400 && times > 0) return { seconds, times }
  throw usageError('\\watch takes the seconds between two runs, and c=TIMES.')
}

async function watch(shell: Shell, call: MetaCall): Promise<void> {
  const { seconds, times } = watching(call.words)
  const statement = statementFor(shell, call)
  const pager = shell.settings.pager
  shell.settings.pager = 'off'
  try {
    for (let run = 1; ; run++) {
      shell.say(`${new Date().toISOString()} (every ${seconds} s, Ctrl-C ends it)`)
      await runStatement(shell, statement)
      if (run === times) return
      const ended = await shell.cancellable((signal) => sleep(seconds * 1000, false, { signal }).catch(() => true))
      if (ended) return
    }
  } finally {
    shell.settings.pager = pager
  }
}

async function edit(shell: Shell, call: MetaCall): Promise<void> {
  const { env } = shell.task.io
  const editor = env.ZOHOSQL_EDITOR || env.VISUAL || env.EDITOR || 'vi'
  await using folder = await scratchFolder()
  const path = call.words[0] ?? join(folder.path, 'statement.sql')
  if (call.words[0] === undefined) await writeFile(path, `${call.buffer || shell.last || ''}\n`, { mode: 0o600 })
  const code = await shell.terminal.lend(`${editor} '${path.replaceAll("'", "'\\''")}'`)
  if (code !== 0) throw new ZohoSqlError('FILE', `The editor "${editor}" ended with ${code}.`)
  const text = await readText(path)
  shell.say(text.trimEnd())
  shell.keep(text)
  await runText(shell, text)
}

/** Complete statements run; what has no end waits at the prompt. */
async function runText(shell: Shell, text: string): Promise<void> {
  const { pending } = await performTyped(shell, text)
  shell.buffer = pending.trim() === '' ? '' : `${pending.trimEnd()}\n`
}

async function writeBuffer(shell: Shell, call: MetaCall): Promise<void> {
  const [path] = call.words
  if (path === undefined) throw usageError('\\w FILE')
  const sink = await openSink(path)
  await sink.write(`${statementFor(shell, call)}\n`)
  await sink.close()
}

async function history(shell: Shell, { words: [path] }: MetaCall): Promise<void> {
  const entries = shell.history()
  if (path === undefined) return printText(shell, entries)
  const sink = await openSink(path)
  await sink.write(`${entries.join('\n')}\n`)
  await sink.close()
}

export const bufferCommands: MetaCommands = {
  g: {
    usage: '\\g [(SETTING=VALUE …)] [FILE | |COMMAND]',
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
  gexec: { usage: '\\gexec', help: 'run it, then run each value of its answer', run: executeEach },
  gdesc: { usage: '\\gdesc', help: 'columns and types of its answer, without running it', run: describeAnswer },
  crosstabview: {
    usage: '\\crosstabview [DOWN [ACROSS [INSIDE [ORDER]]]]',
    help: 'run it; a column for each value of its second column',
    run: crossTable,
  },
  bind: {
    usage: '\\bind [VALUE …]',
    help: 'values for $1, $2 … of the next statement',
    run: (shell, { words }) => {
      shell.bound = words
    },
  },
  gset: { usage: '\\gset [PREFIX]', help: 'run it; the columns of its row become variables', run: setFromRow },
  watch: { usage: '\\watch [SECONDS] [c=TIMES]', help: 'run it again and again', run: watch },
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
