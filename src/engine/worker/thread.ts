import { Worker } from 'node:worker_threads'
import { orCancelled } from '../../base/cancel.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import {
  type CommandOutcome,
  type EngineCommand,
  type ThreadOptions,
  thrown,
  type WorkerReply,
  type WorkerRequest,
} from './protocol.ts'

interface WaitingReply {
  readonly resolve: (outcome: CommandOutcome) => void
  readonly reject: (error: ZohoSqlError) => void
}

/**
 * A worker as seen from outside. It keeps the process alive only while somebody waits for an answer.
 *
 * It is ended between two commands only: better-sqlite3 aborts the whole process when its thread is ended while SQLite
 * calls one of our functions. For the same reason its heap has no limit of its own, which would end it anywhere.
 */
export class Thread {
  readonly #worker: Worker
  readonly #waiting = new Map<number, WaitingReply>()
  #last = 0
  #awaited = 0
  #ended: ZohoSqlError | undefined
  /** Stores that are open in it. */
  stores = 0
  /** Set while it does not come back from what was cancelled: it gets no more stores. */
  stuck = false
  /** What cancels its stores. */
  readonly flags = new Set<Int32Array>()
  /** Not 0 while it works on a command. */
  readonly #busy = new Int32Array(new SharedArrayBuffer(4))

  constructor(file: URL) {
    const options: ThreadOptions = { busy: this.#busy }
    // Flags of the program, such as --input-type, may be refused for a file.
    this.#worker = new Worker(file, { workerData: options, execArgv: [] })
    this.#worker.unref()
    this.#worker.on('message', (reply: WorkerReply) => this.#settle(reply))
    this.#worker.on('error', (cause) => this.#end(broken(cause)))
    this.#worker.on('exit', () => this.#end(broken(undefined)))
  }

  get alive(): boolean {
    return this.#ended === undefined
  }

  /** @throws {ZohoSqlError} what went wrong there; at once when the signal is aborted */
  async ask(store: number, command: EngineCommand, signal: AbortSignal | undefined): Promise<CommandOutcome> {
    const outcome = this.post(store, command)
    if (++this.#awaited === 1) this.#worker.ref()
    try {
      return await orCancelled(outcome, signal)
    } finally {
      if (--this.#awaited === 0) this.#worker.unref()
    }
  }

  /** As {@link ask}, but the process may end without the answer. */
  post(store: number, command: EngineCommand): Promise<CommandOutcome> {
    if (this.#ended) return Promise.reject(this.#ended)
    const id = ++this.#last
    const request: WorkerRequest = { id, store, command }
    const { promise, resolve, reject } = Promise.withResolvers<CommandOutcome>()
    this.#waiting.set(id, { resolve, reject })
    this.#worker.postMessage(request)
    return promise
  }

  /** The process may end although it works. */
  abandon(): void {
    this.#worker.unref()
  }

  /** Cancels all that it does, and waits for that without giving other work a turn: the process is about to end. */
  halt(mostMs: number): void {
    for (const flag of this.flags) Atomics.store(flag, 0, 1)
    Atomics.wait(this.#busy, 0, 1, mostMs)
  }

  /** For one that does nothing. */
  terminate(): void {
    this.#end(broken(undefined))
    void this.#worker.terminate()
  }

  #settle(reply: WorkerReply): void {
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if ('error' in reply) waiting?.reject(thrown(reply.error))
    else waiting?.resolve(reply.outcome)
  }

  #end(error: ZohoSqlError): void {
    this.#ended ??= error
    for (const waiting of this.#waiting.values()) waiting.reject(this.#ended)
    this.#waiting.clear()
  }
}

function broken(cause: unknown): ZohoSqlError {
  const { message } = (cause ?? {}) as { message?: string }
  return new ZohoSqlError('INTERNAL', `the local engine's thread ended${message ? `: ${message}` : ''}`, { cause })
}
