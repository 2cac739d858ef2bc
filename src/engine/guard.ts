import { getHeapStatistics } from 'node:v8'
import { isZohoSqlError, ZohoSqlError } from '../base/errors.ts'

/** What may end a statement before it is done. */
export interface Cancellation {
  readonly signal?: AbortSignal
  /** Milliseconds since 1970-01-01T00:00Z after which the statement fails with TIMEOUT. */
  readonly deadline?: number
  /**
   * Cancelled when its first element is not 0. For another thread: while SQLite runs, this one fires no signal.
   */
  readonly flag?: Int32Array
}

const ticksBetweenChecks = 256

/** V8 ends the process at about 0.7, since it needs room to move things. */
const heapPart = 0.6

/** @throws {ZohoSqlError} RESOURCE_LIMIT: the states of aggregates are kept in JavaScript's heap */
function checkHeap(): void {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics()
  if (used > limit * heapPart) throw new ZohoSqlError('RESOURCE_LIMIT', 'out of memory')
}

/** Watches over a running statement: rows and the innermost loops of queries call `tick`. */
export class Guard {
  #ticks = 0
  readonly #cancellation: Cancellation

  constructor(cancellation: Cancellation) {
    this.#cancellation = cancellation
  }

  /** Cheap: looks at clock and flags once in some hundred calls. */
  readonly tick = (): bigint => {
    if (++this.#ticks % ticksBetweenChecks === 0) {
      this.check()
      checkHeap()
    }
    return 1n
  }

  /** @throws {ZohoSqlError} CANCELLED or TIMEOUT */
  check(): void {
    const { signal, deadline, flag } = this.#cancellation
    if (signal?.aborted) throw isZohoSqlError(signal.reason) ? signal.reason : cancelled()
    if (flag !== undefined && Atomics.load(flag, 0) !== 0) throw cancelled()
    if (deadline !== undefined && Date.now() > deadline) {
      throw new ZohoSqlError('TIMEOUT', 'the statement ran longer than queryTimeout allows')
    }
  }
}

const cancelled = (): ZohoSqlError => new ZohoSqlError('CANCELLED', 'the statement was cancelled')
