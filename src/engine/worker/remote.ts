import type { SessionState } from '../../base/session-state.ts'
import type { Value } from '../../base/types.ts'
import { evaluate } from '../evaluate.ts'
import { Programs, type StagedColumn } from '../program.ts'
import type { StagedSize, StoreOptions, StoreRow } from '../store.ts'
import type { Query } from '../tree.ts'
import type { CommandOutcome, EngineCommand, WorkerBatch } from './protocol.ts'
import type { Thread } from './thread.ts'
import { leaveThread, takeThread } from './threads.ts'

let lastStore = 0

/** A store in another thread. Whoever waits for it hears of a cancellation at once, whatever the thread is doing. */
export class RemoteEngine {
  readonly #store = ++lastStore
  readonly #flag = new Int32Array(new SharedArrayBuffer(4))
  readonly #thread: Thread = takeThread(this.#flag)
  readonly #signal: AbortSignal | undefined
  readonly #programs: Programs
  readonly #state: SessionState
  #inserting: Promise<unknown> = Promise.resolve()
  #lastRun = 0
  #closed = false
  /** Of a command that nobody waited for. */
  #failed: unknown

  constructor({ session, memory, deadline, signal }: StoreOptions) {
    this.#signal = signal
    this.#programs = new Programs(session, (expr, parameters) => evaluate(expr, session, parameters))
    this.#state = session.state
    const opening = {
      zone: session.zone.name,
      now: session.now,
      state: { ...session.state, changes: [] },
      memory,
      deadline,
      flag: this.#flag,
    }
    this.#post({ kind: 'open', ...opening })
    signal?.addEventListener('abort', this.close, { once: true })
  }

  /** Makes room for the rows of a table, which are those of all these relations; values will come in the order of `columns`. */
  stage(relations: readonly number[], columns: readonly StagedColumn[]) {
    const table = this.#programs.place(relations, columns).name
    this.#post({ kind: 'stage', table, types: columns.map(({ type }) => type) })
    return {
      insert: (rows: readonly (readonly Value[])[]) => this.#insert(table, rows),
      clear: () => this.#post({ kind: 'clear', table }),
    }
  }

  size(): Promise<StagedSize> {
    return this.#ask({ kind: 'size' }) as Promise<StagedSize>
  }

  /** Rows some at a time; while some are handed on, the next ones are made, and no more than those. */
  async *run(query: Query, parameters: readonly Value[]): AsyncGenerator<readonly StoreRow[]> {
    await this.#inserting
    const run = ++this.#lastRun
    this.#post({ kind: 'run', run, program: this.#programs.make(query, parameters) })
    let coming = this.#next(run)
    try {
      for (;;) {
        const { rows, done, changes } = await coming
        this.#state.changes.push(...changes)
        if (!done) coming = this.#next(run)
        if (rows.length > 0) yield rows
        if (done) return
      }
    } finally {
      this.#post({ kind: 'end', run })
    }
  }

  readonly close = (): void => {
    if (this.#closed) return
    this.#closed = true
    this.#signal?.removeEventListener('abort', this.close)
    Atomics.store(this.#flag, 0, 1)
    // The process waits for it: it must not end while SQLite calls a function of ours.
    leaveThread(this.#thread, this.#flag, this.#thread.ask(this.#store, { kind: 'close' }, undefined))
  }

  /** One page is on its way while the next one is read. */
  async #insert(table: string, rows: readonly (readonly Value[])[]): Promise<void> {
    const before = this.#inserting
    this.#inserting = this.#ask({ kind: 'insert', table, rows })
    this.#inserting.catch(() => undefined)
    await before
  }

  #next(run: number): Promise<WorkerBatch> {
    const batch = this.#ask({ kind: 'next', run }) as Promise<WorkerBatch>
    batch.catch(() => undefined)
    return batch
  }

  async #ask(command: EngineCommand): Promise<CommandOutcome> {
    try {
      return await this.#thread.ask(this.#store, command, this.#signal)
    } catch (error) {
      throw this.#failed ?? error
    }
  }

  #post(command: EngineCommand): void {
    this.#thread.post(this.#store, command).catch((error: unknown) => {
      this.#failed ??= error
    })
  }
}
