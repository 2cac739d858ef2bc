/** Lookups: names and e-mails to ids, and whether the ids that are given are there. All is asked before anything is sent. */
import { isZohoSqlError } from '../../base/errors.ts'
import type { Value } from '../../base/types.ts'
import type { AssignmentTarget } from '../../plan/index.ts'
import type { Column, Reference, Table } from '../../source/index.ts'
import { rowsWith, type WriteReading } from './reading.ts'
import { type Checked, type Issue, type WriteRow, type WriteWork, without } from './rows.ts'

/** A record that has a value. */
interface LookupHit {
  readonly id: string
  readonly table: string
}

/** What is known of the values that were given for one column. */
interface FoundIds {
  /** By value as it was given. */
  readonly hits: ReadonlyMap<string, readonly LookupHit[]>
  /** Tables that may not be read, so that what is not found may be in them. */
  readonly closed: readonly string[]
}

/** The work with ids in place of names. @param concerns columns to look for; all of them unless told */
export async function resolveLookups(
  reading: WriteReading,
  { work, issues }: Checked,
  concerns: (target: AssignmentTarget) => boolean = () => true,
): Promise<Checked> {
  const found = await Promise.all(
    work.targets.map((target, i) => (concerns(target) ? findAll(reading, target, givenAt(work, i)) : undefined)),
  )
  const wrong: Issue[] = []
  const rows = work.rows.map((row): WriteRow => resolvedRow(work, row, found, wrong))
  return { work: without(work, rows, wrong), issues: [...issues, ...wrong] }
}

/** Ids alone do not tell where a lookup to several tables leads. */
export const mayLeadToSeveral = ({ sets }: AssignmentTarget): boolean => sets.referencesOneOf !== undefined

const givenAt = ({ rows }: WriteWork, place: number): string[] => [
  ...new Set(rows.flatMap(({ values }) => ((values[place] ?? null) === null ? [] : [String(values[place])]))),
]

/** undefined: nothing can be told, and Zoho decides. */
async function findAll(reading: WriteReading, { column, sets }: AssignmentTarget, values: readonly string[]) {
  if (values.length === 0) return undefined
  if (column.part === 'value') return sets.references && findAny(reading, column, sets.references, values)
  if (sets.referencesOneOf) return findAmong(reading, column, sets.referencesOneOf, values)
  // A name has to be looked for; who may not look for an id may still set it.
  const found = sets.references && (await findIn(reading, column, sets.references, values, column.part === 'id'))
  if (!found) return column.part === 'id' ? undefined : nothing
  if (isPlace(column)) return withIds(reading, column, sets.references!, values, found)
  return found.closed.length > 0 ? undefined : found
}

/** What a row is part of: `Parent_Id` is said to be the parent's id, though the column shows its name. */
const isPlace = ({ part, settable }: Column): boolean =>
  part === 'name' && settable?.insert === true && !settable.update

/** Ids where no record is called so. */
async function withIds(
  reading: WriteReading,
  column: Column,
  reference: Reference,
  values: readonly string[],
  found: FoundIds,
): Promise<FoundIds> {
  const ids = values.filter((value) => !found.hits.has(value) && /^\d{10,19}$/.test(value))
  if (ids.length === 0) return found
  return joined([found, await findIn(reading, { ...column, part: 'id' }, reference, ids, false)])
}

/** How a reference of one column is told: nobody's name is a number, and each e-mail has its sign. */
const partOf = ({ part }: Column, value: unknown): Column['part'] => {
  if (part !== 'value') return part
  return /^\d+$/.test(String(value)) ? 'id' : String(value).includes('@') ? 'email' : 'name'
}

/** Ids, e-mails and names of one table. */
async function findAny(
  reading: WriteReading,
  column: Column,
  reference: Reference,
  values: readonly string[],
): Promise<FoundIds> {
  const byPart = [...Map.groupBy(values, (value) => partOf(column, value))]
  const parts = await Promise.all(
    byPart.map(async ([part, some]) => {
      const found = await findIn(reading, { ...column, part }, reference, some, part === 'id')
      if (part !== 'id' || (found && found.closed.length === 0)) return found
      return { hits: new Map(some.map((id) => [id, [{ id, table: reference.table }]])), closed: [] }
    }),
  )
  return joined(parts)
}

const nothing: FoundIds = { hits: new Map(), closed: [] }

/** The table that ids were found in last is asked first: one list of tasks mostly leads to one module. */
const last = new WeakMap<Column, string>()

