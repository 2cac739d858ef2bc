import { isUtf8 } from 'node:buffer'
import { ZohoSqlError } from '../../base/errors.ts'

export const violation = (what: string): ZohoSqlError => new ZohoSqlError('PROTOCOL_VIOLATION', what)

/** Reads the fields of one message; a field that would reach beyond the message is a violation, never an allocation. */
export class BodyReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  int8(): number {
    return this.#bytes.readUInt8(this.#advance(1))
  }

  int16(): number {
    return this.#bytes.readInt16BE(this.#advance(2))
  }

  int32(): number {
    return this.#bytes.readInt32BE(this.#advance(4))
  }

  uint32(): number {
    return this.#bytes.readUInt32BE(this.#advance(4))
  }

  /** A number of things to come, each of at least `size` bytes: more than fit the rest is a violation. */
  count(size: number): number {
    const count = this.#bytes.readUInt16BE(this.#advance(2))
    if (count * size > this.left) throw violation('a message announces more than it holds')
    return count
  }

  /** A view, not a copy. */
  bytes(length: number): Buffer {
    const start = this.#advance(length)
    return this.#bytes.subarray(start, start + length)
  }

  rest(): Buffer {
    return this.bytes(this.left)
  }

  /**
   * Text up to a zero byte.
   *
   * @throws {ZohoSqlError} 22021 where it is no UTF-8
   */
  text(): string {
    const end = this.#bytes.indexOf(0, this.#at)
    if (end < 0) throw violation('a text in a message has no end')
    const bytes = this.#bytes.subarray(this.#at, end)
    if (!isUtf8(bytes)) throw new ZohoSqlError('INVALID_BYTES', 'invalid byte sequence for encoding "UTF8"')
    this.#at = end + 1
    return bytes.toString()
  }

  /** The message must end here. */
  end(): void {
    if (this.left > 0) throw violation('a message is longer than its fields')
  }

  #advance(length: number): number {
    if (length < 0 || length > this.left) throw violation('a message is shorter than its fields')
    const start = this.#at
    this.#at += length
    return start
  }
}
