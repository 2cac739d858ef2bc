import { chunks } from '../../base/chunks.ts'
import type { Value } from '../../base/types.ts'
import type { Expr, Query, Select } from '../../engine/tree.ts'
import type { BoundChange, BoundReturning } from '../../plan/index.ts'
import type { RowBatch } from '../query/index.ts'
import { withinOf } from './parents.ts'
import type { PlannedRows } from './planned.ts'
import { type QueryReading, valuesPerQuestion, type WithinParents } from './reading.ts'

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
  const [within] = works.flatMap((work) => withinOf(work, work.rows) ?? [])
  for (const some of chunks(ids, rowsPerRead)) yield inOrder(some, await read(returning!, some, within, reading))
}

const inOrder = (ids: readonly string[], found: ReadonlyMap<string, readonly Value[]>): RowBatch =>
  ids.flatMap((id) => (found.has(id) ? [found.get(id)!] : []))

async function read(
  { query, id, parent }: BoundReturning,
  ids: readonly string[],
  within: WithinParents | undefined,
  reading: QueryReading,
): Promise<ReadonlyMap<string, readonly Value[]>> {
  const found = new Map<string, readonly Value[]>()
  // So many ids as one question takes along.
  for (const some of chunks(ids, valuesPerQuestion)) {
    const byId = limited(query!, id!, some)
    for await (const rows of reading.run(parent && within ? limited(byId, parent, within.values) : byId)) {
      for (const [key, ...values] of rows) found.set(String(key), values)
    }
  }
  return found
}

function limited(query: Query, operand: Expr, values: readonly Value[]): Query {
  const items = values.map((value) => ({ kind: 'literal' as const, value, type: operand.type }))
  const type = { name: 'boolean' } as const
  const limit: Expr = { kind: 'inList', operand, items, negated: false, type }
  const body = query.body as Select
  const where: Expr = body.where ? { kind: 'and', terms: [body.where, limit], type } : limit
  return { ...query, body: { ...body, where } }
}
