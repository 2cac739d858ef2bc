import type { IncomingHttpHeaders } from 'node:http'
import { ZohoSqlError } from '../../base/errors.ts'
import { checkOrigin } from './origin.ts'
import { SlowDown } from './slow-down.ts'
import { type Grant, type TokenFile, Tokens } from './tokens.ts'

/** Who asks. */
export interface Caller {
  readonly grant: Grant
  readonly address: string
}

/** What a request brings for being let in. */
export interface Coming {
  readonly headers: IncomingHttpHeaders
  readonly address: string
}

/** Programs of this machine, where there are no tokens. */
const everyone: Grant = { name: 'local', readOnly: true }

export class AccessControl {
  readonly #tokens: Tokens | undefined
  readonly #slow = new SlowDown()
  readonly #open: Grant

  /**
   * @param file undefined: there are no tokens, and the door is open to this machine
   * @param readOnly what callers without a token may do
   */
  constructor(file: TokenFile | undefined, readOnly = true) {
    this.#tokens = file && new Tokens(file)
    this.#open = { ...everyone, readOnly }
  }

  /**
   * @throws {ZohoSqlError} UNAUTHORIZED 401 no token, or a wrong one · TOO_MANY_REQUESTS 429 too many wrong ones ·
   * FOREIGN_HOST 421, FORBIDDEN 403 a page of the web asks through a browser
   */
  async admit({ headers, address }: Coming): Promise<Caller> {
    if (!this.#tokens) {
      const host = headers[':authority'] ?? headers.host
      checkOrigin(typeof host === 'string' ? host : undefined, headers.origin)
      return { grant: this.#open, address }
    }
    if (this.#slow.waitOf(address) > 0) {
      throw new ZohoSqlError('TOO_MANY_REQUESTS', 'Too many wrong tokens came from this address.', {
        hint: 'Wait a minute.',
      })
    }
    const token = tokenOf(headers.authorization)
    if (token === undefined) throw new ZohoSqlError('UNAUTHORIZED', 'A token is needed.', { hint: bring })
    const grant = await this.#tokens.grantOf(token)
    if (!grant) {
      this.#slow.failed(address)
      throw new ZohoSqlError('UNAUTHORIZED', 'The token is none of ours.', { hint: bring })
    }
    this.#slow.succeeded(address)
    return { grant, address }
  }
}

const bring = 'Bring it as Authorization: Bearer TOKEN, or as the password of Basic. zohosql token add makes one.'

/** Of `Bearer TOKEN`, or the password of `Basic`. */
function tokenOf(header: string | undefined): string | undefined {
  const [, scheme = '', value = ''] = /^(\w+)\s+(\S+)$/.exec(header ?? '') ?? []
  if (scheme.toLowerCase() === 'bearer') return value
  if (scheme.toLowerCase() !== 'basic') return undefined
  const pair = Buffer.from(value, 'base64').toString('utf8')
  return pair.includes(':') ? pair.slice(pair.indexOf(':') + 1) : undefined
}
