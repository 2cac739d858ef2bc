import { createHash, createHmac, pbkdf2, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { saslprep } from '@mongodb-js/saslprep'

/** What a server keeps of a password, as SCRAM-SHA-256 has it (RFC 5802, 7677): the password cannot be told from it. */
export interface Verifier {
  readonly iterations: number
  readonly salt: Buffer
  readonly storedKey: Buffer
  readonly serverKey: Buffer
}

const iterations = 4096
export const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
export const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest()

export function makeVerifier(password: string, salt: Buffer = randomBytes(16)): Verifier {
  const salted = pbkdf2Sync(prepared(password), salt, iterations, 32, 'sha256')
  return { iterations, salt, storedKey: storedKeyOf(salted), serverKey: hmac(salted, 'Server Key') }
}

const storedKeyOf = (salted: Buffer): Buffer => sha256(hmac(salted, 'Client Key'))

/** As clients prepare it (RFC 4013); what that forbids goes as it is, as PostgreSQL lets it. */
function prepared(password: string): string {
  try {
    return saslprep(password)
  } catch {
    return password
  }
}

const guess = randomBytes(32)

/** For a user that is not there: the same salt each time, as a real user has, and keys that nobody knows. */
export const nobody = (user: string): Verifier => ({
  iterations,
  salt: hmac(guess, user).subarray(0, 16),
  storedKey: randomBytes(32),
  serverKey: randomBytes(32),
})

/** PostgreSQL's own form of a verifier: `SCRAM-SHA-256$iterations:salt$storedKey:serverKey`; else undefined. */
export function readVerifier(text: string): Verifier | undefined {
  const found = /^SCRAM-SHA-256\$(\d+):([^$]+)\$([^:]+):(.+)$/.exec(text)
  if (!found) return undefined
  const [, count, salt, storedKey, serverKey] = found
  const bytes = (base64: string | undefined): Buffer => Buffer.from(base64 ?? '', 'base64')
  return { iterations: Number(count), salt: bytes(salt), storedKey: bytes(storedKey), serverKey: bytes(serverKey) }
}

const derive = promisify(pbkdf2)

/**
 * For protocols that bring the password itself (HTTP Basic). It takes as long for a user that is not there.
 *
 * @param verifier undefined for a user that is not there
 */
export async function isPassword(password: string, verifier: Verifier | undefined): Promise<boolean> {
  const { salt, iterations: count, storedKey } = verifier ?? nobody('')
  const salted = await derive(prepared(password), salt, count, 32, 'sha256')
  const found = storedKeyOf(salted)
  return found.length === storedKey.length && timingSafeEqual(found, storedKey) && verifier !== undefined
}
