import { createWriteStream } from 'node:fs'
import { Readable, type Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createDeflateRaw, createGzip } from 'node:zlib'
import { byName } from '../../base/by-name.ts'
import type { RowWriter } from '../../output/index.ts'
import type { JsonNode } from '../factory/index.ts'
import type { TextForm } from './text.ts'

export interface Compression {
  /** What a file's name gets that the dataset does not name. */
  readonly ending: string
  readonly stream: (() => Transform) | undefined
}

const kinds: Readonly<Record<string, Compression>> = byName({
  none: { ending: '', stream: undefined },
  gzip: { ending: '.gz', stream: createGzip },
  deflate: { ending: '.deflate', stream: createDeflateRaw },
})

/** `compressionCodec`, or `compression` with a `type`. @throws {ZohoSqlError} PIPELINE_INVALID */
export function compressionOf(properties: JsonNode): Compression {
  const older = properties.member('compression')
  const codec = older.isThere ? older.member('type') : properties.member('compressionCodec')
  if (!codec.isThere || codec.value === '') return kinds.none!
  return kinds[codec.oneOf(Object.keys(kinds))]!
}

const encodings = {
  'UTF-8': { name: 'utf8', mark: false },
  'UTF-8 without BOM': { name: 'utf8', mark: false },
  'UTF-16': { name: 'utf16le', mark: true },
  'UTF-16LE': { name: 'utf16le', mark: false },
  'US-ASCII': { name: 'ascii', mark: false },
  'ISO-8859-1': { name: 'latin1', mark: false },
} as const satisfies Record<string, { readonly name: BufferEncoding; readonly mark: boolean }>

export type Encoding = (typeof encodings)[keyof typeof encodings]

/** @throws {ZohoSqlError} PIPELINE_INVALID an encoding that is not written here */
export function encodingOf(properties: JsonNode): Encoding {
  const node = properties.member('encodingName')
  if (!node.isThere || node.value === '') return encodings['UTF-8']
  return encodings[node.oneOf(Object.keys(encodings) as (keyof typeof encodings)[])]
}

/** Letters that the encoding does not have become `?`, as .NET writes them. */
function encoded(text: string, { name }: Encoding): Buffer {
  if (name === 'ascii') return Buffer.from(text.replace(/[^\0-\x7f]/gu, '?'), 'latin1')
  if (name === 'latin1') return Buffer.from(text.replace(/[^\0-\xff]/gu, '?'), 'latin1')
  return Buffer.from(text, name)
}

/** Rows as text in an encoding, packed or not. */
export const packedText =
  (form: TextForm, encoding: Encoding, { stream }: Compression): RowWriter =>
  async ({ path, columns, batches }) => {
    async function* parts() {
      yield encoded(`${encoding.mark ? '\uFEFF' : ''}${form.begin(columns)}`, encoding)
      let first = true
      for await (const rows of batches) {
        if (rows.length === 0) continue
        yield encoded(form.rows(rows, columns, first), encoding)
        first = false
      }
      yield encoded(form.end(), encoding)
    }
    const texts = Readable.from(parts(), { objectMode: true, highWaterMark: 1 })
    const file = createWriteStream(path)
    await (stream ? pipeline(texts, stream(), file) : pipeline(texts, file))
  }
