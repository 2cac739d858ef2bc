import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { ZohoSqlError } from '../../base/errors.ts'
import { CopyIn } from '../../driver/inner.ts'
import { usageError } from '../usage.ts'
import type { Shell } from './shell.ts'

/** COPY … FROM STDIN and `\copy … from FILE`: rows of a file, or of what is typed, as one INSERT. */

type RunSql = (shell: Shell, sql: string) => Promise<void>

/** @param run runs the INSERT, whose values are bound */
async function copyFrom(shell: Shell, sql: string, data: Readable, run: RunSql): Promise<void> {
  const copy = new CopyIn(sql)
  const rows = await copy.read(data, shell.session.db.writeRowsMax)
  if (rows.length === 0) return shell.say('COPY 0')
  shell.bound = rows.flat()
  try {
    await run(shell, copy.insert(rows.length))
  } finally {
    shell.bound = undefined
    shell.last = sql
  }
}

export const isCopyFrom = (sql: string): boolean => /^\s*copy\b[^;']*\bfrom\s+stdin\b/i.test(sql)

/** Lines that are typed, until one says `\.`. @throws ZohoSqlError USAGE where nobody types */
export async function copyFromPrompt(shell: Shell, sql: string, run: RunSql): Promise<void> {
  const { readLine } = shell
  if (!readLine || !shell.terminal.interactive || shell.files.length > 0)
    throw usageError('COPY FROM STDIN takes its rows from somebody who types.', '\\copy TABLE from FILE reads a file.')
  shell.say('Rows, a line each; a line that says \\. ends them.')
  await copyFrom(shell, sql, Readable.from(typed((question) => readLine(question))), run)
}

async function* typed(readLine: (question: string) => Promise<string | undefined>): AsyncGenerator<Buffer> {
  for (;;) {
    const line = await readLine('>> ')
    if (line === undefined) throw new ZohoSqlError('CANCELLED', 'COPY was given up; nothing was written.')
    if (line === '\\.') return
    yield Buffer.from(`${line}\n`)
  }
}

/**
 * `\copy Leads (Last_Name, Company) from leads.csv csv header`: what follows the file are COPY's options. A file
 * named .csv is CSV with a header where nothing is said.
 */
export async function copyFromFile(
  shell: Shell,
  target: string,
  path: string,
  options: string,
  run: RunSql,
): Promise<void> {
  const form = options.trim() === '' && /\.csv$/i.test(path) ? 'WITH (FORMAT csv, HEADER)' : options
  const data = createReadStream(path)
  data.on('error', () => undefined)
  try {
    await copyFrom(shell, `COPY ${target} FROM STDIN ${form}`, data, run)
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    throw new ZohoSqlError('FILE', `The file "${path}" cannot be read: ${error.message}`, { cause: error })
  } finally {
    data.destroy()
  }
}
