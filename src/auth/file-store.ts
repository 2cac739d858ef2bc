import { lstat, mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type LockOptions, lock } from 'proper-lockfile'
import writeFileAtomic from 'write-file-atomic'
import { ZohoSqlError } from '../base/errors.ts'
import {
  fromPlain,
  MemoryTokenStore,
  type PlainRecord,
  type Slot,
  type TokenRecord,
  type TokenStore,
  toPlain,
} from './token-store.ts'

interface TokenFileContents {
  readonly version: 1
  readonly records: Readonly<Record<string, PlainRecord>>
}

/** A lock not renewed for so long belongs to a process that died. */
const staleMs = 10_000

// Some 60 s in all: longer than any exchange of a token should take.
const patience: LockOptions = {
  realpath: false,
  stale: staleMs,
  retries: { retries: 400, factor: 1.1, minTimeout: 10, maxTimeout: 150, randomize: true },
  // The lock was taken from us while this process slept: at worst one token more is made.
  onCompromised: () => undefined,
}

const forgetAfterMs = 24 * 60 * 60 * 1000

/**
 * One file for all processes of a user: mode 0600, replaced atomically, so that readers need no lock. Two kinds of
 * lock stand next to it: one per account, held while its token is renewed, and one of the file, held while it is
 * written.
 *
 * Where the file cannot be used, the store says so once and goes on in memory.
 */
export class FileTokenStore implements TokenStore {
  readonly #path: string
  readonly #warn: (text: string) => void
  readonly #memory = new MemoryTokenStore()
  #usable = true

  constructor(path: string, warn: (text: string) => void) {
    this.#path = path
    this.#warn = warn
  }

  async read(key: string): Promise<TokenRecord> {
    await refuseForeign(this.#path)
    return this.#usable ? fromPlain((await this.#contents()).records[key]) : this.#memory.read(key)
  }

  async exclusive<T>(key: string, work: (slot: Slot) => Promise<T>): Promise<T> {
    await refuseForeign(this.#path)
    const release = this.#usable ? await this.#lock(`${this.#path}.${key.slice(0, 16)}`) : undefined
    if (release === undefined) return this.#memory.exclusive(key, work)
    try {
      return await work({ read: () => this.read(key), write: (record) => this.#write(key, record) })
    } finally {
      await release()
    }
  }

  async #write(key: string, record: TokenRecord): Promise<void> {
    const release = await this.#lock(this.#path)
    if (release === undefined) return
    try {
      const { records } = await this.#contents()
      const contents: TokenFileContents = { version: 1, records: { ...withoutOld(records), [key]: toPlain(record) } }
      await writeFileAtomic(this.#path, `${JSON.stringify(contents, null, 1)}\n`, { mode: 0o600 })
    } catch (error) {
      this.#giveUp(error)
    } finally {
      await release()
    }
  }

  /** Lets the lock go, or undefined if the file cannot be used. */
  async #lock(target: string): Promise<(() => Promise<void>) | undefined> {
    try {
      await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 })
      const release = await lock(target, patience)
      // Already gone if it was compromised, which is no reason to fail.
      return () => release().catch(() => undefined)
    } catch (error) {
      if ((error as { code?: string }).code === 'ELOCKED') throw heldTooLong(target)
      this.#giveUp(error)
      return undefined
    }
  }

  #giveUp(error: unknown): void {
    if (this.#usable) {
      this.#warn(`The token store ${this.#path} cannot be used (${(error as Error).message}); tokens stay in memory.`)
    }
    this.#usable = false
  }

  async #contents(): Promise<TokenFileContents> {
    try {
      const contents = JSON.parse(await readFile(this.#path, 'utf8'))
      if (contents?.version === 1 && typeof contents.records === 'object' && contents.records !== null) return contents
    } catch {
      // Not there yet, or damaged: both mean that nothing is remembered.
    }
    return { version: 1, records: {} }
  }
}

/** Bits of a mode that let others write. What others may only read gets its right mode with the next token. */
const writableByOthers = 0o022

/**
 * Tokens are kept in a plain file of this user's that nobody else may write: a device would be replaced, the target of a
 * link overwritten, and what others wrote be sent.
 *
 * @throws {ZohoSqlError} 58030
 */
async function refuseForeign(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined)
  if (!found) return
  const refuse = (what: string, hint: string): never => {
    throw new ZohoSqlError('FILE', `The token store ${path} ${what}.`, { hint })
  }
  if (!found.isFile()) refuse('is no plain file', 'Give tokenStore the path of a file, or of one to be made.')
  const user = process.getuid?.()
  if (user === undefined) return
  if (found.uid !== user) refuse('belongs to another user', 'Give tokenStore a path of your own.')
  if ((found.mode & writableByOthers) !== 0) refuse('may be written by others', `Run chmod 600 ${path}, or remove it.`)
}

function withoutOld(records: TokenFileContents['records']): TokenFileContents['records'] {
  const since = Date.now() - forgetAfterMs
  return Object.fromEntries(
    Object.entries(records).filter(([, { expiresAt, asked }]) => Math.max(expiresAt ?? 0, ...(asked ?? [])) > since),
  )
}

const heldTooLong = (target: string): ZohoSqlError =>
  new ZohoSqlError('TIMEOUT', 'Another process has been renewing the access token for a minute.', {
    hint: `If none is running, remove ${target}.lock.`,
  })
