import { readFileSync } from 'node:fs'
// By its default export: a Node that lacks one of its names must be able to load this, and be told so.
import tls, { checkServerIdentity, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls'
import { buildConnector } from 'undici'
import { ZohoSqlError } from '../base/errors.ts'

export interface TlsOptions {
  /** The certificate's name must match the host. */
  readonly verifyHost: boolean
  /** The certificate must chain to a trusted root and be in its time. */
  readonly verifyPeer: boolean
  /** PEM file of roots to trust besides the default ones. */
  readonly caFile?: string
}

export interface NodeTlsOptions {
  readonly rejectUnauthorized: boolean
  readonly checkServerIdentity?: () => undefined
  readonly secureContext?: SecureContext
  readonly maxCachedSessions: 0
}

/**
 * The two checks as Node knows them. Node has one switch for both (`rejectUnauthorized`), so: the chain alone is that
 * switch with a name check that accepts all; the name alone is done by {@link checkingName}.
 *
 * Sessions are not resumed, because Node skips the name check on a resumed one.
 *
 * @throws ZohoSqlError HY024 if `caFile` cannot be used
 */
export function nodeTlsOptions({ verifyHost, verifyPeer, caFile }: TlsOptions): NodeTlsOptions {
  return {
    rejectUnauthorized: verifyPeer,
    maxCachedSessions: 0,
    ...(verifyPeer && !verifyHost ? { checkServerIdentity: () => undefined } : {}),
    // One context for all connections: parsing some 150 roots for each would cost more than the handshake.
    ...(caFile === undefined ? {} : { secureContext: trusting(caFile) }),
  }
}

function trusting(caFile: string): SecureContext {
  try {
    const pem = readFileSync(caFile, 'utf8')
    if (!pem.includes('-----BEGIN CERTIFICATE-----')) throw new Error('it holds no PEM certificate')
    // 'default' is what Node trusts without us: its own roots and NODE_EXTRA_CA_CERTS.
    return createSecureContext({ ca: [...tls.getCACertificates('default'), pem] })
  } catch (cause) {
    throw new ZohoSqlError('INVALID_PROPERTY', `caFile "${caFile}" cannot be used: ${(cause as Error).message}.`, {
      hint: 'Give a readable file with one or more certificates in PEM form.',
      cause,
    })
  }
}

/** The connector, followed by the check of the certificate's name that Node leaves out when it does not check chains. */
export function checkingName(connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) =>
    connect(options, (error, socket) => {
      if (error || !socket) return callback(error ?? new Error('no socket'), null)
      const mismatch = nameMismatch(options, socket)
      if (mismatch === undefined) return callback(null, socket)
      socket.destroy()
      return callback(mismatch, null)
    })
}

function nameMismatch({ protocol, hostname }: buildConnector.Options, socket: object): Error | undefined {
  if (protocol !== 'https:') return undefined
  return checkServerIdentity(hostname.replace(/^\[|\]$/g, ''), (socket as TLSSocket).getPeerCertificate(true))
}

export { buildConnector }