/** An id is in one table only, so that asking ends with the last one found; a name may be in all of them. */
async function findAmong(
  reading: WriteReading,
  column: Column,
  references: readonly Reference[],
  values: readonly string[],
): Promise<FoundIds> {
  if (column.part !== 'id') {
    return joined(await Promise.all(references.map((one) => findIn(reading, column, one, values, true))))
  }
  const parts: FoundIds[] = []
  let open = values
  for (const one of references.toSorted((a, b) => Number(isLast(column, b)) - Number(isLast(column, a)))) {
    if (open.length === 0) break
    const part = await findIn(reading, column, one, open, true)
    if (!part) continue
    parts.push(part)
    if (part.hits.size > 0) last.set(column, one.table)
    open = open.filter((value) => !part.hits.has(value))
  }
  return joined(parts)
}

const isLast = (column: Column, { table }: Reference): boolean => last.get(column) === table

function joined(parts: readonly (FoundIds | undefined)[]): FoundIds {
  const hits = new Map<string, LookupHit[]>()
  for (const part of parts) {
    for (const [value, some] of part?.hits ?? []) hits.set(value, [...(hits.get(value) ?? []), ...some])
  }
  return { hits, closed: parts.flatMap((part) => part?.closed ?? []) }
}

/** Records of one table; undefined where it has nothing to find them by. */
async function findIn(
  reading: WriteReading,
  column: Column,
  { schema, table: name }: Reference,
  values: readonly string[],
  mayBeClosed: boolean,
): Promise<FoundIds | undefined> {
  try {
    const table = await reading.table(schema, name)
    const by = table && soughtBy(column, table)
    return table && by !== undefined ? { hits: await find(reading, table, by, values), closed: [] } : undefined
  } catch (error) {
    const isClosed = isZohoSqlError(error) && /^(PERMISSION_DENIED|SCOPE_MISSING)$/.test(error.code)
    if (isClosed && mayBeClosed) return { hits: new Map(), closed: [name] }
    throw error
  }
}

function soughtBy(column: Column, table: Table): string | undefined {
  if (column.part === 'id') return table.primaryKey[0]
  if (column.part !== 'email') return table.nameColumn
  return table.columns.find(({ name }) => name === 'email' || name === 'emailId')?.name
}

async function find(reading: WriteReading, table: Table, by: string, values: readonly string[]) {
  const key = table.primaryKey[0]!
  const rows = await rowsWith(reading, table, [by, key], by, values)
  const found = new Map<string, LookupHit[]>()
  for (const [value, id] of rows) {
    const hits = found.get(String(value)) ?? []
    if (!hits.some((hit) => hit.id === String(id))) hits.push({ id: String(id), table: table.name })
    found.set(String(value), hits)
  }
  return found
}

function resolvedRow(
  work: WriteWork,
  row: WriteRow,
  found: readonly (FoundIds | undefined)[],
  wrong: Issue[],
): WriteRow {
  const leads = work.targets.map((): string | undefined => undefined)
  const values = row.values.map((value, i) => {
    const known = found[i]
    if (value === undefined || value === null || !known) return value
    const hits = known.hits.get(String(value)) ?? []
    if (hits.length === 1) {
      leads[i] = hits[0]!.table
      return hits[0]!.id
    }
    wrong.push({
      index: row.index,
      column: work.targets[i]!.column,
      value,
      ...complaint(work.targets[i]!, value, hits, known),
    })
    return null
  })
  return leads.some((table) => table !== undefined) ? { ...row, values, leads } : { ...row, values }
}

function complaint({ column, sets }: AssignmentTarget, value: Value, hits: readonly LookupHit[], { closed }: FoundIds) {
  const { name } = column
  const part = partOf(column, value)
  const several = sets.referencesOneOf?.map(({ table }) => table)
  if (hits.length > 1) return ambiguous(hits, several !== undefined)
  const unread = closed.length > 0 ? ` ${closed.join(', ')} may not be read by this user.` : ''
  if (part === 'id') {
    const where = several ? ` in ${several.join(', ')}` : ''
    return {
      code: 'FOREIGN_KEY' as const,
      message: `there is no record${where} that "${name}" could refer to by this id`,
      ...(unread !== '' && { hint: unread.trim() }),
    }
  }
  return {
    code: 'LOOKUP_NOT_FOUND' as const,
    message:
      part === 'email'
        ? `no ${sets.references && column.part === 'value' ? `record of ${sets.references.table}` : 'user'} has this e-mail`
        : `no record${several ? ` of ${several.join(', ')}` : ''} is called so`,
    hint: `Names are compared exactly; the id does as well.${unread}`,
  }
}

function ambiguous(hits: readonly LookupHit[], several: boolean): Pick<Issue, 'code' | 'message' | 'hint'> {
  const some = hits.slice(0, 5).map(({ id, table }) => (several ? `${id} (${table})` : id))
  return {
    code: 'LOOKUP_AMBIGUOUS',
    message: `${hits.length} records are called so`,
    hint: `Give the id instead, one of ${some.join(', ')}.`,
  }
}
