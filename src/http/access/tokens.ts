import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { ZohoSqlError } from '../../base/errors.ts'
import { readPrivateJson, writePrivateJson } from '../../base/private-file.ts'
import { Secret } from '../../base/secret.ts'

/** What a token allows. */
export interface Grant {
  readonly name: string
  /** The profile whose account it stands for; undefined: the one that is served. */
  readonly profile?: string
  /** Tables that may be read; undefined: all. Names as statements write them, `Accounts` or `desk.tickets`. */
  readonly tables?: readonly string[]
  /** Rows of one statement. */
  readonly maxRows?: number
  /** Credits of a day (UTC). */
  readonly creditsPerDay?: number
  /** False: it may write. */
  readonly readOnly: boolean
}

/** A token as the file keeps it: the token itself cannot be told from it. */
interface StoredToken extends Grant {
  /** The token's public part, by which it is found. */
  readonly id: string
  readonly salt: string
  readonly hash: string
  readonly created: string
}

interface HttpTokenFileContents {
  readonly version: 1
  readonly tokens: readonly StoredToken[]
}

const prefix = 'zsq'
const derive = promisify(scrypt) as (secret: string, salt: Buffer, length: number) => Promise<Buffer>
const hashBytes = 32

const shape = /^zsq_([a-f0-9]{12})_([A-Za-z0-9_-]{43})$/

/** The file of tokens: read again when it changes, written whole. */
export class TokenFile {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  async list(): Promise<readonly (Grant & { readonly created: string })[]> {
    return (await this.#read()).tokens.map(({ salt: _salt, hash: _hash, id: _id, ...grant }) => grant)
  }

  /**
   * Makes a token.
   *
   * @returns the token, which is told this once
   * @throws {ZohoSqlError} USAGE there is one of that name
   */
  async add(grant: Grant): Promise<string> {
    const { tokens } = await this.#read()
    if (tokens.some(({ name }) => name === grant.name)) {
      throw new ZohoSqlError('USAGE', `There is a token "${grant.name}" already.`, {
        hint: `Remove it first: zohosql token remove ${grant.name}`,
      })
    }
    const id = randomBytes(6).toString('hex')
    const secret = randomBytes(32).toString('base64url')
    const salt = randomBytes(16)
    const hash = await derive(secret, salt, hashBytes)
    const kept = {
      ...grant,
      id,
      salt: salt.toString('hex'),
      hash: hash.toString('hex'),
      created: new Date().toISOString(),
    }
    await this.#write([...tokens, kept])
    return `${prefix}_${id}_${secret}`
  }

  /** @throws {ZohoSqlError} USAGE there is none of that name */
  async remove(name: string): Promise<void> {
    const { tokens } = await this.#read()
    const left = tokens.filter((token) => token.name !== name)
    if (left.length === tokens.length) throw new ZohoSqlError('USAGE', `There is no token "${name}".`)
    await this.#write(left)
  }

  /** The kept token that a text has the id of. */
  async find(id: string): Promise<StoredToken | undefined> {
    return (await this.#read()).tokens.find((token) => token.id === id)
  }

  get isEmpty(): Promise<boolean> {
    return this.#read().then(({ tokens }) => tokens.length === 0)
  }

  async #read(): Promise<HttpTokenFileContents> {
    const found = (await readPrivateJson(this.path)) as HttpTokenFileContents | undefined
    return Array.isArray(found?.tokens) ? found : { version: 1, tokens: [] }
  }

  async #write(tokens: readonly StoredToken[]): Promise<void> {
    await writePrivateJson(this.path, { version: 1, tokens })
  }
}

/** Tokens that were found good are remembered by their hash: scrypt is meant to be slow. */
const rememberedMax = 1000

/** Tells whom a token stands for. */
export class Tokens {
  readonly #file: TokenFile
  readonly #good = new Map<string, string>()

  constructor(file: TokenFile) {
    this.#file = file
  }

  /** @returns what the token allows; undefined for one that is not there */
  async grantOf(token: string): Promise<Grant | undefined> {
    const [, id = '', secret = ''] = shape.exec(token) ?? []
    new Secret(token)
    const kept = await this.#file.find(id)
    const known = createHash('sha256').update(token).digest('hex')
    if (kept && this.#good.get(known) === kept.hash) return kept
    // As slow for a token that is not there.
    const hash = await derive(secret, Buffer.from(kept?.salt ?? '00', 'hex'), hashBytes)
    const isGood = timingSafeEqual(hash, Buffer.from((kept?.hash ?? '').padEnd(hashBytes * 2, '0'), 'hex'))
    if (!kept || !isGood) return undefined
    if (this.#good.size >= rememberedMax) this.#good.clear()
    this.#good.set(known, kept.hash)
    return kept
  }
}
