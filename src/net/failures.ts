import { byName } from '../base/by-name.ts'
import { ZohoSqlError } from '../base/errors.ts'
import { addressOf, type HttpRequest } from './send.ts'

/** What Node, OpenSSL and undici report about a broken exchange, in our words. */
interface NetworkFailure {
  readonly code:
    | 'CONNECTION_FAILED'
    | 'CERTIFICATE_REFUSED'
    | 'CONNECTION_LOST'
    | 'TIMEOUT'
    | 'CONNECTION_CLOSED'
    | 'REMOTE_ANSWER'
  readonly says: (host: string) => string
  readonly hint?: string
}

const untrusted: NetworkFailure = {
  code: 'CERTIFICATE_REFUSED',
  says: (host) => `The certificate of ${host} does not chain to a trusted root`,
  hint: 'If the root is yours, name it in caFile; usePeerVerification=false accepts any.',
}

const outdated = (what: string): NetworkFailure => ({
  code: 'CERTIFICATE_REFUSED',
  says: (host) => `The certificate of ${host} ${what}`,
  hint: 'Check this machine’s clock; usePeerVerification=false accepts it.',
})

const unreachable = (what: string, hint?: string): NetworkFailure => ({
  code: 'CONNECTION_FAILED',
  says: (host) => `${host} ${what}`,
  hint,
})

const lost: NetworkFailure = { code: 'CONNECTION_LOST', says: (host) => `The connection to ${host} broke` }

const slow: NetworkFailure = {
  code: 'TIMEOUT',
  says: (host) => `${host} did not answer in time`,
  hint: 'The property timeout says how long one exchange may take.',
}

const damaged: NetworkFailure = {
  code: 'REMOTE_ANSWER',
  says: (host) => `The answer of ${host} is not compressed as it says, or broken off`,
}

const closed: NetworkFailure = { code: 'CONNECTION_CLOSED', says: () => 'The connection is closed' }

const noTls = unreachable('does not speak TLS as expected', 'If it speaks plain HTTP, set useEncryptedEndpoints=false.')

const byCode: Readonly<Record<string, NetworkFailure>> = byName({
  ERR_TLS_CERT_ALTNAME_INVALID: {
    code: 'CERTIFICATE_REFUSED',
    says: (host) => `The certificate of ${host} is made out to another name`,
    hint: 'Check the host; useHostVerification=false accepts any name.',
  },
  CERT_HAS_EXPIRED: outdated('has expired'),
  CERT_NOT_YET_VALID: outdated('is not valid yet'),
  ENOTFOUND: unreachable('is unknown: its name has no address', 'Check the endpoint’s spelling and the network.'),
  EAI_AGAIN: unreachable('could not be looked up now'),
  ECONNREFUSED: unreachable('refuses the connection: nothing listens there'),
  EHOSTUNREACH: unreachable('cannot be reached'),
  ENETUNREACH: unreachable('cannot be reached'),
  ETIMEDOUT: unreachable('did not accept the connection in time'),
  UND_ERR_CONNECT_TIMEOUT: unreachable('did not accept the connection in time'),
  UND_ERR_PRX_TLS: unreachable('is behind a proxy whose certificate was refused', 'Check the property proxy.'),
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: noTls,
  EPROTO: noTls,
  UND_ERR_HEADERS_TIMEOUT: slow,
  UND_ERR_BODY_TIMEOUT: slow,
  UND_ERR_DESTROYED: closed,
  UND_ERR_CLOSED: closed,
})

// OpenSSL's names for whatever is wrong with a chain.
const chainFailure = /^(CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|CRL_|ERROR_IN_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH)/

// zlib's own names, and those of Brotli.
const decompression = /^(Z_|ERR__|ERR_BROTLI_)/

/** The failure as an error of this package; `CONNECTION_LOST` and `TIMEOUT` mean that the request may have arrived. */
export function networkError(error: unknown, request: HttpRequest): ZohoSqlError {
  const { host } = new URL(request.url)
  const failure = recognise(error)
  return new ZohoSqlError(failure.code, `${failure.says(host)}${technical(error)}.`, {
    hint: failure.hint,
    cause: error,
  })
}

/** Of these the code alone does not tell whether the connection was still to be made, or broke with a request in it. */
const atAnyTime: ReadonlySet<string> = new Set(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EPROTO'])

/** The system call that failed: reading and writing happen on connections that stand. */
function isOnOpenConnection(error: unknown): boolean {
  const { syscall, cause } = error as { syscall?: unknown; cause?: { syscall?: unknown } }
  return /^(read|write)$/.test(String(syscall ?? cause?.syscall))
}

function recognise(error: unknown): NetworkFailure {
  const code = codeOf(error)
  // A write must not be taken for one that never left.
  if (atAnyTime.has(code) && isOnOpenConnection(error)) return code === 'EPROTO' && isHandshake(error) ? noTls : lost
  const proxyStatus = /^Proxy response \((\d+)\)|^Proxy Authentication Required \((407)\)/.exec(messageOf(error))
  if (proxyStatus) return proxyRefusal(proxyStatus[1] ?? proxyStatus[2]!)
  if (byCode[code]) return byCode[code]
  if (decompression.test(code)) return damaged
  return chainFailure.test(code) ? untrusted : lost
}

/** OpenSSL's own words for a peer that spoke no TLS from the start. */
const isHandshake = (error: unknown): boolean =>
  /wrong version number|unknown protocol|http request/i.test(messageOf(error))

const proxyRefusal = (status: string): NetworkFailure =>
  unreachable(
    `cannot be reached: the proxy answered ${status}`,
    status === '407' ? 'Give user and password in the property proxy.' : 'Check the property proxy.',
  )

const codeOf = (error: unknown): string => {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } }
  const own = typeof code === 'string' ? code : ''
  const inner = typeof cause?.code === 'string' ? cause.code : ''
  return byCode[own] || inner === '' ? own : inner
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const technical = (error: unknown): string => {
  const code = codeOf(error)
  return code === '' ? '' : ` (${code})`
}

/** HYT00 for an exchange that took longer than the property `timeout`. */
export const tooSlow = (request: HttpRequest, ms: number): ZohoSqlError =>
  new ZohoSqlError('TIMEOUT', `${addressOf(request)} did not answer within ${ms / 1000} s.`, { hint: slow.hint })

/** 53000 for a body larger than this process takes. */
export const tooLarge = (request: HttpRequest, bytesMax: number): ZohoSqlError =>
  new ZohoSqlError('RESOURCE_LIMIT', `The answer of ${addressOf(request)} is larger than ${bytesMax} bytes.`)
