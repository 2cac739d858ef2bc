import { byName } from '../../base/by-name.ts'
import type { ZohoSqlError } from '../../base/errors.ts'
import { BodyReader, violation } from './body-reader.ts'
import type { MessageFrame } from './frames.ts'

/** A statement's or a portal's: both are described and closed by name. */
export type DescribeTarget = 'statement' | 'portal'

/** What a client says once its session began. */
export type FrontendMessage =
  | { readonly kind: 'query'; readonly sql: string }
  | { readonly kind: 'parse'; readonly name: string; readonly sql: string; readonly types: readonly number[] }
  | {
      readonly kind: 'bind'
      readonly portal: string
      readonly statement: string
      /** 0 text, 1 binary: none (all text), one for all, or one each. */
      readonly parameterFormats: readonly number[]
      readonly parameters: readonly (Buffer | null)[]
      readonly resultFormats: readonly number[]
    }
  | { readonly kind: 'describe'; readonly target: DescribeTarget; readonly name: string }
  | { readonly kind: 'close'; readonly target: DescribeTarget; readonly name: string }
  /** `rowsMax` 0: all. */
  | { readonly kind: 'execute'; readonly portal: string; readonly rowsMax: number }
  | { readonly kind: 'sync' }
  | { readonly kind: 'flush' }
  | { readonly kind: 'terminate' }
  | { readonly kind: 'function-call' }
  | { readonly kind: 'copy-data'; readonly data: Buffer }
  | { readonly kind: 'copy-done' }
  | { readonly kind: 'copy-fail'; readonly reason: string }
  /** It could be cut out, but not be read; a `simple` one is answered by readiness. */
  | { readonly kind: 'spoilt'; readonly error: ZohoSqlError; readonly simple: boolean }
  /** An answer to a demand for a password; what is in it depends on the demand. */
  | { readonly kind: 'password'; readonly body: Buffer }

const readers: Readonly<Record<string, (reader: BodyReader) => FrontendMessage>> = byName({
  Q: (reader) => ({ kind: 'query', sql: reader.text() }),
  P: readParse,
  B: readBind,
  D: (reader) => ({ kind: 'describe', target: readTarget(reader), name: reader.text() }),
  C: (reader) => ({ kind: 'close', target: readTarget(reader), name: reader.text() }),
  E: (reader) => ({ kind: 'execute', portal: reader.text(), rowsMax: reader.int32() }),
  S: () => ({ kind: 'sync' }),
  H: () => ({ kind: 'flush' }),
  X: () => ({ kind: 'terminate' }),
  p: (reader) => ({ kind: 'password', body: reader.rest() }),
  F: readFunctionCall,
  d: (reader) => ({ kind: 'copy-data', data: reader.rest() }),
  c: () => ({ kind: 'copy-done' }),
  f: (reader) => ({ kind: 'copy-fail', reason: reader.text() }),
})

/** @throws {ZohoSqlError} 08P01 for an unknown letter or a body that does not fit it */
export function readMessage({ letter, body }: MessageFrame): FrontendMessage {
  const read = readers[letter]
  if (!read) throw violation(`invalid frontend message type ${letter.charCodeAt(0)}`)
  const reader = new BodyReader(body)
  const message = read(reader)
  reader.end()
  return message
}

function readFunctionCall(reader: BodyReader): FrontendMessage {
  reader.rest()
  return { kind: 'function-call' }
}

const list = <T>(reader: BodyReader, size: number, read: () => T): T[] =>
  Array.from({ length: reader.count(size) }, read)

function readTarget(reader: BodyReader): DescribeTarget {
  const letter = String.fromCharCode(reader.int8())
  if (letter === 'S') return 'statement'
  if (letter === 'P') return 'portal'
  throw violation(`invalid DESCRIBE or CLOSE message subtype ${letter.charCodeAt(0)}`)
}

function readParse(reader: BodyReader): FrontendMessage {
  const name = reader.text()
  const sql = reader.text()
  return { kind: 'parse', name, sql, types: list(reader, 4, () => reader.uint32()) }
}

function readBind(reader: BodyReader): FrontendMessage {
  const portal = reader.text()
  const statement = reader.text()
  const parameterFormats = list(reader, 2, () => readFormat(reader))
  const parameters = list(reader, 4, () => readValue(reader))
  const resultFormats = list(reader, 2, () => readFormat(reader))
  const formats = parameterFormats.length
  if (formats > 1 && formats !== parameters.length) {
    throw violation(`bind message has ${formats} parameter formats but ${parameters.length} parameters`)
  }
  return { kind: 'bind', portal, statement, parameterFormats, parameters, resultFormats }
}

function readFormat(reader: BodyReader): number {
  const format = reader.int16()
  if (format !== 0 && format !== 1) throw violation(`unsupported format code: ${format}`)
  return format
}

function readValue(reader: BodyReader): Buffer | null {
  const length = reader.int32()
  return length === -1 ? null : reader.bytes(length)
}
