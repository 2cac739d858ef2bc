import { once } from 'node:events'
import type { Socket } from 'node:net'
import { ZohoSqlError } from '../../base/errors.ts'
import { FrameReader, type MessageFrame } from '../wire/index.ts'
import type { GatewayLimits } from './limits.ts'

/** A socket as messages in and bytes out, with an end to what may wait on either side. */
export class Pipe {
  readonly socket: Socket
  readonly #frames: FrameReader
  readonly #limits: GatewayLimits
  #wake: (() => void) | undefined
  #ended = false

  constructor(socket: Socket, limits: GatewayLimits) {
    this.socket = socket
    this.#limits = limits
    this.#frames = new FrameReader(limits.messageBytes)
    socket.on('data', this.#take)
    socket.on('end', this.#end)
    socket.on('close', this.#end)
    socket.on('error', this.#end)
  }

  get ended(): boolean {
    return this.#ended
  }

  /** From here on messages have a letter. */
  startMessages(): void {
    this.#frames.start()
  }

  /** The first byte that comes, which stays; undefined when the client goes without one. */
  async firstByte(): Promise<number | undefined> {
    while (this.#frames.first === undefined && !this.#ended) await this.#woken()
    return this.#frames.first
  }

  /**
   * Gives the socket to TLS. What was sent in the clear after a request would be taken for encrypted: refused.
   *
   * @param begun TLS has begun already: what came is its own
   */
  release({ begun = false } = {}): Socket {
    const held = this.#frames.drain()
    if (held.length > 0 && !begun) {
      throw new ZohoSqlError('PROTOCOL_VIOLATION', 'received unencrypted data after SSL request')
    }
    this.#detach()
    if (held.length > 0) {
      this.socket.pause()
      this.socket.unshift(held)
    }
    return this.socket
  }

  #detach(): void {
    this.socket.off('data', this.#take)
    this.socket.off('end', this.#end)
    this.socket.off('close', this.#end)
    this.#wake = undefined
  }

  #woken(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }

  /** The next message; undefined when the client is gone. */
  async next(): Promise<MessageFrame | undefined> {
    for (;;) {
      const frame = this.#frames.next()
      if (this.#frames.held < this.#limits.queuedBytes) this.socket.resume()
      if (frame || this.#ended) return frame
      await this.#woken()
    }
  }

  /** Resolves when the client has room for more. */
  async write(bytes: Buffer): Promise<void> {
    if (this.socket.destroyed) throw new ZohoSqlError('CONNECTION_CLOSED', 'The client went away.')
    if (this.socket.write(bytes)) return
    const gone = new AbortController()
    const away = (): void => gone.abort()
    this.socket.once('close', away)
    try {
      await once(this.socket, 'drain', { signal: gone.signal })
    } catch (cause) {
      throw new ZohoSqlError('CONNECTION_CLOSED', 'The client went away.', { cause })
    } finally {
      this.socket.off('close', away)
    }
  }

  readonly #take = (chunk: Buffer): void => {
    this.#frames.push(chunk)
    // A whole message has to fit, and some more so that clients may send ahead.
    if (this.#frames.held > this.#limits.messageBytes + this.#limits.queuedBytes) this.socket.pause()
    this.#wake?.()
  }

  readonly #end = (): void => {
    this.#ended = true
    this.#wake?.()
  }
}
