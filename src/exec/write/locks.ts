/** One call at a time for a record, whichever statements of this process change it. */
import { orCancelled } from '../../base/cancel.ts'
import type { Writer } from '../../source/index.ts'
import type { WriteRow } from './rows.ts'

/** Records whose calls are on their way; all of a batch's are taken at once, so that no two batches wait for each other. */
class RecordLocks {
  readonly #held = new Map<string, Promise<void>>()

  /**
   * Waits until no call for any of the records is on its way.
   *
   * @returns to be called when the answer has come
   * @throws {ZohoSqlError} 57014
   */
  async take(ids: readonly string[], signal: AbortSignal): Promise<() => void> {
    for (;;) {
      const other = ids.map((id) => this.#held.get(id)).find((held) => held !== undefined)
      if (other === undefined) break
      await orCancelled(other, signal)
    }
    const { promise, resolve } = Promise.withResolvers<void>()
    for (const id of ids) this.#held.set(id, promise)
    return () => {
      for (const id of ids) this.#held.delete(id)
      resolve()
    }
  }
}

const locks = new Map<string, RecordLocks>()

/** Those of the writer's account. */
export function locksOf({ account }: Writer): RecordLocks {
  const known = locks.get(account) ?? new RecordLocks()
  locks.set(account, known)
  return known
}

/** Records that a batch changes: where rows are parts of others, those. New ones are nobody else's. */
export const recordsOf = (rows: readonly WriteRow[]): readonly string[] => [
  ...new Set(rows.flatMap(({ owner, id }) => owner ?? id ?? [])),
]
