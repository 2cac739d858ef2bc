import { randomBytes, timingSafeEqual } from 'node:crypto'
import { ZohoSqlError } from '../../base/errors.ts'
import { hmac, nobody, sha256, type Verifier } from '../../serve/index.ts'

/** SCRAM-SHA-256 (RFC 5802, 7677) from the server's side: the password is never sent. */

const violation = (what: string): ZohoSqlError =>
  new ZohoSqlError('PROTOCOL_VIOLATION', `malformed SCRAM message: ${what}`)

const refused = (what: string): ZohoSqlError => new ZohoSqlError('INVALID_AUTHORIZATION', what)

const mechanisms = { plain: 'SCRAM-SHA-256', bound: 'SCRAM-SHA-256-PLUS' } as const

/** How the client stands to binding the exchange to its TLS connection. */
const bindings = { none: 'n', unoffered: 'y', endPoint: 'p=tls-server-end-point' }

/** One exchange: the client's two messages in, the server's two out. */
export class ScramExchange {
  readonly #verifier: Verifier
  readonly #known: boolean
  readonly #endPoint: Buffer | undefined
  #clientFirst = ''
  #serverFirst = ''
  /** What the client's second message has to repeat of its first. */
  #binding = Buffer.alloc(0)

  /**
   * @param verifier undefined for a user that is not there: the exchange goes on as if, and fails at its end
   * @param endPoint what the exchange may be bound to: the hash of the server's certificate
   */
  constructor(user: string, verifier: Verifier | undefined, endPoint: Buffer | undefined) {
    this.#known = verifier !== undefined
    this.#verifier = verifier ?? nobody(user)
    this.#endPoint = endPoint
  }

  get mechanisms(): readonly string[] {
    return this.#endPoint ? [mechanisms.bound, mechanisms.plain] : [mechanisms.plain]
  }

  /** @throws {ZohoSqlError} 08P01 · 28000 the client was made to believe that there is no binding */
  first(message: string, mechanism: string): string {
    const [, header, flag, identity, bare] = /^((n|y|p=[^,]*),([^,]*),)(.*)$/s.exec(message) ?? []
    if (header === undefined || bare === undefined || bare.startsWith('m=')) throw violation('its begin')
    if (identity) throw refused('client uses authorization identity, but it is not supported')
    this.#judge(flag!, mechanism)
    const nonce = /(?:^|,)r=([!-+\--~]+)(?:,|$)/.exec(bare)?.[1]
    if (!nonce) throw violation('no nonce')
    const bound = mechanism === mechanisms.bound ? this.#endPoint! : Buffer.alloc(0)
    this.#binding = Buffer.concat([Buffer.from(header), bound])
    this.#clientFirst = bare
    const { salt, iterations: count } = this.#verifier
    this.#serverFirst = `r=${nonce}${randomBytes(18).toString('base64')},s=${salt.toString('base64')},i=${count}`
    return this.#serverFirst
  }

  /** The server's proof, or undefined for a wrong password. */
  final(message: string): string | undefined {
    const [, withoutProof, binding, nonce, proof] = /^(c=([^,]+),r=([^,]+).*?),p=([^,]+)$/s.exec(message) ?? []
    if (withoutProof === undefined) throw violation('no proof')
    if (!Buffer.from(binding!, 'base64').equals(this.#binding)) throw refused('SCRAM channel binding check failed')
    if (!this.#serverFirst.startsWith(`r=${nonce},`)) throw violation('nonce changed')
    const signed = `${this.#clientFirst},${this.#serverFirst},${withoutProof}`
    const { storedKey, serverKey } = this.#verifier
    if (!proves(Buffer.from(proof!, 'base64'), hmac(storedKey, signed), storedKey) || !this.#known) return undefined
    return `v=${hmac(serverKey, signed).toString('base64')}`
  }

  #judge(flag: string, mechanism: string): void {
    if (flag === bindings.unoffered && this.#endPoint) {
      throw refused('SCRAM channel binding negotiation error: this server does support it')
    }
    const fits = mechanism === mechanisms.bound ? [bindings.endPoint] : [bindings.none, bindings.unoffered]
    if (fits.includes(flag)) return
    throw violation(`channel binding "${flag}" does not belong to ${mechanism}`)
  }
}

function proves(proof: Buffer, signature: Buffer, storedKey: Buffer): boolean {
  if (proof.length !== signature.length) return false
  const clientKey = Buffer.from(proof.map((byte, index) => byte ^ signature[index]!))
  return timingSafeEqual(sha256(clientKey), storedKey)
}
