import type { SqlType } from '../../base/types.ts'
import type { Aggregate, ColumnExpr, Expr, Query, Select, TableRelation } from '../../engine/tree.ts'
import { mapExpr, type Replace, someExpr, walkExpr } from '../../engine/walk.ts'
import { type AggregateWish, type ColumnRef, type Grouping, refName, type SortWish } from '../../source/index.ts'
import { holdsQuery, refOf, shownExprs } from '../shape.ts'

/** A query over one table that groups, as the service may do it and as it reads when the service did. */
export interface GroupedQuery {
  readonly grouping: Grouping
  /** The query over the groups: its only relation holds the grouping columns and one column for each aggregate. */
  readonly rest: Query
  /** That relation. */
  readonly groups: TableRelation
}

/** undefined: the query does not group, or in a way that no service can do for it. */
export function aggregatePushdown(query: Query, relation: TableRelation): GroupedQuery | undefined {
  if (query.body.kind !== 'select') return undefined
  const select = query.body
  const by = groupingColumns(select, relation)
  const aggregates = by && collectAggregates(query, select, relation, by)
  if (!by || !aggregates || (by.length === 0 && aggregates.size === 0)) return undefined
  const wishes = [...aggregates.values()].map(({ wish }) => wish)
  const groups = groupsRelation(relation, by, aggregates)
  return { grouping: { by, aggregates: wishes }, groups, rest: restOf(query, select, relation, groups, aggregates) }
}

interface CollectedAggregate {
  readonly wish: AggregateWish
  readonly column: ColumnExpr
}

const plainColumns = (exprs: readonly Expr[], relation: TableRelation): ColumnRef[] | undefined => {
  const refs = exprs.map((expr) => (expr.kind === 'column' ? refOf(expr, relation) : undefined))
  if (!refs.every((ref) => ref !== undefined)) return undefined
  return [...new Map(refs.map((ref) => [refName(ref), ref])).values()]
}

function groupingColumns(select: Select, relation: TableRelation): ColumnRef[] | undefined {
  if (!select.groupBy) {
    if (select.distinct !== true) return []
    // SELECT DISTINCT a, b is GROUP BY a, b; with expressions among them it is not the service's.
    return hasAggregate(select) ? [] : plainColumns(select.items, relation)
  }
  const { keys, sets } = select.groupBy
  if (sets.length !== 1 || sets[0]!.length !== keys.length) return undefined
  return plainColumns(keys, relation)
}

function hasAggregate(select: Select): boolean {
  let found = false
  for (const item of [...select.items, ...(select.having ? [select.having] : [])])
    walkExpr(item, (expr) => {
      found ||= expr.kind === 'aggregate'
      return expr.kind !== 'aggregate'
    })
  return found
}

/** The aggregates of this select by their text; undefined when one of them is none of the five that services know. */
function collectAggregates(
  query: Query,
  select: Select,
  relation: TableRelation,
  by: readonly ColumnRef[],
): Map<string, CollectedAggregate> | undefined {
  const found = new Map<string, CollectedAggregate>()
  const grouped = new Set(by.map(refName))
  let possible = true
  const visit = (expr: Expr): boolean => {
    if (holdsQuery(expr) || expr.kind === 'grouping') possible = false
    // Grouping by the primary key lets other columns through; the service's groups do not carry them.
    if (expr.kind === 'column' && !(expr.relation === relation.id && grouped.has(expr.name))) possible = false
    if (expr.kind !== 'aggregate') return possible
    const wish = wishOf(expr, relation)
    if (!wish) possible = false
    else found.set(wishName(wish), { wish, column: outputColumn(wish, expr, relation) })
    return false
  }
  for (const expr of shownExprs(query, select)) walkExpr(expr, { expr: visit, query: () => false })
  return possible ? found : undefined
}

const remoteAggregates: ReadonlySet<string> = new Set(['count', 'sum', 'min', 'max', 'avg'])

export function wishOf(expr: Aggregate, relation: TableRelation): AggregateWish | undefined {
  if (expr.distinct || expr.filter || expr.orderBy.length || expr.withinGroup.length) return undefined
  if (!remoteAggregates.has(expr.fn.name) || expr.args.length > 1) return undefined
  const fn = expr.fn.name as AggregateWish['fn']
  const [arg] = expr.args
  if (!arg) return fn === 'count' ? { fn } : undefined
  const bare = widened(arg)
  if (bare.kind === 'literal' && bare.value !== null && fn === 'count') return { fn }
  const column = bare.kind === 'column' ? refOf(bare, relation) : undefined
  return column && { fn, column }
}

/** An argument below the casts that only widen it: what the service sums is the same. */
const widened = (expr: Expr): Expr =>
  expr.kind === 'cast' && !expr.explicit && expr.operand.kind === 'column' ? expr.operand : expr

export const wishName = (wish: AggregateWish): string => `${wish.fn}(${wish.column ? refName(wish.column) : '*'})`

