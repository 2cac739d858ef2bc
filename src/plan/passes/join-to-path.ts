import { boolean } from '../../base/types.ts'
import type { ColumnExpr, Expr, From, Join, Query, RelationColumn, Select, TableRelation } from '../../engine/tree.ts'
import { type Mapper, mapExprParts, mapFromParts, mapQueryParts, relationsOf, someExpr } from '../../engine/walk.ts'
import { type ColumnRef, refName } from '../../source/index.ts'
import { conjunction, conjunctsOf, rejectsNull } from '../conditions.ts'
import { refOf } from '../shape.ts'

/**
 * Joins along a lookup written as paths: `d LEFT JOIN Accounts a ON d.Account_Name_id = a.id` gives `d` the columns
 * `Account_Name.…` in place of `a`, so that one remote query brings both. An inner join becomes the same with the
 * condition that the other row is there. The opposite of `pathsToJoins`, which undoes it for paths that a service
 * cannot follow. The same query when there is nothing to do.
 */
export function joinsToPaths(query: Query): Query {
  const moved: Moved = new Moved()
  const structure: Mapper = {
    expr: (expr) => mapExprParts(expr, structure),
    from: (from) => mapFromParts(from, structure),
    query: (part) => {
      const mapped = mapQueryParts(part, structure)
      if (mapped.body.kind !== 'select' || mapped.body.from?.kind !== 'join') return mapped
      const body = rewriteSelect(mapped.body, moved)
      return body === mapped.body ? mapped : { ...mapped, body }
    },
  }
  const rewritten = structure.query(query)
  return rewritten === query ? query : following(moved).query(rewritten)
}

/** Where columns went, by relation and name. */
class Moved extends Map<string, ColumnExpr> {
  /** Ids of rows that an outer join may not find: what tells that there is a row. */
  readonly markers = new Map<string, ColumnExpr>()
}

/** Where a column went, if it moved; columns may move more than once. */
function target(expr: Expr, moved: Moved): ColumnExpr | undefined {
  const next = expr.kind === 'column' ? moved.get(`${expr.relation}:${expr.name}`) : undefined
  return next && (target(next, moved) ?? next)
}

function following(moved: Moved): Mapper {
  const mapper: Mapper = {
    expr: (expr) => foundId(expr, moved) ?? target(expr, moved) ?? mapExprParts(expr, mapper),
    query: (query) => mapQueryParts(query, mapper),
    from: (from) => mapFromParts(from, mapper),
  }
  return mapper
}

/** A lookup holds its id even where the row is gone, which the join would not have found. */
function foundId(expr: Expr, moved: Moved): Expr | undefined {
  const marker = expr.kind === 'column' ? moved.markers.get(`${expr.relation}:${expr.name}`) : undefined
  const id = marker && target(expr, moved)
  if (!id) return undefined
  const condition = isThere(target(marker, moved) ?? marker)
  return { kind: 'case', branches: [{ when: condition, then: id }], type: id.type }
}

/** A select in the making. */
interface SelectDraft {
  from: From
  where: Expr[]
}

/** `source.lookup = target.id` */
interface LookupJoin {
  readonly source: TableRelation
  readonly target: TableRelation
  /** The id part of the lookup, in `source`. */
  readonly key: ColumnExpr
  readonly ref: ColumnRef
  readonly test: Expr
}

function rewriteSelect(select: Select, moved: Moved): Select {
  const where: Expr[] = [...conjunctsOf(select.where)]
  const draft: SelectDraft = { from: withoutInnerOn(select.from!, where), where }
  let done = false
  while (rewriteOuter(draft, moved) || rewriteInner(draft, moved)) done = true
  return done ? { ...select, from: draft.from, where: conjunction(draft.where) } : select
}

/** Conditions of inner joins that no outer join is above, moved to `where`. */
function withoutInnerOn(from: From, where: Expr[]): From {
  if (!isInner(from)) return from
  where.push(...conjunctsOf(from.on))
  return {
    ...from,
    type: 'cross',
    on: undefined,
    left: withoutInnerOn(from.left, where),
    right: withoutInnerOn(from.right, where),
  }
}

const isInner = (from: From): from is Join => from.kind === 'join' && (from.type === 'inner' || from.type === 'cross')

// ------------------------------------------------------------------------------------------------ inner joins

function rewriteInner(draft: SelectDraft, moved: Moved): boolean {
  const free = new Map(freeTables(draft.from).map((relation) => [relation.id, relation]))
  for (const test of draft.where) {
    const join = lookupJoin(test, tablesIn(draft.from), free, moved)
    if (!join) continue
    const { target, source } = join
    const others = draft.where.filter((term) => term !== test)
    const marker = others.some((term) => showsRow(term, target)) ? undefined : existence(join)
    if (marker === null) continue
    const columns = marker ? [...target.columns, marker] : target.columns
    draft.from = withColumns(withoutLeaf(draft.from, target.id), source.id, move(join, columns, moved))
    // The lookup's own id is the target's: it is there wherever the row is.
    for (const name of target.table.primaryKey) moved.set(`${target.id}:${name}`, join.key)
    draft.where = [...others, ...(marker ? [isThere(columnOf(target, marker))] : [])]
    return true
  }
  return false
}

