import type { Expr, From, Query, Select, SortKey, TableRelation } from '../../engine/tree.ts'
import { type ColumnRef, refName, type SortWish, type Table, type Want } from '../../source/index.ts'
import type { PlanContext } from '../context.ts'
import { refOf } from '../shape.ts'

/** ORDER BY, LIMIT and OFFSET as a table may be asked for them. */
export interface TopN {
  readonly orderBy: readonly SortWish[]
  readonly limit?: number
  readonly offset?: number
  readonly rowsHint?: number
}

/** undefined: an ordering key is not a column of the table, or a count is not known before running. */
export function topN(query: Query, select: Select, relation: TableRelation, context: PlanContext): TopN | undefined {
  if (query.withTies) return undefined
  const wishes = query.orderBy.map((key) => sortWish(key, select, relation))
  const limit = countOf(query.limit, context)
  const offset = countOf(query.offset, context)
  if (wishes.some((wish) => !wish) || limit === undefined || offset === undefined) return undefined
  const orderBy = wishes as SortWish[]
  if (orderBy.length > 0 && limit !== null) orderBy.push(...tieBreak(relation.table, orderBy))
  const rowsHint = limit !== null && orderBy.length === 0 ? limit + (offset ?? 0) : undefined
  return { orderBy, limit: limit ?? undefined, offset: offset ?? undefined, rowsHint }
}

function sortWish(key: SortKey, select: Select, relation: TableRelation): SortWish | undefined {
  const expr = key.expr.kind === 'output' ? select.items[key.expr.index]! : key.expr
  const column = expr.kind === 'column' ? refOf(expr, relation) : undefined
  return column && { column, descending: key.descending, nullsFirst: key.nullsFirst }
}

/** A LIMIT or OFFSET: null when there is none, undefined when it is not known before running. */
export function countOf(expr: Expr | undefined, context: PlanContext): number | null | undefined {
  if (!expr) return null
  const result = context.evaluate(expr)
  if (!result) return undefined
  if (result.value === null) return null
  const count = Number(result.value)
  return Number.isSafeInteger(count) && count >= 0 ? count : undefined
}

// --------------------------------------------------------------------------------------------------- tie break

/** Which of several equal rows a LIMIT cuts off should not depend on the road: the primary key decides. */
function tieBreak(table: Table, orderBy: readonly SortWish[]): SortWish[] {
  return table.primaryKey
    .filter((name) => !orderBy.some((wish) => refName(wish.column) === name))
    .map((name) => ({
      column: { path: [], column: table.columns.find((column) => column.name === name)! },
      descending: false,
      nullsFirst: false,
    }))
}

/** The same tie break where the ordering stayed here. */
export function withTieBreak(query: Query, relation: TableRelation, want: Want): Query {
  if (query.orderBy.length === 0 || !query.limit || !want.orderBy) return query
  const extra = want.orderBy.slice(query.orderBy.length).map((wish): SortKey => {
    const { column } = wish.column
    return {
      expr: { kind: 'column', relation: relation.id, name: column.name, type: column.type },
      descending: false,
      nullsFirst: false,
    }
  })
  return { ...query, orderBy: [...query.orderBy, ...extra] }
}

/** The columns with those that the order needs. */
export function withOrderColumns(columns: readonly ColumnRef[], wishes: readonly SortWish[]): readonly ColumnRef[] {
  const missing = wishes.filter((wish) => !columns.some((ref) => refName(ref) === refName(wish.column)))
  return [...columns, ...missing.map((wish) => wish.column)]
}

// -------------------------------------------------------------------------------------------- of a chain of joins

/**
 * The table whose rows all come out of a chain of outer joins, each once or several times, in its order: the first rows
 * of the whole are made of its first rows. undefined: the joins may drop some.
 */
export function preservedTable({ from }: Select): TableRelation | undefined {
  let side: From | undefined = from
  while (side?.kind === 'join' && (side.type === 'left' || side.type === 'right')) side = side[side.type]
  return side?.kind === 'table' ? side : undefined
}