export const outputColumn = (wish: AggregateWish, expr: Aggregate, relation: TableRelation): ColumnExpr => ({
  kind: 'column',
  relation: relation.id,
  name: wishName(wish),
  type: groupedType(wish, expr),
})

/** An extreme is a value of its column, with as many digits after the point. */
function groupedType({ fn, column }: AggregateWish, { type }: Aggregate): SqlType {
  const own = column?.column.type
  return own?.name === 'numeric' && type.name === 'numeric' && (fn === 'min' || fn === 'max') ? own : type
}

const groupsRelation = (
  relation: TableRelation,
  by: readonly ColumnRef[],
  aggregates: ReadonlyMap<string, CollectedAggregate>,
): TableRelation => ({
  ...relation,
  columns: [
    ...by.map((ref) => relation.columns.find((column) => column.name === refName(ref))!),
    ...[...aggregates.values()].map(({ column }) => ({ name: column.name, type: column.type })),
  ],
})

function restOf(
  query: Query,
  select: Select,
  relation: TableRelation,
  groups: TableRelation,
  aggregates: ReadonlyMap<string, CollectedAggregate>,
): Query {
  const replace = (expr: Expr): Expr | undefined => {
    if (expr.kind !== 'aggregate') return undefined
    const wish = wishOf(expr, relation)
    return wish && aggregates.get(wishName(wish))?.column
  }
  const body: Select = {
    kind: 'select',
    // The groups of SELECT DISTINCT are distinct already.
    distinct: select.groupBy || aggregates.size > 0 ? mapDistinct(select.distinct, replace) : false,
    items: select.items.map((item) => mapExpr(item, replace)),
    from: groups,
    where: select.having && mapExpr(select.having, replace),
  }
  return { ...query, body, orderBy: query.orderBy.map((key) => ({ ...key, expr: mapExpr(key.expr, replace) })) }
}

const mapDistinct = (distinct: Select['distinct'], replace: Replace): Select['distinct'] =>
  typeof distinct === 'boolean' ? distinct : distinct.map((expr) => mapExpr(expr, replace))

// ------------------------------------------------------------------------------------- distinct rows are enough

/**
 * A query whose answer stays the same when each row is there but once (`count(DISTINCT a)`, `SELECT DISTINCT f(a)`,
 * groups without sums): the service brings the distinct combinations of the columns, and the query runs over them.
 * undefined: repeated rows do matter, or there is nothing to gain.
 */
export function distinctPushdown(query: Query, relation: TableRelation): GroupedQuery | undefined {
  if (query.body.kind !== 'select') return undefined
  const select = query.body
  const exprs = [...shownExprs(query, select), ...(select.groupBy?.keys ?? [])]
  const isGrouped = select.distinct === true || select.groupBy !== undefined || hasAggregate(select)
  if (!isGrouped || exprs.some((expr) => someExpr(expr, countsRows))) return undefined
  const used = new Set<string>()
  for (const expr of exprs)
    walkExpr(expr, (part) => void (part.kind === 'column' && part.relation === relation.id && used.add(part.name)))
  const columns = relation.columns.filter((column) => used.has(column.name))
  const by = columns.flatMap((column) => (column.ref ? [column.ref] : []))
  // Every row has a key of its own: nothing would be put together.
  if (by.length === 0 || by.length < columns.length || by.some((ref) => isKey(ref, relation))) return undefined
  const groups = { ...relation, columns }
  const body = { ...select, from: groups, where: undefined }
  return { grouping: { by, aggregates: [] }, groups, rest: { ...query, body } }
}

/** It makes a difference how often a row is there, or which one comes first. */
function countsRows(expr: Expr): boolean {
  if (expr.kind === 'aggregate') return !expr.distinct
  if (expr.kind === 'call') return expr.fn.volatile || expr.fn.kind !== 'scalar'
  return expr.kind === 'window' || holdsQuery(expr)
}

const isKey = (ref: ColumnRef, relation: TableRelation): boolean =>
  ref.path.length === 0 && (ref.column.unique === true || relation.table.primaryKey.includes(ref.column.name))

// --------------------------------------------------------------------------------------------- one row is enough

/** For `max(a)`, alone or in expressions: the order whose first row has it. undefined: more than that is asked. */
export function extremeOrder(query: Query, select: Select, relation: TableRelation): SortWish | undefined {
  if (select.groupBy || select.having || select.distinct !== false) return undefined
  const found = new Map<string, SortWish>()
  let possible = true
  for (const expr of shownExprs(query, select))
    walkExpr(expr, (part) => {
      if (part.kind !== 'aggregate') {
        possible &&= part.kind !== 'column' && !countsRows(part)
        return possible
      }
      const column = part.args.length === 1 && !part.filter ? plainColumns(part.args, relation)?.[0] : undefined
      const { name } = part.fn
      if (column && (name === 'min' || name === 'max'))
        found.set(name + refName(column), { column, descending: name === 'max', nullsFirst: false })
      else possible = false
      return false
    })
  return possible && found.size === 1 ? [...found.values()][0] : undefined
}
