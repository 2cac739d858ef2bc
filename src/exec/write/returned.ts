import { chunks } from '../../base/chunks.ts'
import type { Value } from '../../base/types.ts'
import type { Expr, Query, Select } from '../../engine/tree.ts'
import type { BoundChange, BoundReturning } from '../../plan/index.ts'
import type { RowBatch } from '../query/index.ts'
import type { PlannedRows } from './planned.ts'
import { type QueryReading, valuesPerQuestion } from './reading.ts'

/** So many records come in one answer. */
const rowsPerRead = 2000

/** RETURNING: rows as Zoho holds them now; of DELETE, as they were. */
export async function* returned(
  { action, returning }: BoundChange,
  { works }: PlannedRows,
  written: ReadonlyMap<number, string | null>,
  reading: QueryReading,
): AsyncGenerator<RowBatch> {
  const { columns, idOnly } = returning!
  if (action === 'delete') {
    const rows = works.flatMap((work) => work.rows)
    return yield rows.filter(({ index }) => written.has(index)).map((row) => row.returned)
  }
  const ids = [...written].sort(([a], [b]) => a - b).flatMap(([, id]) => id ?? [])
  if (ids.length < written.size) {
    const lacking = `${written.size - ids.length} of ${written.size} rows were written and cannot be told from others`
    reading.meter.notices.push(`${lacking} of their record: RETURNING lacks them.`)
  }
  if (idOnly) return yield ids.map((id) => columns.map(() => id))
  for (const some of chunks(ids, rowsPerRead)) yield inOrder(some, await read(returning!, some, reading))
}

const inOrder = (ids: readonly string[], found: ReadonlyMap<string, readonly Value[]>): RowBatch =>
  ids.flatMap((id) => (found.has(id) ? [found.get(id)!] : []))

async function read(
  { query, id }: BoundReturning,
  ids: readonly string[],
  reading: QueryReading,
): Promise<ReadonlyMap<string, readonly Value[]>> {
  const found = new Map<string, readonly Value[]>()
  // So many ids as one question takes along.
  for (const some of chunks(ids, valuesPerQuestion)) {
    for await (const rows of reading.run(limited(query!, id!, some))) {
      for (const [key, ...values] of rows) found.set(String(key), values)
    }
  }
  return found
}

function limited(query: Query, id: Expr, ids: readonly string[]): Query {
  const items = ids.map((value) => ({ kind: 'literal' as const, value, type: id.type }))
  const where: Expr = { kind: 'inList', operand: id, items, negated: false, type: { name: 'boolean' } }
  return { ...query, body: { ...(query.body as Select), where } }
}
