/**
 * Rows that are parts of other records (lines of a subform, links): which records those are, and which rows they have.
 * All rows of one record travel in one call.
 */
import type { Value } from '../../base/types.ts'
import type { Column } from '../../source/index.ts'
import { keyName } from './keys.ts'
import { rowsWith, type WriteReading } from './reading.ts'
import { type Checked, type Issue, type WriteRow, type WriteWork, without } from './rows.ts'
import { holds } from './same.ts'
import type { LookResult, Lost, SendContext } from './sending.ts'

/**
 * The work with the record that each row is part of; of other tables the work itself.
 *
 * @throws {ZohoSqlError} 0A000, 42501 where no such record may be changed
 */
export async function withOwners(reading: WriteReading, checked: Checked): Promise<Checked> {
  const { work } = checked
  const { table, rows } = work
  if (!table.changes?.owned || rows.length === 0) return checked
  const owners = await reading.service(table.schema).writer!.owners!(table, reading)
  const held = work.action === 'insert' ? undefined : await parentIds(reading, work, owners.column)
  const place = work.targets.findIndex(({ sets }) => sets.name === owners.column.name)
  const wrong: Issue[] = []
  const owned = rows.map((row): WriteRow => {
    const owner = held ? held.get(row.id!) : row.values[place]
    if ((owner ?? null) === null) wrong.push(held ? goneIssue(row) : missingIssue(row, owners.column))
    return { ...row, owner: String(owner) }
  })
  const all = { ...work, owners }
  return { work: without(all, owned, wrong), issues: [...checked.issues, ...wrong] }
}

/** As the statement read them; rows that a program gave are looked for. */
async function parentIds(
  reading: WriteReading,
  { table, rows, before }: WriteWork,
  column: Column,
): Promise<ReadonlyMap<string, Value>> {
  const place = before.findIndex(({ name }) => name === column.name)
  const known = rows.filter((row) => (row.before[place] ?? null) !== null)
  const held = new Map(known.map((row) => [row.id!, row.before[place]!]))
  const ids = [...new Set(rows.flatMap(({ id }) => (held.has(id!) ? [] : [id!])))]
  if (ids.length === 0) return held
  const key = keyName(table)
  const found = await rowsWith(reading, table, [key, column.name], key, ids)
  return new Map([...held, ...found.map(([id, owner]): [string, Value] => [String(id), owner as Value])])
}

const goneIssue = ({ index, id }: WriteRow): Issue => ({
  index,
  column: undefined,
  value: id!,
  code: 'FOREIGN_KEY',
  message: 'there is no such row',
})

const missingIssue = ({ index }: WriteRow, column: Issue['column']): Issue => ({
  index,
  column,
  value: null,
  code: 'NOT_NULL',
  message: 'the row does not say which record it is part of',
})

/** How many calls' elements rows are. */
export const elementsOf = ({ owners }: WriteWork, rows: readonly WriteRow[]): number =>
  owners ? new Set(rows.map(({ owner }) => owner)).size : rows.length

/** By owner, ids of the rows that it has now; undefined where a call need not name them. */
export async function siblingsOf(
  work: WriteWork,
  rows: readonly WriteRow[],
  reading: WriteReading,
): Promise<Lost['siblings']> {
  if (!work.owners?.namesAll) return undefined
  const { name } = work.owners.column
  const owners = [...new Set(rows.map(({ owner }) => owner!))]
  const found = await rowsWith(reading, work.table, [name, keyName(work.table)], name, owners)
  const siblings = new Map(owners.map((owner): [string, string[]] => [owner, []]))
  for (const [owner, id] of found) siblings.get(String(owner))?.push(String(id))
  return siblings
}

// --------------------------------------------------------------------------- what became of rows that were made

interface Candidate {
  readonly id: string
  readonly values: readonly Value[]
}

/** Rows of these records that were not there before. Links tell themselves apart: a record has each of them once. */
async function madeOf(work: WriteWork, lost: readonly Lost[], known: readonly string[], { reading }: SendContext) {
  const { table, targets, owners } = work
  const created = table.columns.find(({ name }) => name === 'Created_Time')?.name
  const isKnown = lost.every(({ siblings }) => siblings !== undefined) || !owners!.namesAll
  if (!isKnown && created === undefined) return undefined
  const before = new Set([...known, ...lost.flatMap(({ siblings }) => [...(siblings?.values() ?? [])].flat())])
  const parents = [...new Set(lost.flatMap(({ rows }) => rows.map(({ owner }) => owner!)))]
  const columns = [
    owners!.column.name,
    keyName(table),
    ...(isKnown ? [] : [created!]),
    ...targets.map(({ sets }) => sets.name),
  ]
  const first = Math.min(...lost.map(({ began }) => began)) - clockMs
  const made = new Map<string, Candidate[]>()
  for (const [owner, id, ...values] of await rowsWith(reading, table, columns, owners!.column.name, parents)) {
    const isOld = !isKnown && Number(values.shift()) < first
    if (isOld || before.has(String(id))) continue
    made.set(String(owner), [...(made.get(String(owner)) ?? []), { id: String(id), values }])
  }
  return made
}

/** Clocks differ, and records are told to the second. */
const clockMs = 120_000

/** A row that holds what was sent is that row; while there is one that nothing explains, none is said to be missing. */
export async function findMade(
  work: WriteWork,
  lost: readonly Lost[],
  known: readonly string[],
  sending: SendContext,
): Promise<LookResult> {
  const written = new Map<number, string>()
  const missing = new Set<number>()
  const made = await madeOf(work, lost, known, sending)
  if (!made) return { written, missing }
  const columns = work.targets.map(({ sets }) => sets)
  const done = new Set(lost.flatMap(({ rows, isDone }) => (isDone ? rows.map(({ index }) => index) : [])))
  const byOwner = Map.groupBy(
    lost.flatMap(({ rows }) => rows),
    ({ owner }) => owner!,
  )
  for (const [owner, rows] of byOwner) {
    const free = [...(made.get(owner) ?? [])]
    for (const { index, values } of rows) {
      const at = free.findIndex((one) => holds(columns, values, one.values))
      if (at >= 0) written.set(index, free.splice(at, 1)[0]!.id)
    }
    const open = rows.filter(({ index }) => !written.has(index))
    // What a workflow changed at once is told apart by the order in which ids were given.
    if (open.length === free.length && open.every(({ index }) => done.has(index))) inOrder(open, free, written)
    if (free.length === 0 || !work.owners!.namesAll) for (const { index } of open) missing.add(index)
  }
  return { written, missing }
}

function inOrder(rows: readonly WriteRow[], free: readonly Candidate[], written: Map<number, string>): void {
  const ids = free.map(({ id }) => id).sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
  for (const [i, { index }] of rows.entries()) written.set(index, ids[i]!)
}
