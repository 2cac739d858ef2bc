import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { ZohoSqlError } from '../base/errors.ts'
import type { Io } from './io.ts'

/** The SQL that an argument means: itself, a file's, or with `-` that of stdin. Without one, stdin unless it is a terminal. */
export async function readScript(argument: string | undefined, io: Io): Promise<string | undefined> {
  if (argument === '-' || (argument === undefined && !io.stdin.isTTY)) return withoutMark(await text(io.stdin))
  if (argument === undefined || !isPath(argument)) return argument
  try {
    return withoutMark(await readFile(argument, 'utf8'))
  } catch (cause) {
    throw new ZohoSqlError('FILE', `The file "${argument}" cannot be read.`, { cause })
  }
}

const isPath = (argument: string): boolean =>
  /\.sql$/i.test(argument) && (!/[\n;]/.test(argument) || existsSync(argument))

const withoutMark = (script: string): string => script.replace(/^\ufeff/, '')
