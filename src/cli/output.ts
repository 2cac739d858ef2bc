import { once } from 'node:events'
import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Writable } from 'node:stream'
import { ZohoSqlError } from '../base/errors.ts'

/** Where data goes. */
export interface Output {
  /** Resolves when there is room for more: a slow reader slows the statement down. */
  write(text: string): Promise<void>
  /** All was written. */
  finish(): Promise<void>
  /** The rest will not come. */
  discard(): Promise<void>
}

/** The reader of stdout has gone (`zohosql … | head`): no error, and nothing more to do. */
export class ReaderGone extends Error {}

export function standardOutput(stream: Writable): Output {
  let failure: Error | undefined
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failure = error.code === 'EPIPE' ? new ReaderGone() : fileError('The output', error)
  })
  return {
    async write(text) {
      if (failure) throw failure
      if (stream.write(text)) return
      await Promise.race([once(stream, 'drain'), once(stream, 'close')]).catch(() => undefined)
      if (failure) throw failure
    },
    async finish() {
      if (failure) throw failure
    },
    discard: async () => undefined,
  }
}

/** A file that appears under its name only when it is complete; the one that was there stays until then. */
export async function fileOutput(path: string): Promise<Output> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.part`)
  const guarded = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      throw fileError(`"${path}"`, error as NodeJS.ErrnoException)
    }
  }
  const file = await guarded(open(temporary, 'w'))
  return {
    write: (text) => guarded(file.appendFile(text)),
    async finish() {
      await guarded(file.sync())
      await file.close()
      await guarded(rename(temporary, path))
    },
    async discard() {
      await file.close()
      await rm(temporary, { force: true })
    },
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  EACCES: 'it is not allowed',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full',
}

const fileError = (what: string, { code = '', message }: NodeJS.ErrnoException): ZohoSqlError =>
  new ZohoSqlError('FILE', `${what} cannot be written: ${reasons[code] ?? message}.`)
