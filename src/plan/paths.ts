import { bigint, boolean } from '../base/types.ts'
import type { Column, Expr, From, Query, RelationColumn, TableRelation } from '../engine/tree.ts'
import { allRelations, type Mapper, mapExprParts, mapFromParts, mapQueryParts } from '../engine/walk.ts'
import { refName, type Table } from '../source/index.ts'

/** What {@link expandPaths} needs: tables by schema and name, and fresh relation ids. */
export interface PathContext {
  readonly tableOf: (schema: string, name: string) => Table | undefined
}

/**
 * Lookup paths (`Account_Name.Industry`) written out as left joins, for the relations where `refused` says so: the
 * first step becomes a relation of its own, the rest of the path moves over to it.
 */
export function expandPaths(
  query: Query,
  refused: (relation: TableRelation, path: readonly string[]) => boolean,
  context: PathContext,
): Query {
  let nextId = 1 + Math.max(0, ...allRelations(query).map((relation) => relation.id))
  const moved = new Map<string, Column>()

  const expand = (relation: TableRelation): From => {
    const steps = new Map<string, RelationColumn[]>()
    const kept: RelationColumn[] = []
    for (const column of relation.columns) {
      const path = column.ref?.path ?? []
      if (path.length === 0 || !refused(relation, path)) kept.push(column)
      else steps.set(path[0]!, [...(steps.get(path[0]!) ?? []), column])
    }
    let from: From = { ...relation, columns: kept }
    for (const [step, columns] of steps) from = joinStep(from, relation, step, columns)
    return from
  }

  const joinStep = (from: From, relation: TableRelation, step: string, columns: RelationColumn[]): From => {
    const lookup = relation.table.lookups.find((candidate) => candidate.field === step)
    const table = lookup?.target && context.tableOf(lookup.target.schema, lookup.target.table)
    if (!lookup || !table)
      throw new Error(`the path step ${step} of ${relation.table.name} was bound without its table`)
    const id = nextId++
    const targets = columns.map((column): RelationColumn => {
      const ref = { path: column.ref!.path.slice(1), column: column.ref!.column }
      return { name: refName(ref), type: column.type, ref }
    })
    columns.forEach((column, i) => {
      moved.set(`${relation.id}:${column.name}`, {
        kind: 'column',
        relation: id,
        name: targets[i]!.name,
        type: column.type,
      })
    })
    const key = table.columns.find((column) => column.name === 'id')!
    const idColumn = relation.table.columns.find((column) => column.name === lookup.idColumn)!
    const target: TableRelation = {
      kind: 'table',
      id,
      alias: `${relation.alias}_${step}`,
      table,
      columns: withColumn(targets, { name: 'id', type: key.type, ref: { path: [], column: key } }),
    }
    const left = withRelationColumn(from, relation.id, {
      name: lookup.idColumn,
      type: idColumn.type,
      ref: { path: [], column: idColumn },
    })
    return {
      kind: 'join',
      type: 'left',
      left,
      right: target.columns.some((column) => (column.ref?.path.length ?? 0) > 0) ? expand(target) : target,
      on: {
        kind: 'compare',
        op: '=',
        left: { kind: 'column', relation: relation.id, name: lookup.idColumn, type: bigint },
        right: { kind: 'column', relation: id, name: 'id', type: bigint },
        type: boolean,
      },
    }
  }

  const structure: Mapper = {
    expr: (expr) => mapExprParts(expr, structure),
    query: (part) => mapQueryParts(part, structure),
    from: (from) => (from.kind === 'table' ? expand(from) : mapFromParts(from, structure)),
  }
  const renaming: Mapper = {
    expr: (expr) => follow(expr) ?? mapExprParts(expr, renaming),
    query: (part) => mapQueryParts(part, renaming),
    from: (from) => mapFromParts(from, renaming),
  }
  const follow = (expr: Expr): Expr | undefined => {
    const target = expr.kind === 'column' ? moved.get(`${expr.relation}:${expr.name}`) : undefined
    return target && (follow(target) ?? target)
  }
  return renaming.query(structure.query(query))
}

const withColumn = (columns: readonly RelationColumn[], extra: RelationColumn): readonly RelationColumn[] =>
  columns.some((column) => column.name === extra.name) ? columns : [...columns, extra]

function withRelationColumn(from: From, id: number, extra: RelationColumn): From {
  if (from.kind === 'table' && from.id === id) return { ...from, columns: withColumn(from.columns, extra) }
  return from.kind === 'join' ? { ...from, left: withRelationColumn(from.left, id, extra) } : from
}
