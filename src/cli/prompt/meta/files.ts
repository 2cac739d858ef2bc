import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, resolve } from 'node:path'
import { fileEndings } from '../../../output/index.ts'
import { readText, textOf } from '../../text.ts'
import { usageError } from '../../usage.ts'
import { copyStatement, copyToScreen, runStatement } from '../answer.ts'
import { copyFromFile } from '../copy-from.ts'
import { performScript } from '../perform.ts'
import type { PerformResult, Shell } from '../shell.ts'
import { openSink } from '../sink.ts'
import { wordsOf } from '../variables.ts'
import type { MetaCall, MetaCommands } from './command.ts'
import { copyTarget } from './copy-target.ts'

/** Scripts, and files of rows. */

const depthMax = 20

/** Runs the statements and commands of a file. An error ends it where ON_ERROR_STOP is set. */
async function include(shell: Shell, path: string): Promise<PerformResult> {
  if (shell.files.length >= depthMax) throw usageError('Files include each other without end.')
  const script = await readText(path)
  shell.files.push(path)
  try {
    const outcome = await performScript(shell, script)
    // As in psql, \q ends the file that says it.
    return outcome === 'quit' ? 'done' : outcome
  } finally {
    shell.files.pop()
  }
}

const fileOf = ({ words, name }: MetaCall): string => {
  if (words[0] === undefined) throw usageError(`\\${name} FILE`)
  return words[0].replace(/^~(?=\/|$)/, homedir())
}

/** Next to the file that asks for it. */
const relativeTo = (shell: Shell, path: string): string => resolve(dirname(shell.files.at(-1) ?? '.'), path)

/** The user's own settings, before the first prompt. */
export async function runRc(shell: Shell): Promise<void> {
  const { env } = shell.task.io
  const path = env.ZOHOSQLRC ?? resolve(homedir(), '.zohosqlrc')
  const bytes = await readFile(path).catch(() => undefined)
  if (bytes !== undefined) await performScript(shell, textOf(bytes, `The file "${path}"`))
}

/** `\copy (SELECT …) to 'file' [csv]`, `\copy Leads (id, Company) to stdout with (format csv, header)`. */
const copyForm =
  /^(\((?<query>[\s\S]*)\)|(?<table>"[^"]+"(?:\."[^"]+")*|[^\s("]+)(?:\s*\((?<columns>[^()]*)\))?)\s+to\s+(?<to>[\s\S]+)$/i

/** `\copy Leads (Last_Name, Company) from 'leads.csv' csv header`. */
const copyFromForm = /^(?<target>[^\s(]+\s*(?:\([^)]*\))?)\s+from\s+(?<file>'(?:[^']|'')*'|\S+)(?<options>[\s\S]*)$/i

interface CopyFromArguments {
  readonly target: string
  readonly file: string
  readonly options: string
}

function copyFrom(shell: Shell, { target, file, options }: CopyFromArguments): Promise<void> {
  const path = wordsOf(file, shell.variables)[0]!.replace(/^~(?=\/|$)/, homedir())
  return copyFromFile(shell, target, path, options, runStatement)
}

async function copy(shell: Shell, { rest }: MetaCall): Promise<void> {
  const from = copyFromForm.exec(rest)?.groups
  if (from) return copyFrom(shell, from as unknown as CopyFromArguments)
  const { query, table, columns = '*', to } = copyForm.exec(rest)?.groups ?? {}
  if (to === undefined)
    throw usageError(
      '\\copy { TABLE | (SELECT …) } to FILE [FORMAT]',
      '\\copy TABLE [(COLUMNS)] from FILE [OPTIONS] reads one.',
    )
  const target = copyTarget(wordsOf(to.replace(/;\s*$/, ''), shell.variables))
  const sql = query ?? `SELECT ${columns} FROM ${table}`
  if (target.path === undefined) return copyToScreen(shell, sql, target)
  await copyStatement(shell, sql, target.path.replace(/^~(?=\/|$)/, homedir()), target.format, target)
}

async function output(shell: Shell, { rest }: MetaCall): Promise<void> {
  const sink = rest === '' ? undefined : await openSink(rest)
  await shell.sink?.close()
  shell.sink = sink
}

export const fileCommands: MetaCommands = {
  i: { usage: '\\i FILE', help: 'run a file', wants: 'file', run: (shell, call) => include(shell, fileOf(call)) },
  ir: {
    usage: '\\ir FILE',
    help: 'the same, named from the file that says it',
    wants: 'file',
    run: (shell, call) => include(shell, relativeTo(shell, fileOf(call))),
  },
  o: {
    usage: '\\o [FILE | |COMMAND]',
    help: 'rows go to a file or a command; alone, to the screen again',
    wants: 'file',
    run: output,
  },
  copy: {
    usage: '\\copy { TABLE | (SELECT …) } to { FILE | stdout } [FORMAT]',
    help: `write rows to a file: ${fileEndings}; TABLE from FILE [OPTIONS] inserts those of a file`,
    wants: 'table',
    run: copy,
  },
}