/** Tables that only inner joins are above of. */
const freeTables = (from: From): TableRelation[] =>
  from.kind === 'table' ? [from] : isInner(from) ? [...freeTables(from.left), ...freeTables(from.right)] : []

const tablesIn = (from: From): Map<number, TableRelation> =>
  new Map(
    relationsOf(from).flatMap((relation) => (relation.kind === 'table' ? [[relation.id, relation] as const] : [])),
  )

function withoutLeaf(from: From, id: number): From {
  if (!isInner(from)) return from
  if (from.left.kind === 'table' && from.left.id === id) return from.right
  if (from.right.kind === 'table' && from.right.id === id) return from.left
  return { ...from, left: withoutLeaf(from.left, id), right: withoutLeaf(from.right, id) }
}

/** A column of the target that every row has, which tells along the path whether there is a row; null: it has none. */
function existence({ target }: LookupJoin): RelationColumn | null {
  const column = target.table.columns.find(({ nullable, name }) => !nullable && !target.table.primaryKey.includes(name))
  return column ? { name: column.name, type: column.type, ref: { path: [], column } } : null
}

/** Rows of the join pass this condition only if there is one of the target: the id is there without it. */
const showsRow = (term: Expr, { id, table }: TableRelation): boolean =>
  rejectsNull(term, new Set([id])) &&
  !someExpr(term, (expr) => expr.kind === 'column' && expr.relation === id && table.primaryKey.includes(expr.name))

const columnOf = ({ id }: TableRelation, { name, type }: RelationColumn): ColumnExpr => ({
  kind: 'column',
  relation: id,
  name,
  type,
})

const isThere = (marker: ColumnExpr): Expr => ({
  kind: 'isNull',
  operand: marker,
  negated: true,
  type: boolean,
})

// ------------------------------------------------------------------------------------------------ outer joins

/** A left join (or a right one, mirrored) whose only condition is the lookup's. */
function rewriteOuter(draft: SelectDraft, moved: Moved): boolean {
  const replace = (from: From): From => {
    if (from.kind !== 'join') return from
    const [kept, optional] = from.type === 'right' ? [from.right, from.left] : [from.left, from.right]
    const join =
      (from.type === 'left' || from.type === 'right') && optional.kind === 'table' && from.on
        ? lookupJoin(from.on, tablesIn(kept), new Map([[optional.id, optional]]), moved)
        : undefined
    if (join) return withColumns(kept, join.source.id, moveMarked(join, moved))
    const left = replace(from.left)
    if (left !== from.left) return { ...from, left }
    const right = replace(from.right)
    return right === from.right ? from : { ...from, right }
  }
  const from = replace(draft.from)
  const changed = from !== draft.from
  draft.from = from
  return changed
}

/** With what tells of each id whether there is a row; an id without it stays as it is. */
function moveMarked(join: LookupJoin, moved: Moved): RelationColumn[] {
  const { target } = join
  const marker = existence(join)
  if (!marker) return move(join, target.columns, moved)
  for (const name of target.table.primaryKey) moved.markers.set(`${target.id}:${name}`, columnOf(target, marker))
  return move(join, [...target.columns, marker], moved)
}

// --------------------------------------------------------------------------------------------------- columns

function lookupJoin(
  test: Expr,
  sources: ReadonlyMap<number, TableRelation>,
  targets: ReadonlyMap<number, TableRelation>,
  moved: Moved,
): LookupJoin | undefined {
  if (test.kind !== 'compare' || test.op !== '=') return undefined
  const left = target(test.left, moved) ?? test.left
  const right = target(test.right, moved) ?? test.right
  return directed(test, left, right, sources, targets) ?? directed(test, right, left, sources, targets)
}

function directed(
  test: Expr,
  key: Expr,
  id: Expr,
  sources: ReadonlyMap<number, TableRelation>,
  targets: ReadonlyMap<number, TableRelation>,
): LookupJoin | undefined {
  if (key.kind !== 'column' || id.kind !== 'column' || key.relation === id.relation) return undefined
  const [source, target] = [sources.get(key.relation), targets.get(id.relation)]
  const ref = source && refOf(key, source)
  if (!source || !target || !ref || ref.column.part !== 'id') return undefined
  const { schema, table, column } = ref.column.references ?? {}
  if (schema !== target.table.schema || table !== target.table.name || column !== id.name) return undefined
  return { source, target, key, ref, test }
}

/** The target's columns as columns of the source; `moved` learns where they went. */
function move(join: LookupJoin, columns: readonly RelationColumn[], moved: Moved): RelationColumn[] {
  const { source, target } = join
  const step = [...join.ref.path, join.ref.column.field]
  return columns.map(({ name, type, ref }) => {
    const there: ColumnRef = { path: [...step, ...ref!.path], column: ref!.column }
    moved.set(`${target.id}:${name}`, { kind: 'column', relation: source.id, name: refName(there), type })
    return { name: refName(there), type, ref: there }
  })
}

function withColumns(from: From, id: number, extra: readonly RelationColumn[]): From {
  if (from.kind === 'join')
    return { ...from, left: withColumns(from.left, id, extra), right: withColumns(from.right, id, extra) }
  if (from.kind !== 'table' || from.id !== id) return from
  const fresh = extra.filter((column) => !from.columns.some((known) => known.name === column.name))
  return { ...from, columns: [...from.columns, ...new Map(fresh.map((column) => [column.name, column])).values()] }
}
