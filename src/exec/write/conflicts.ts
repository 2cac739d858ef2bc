/** ON CONFLICT: which rows hold a key already, and what becomes of the rows that were to be inserted. */
import { chunks } from '../../base/chunks.ts'
import { type Outcome, ZohoSqlError } from '../../base/errors.ts'
import type { Value } from '../../base/types.ts'
import type { Expr, Query, Select } from '../../engine/tree.ts'
import { type BoundChange, type BoundConflict, type Probe, withRows } from '../../plan/index.ts'
import { type QueryReading, valuesPerQuestion } from './reading.ts'
import type { WriteRow, WriteWork } from './rows.ts'

/** Rows of which nothing is to be done, since a row with their key is there. */
export interface PartedConflict {
  readonly inserts: WriteWork
  readonly updates: WriteWork | undefined
  readonly skipped: readonly Outcome[]
}

interface ConflictHit {
  readonly id: string
  readonly passes: boolean
  readonly values: readonly Value[]
  readonly before: readonly Value[]
}

/**
 * Parts the rows into those to insert, those to update, and those to leave alone.
 *
 * @throws {ZohoSqlError} 21000 where two rows of the statement, or several records, have one key
 */
export async function partByConflict(
  reading: QueryReading,
  bound: BoundChange,
  work: WriteWork,
): Promise<PartedConflict> {
  const conflict = bound.conflict!
  const hits = new Map<number, ConflictHit>()
  for (const probe of conflict.probes) {
    for (const [index, hit] of await probeRows(reading, probe, work.rows)) if (!hits.has(index)) hits.set(index, hit)
  }
  const fates = fatesOf(conflict, work.rows, hits)
  const rowsTo = (fate: Fate): readonly WriteRow[] => work.rows.filter((_, at) => fates[at] === fate)
  const skipped = rowsTo('skip').map(({ index }) => skippedOutcome(index, hits.get(index)?.id))
  return {
    inserts: { ...work, rows: rowsTo('insert') },
    updates: updatesOf(work, conflict, rowsTo('update'), hits),
    skipped,
  }
}

type Fate = 'insert' | 'update' | 'skip'

/**
 * Row by row, as PostgreSQL goes: a row is in the way of a later one with its key only if it was written itself. DO
 * NOTHING leaves that later one alone; DO UPDATE may not affect a row twice.
 */
function fatesOf(
  conflict: BoundConflict,
  rows: readonly WriteRow[],
  hits: ReadonlyMap<number, ConflictHit>,
): readonly Fate[] {
  const written = conflict.probes.map(() => new Map<string, number>())
  return rows.map((row, at) => {
    const keys = conflict.probes.map(({ key }) => keyOf(row, key))
    const earlier = keys.map((key, k) => (key === undefined ? undefined : written[k]!.get(key)))
    const fate = fateOf(
      conflict,
      hits.get(row.index),
      earlier.find((place) => place !== undefined),
      at,
    )
    if (fate !== 'skip') for (const [k, key] of keys.entries()) if (key !== undefined) written[k]!.set(key, at)
    return fate
  })
}

/** @param earlier place of a row with the same key that is written by the statement */
function fateOf(
  { action }: BoundConflict,
  hit: ConflictHit | undefined,
  earlier: number | undefined,
  at: number,
): Fate {
  if (action === 'nothing') return hit || earlier !== undefined ? 'skip' : 'insert'
  if (earlier !== undefined) {
    throw new ZohoSqlError('CARDINALITY', 'ON CONFLICT DO UPDATE command cannot affect row a second time', {
      hint: `Rows ${earlier + 1} and ${at + 1} have the same key: give each key once.`,
    })
  }
  if (!hit) return 'insert'
  return hit.passes ? 'update' : 'skip'
}

const skippedOutcome = (index: number, id: string | undefined): Outcome => ({
  index,
  outcome: 'notSent',
  id: id ?? null,
  code: 'CONFLICT',
  message: 'a row with this key is there already',
  column: null,
})

function updatesOf(
  work: WriteWork,
  { action, probes }: BoundConflict,
  rows: readonly WriteRow[],
  hits: ReadonlyMap<number, ConflictHit>,
): WriteWork | undefined {
  if (action === 'nothing') return undefined
  const [{ sets, before }] = probes as readonly [Probe]
  const updated = rows.map(({ index }): WriteRow => {
    const { id, values, before } = hits.get(index)!
    return { index, id, values, before, returned: [] }
  })
  return { action: 'update', table: work.table, targets: sets, before, rows: updated }
}

/** The key's values as one text; undefined where one is NULL, which conflicts with nothing. */
function keyOf({ values }: WriteRow, key: readonly number[]): string | undefined {
  const parts = key.map((place) => values[place] ?? null)
  return parts.includes(null) ? undefined : JSON.stringify(parts.map(String))
}

// -------------------------------------------------------------------------------------------------- probing

async function probeRows(
  reading: QueryReading,
  probe: Probe,
  rows: readonly WriteRow[],
): Promise<ReadonlyMap<number, ConflictHit>> {
  const hits = new Map<number, ConflictHit>()
  const keyed = rows.filter((row) => keyOf(row, probe.key) !== undefined)
  for (const some of chunks(keyed, valuesPerQuestion)) {
    for await (const found of reading.run(questionOf(probe, some)))
      for (const row of found) take(hits, probe, row, some)
  }
  return hits
}

function take(
  hits: Map<number, ConflictHit>,
  { sets }: Probe,
  row: readonly Value[],
  asked: readonly WriteRow[],
): void {
  const [id, place] = row
  const { index } = asked[Number(place)]!
  const held = hits.get(index)
  if (held && held.id !== String(id)) {
    throw new ZohoSqlError(
      'CARDINALITY',
      `several records hold the key of row ${index + 1}: ${held.id}, ${String(id)}`,
      {
        hint: 'A key must tell records apart. Nothing was sent.',
      },
    )
  }
  const values = row.slice(2, 2 + sets.length)
  hits.set(index, { id: String(id), values, passes: row[2 + sets.length] === true, before: row.slice(3 + sets.length) })
}

/** The probe over these rows, asking for their keys alone. */
function questionOf(probe: Probe, rows: readonly WriteRow[]): Query {
  const width = probe.query.ctes.at(-1)!.query.columns.findIndex(({ name }) => name === '#row')
  const cells = rows.map(({ values }, place) => [...Array.from({ length: width }, (_, i) => values[i] ?? null), place])
  const query = withRows(probe, cells)
  const body = query.body as Select
  const lists = probe.held.map((operand, k): Expr => {
    const given = [...new Set(rows.map(({ values }) => values[probe.key[k]!]!))]
    const items = given.map((value) => ({ kind: 'literal' as const, value, type: operand.type }))
    return { kind: 'inList', operand, items, negated: false, type: { name: 'boolean' } }
  })
  const terms = body.where?.kind === 'and' ? body.where.terms : body.where ? [body.where] : []
  const where: Expr = { kind: 'and', terms: [...lists, ...terms], type: { name: 'boolean' } }
  return { ...query, body: { ...body, where } }
}
