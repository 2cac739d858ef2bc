import type { Value } from '../../base/types.ts'
import { keyName } from './keys.ts'
import { withinOf } from './parents.ts'
import { rowsWith } from './reading.ts'
import type { WriteWork } from './rows.ts'
import { holds } from './same.ts'
import type { LookResult, Lost, SendContext } from './sending.ts'

/** UPDATE and DELETE: the records themselves tell. */
export async function findChanged(
  work: WriteWork,
  lost: readonly Lost[],
  _known: readonly string[],
  { reading }: SendContext,
): Promise<LookResult> {
  const rows = lost.flatMap((one) => one.rows)
  const columns = work.targets.map(({ sets }) => sets)
  const key = keyName(work.table)
  const ids = rows.map(({ id }) => id!)
  const names = [key, ...columns.map(({ name }) => name)]
  const found = await rowsWith(reading, work.table, names, key, ids, withinOf(work, rows))
  const held = new Map(found.map(([id, ...values]) => [String(id), values as readonly Value[]]))
  const written = new Map<number, string>()
  const missing = new Set<number>()
  for (const { index, id, values } of rows) {
    const now = held.get(id!)
    const done = work.action === 'delete' ? now === undefined : now !== undefined && holds(columns, values, now)
    if (done) written.set(index, id!)
    // A record that went in the meantime was not changed, and will not be.
    else if (work.action === 'delete' || now !== undefined) missing.add(index)
  }
  return { written, missing }
}
