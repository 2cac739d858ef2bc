import { bigint, boolean } from '../../base/types.ts'
import type { ColumnExpr, Expr, From, Query, RelationColumn, TableRelation } from '../../engine/tree.ts'
import { allRelations, type Mapper, mapExprParts, mapFromParts, mapQueryParts } from '../../engine/walk.ts'
import { type ColumnRef, type Lookup, refName, type Table } from '../../source/index.ts'

/** What {@link pathsToJoins} needs: tables by schema and name. */
export interface PathContext {
  readonly tableOf: (schema: string, name: string) => Table | undefined
}

type IsRefused = (relation: TableRelation, path: readonly string[]) => boolean

/**
 * Lookup paths (`Account_Name.Industry`) written out as left joins, for the relations where `refused` says so: a step
 * becomes a relation of its own, the rest of the path moves over to it.
 */
export function pathsToJoins(query: Query, refused: IsRefused, context: PathContext): Query {
  const expander = new Expander(query, refused, context)
  const structure: Mapper = {
    expr: (expr) => mapExprParts(expr, structure),
    query: (part) => mapQueryParts(part, structure),
    from: (from) => (from.kind === 'table' ? expander.expand(from) : mapFromParts(from, structure)),
  }
  const renaming: Mapper = {
    expr: (expr) => expander.moved(expr) ?? mapExprParts(expr, renaming),
    query: (part) => mapQueryParts(part, renaming),
    from: (from) => mapFromParts(from, renaming),
  }
  return renaming.query(structure.query(query))
}

/** The query without paths through tables that a path finds other rows in than a join. */
export function joinOnlyAsJoins(query: Query, context: PathContext): Query {
  const leads = ({ table }: TableRelation, path: readonly string[]): boolean => isJoinOnly(table, path, context)
  const found = allRelations(query).some(
    (relation) => relation.kind === 'table' && relation.columns.some(({ ref }) => leads(relation, ref?.path ?? [])),
  )
  return found ? pathsToJoins(query, leads, context) : query
}

function isJoinOnly(table: Table, [step, ...rest]: readonly string[], context: PathContext): boolean {
  if (step === undefined) return false
  const { target } = table.lookups.find(({ field }) => field === step)!
  const next = target && context.tableOf(target.schema, target.table)
  return next !== undefined && (next.joinOnly === true || isJoinOnly(next, rest, context))
}

/** A step that becomes a join: the lookup, reached by these steps before it, and the columns beyond it. */
interface JoinStep {
  readonly before: readonly string[]
  readonly lookup: Lookup
  /** The lookup's id in the table that has it. */
  readonly id: ColumnRef
  readonly target: Table
  readonly columns: RelationColumn[]
}

class Expander {
  readonly #refused: IsRefused
  readonly #context: PathContext
  #nextId: number
  /** Where columns went, by relation and name. */
  readonly #moved = new Map<string, ColumnExpr>()

  constructor(query: Query, refused: IsRefused, context: PathContext) {
    this.#refused = refused
    this.#context = context
    this.#nextId = 1 + Math.max(0, ...allRelations(query).map((relation) => relation.id))
  }

  /** Where a column is by now, if it moved. */
  moved(expr: Expr): Expr | undefined {
    const target = expr.kind === 'column' ? this.#moved.get(`${expr.relation}:${expr.name}`) : undefined
    return target && (this.moved(target) ?? target)
  }

  expand(relation: TableRelation): From {
    const steps = new Map<string, JoinStep>()
    const kept: RelationColumn[] = []
    for (const column of relation.columns) {
      const path = column.ref?.path ?? []
      if (path.length === 0 || !this.#refused(relation, path)) kept.push(column)
      else this.#addTo(steps, relation, column, path)
    }
    let from: From = { ...relation, columns: kept }
    for (const step of steps.values()) from = this.#join(from, relation, step)
    return from
  }

  #addTo(steps: Map<string, JoinStep>, relation: TableRelation, column: RelationColumn, path: readonly string[]): void {
    const at = this.#cut(relation, path)
    const key = path.slice(0, at + 1).join('.')
    const step = steps.get(key) ?? { ...this.#step(relation.table, path.slice(0, at + 1)), columns: [] }
    step.columns.push(column)
    steps.set(key, step)
  }

  /** The first step is joined; where the last leads to rows that are at hand anyway, that one, as nothing is read for it. */
  #cut(relation: TableRelation, path: readonly string[]): number {
    const last = path.length - 1
    if (last === 0 || this.#refused(relation, path.slice(0, last))) return 0
    return this.#step(relation.table, path).target.atHand ? last : 0
  }

  /** The last step of a path. */
  #step(table: Table, path: readonly string[]): Omit<JoinStep, 'columns'> {
    const [name, ...rest] = path
    const lookup = table.lookups.find((candidate) => candidate.field === name)
    const target = lookup?.target && this.#context.tableOf(lookup.target.schema, lookup.target.table)
    if (!lookup || !target) throw new Error(`the path step ${name} of ${table.name} was bound without its table`)
    if (rest.length > 0) {
      const step = this.#step(target, rest)
      const before = [name!, ...step.before]
      return { ...step, before, id: { ...step.id, path: before } }
    }
    const column = table.columns.find((candidate) => candidate.name === lookup.idColumn)!
    return { before: [], lookup, id: { path: [], column }, target }
  }

  #join(from: From, relation: TableRelation, { before, lookup, id, target, columns }: JoinStep): From {
    const right = this.#relationOf(
      [relation.alias, ...before, lookup.field].join('_'),
      target,
      columns,
      before.length + 1,
    )
    columns.forEach((column, i) => {
      const { name, type } = right.columns[i]!
      this.#moved.set(`${relation.id}:${column.name}`, { kind: 'column', relation: right.id, name, type })
    })
    const key: RelationColumn = { name: refName(id), type: id.column.type, ref: id }
    return {
      kind: 'join',
      type: 'left',
      left: withRelationColumn(from, relation.id, key),
      right: right.columns.some((column) => (column.ref?.path.length ?? 0) > 0) ? this.expand(right) : right,
      on: {
        kind: 'compare',
        op: '=',
        left: { kind: 'column', relation: relation.id, name: key.name, type: bigint },
        right: { kind: 'column', relation: right.id, name: 'id', type: bigint },
        type: boolean,
      },
    }
  }

  /** The relation at the end of a step: the columns, with what is left of their paths, and the id. */
  #relationOf(alias: string, table: Table, columns: readonly RelationColumn[], steps: number): TableRelation {
    const id = this.#nextId++
    const rest = columns.map(({ type, ref }): RelationColumn => {
      const moved = { path: ref!.path.slice(steps), column: ref!.column }
      return { name: refName(moved), type, ref: moved }
    })
    const key = table.columns.find((column) => column.name === 'id')!
    const withKey = withColumn(rest, { name: 'id', type: key.type, ref: { path: [], column: key } })
    return { kind: 'table', id, alias, table, columns: withKey }
  }
}

const withColumn = (columns: readonly RelationColumn[], extra: RelationColumn): readonly RelationColumn[] =>
  columns.some((column) => column.name === extra.name) ? columns : [...columns, extra]

function withRelationColumn(from: From, id: number, extra: RelationColumn): From {
  if (from.kind === 'table' && from.id === id) return { ...from, columns: withColumn(from.columns, extra) }
  return from.kind === 'join' ? { ...from, left: withRelationColumn(from.left, id, extra) } : from
}
