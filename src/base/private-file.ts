/** JSON files that belong to one user: written whole or not at all, readable by nobody else. */
import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** What the file holds, or undefined where there is none or it is not JSON (a cache may be lost, never wrong). */
export async function readPrivateJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    return undefined
  }
}

/**
 * Replaces the file in one step, mode 0600, in a directory of mode 0700 (made if it is missing).
 *
 * @param indent blanks of a level, for files that people read too
 */
export async function writePrivateJson(path: string, value: unknown, indent?: number): Promise<void> {
  const made = await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  // The mode given to mkdir passes through the umask.
  if (made !== undefined) await chmod(dirname(path), 0o700)
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    await writeFile(draft, `${JSON.stringify(value, undefined, indent)}${indent ? '\n' : ''}`, {
      mode: 0o600,
      flag: 'wx',
    })
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}
