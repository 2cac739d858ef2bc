import { existsSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import type { Io } from './io.ts'
import { readText, textOf } from './text.ts'

/** The SQL that an argument means: itself, a file's, or with `-` that of stdin. Without one, stdin unless it is a terminal. */
export async function readScript(argument: string | undefined, io: Io): Promise<string | undefined> {
  if (argument === '-' || (argument === undefined && !io.stdin.isTTY)) {
    return textOf(await buffer(io.stdin), 'Standard input')
  }
  return argument === undefined || !isPath(argument) ? argument : readText(argument)
}

/** `\i x.sql` is a command. */
const isPath = (argument: string): boolean =>
  /\.sql$/i.test(argument) && !/^\s*\\[a-z]+\s/i.test(argument) && (!/[\n;]/.test(argument) || existsSync(argument))
