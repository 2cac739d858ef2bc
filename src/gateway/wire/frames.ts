import { violation } from './body-reader.ts'

/** One message without its meaning: its letter (none for the first of a connection) and its body. */
export interface MessageFrame {
  readonly letter: string
  readonly body: Buffer
}

/** PostgreSQL's own bound of the first message of a connection. */
const startupMax = 10_000

/**
 * Cuts a stream of bytes into messages, wherever the stream was cut before. A length is judged before anything is kept
 * for it, and bytes are joined once a message is whole.
 */
export class FrameReader {
  readonly #messageMax: number
  #chunks: Buffer[] = []
  #held = 0
  #started = false

  /** @param messageMax bytes of the longest message allowed. */
  constructor(messageMax: number) {
    this.#messageMax = messageMax
  }

  /** Bytes waiting for the rest of their message, or for being asked for. */
  get held(): number {
    return this.#held
  }

  /** The first byte of them. */
  get first(): number | undefined {
    return this.#chunks[0]?.[0]
  }

  /** From here on messages have a letter. */
  start(): void {
    this.#started = true
  }

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return
    this.#chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
    this.#held += chunk.length
  }

  /**
   * The next whole message, or undefined until more bytes come.
   *
   * @throws {ZohoSqlError} 08P01 for a length that cannot be
   */
  next(): MessageFrame | undefined {
    const head = this.#started ? 1 : 0
    if (this.#held < head + 4) return undefined
    const length = this.#peek(head + 4).readInt32BE(head)
    const max = this.#started ? this.#messageMax : startupMax
    if (length < (this.#started ? 4 : 8) || length > max) throw violation(`invalid length of message: ${length}`)
    if (this.#held < head + length) return undefined
    const whole = this.#take(head + length)
    return { letter: this.#started ? String.fromCharCode(whole[0]!) : '', body: whole.subarray(head + 4) }
  }

  /** All that is held, for whoever goes on with the stream: TLS must begin with nothing left over. */
  drain(): Buffer {
    return this.#take(this.#held)
  }

  #peek(count: number): Buffer {
    const [first] = this.#chunks
    if (first && first.length >= count) return first
    this.#chunks = [Buffer.concat(this.#chunks)]
    return this.#chunks[0]!
  }

  #take(count: number): Buffer {
    const [first] = this.#chunks
    const all = first && first.length >= count ? first : Buffer.concat(this.#chunks)
    if (all !== first) this.#chunks = [all]
    const left = all.subarray(count)
    if (left.length > 0) this.#chunks[0] = left
    else this.#chunks.shift()
    this.#held -= count
    return all.subarray(0, count)
  }
}
