import type { ColumnRef, Table } from '../../../source/index.ts'
import { factsOf } from '../catalog/columns.ts'
import type { CrmKnowledge } from '../knowledge.ts'
import type { CoqlLimits } from '../limits.ts'
import type { CoqlCell, ExtraCell } from '../request/index.ts'

/** What of a wanted row COQL can bring, and how the rest is got. */
export interface CoqlSelection {
  readonly cells: readonly CoqlCell[]
  readonly extras: readonly ExtraCell[]
  readonly refusedPaths: readonly (readonly string[])[]
}

/** The key of a column in COQL: its path and field. */
export const keyOf = (ref: ColumnRef): string => [...ref.path, ref.column.field].join('.')

export function selection(columns: readonly ColumnRef[], table: Table, knowledge: CrmKnowledge): CoqlSelection {
  const refused = refusedPaths(columns, table, knowledge)
  const isRefused = (ref: ColumnRef): boolean => refused.some((path) => path.join('.') === ref.path.join('.'))
  const cells = columns.filter((ref) => !isRefused(ref)).map((ref): CoqlCell => ({ key: keyOf(ref), ref }))
  const extras = cells.flatMap((cell, index): ExtraCell[] =>
    cell.ref.path.length === 0 && !selectable(cell.ref, table, knowledge)
      ? [{ index, cell, single: factsOf(cell.ref.column).roads.records === 'single' }]
      : [],
  )
  return { cells, extras, refusedPaths: refused }
}

/** COQL brings this column itself. */
function selectable({ column, path }: ColumnRef, table: Table, knowledge: CrmKnowledge): boolean {
  const facts = factsOf(column)
  const refusals = knowledge.of(table.name).columnsRefused
  // It comes whether it is named or not.
  if (column.field === 'id') return true
  if (!facts.coql.select && column.part === 'value') return false
  if (refusals.has([...path, column.field].join('.')) || !facts.roads.coql) return false
  if (column.part !== 'name' || facts.name === 'users') return true
  if (facts.name !== 'row' || knowledge.of(table.name).namesRefused.has(column.field)) return false
  // What a layout is called is in the metadata, where COQL does not say.
  return knowledge.lookupNames || column.fieldType === 'layout'
}

/**
 * Paths that COQL cannot follow, or not with certainty: beyond the depth or number of joins and joined columns, and
 * columns whose value would not come whole.
 */
function refusedPaths(columns: readonly ColumnRef[], table: Table, knowledge: CrmKnowledge): string[][] {
  const paths = new Map<string, ColumnRef[]>()
  for (const ref of columns) {
    const key = ref.path.join('.')
    if (ref.path.length > 0) paths.set(key, [...(paths.get(key) ?? []), ref])
  }
  const joins = new Joins(knowledge.limits)
  let { joinedColumns } = knowledge.limits
  const refused: string[][] = []
  for (const refs of paths.values()) {
    const [{ path }] = refs as [ColumnRef]
    const possible = joinedColumns >= refs.length && refs.every((ref) => followable(ref, table, knowledge))
    if (possible && joins.take([path])) joinedColumns -= refs.length
    else refused.push([...path])
  }
  return refused
}

/** The relations that a query follows, within the number that it may. */
export class Joins {
  readonly #limits: CoqlLimits
  #taken: ReadonlySet<string> = new Set()

  constructor(limits: CoqlLimits) {
    this.#limits = limits
  }

  /** All of these paths, or none of them and false. */
  take(paths: readonly (readonly string[])[]): boolean {
    const { joins, everyStep } = this.#limits
    const relations = paths.flatMap((path) => path.map((_, end) => path.slice(0, end + 1).join('.')))
    const counted = relations.filter((relation) => everyStep || !relation.includes('.'))
    const all = new Set([...this.#taken, ...counted])
    if (all.size > joins && all.size > this.#taken.size) return false
    this.#taken = all
    return true
  }
}

function followable(ref: ColumnRef, table: Table, knowledge: CrmKnowledge): boolean {
  const { path, column } = ref
  if (path.length > knowledge.limits.depth) return false
  const lookup = table.lookups.find((candidate) => candidate.field === path[0])
  if (!lookup?.target) return false
  const refusals = knowledge.of(table.name).columnsRefused
  if (refusals.has(keyOf(ref)) || refusals.has(path[0]!)) return false
  // A lookup at the end of a path comes as its id alone (facts 6.11).
  if (column.part !== 'value' && !(column.part === 'id' && path.length < knowledge.limits.depth)) return false
  const facts = factsOf(column)
  // Tags of another record are shown in no sample.
  return facts.coql.select && facts.roads.coql && !refusals.has(column.field) && column.field !== 'Tag'
}
