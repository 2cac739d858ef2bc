import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { ZohoSqlError } from '../../base/errors.ts'

export interface Certificate {
  readonly key: string
  readonly cert: string
  /** SHA-256, as browsers and openssl show it. */
  readonly fingerprint: string
}

const certificate = (key: string, cert: string): Certificate => ({
  key,
  cert,
  fingerprint: new X509Certificate(cert).fingerprint256,
})

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
