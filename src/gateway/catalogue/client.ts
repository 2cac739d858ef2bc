import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { ZohoSqlError } from '../../base/errors.ts'
import type { CatalogueSession, Reply, Request, WorkerOptions } from './protocol.ts'

interface Waiting {
  readonly resolve: (bytes: Uint8Array) => void
  readonly reject: (error: ZohoSqlError) => void
}

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never

/** The longest a catalogue statement may take: beyond it the worker is given up, for it cannot be interrupted. */
const statementMaxMs = 30_000

const workerUrl = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './catalogue-worker.js', import.meta.url)

/** The worker as seen from outside: requests in, answers out, and an end to those that take too long. */
export class WorkerClient {
  readonly #worker: Worker
  readonly #ready: Promise<void>
  readonly #waiting = new Map<number, Waiting>()
  #last = 0
  #ended: ZohoSqlError | undefined

  /** @param onMake is told that it takes seconds */
  constructor(options: WorkerOptions, onMake: () => void) {
    this.#worker = new Worker(workerUrl(), { workerData: options })
    // The process may end although the catalogue is there.
    this.#worker.unref()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#ready = promise
    promise.catch(() => undefined)
    this.#worker.on('message', (reply: Reply) => {
      if (reply.kind === 'ready') resolve()
      else if (reply.kind === 'making') onMake()
      else if (reply.kind === 'failed') this.#end(startFailed(reply), reject)
      else this.#settle(reply)
    })
    this.#worker.on('error', (cause) => this.#end(broken(cause), reject))
    this.#worker.on('exit', () => this.#end(broken(undefined), reject))
  }

  /** False once the worker is gone: a new one is needed. */
  get alive(): boolean {
    return this.#ended === undefined
  }

  async define(sql: string): Promise<void> {
    await this.#ask({ kind: 'define', sql })
  }

  run(session: CatalogueSession, bytes: Uint8Array): Promise<Uint8Array> {
    return this.#ask({ kind: 'run', session, bytes })
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  async #ask(request: WithoutId<Request>): Promise<Uint8Array> {
    await this.#ready
    if (this.#ended) throw this.#ended
    const id = ++this.#last
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
    this.#waiting.set(id, { resolve, reject })
    this.#worker.postMessage({ ...request, id })
    const timer = setTimeout(() => this.#giveUp(), statementMaxMs)
    return promise.finally(() => clearTimeout(timer))
  }

  #giveUp(): void {
    this.#end(new ZohoSqlError('TIMEOUT', `A catalogue statement took longer than ${statementMaxMs / 1000} s.`))
    void this.#worker.terminate()
  }

  #settle(reply: Extract<Reply, { id: number }>): void {
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if (reply.kind === 'done') waiting?.resolve(reply.bytes)
    else waiting?.reject(new ZohoSqlError('INTERNAL', `The catalogue failed: ${reply.message}`))
  }

  #end(error: ZohoSqlError, reject?: (error: ZohoSqlError) => void): void {
    this.#ended ??= error
    reject?.(this.#ended)
    for (const waiting of this.#waiting.values()) waiting.reject(this.#ended)
    this.#waiting.clear()
  }
}

const broken = (cause: unknown): ZohoSqlError => new ZohoSqlError('INTERNAL', 'The catalogue ended.', { cause })

const startFailed = ({ message }: Extract<Reply, { kind: 'failed' }>): ZohoSqlError =>
  new ZohoSqlError('INTERNAL', `The catalogue could not start: ${message}`)

/** @throws {ZohoSqlError} CATALOGUE_MISSING */
export function checkInstalled(): void {
  try {
    createRequire(import.meta.url).resolve('@electric-sql/pglite')
  } catch (cause) {
    throw new ZohoSqlError('CATALOGUE_MISSING', 'The gateway needs the package @electric-sql/pglite.', {
      hint: 'Install it beside zohosql: npm install @electric-sql/pglite',
      cause,
    })
  }
}
