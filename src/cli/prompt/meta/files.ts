import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, extname, resolve } from 'node:path'
import { ZohoSqlError } from '../../../base/errors.ts'
import { type FormatName, isFormatName } from '../../format/index.ts'
import { usageError } from '../../usage.ts'
import { runStatement } from '../answer.ts'
import { perform } from '../perform.ts'
import type { Shell } from '../shell.ts'
import { openSink } from '../sink.ts'
import { takeApart } from '../statements.ts'
import { wordsOf } from '../variables.ts'
import type { Call, MetaCommands } from './command.ts'

/** Scripts, and files of rows. */

const depthMax = 20

/** Runs the statements and commands of a file. An error ends it where ON_ERROR_STOP is set. */
async function include(shell: Shell, path: string): Promise<undefined> {
  if (shell.files.length >= depthMax) throw usageError('Files include each other without end.')
  const script = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new ZohoSqlError('FILE', `The file "${path}" cannot be read.`, { cause })
  })
  shell.files.push(path)
  try {
    return await runScript(shell, script)
  } finally {
    shell.files.pop()
  }
}

async function runScript(shell: Shell, script: string): Promise<undefined> {
  const { items, pending } = takeApart(script.replace(/^\ufeff/, ''))
  const last = pending.trim() === '' ? [] : [{ kind: 'statement', text: pending.trim() } as const]
  for (const item of [...items, ...last]) {
    const result = await perform(shell, item)
    // As in psql, \q ends the file that says it.
    if (result === 'quit') return undefined
    if (result === 'failed' && /^(on|1|true)$/i.test(shell.variables.get('ON_ERROR_STOP') ?? '')) return undefined
  }
  return undefined
}

const fileOf = ({ words, name }: Call): string => {
  if (words[0] === undefined) throw usageError(`\\${name} FILE`)
  return words[0].replace(/^~(?=\/|$)/, homedir())
}

/** Beside the file that asks for it. */
const relativeTo = (shell: Shell, path: string): string => resolve(dirname(shell.files.at(-1) ?? '.'), path)

/** The user's own settings, before the first prompt. */
export async function runRc(shell: Shell): Promise<void> {
  const { env } = shell.task.io
  const path = env.ZOHOSQLRC ?? resolve(homedir(), '.zohosqlrc')
  const script = await readFile(path, 'utf8').catch(() => undefined)
  if (script !== undefined) await runScript(shell, script)
}

const endings: Readonly<Record<string, FormatName>> = {
  '.csv': 'csv',
  '.json': 'json',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
  '.md': 'markdown',
  '.html': 'html',
  '.sql': 'insert',
  '.txt': 'table',
}

/** `\copy (SELECT …) to 'file' [csv]`, `\copy Leads to leads.csv`. */
const copyForm = /^(\((?<query>[\s\S]*)\)|(?<table>\S+))\s+to\s+(?<to>[\s\S]+)$/i

async function copy(shell: Shell, { rest }: Call): Promise<void> {
  const { query, table, to } = copyForm.exec(rest)?.groups ?? {}
  if (to === undefined)
    throw usageError(
      '\\copy { TABLE | (SELECT …) } to FILE [FORMAT]',
      'Rows can only be copied out of Zoho in this version.',
    )
  const [path, wanted] = wordsOf(to, shell.variables)
  const format = wanted ?? endings[extname(path!).toLowerCase()]
  if (format === undefined || !isFormatName(format)) {
    throw usageError(
      `The name "${path}" does not tell a format.`,
      `It is told by ${Object.keys(endings).join(', ')}, or by a word behind the file.`,
    )
  }
  const sink = await openSink(path!)
  const { format: before } = shell.settings
  shell.settings.format = format
  try {
    await runStatement(shell, query ?? `SELECT * FROM ${table}`, { sink })
    shell.say(`Copied to ${path}.`)
  } finally {
    shell.settings.format = before
    await sink.close()
  }
}

async function output(shell: Shell, { rest }: Call): Promise<void> {
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
    usage: '\\copy { TABLE | (SELECT …) } to FILE',
    help: 'write rows to a .csv, .json, .ndjson, .md, .html, .sql or .txt file',
    wants: 'table',
    run: copy,
  },
}
