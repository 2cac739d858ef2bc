import { BodyReader, violation } from './body-reader.ts'

/** The first message of a connection: a request to encrypt, to cancel another's statement, or to begin a session. */
export type StartupMessage =
  | { readonly kind: 'ssl' }
  | { readonly kind: 'gss' }
  | { readonly kind: 'cancel'; readonly processId: number; readonly key: Buffer }
  | { readonly kind: 'session'; readonly minor: number; readonly parameters: ReadonlyMap<string, string> }

const requests = { cancel: 80_877_102, ssl: 80_877_103, gss: 80_877_104 }

/** The newest minor version of protocol 3 that is spoken here. */
const newestMinor = 2

/** Longest key of a cancel request in protocol 3.2. */
const keyMax = 256

/** @throws {ZohoSqlError} 08P01 */
export function readStartup(body: Uint8Array): StartupMessage {
  const reader = new BodyReader(body)
  const code = reader.int32()
  if (code === requests.ssl || code === requests.gss) {
    reader.end()
    return { kind: code === requests.ssl ? 'ssl' : 'gss' }
  }
  if (code === requests.cancel) return readCancel(reader)
  const major = code >> 16
  if (major !== 3) {
    throw violation(`unsupported frontend protocol ${major}.${code & 0xffff}: server supports 3.0 to 3.${newestMinor}`)
  }
  return { kind: 'session', minor: code & 0xffff, parameters: readParameters(reader) }
}

function readCancel(reader: BodyReader): StartupMessage {
  const processId = reader.int32()
  const key = reader.rest()
  if (key.length < 4 || key.length > keyMax) throw violation('invalid length of cancel request')
  return { kind: 'cancel', processId, key }
}

function readParameters(reader: BodyReader): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>()
  for (let name = reader.text(); name !== ''; name = reader.text()) parameters.set(name, reader.text())
  reader.end()
  return parameters
}

/** What is agreed upon, and what of the client's wishes has to be declined (undefined: nothing). */
export interface Negotiated {
  readonly minor: number
  readonly declined: readonly string[] | undefined
}

/** Protocol options (`_pq_.…`) are all unknown here; a newer minor version comes down to ours. */
export function negotiated({ minor, parameters }: Extract<StartupMessage, { kind: 'session' }>): Negotiated {
  const declined = [...parameters.keys()].filter((name) => name.startsWith('_pq_.'))
  const agreed = Math.min(minor, newestMinor)
  return { minor: agreed, declined: declined.length > 0 || agreed < minor ? declined : undefined }
}
