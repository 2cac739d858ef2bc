import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'
import { ZohoSqlError } from '../../base/errors.ts'

/** SCRAM-SHA-256 (RFC 5802, 7677) from the server's side: the password is never sent, and is not kept here either. */

/** What a server keeps of a password. */
export interface Verifier {
  readonly iterations: number
  readonly salt: Buffer
  readonly storedKey: Buffer
  readonly serverKey: Buffer
}

const iterations = 4096
const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest()

export function makeVerifier(password: string, salt: Buffer = randomBytes(16)): Verifier {
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, iterations, 32, 'sha256')
  return { iterations, salt, storedKey: sha256(hmac(salted, 'Client Key')), serverKey: hmac(salted, 'Server Key') }
}

/** PostgreSQL's own form of a verifier: `SCRAM-SHA-256$iterations:salt$storedKey:serverKey`; else undefined. */
export function readVerifier(text: string): Verifier | undefined {
  const found = /^SCRAM-SHA-256\$(\d+):([^$]+)\$([^:]+):(.+)$/.exec(text)
  if (!found) return undefined
  const [, count, salt, storedKey, serverKey] = found
  const bytes = (base64: string | undefined): Buffer => Buffer.from(base64 ?? '', 'base64')
  return { iterations: Number(count), salt: bytes(salt), storedKey: bytes(storedKey), serverKey: bytes(serverKey) }
}

const violation = (what: string): ZohoSqlError =>
  new ZohoSqlError('PROTOCOL_VIOLATION', `malformed SCRAM message: ${what}`)

/** One exchange: the client's two messages in, the server's two out. */
export class ScramExchange {
  readonly #verifier: Verifier
  readonly #known: boolean
  #clientFirst = ''
  #serverFirst = ''
  #header = ''

  /** @param verifier undefined for a user that is not there: the exchange goes on as if, and fails at its end. */
  constructor(verifier: Verifier | undefined) {
    this.#known = verifier !== undefined
    this.#verifier = verifier ?? makeVerifier(randomBytes(16).toString('base64'))
  }

  /** @throws {ZohoSqlError} 08P01 */
  first(message: string): string {
    const [, header, bare] = /^([ny],[^,]*,)(.*)$/s.exec(message) ?? []
    if (header === undefined || bare === undefined) throw violation('channel binding is not supported')
    const nonce = /(?:^|,)r=([^,]+)/.exec(bare)?.[1]
    if (!nonce) throw violation('no nonce')
    this.#header = header
    this.#clientFirst = bare
    const { salt, iterations: count } = this.#verifier
    this.#serverFirst = `r=${nonce}${randomBytes(18).toString('base64')},s=${salt.toString('base64')},i=${count}`
    return this.#serverFirst
  }

  /** The server's proof, or undefined for a wrong password. */
  final(message: string): string | undefined {
    const [, withoutProof, binding, nonce, proof] = /^(c=([^,]+),r=([^,]+).*?),p=([^,]+)$/s.exec(message) ?? []
    if (withoutProof === undefined) throw violation('no proof')
    if (Buffer.from(binding!, 'base64').toString() !== this.#header) throw violation('channel binding changed')
    if (!this.#serverFirst.startsWith(`r=${nonce},`)) throw violation('nonce changed')
    const signed = `${this.#clientFirst},${this.#serverFirst},${withoutProof}`
    const { storedKey, serverKey } = this.#verifier
    if (!proves(Buffer.from(proof!, 'base64'), hmac(storedKey, signed), storedKey) || !this.#known) return undefined
    return `v=${hmac(serverKey, signed).toString('base64')}`
  }
}

function proves(proof: Buffer, signature: Buffer, storedKey: Buffer): boolean {
  if (proof.length !== signature.length) return false
  const clientKey = Buffer.from(proof.map((byte, index) => byte ^ signature[index]!))
  return timingSafeEqual(sha256(clientKey), storedKey)
}
