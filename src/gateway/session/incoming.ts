import { PassThrough, type Readable } from 'node:stream'
import { ZohoSqlError } from '../../base/errors.ts'
import type { FrontendMessage } from '../wire/index.ts'

/** What a client sends for COPY … FROM STDIN, on its way to whoever reads it. */
export class Incoming {
  #stream: PassThrough | undefined
  #opened = Promise.withResolvers<void>()

  get open(): boolean {
    return this.#stream !== undefined
  }

  /** The data from here on. It fails where the client says so, or goes away. */
  begin(): Readable {
    this.#stream = new PassThrough()
    // What nobody reads any more must not end the process.
    this.#stream.on('error', () => undefined)
    this.#opened.resolve()
    return this.#stream
  }

  /** Whoever read has what was wanted, or wants no more: what still comes is left alone. */
  close(): void {
    this.#stream?.destroy()
    this.#forget()
  }

  /** Resolves when there is room for more. */
  push(data: Buffer): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#stream?.write(data, () => resolve())
    return promise
  }

  end(): void {
    this.#stream?.end()
    this.#forget()
  }

  /** Ends the data by any message that is not to come now; CopyFail is the one that means to. */
  fail(message: FrontendMessage): void {
    this.#stream?.destroy(
      message.kind === 'copy-fail'
        ? new ZohoSqlError('CANCELLED', `COPY from stdin failed: ${message.reason}`)
        : new ZohoSqlError('PROTOCOL_VIOLATION', `unexpected message "${message.kind}" during COPY from stdin`),
    )
    this.#forget()
  }

  /** Ends what is being read. */
  abort(reason: unknown): void {
    this.#stream?.destroy(reason instanceof Error ? reason : undefined)
    this.#forget()
  }

  /** Waits until some work has ended, or begins to read what comes. */
  async orOpen(work: Promise<void>): Promise<void> {
    // Whoever began it hears of its failure, now or with the data's end.
    work.catch(() => undefined)
    await Promise.race([work, this.#opened.promise])
  }

  #forget(): void {
    this.#stream = undefined
    this.#opened = Promise.withResolvers<void>()
  }
}
