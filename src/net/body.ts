import { createWriteStream } from 'node:fs'
import { PassThrough, type Readable, type Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { byName } from '../base/by-name.ts'
import { tooLarge } from './failures.ts'
import type { HttpRequest } from './send.ts'

const decoders: Readonly<Record<string, () => Transform>> = byName({
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
})

/** What we offer; `deflate` is understood but not asked for, because servers disagree on what it is. */
export const acceptEncoding = 'gzip, br'

const bodyBytesMax = 256 * 1024 * 1024
const fileBytesMax = 16 * 1024 * 1024 * 1024

interface ReadBody {
  readonly body: Buffer
  /** As it travelled. */
  readonly bytes: number
}

/** The whole body, decoded, in memory or in the request's file. @throws ZohoSqlError 53000 if it is too large */
export async function readBody(
  source: Readable,
  encoding: string,
  request: HttpRequest,
  toFile: boolean,
): Promise<ReadBody> {
  let bytes = 0
  const travelled = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      bytes += chunk.length
      yield chunk
    }
  }
  const chunks: Buffer[] = []
  const decoder = decoders[encoding.trim().toLowerCase()] ?? (() => new PassThrough())
  const limit = limited(request, request.bytesMax ?? (toFile ? fileBytesMax : bodyBytesMax))
  const sink = toFile ? createWriteStream(request.saveTo!, { mode: 0o600 }) : collector(chunks)
  await pipeline(source, travelled, decoder(), limit, sink)
  return { body: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks), bytes }
}

// After decoding, so that a small compressed body cannot fill the memory.
const limited = (request: HttpRequest, bytesMax: number) =>
  async function* (chunks: AsyncIterable<Buffer>) {
    let size = 0
    for await (const chunk of chunks) {
      size += chunk.length
      if (size > bytesMax) throw tooLarge(request, bytesMax)
      yield chunk
    }
  }

const collector = (into: Buffer[]) =>
  new Writable({
    write(chunk: Buffer, _encoding, done) {
      into.push(chunk)
      done()
    },
  })
