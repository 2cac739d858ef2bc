import { randomUUID } from 'node:crypto'
import { open, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { byName } from '../../base/by-name.ts'
import { isZohoSqlError, ZohoSqlError } from '../../base/errors.ts'
import { removedAtExit } from '../../base/scratch.ts'

/** A file that is being made next to the name it will have. */
export interface Unfinished {
  /** Where it is until then. */
  readonly temporary: string
  /** Gives it its name; the file that had it is gone then. */
  finish(): Promise<void>
  discard(): Promise<void>
}

/** @throws ZohoSqlError FILE */
export async function beginFile(named: string): Promise<Unfinished> {
  const there = await stat(named).catch(() => undefined)
  if (there && !there.isFile() && !there.isDirectory()) return asItIs(named)
  // A link stays one, and whoever may not read the file that was there may not read the new one.
  const path = there ? await realpath(named) : named
  // Not the process's number: in containers that is the same each time, and one that crashed left its file.
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.part`)
  const keep = removedAtExit(temporary)
  const discard = async (): Promise<void> => {
    await rm(temporary, { force: true })
    keep()
  }
  const guarded = <T>(work: Promise<T>): Promise<T> =>
    work.catch(async (error) => {
      await discard()
      throw fileError(named, error)
    })
  const mode = there && (there.mode & 0o777) | 0o600
  await guarded(open(temporary, 'wx', mode).then((file) => file.close()))
  return {
    temporary,
    discard,
    async finish() {
      await guarded(synced(temporary).then(() => rename(temporary, path)))
      keep()
    },
  }
}

const nothing = async (): Promise<void> => undefined

/** A pipe or a device, such as /dev/null, is written to: nothing may take its place. */
const asItIs = (path: string): Unfinished => ({ temporary: path, finish: nothing, discard: nothing })

/** What was written is on the disk, not only on its way. */
async function synced(path: string): Promise<void> {
  const file = await open(path, 'r+')
  await file.sync().finally(() => file.close())
}

/** A file that appears under its name only when all of it was written; the one that was there stays until then. */
export async function wholeFile(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const file = await beginFile(path)
  try {
    await write(file.temporary)
    await file.finish()
  } catch (error) {
    await file.discard()
    throw isZohoSqlError(error) || !isSystemError(error) ? error : fileError(path, error)
  }
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'code' in error

const reasons: Readonly<Record<string, string>> = byName({
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  EACCES: 'it is not allowed',
  EROFS: 'the disk is read-only',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full',
  ENAMETOOLONG: 'the name is too long',
})

/** @param what a path */
export const fileError = (what: string, { code = '', message }: NodeJS.ErrnoException): ZohoSqlError =>
  new ZohoSqlError('FILE', `"${what}" cannot be written: ${reasons[code] ?? message}.`)
