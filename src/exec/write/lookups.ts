/** Lookups: names and e-mails to ids, and whether the ids that are given are there. All is asked before anything is sent. */
import { isZohoSqlError } from '../../base/errors.ts'
import type { Value } from '../../base/types.ts'
import type { Target } from '../../plan/index.ts'
import type { Column, Table } from '../../source/index.ts'
import { type Reading, rowsWith } from './reading.ts'
import { type Checked, type Issue, type Work, type WriteRow, without } from './rows.ts'

/** By value as it was given: ids of the records that have it. */
type Found = ReadonlyMap<string, readonly string[]>

/** The work with ids in place of names. */
export async function resolveLookups(reading: Reading, { work, issues }: Checked): Promise<Checked> {
  const found = await Promise.all(work.targets.map((target, i) => findAll(reading, target, givenAt(work, i))))
  const wrong: Issue[] = []
  const rows = work.rows.map((row): WriteRow => {
    const values = row.values.map((value, i) => resolved(work.targets[i]!.column, value, found[i], row.index, wrong))
    return { ...row, values }
  })
  return { work: without(work, rows, wrong), issues: [...issues, ...wrong] }
}

const givenAt = ({ rows }: Work, place: number): string[] => [
  ...new Set(rows.flatMap(({ values }) => ((values[place] ?? null) === null ? [] : [String(values[place])]))),
]

/** undefined: nothing can be told, and Zoho decides. */
async function findAll(
  reading: Reading,
  { column, sets }: Target,
  values: readonly string[],
): Promise<Found | undefined> {
  if (column.part === 'value' || values.length === 0) return undefined
  const table = sets.references && (await reading.table(sets.references.schema, sets.references.table))
  const by = table && soughtBy(column, table)
  if (!table || !by) return column.part === 'id' ? undefined : new Map()
  try {
    return await find(reading, table, by, values)
  } catch (error) {
    // Whoever may not look there may still set it.
    if (column.part === 'id' && isZohoSqlError(error) && /^(PERMISSION_DENIED|SCOPE_MISSING)$/.test(error.code))
      return undefined
    throw error
  }
}

function soughtBy(column: Column, table: Table): string | undefined {
  if (column.part === 'id') return table.primaryKey[0]
  return column.part === 'email' ? table.columns.find(({ name }) => name === 'email')?.name : table.nameColumn
}

async function find(reading: Reading, table: Table, by: string, values: readonly string[]): Promise<Found> {
  const key = table.primaryKey[0]!
  const rows = await rowsWith(reading, table, [by, key], by, values)
  const found = new Map<string, string[]>()
  for (const [value, id] of rows) {
    const ids = found.get(String(value)) ?? []
    if (!ids.includes(String(id))) ids.push(String(id))
    found.set(String(value), ids)
  }
  return found
}

function resolved(
  column: Column,
  value: Value | undefined,
  found: Found | undefined,
  index: number,
  wrong: Issue[],
): Value | undefined {
  if (value === undefined || value === null || !found) return value
  const ids = found.get(String(value)) ?? []
  if (ids.length === 1) return ids[0]
  wrong.push({ index, column, value, ...complaint(column, ids) })
  return null
}

function complaint({ name, part }: Column, ids: readonly string[]): Pick<Issue, 'code' | 'message' | 'hint'> {
  if (ids.length > 1) {
    const some = ids.slice(0, 5).join(', ')
    return {
      code: 'LOOKUP_AMBIGUOUS',
      message: `${ids.length} records are called so`,
      hint: `Give the id instead, one of ${some}.`,
    }
  }
  if (part === 'id')
    return { code: 'FOREIGN_KEY', message: `there is no record that "${name}" could refer to by this id` }
  return {
    code: 'LOOKUP_NOT_FOUND',
    message: part === 'email' ? 'no user has this e-mail' : 'no record is called so',
    hint: 'Names are compared exactly; the id does as well.',
  }
}
