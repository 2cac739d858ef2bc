import { Worker } from 'node:worker_threads'
import { orCancelled } from '../../base/cancel.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import { type Command, type Outcome, type Reply, type Request, thrown } from './protocol.ts'

interface Waiting {
  readonly resolve: (outcome: Outcome) => void
  readonly reject: (error: ZohoSqlError) => void
}

/** Megabytes that the states of aggregates may take; rows are not among them. */
const heapMegabytes = 1024

/** A worker as seen from outside. It keeps the process alive only while somebody waits for an answer. */
export class Thread {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #last = 0
  #awaited = 0
  #ended: ZohoSqlError | undefined
  /** Stores that are open in it. */
  stores = 0
  /** Set while it does not come back from what was cancelled: it gets no more stores. */
  stuck = false

  constructor(file: URL) {
    this.#worker = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: heapMegabytes } })
    this.#worker.unref()
    this.#worker.on('message', (reply: Reply) => this.#settle(reply))
    this.#worker.on('error', (cause) => this.#end(broken(cause)))
    this.#worker.on('exit', () => this.#end(broken(undefined)))
  }

  get alive(): boolean {
    return this.#ended === undefined
  }

  /** @throws {ZohoSqlError} what went wrong there; at once when the signal is aborted */
  async ask(store: number, command: Command, signal: AbortSignal | undefined): Promise<Outcome> {
    const outcome = this.post(store, command)
    if (++this.#awaited === 1) this.#worker.ref()
    try {
      return await orCancelled(outcome, signal)
    } finally {
      if (--this.#awaited === 0) this.#worker.unref()
    }
  }

  /** As {@link ask}, but the process may end without the answer. */
  post(store: number, command: Command): Promise<Outcome> {
    if (this.#ended) return Promise.reject(this.#ended)
    const id = ++this.#last
    const request: Request = { id, store, command }
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>()
    this.#waiting.set(id, { resolve, reject })
    this.#worker.postMessage(request)
    return promise
  }

  /** Ends it, whatever it is doing; native code ends when it next comes back to JavaScript. */
  terminate(): void {
    this.#end(broken(undefined))
    void this.#worker.terminate()
  }

  #settle(reply: Reply): void {
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
  const { code, message } = (cause ?? {}) as { code?: unknown; message?: string }
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return new ZohoSqlError('RESOURCE_LIMIT', 'out of memory', { cause })
  return new ZohoSqlError('INTERNAL', `the local engine's thread ended${message ? `: ${message}` : ''}`, { cause })
}
