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
const startMaxMs = 180_000

const workerUrl = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './catalogue-worker.js', import.meta.url)

/** The worker as seen from outside: requests in, answers out, and an end to those that take too long. */
export class WorkerClient {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #last = 0
  #ended: ZohoSqlError | undefined

  /** @param onMake is told that it takes seconds */
  constructor(options: WorkerOptions, onMake: () => void) {
    this.#worker = new Worker(workerUrl(), { workerData: options })
    // The process may end although the catalogue is there.
    this.#worker.unref()
    this.#worker.on('message', (reply: Reply) => {
      if (reply.kind === 'making') onMake()
      else this.#settle(reply)
    })
    this.#worker.on('error', (cause) => this.#end(broken(cause)))
    this.#worker.on('exit', () => this.#end(broken(undefined)))
  }

  /** False once the worker is gone: a new one is needed. */
  get alive(): boolean {
    return this.#ended === undefined
  }

  /** Has to come first: it starts the catalogue, which may take seconds. */
  async mirror(sql: string): Promise<void> {
    await this.#ask({ kind: 'mirror', sql }, startMaxMs)
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

  async #ask(request: WithoutId<Request>, mostMs = statementMaxMs): Promise<Uint8Array> {
    if (this.#ended) throw this.#ended
    const id = ++this.#last
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
    this.#waiting.set(id, { resolve, reject })
    this.#worker.postMessage({ ...request, id })
    const timer = setTimeout(() => this.#giveUp(mostMs), mostMs)
    return promise.finally(() => clearTimeout(timer))
  }

  #giveUp(mostMs: number): void {
    this.#end(new ZohoSqlError('TIMEOUT', `A catalogue statement took longer than ${mostMs / 1000} s.`))
    void this.#worker.terminate()
  }

  #settle(reply: Extract<Reply, { id: number }>): void {
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if (reply.kind === 'done') waiting?.resolve(reply.bytes)
    else waiting?.reject(new ZohoSqlError('INTERNAL', `The catalogue failed: ${reply.message}`))
  }

  #end(error: ZohoSqlError): void {
    this.#ended ??= error
    for (const waiting of this.#waiting.values()) waiting.reject(this.#ended)
    this.#waiting.clear()
  }
}

const broken = (cause: unknown): ZohoSqlError => new ZohoSqlError('INTERNAL', 'The catalogue ended.', { cause })

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
