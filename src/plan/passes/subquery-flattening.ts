import type { DerivedRelation, Expr, From, Query, Select } from '../../engine/tree.ts'
import { type Mapper, mapExprParts, mapFromParts, mapQueryParts, someExpr } from '../../engine/walk.ts'
import { conjunction } from '../conditions.ts'

/**
 * Subqueries in FROM that only rename, filter or compute are merged into the query around them, so that conditions
 * reach the tables inside them. Tools wrap almost every query so.
 */
export const flattenSubqueries = (query: Query): Query => flattener.query(query)

const flattener: Mapper = {
  expr: (expr) => mapExprParts(expr, flattener),
  query: (query) => mergeInto(mapQueryParts(query, flattener)),
  from: (from) => mapFromParts(from, flattener),
}

type Replacements = Map<string, Expr>

/** The query with what its FROM could take over; its parts are simplified already. */
function mergeInto(query: Query): Query {
  const { body } = query
  if (body.kind !== 'select' || !body.from) return query
  const replacements: Replacements = new Map()
  const filters: Expr[] = []
  const from = merge(body.from, true, replacements, filters)
  if (replacements.size === 0) return query
  const order = adoptedOrder(query, body)
  const where = [...filters, ...(body.where ? [body.where] : [])]
  const merged: Query = {
    ...query,
    orderBy: order ?? query.orderBy,
    body: { ...body, from, where: conjunction(where) },
  }
  return replacing(replacements).query(merged)
}

function replacing(replacements: Replacements): Mapper {
  const mapper: Mapper = {
    expr: (expr) => {
      const found = expr.kind === 'column' ? replacements.get(`${expr.relation}:${expr.name}`) : undefined
      return found ? mapper.expr(found) : mapExprParts(expr, mapper)
    },
    query: (query) => mapQueryParts(query, mapper),
    from: (from) => mapFromParts(from, mapper),
  }
  return mapper
}

/**
 * @param always the relation's rows are in the answer as they are: no outer join may fill it with nulls
 * @param filters receives the conditions of what was merged
 */
function merge(from: From, always: boolean, replacements: Replacements, filters: Expr[]): From {
  if (from.kind === 'derived') return mergeDerived(from, always, replacements, filters)
  if (from.kind !== 'join') return from
  const inner = from.type === 'inner' || from.type === 'cross'
  return {
    ...from,
    left: merge(from.left, always && (inner || from.type === 'left'), replacements, filters),
    right: merge(from.right, always && (inner || from.type === 'right'), replacements, filters),
  }
}

function mergeDerived(from: DerivedRelation, always: boolean, replacements: Replacements, filters: Expr[]): From {
  const { query } = from
  const select = query.body
  if (from.lateral || select.kind !== 'select' || !isPlain(query, select) || !select.from) return from
  // Filled with nulls by an outer join, a column stays a column, but a computed value or a condition would not.
  if (!always && (select.where || !select.items.every((item) => item.kind === 'column'))) return from
  from.columns.forEach((column, index) => {
    replacements.set(`${from.id}:${column.name}`, select.items[index]!)
  })
  if (select.where) filters.push(select.where)
  return merge(select.from, always, replacements, filters)
}

/** One row in, one row out, and nothing that has to be computed once only. */
function isPlain(query: Query, select: Select): boolean {
  if (query.ctes.length || query.limit || query.offset || query.withTies) return false
  if (select.distinct !== false || select.groupBy || select.having) return false
  // An aggregate makes one row of many wherever it stands.
  const grouping = query.orderBy.some((key) => someExpr(key.expr, (expr) => expr.kind === 'aggregate'))
  return !grouping && !select.items.some((item) => someExpr(item, isHeavy))
}

const isHeavy = (expr: Expr): boolean =>
  ['aggregate', 'window', 'grouping', 'scalar', 'exists', 'inQuery', 'quantified', 'arrayQuery'].includes(expr.kind) ||
  (expr.kind === 'call' && (expr.fn.volatile || expr.fn.kind !== 'scalar'))

/** `SELECT * FROM (SELECT … ORDER BY x) t` comes in the inner order, as in PostgreSQL. */
function adoptedOrder(query: Query, select: Select): Query['orderBy'] | undefined {
  if (query.orderBy.length > 0 || select.groupBy || select.distinct !== false || select.from?.kind !== 'derived')
    return undefined
  if (select.items.some((item) => someExpr(item, (expr) => expr.kind === 'aggregate' || expr.kind === 'window')))
    return undefined
  const inner = select.from.query
  if (inner.body.kind !== 'select') return undefined
  const { items } = inner.body
  return inner.orderBy.map((key) => ({ ...key, expr: key.expr.kind === 'output' ? items[key.expr.index]! : key.expr }))
}
