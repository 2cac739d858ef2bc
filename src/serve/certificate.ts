import { createHash, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { ZohoSqlError } from '../base/errors.ts'

export interface Certificate {
  readonly key: string
  readonly cert: string
  /** SHA-256, as browsers and openssl show it. */
  readonly fingerprint: string
  /** What SCRAM's channel binding `tls-server-end-point` is bound to; undefined where RFC 5929 defines nothing. */
  readonly endPoint: Buffer | undefined
}

function certificate(key: string, cert: string): Certificate {
  const { fingerprint256: fingerprint, raw } = new X509Certificate(cert)
  const hash = signatureHashes.get(signatureAlgorithm(raw))
  return { key, cert, fingerprint, endPoint: hash === undefined ? undefined : createHash(hash).update(raw).digest() }
}

/** Object ids of signature algorithms, and the hash that stands for them: MD5 and SHA-1 count as SHA-256. */
const signatureHashes: ReadonlyMap<string, string> = new Map([
  ...['04', '05', '0b'].map((last): [string, string] => [`2a864886f70d0101${last}`, 'sha256']),
  ['2a864886f70d01010c', 'sha384'],
  ['2a864886f70d01010d', 'sha512'],
  ['2a8648ce3d0401', 'sha256'],
  ['2a8648ce3d040302', 'sha256'],
  ['2a8648ce3d040303', 'sha384'],
  ['2a8648ce3d040304', 'sha512'],
])

/** A certificate is SEQUENCE { what is signed, SEQUENCE { object id … }, signature }: the object id, as hex. */
function signatureAlgorithm(der: Buffer): string {
  const signed = element(der, element(der, 0).start)
  const id = element(der, element(der, signed.end).start)
  return der.toString('hex', id.start, id.end)
}

/** Where the contents of the DER element at a place begin and end. */
function element(der: Buffer, at: number): { start: number; end: number } {
  const short = der[at + 1]!
  if (short < 0x80) return { start: at + 2, end: at + 2 + short }
  const start = at + 2 + (short & 0x7f)
  return { start, end: start + der.readUIntBE(at + 2, short & 0x7f) }
}

/** One for this start only: clients cannot check it but by its fingerprint. */
export async function selfMade(host: string): Promise<Certificate> {
  const { generate } = await import('selfsigned')
  const made = await generate([{ name: 'commonName', value: host }], { keySize: 2048, algorithm: 'sha256' })
  return certificate(made.private, made.cert)
}

/** @throws {ZohoSqlError} 58030 */
export async function readCertificate(certPath: string, keyPath: string): Promise<Certificate> {
  try {
    const [cert, key] = await Promise.all([readFile(certPath, 'utf8'), readFile(keyPath, 'utf8')])
    return certificate(key, cert)
  } catch (cause) {
    throw new ZohoSqlError('FILE', `The certificate ${certPath} or its key could not be read.`, { cause })
  }
}
