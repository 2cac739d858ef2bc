import { integer } from '../../base/types.ts'
import type {
  CteRelation,
  DerivedRelation,
  Exists,
  Expr,
  From,
  Query,
  RelationColumn,
  Select,
  TableRelation,
} from '../../engine/tree.ts'
import {
  allRelations,
  type Mapper,
  mapExprParts,
  mapFromParts,
  mapQueryParts,
  someExpr,
  walkQuery,
} from '../../engine/walk.ts'

/**
 * Columns that nobody refers to are taken out of tables, subqueries in FROM and CTEs: `SELECT a FROM (SELECT * FROM t)`
 * asks Zoho for `a`. Taking one out may free others, so it is done until nothing changes.
 */
export function pruneProjections(query: Query): Query {
  for (let current = query; ; ) {
    const pruned = pruneOnce(current)
    if (pruned === current) return current
    current = pruned
  }
}

function pruneOnce(query: Query): Query {
  const used = usedColumns(query)
  const keptOfCtes = ctePositions(query, used)
  const mapper: Mapper = {
    expr: (expr) => {
      const mapped = mapExprParts(expr, mapper)
      return mapped.kind === 'exists' ? pruneExists(mapped) : mapped
    },
    query: (part) => {
      const mapped = mapQueryParts(part, mapper)
      const ctes = mapped.ctes.map((cte) => {
        const positions = keptOfCtes.get(cte.id)
        return positions ? { ...cte, query: keepItems(cte.query, positions) } : cte
      })
      return ctes.every((cte, i) => cte === mapped.ctes[i]) ? mapped : { ...mapped, ctes }
    },
    from: (from) => pruneFrom(mapFromParts(from, mapper), used, keptOfCtes),
  }
  return mapper.query(query)
}

/** Whether there is a row does not depend on what it shows, nor on the order. */
function pruneExists(expr: Exists): Exists {
  const { query } = expr
  const { body, orderBy } = query
  if (body.kind !== 'select' || body.distinct === true || query.withTies) return expr
  if (body.items.length === 1 && orderBy.length === 0) return expr
  const parts = [...body.items, ...orderBy.map((key) => key.expr)]
  if (parts.some((part) => someExpr(part, decidesRows(body)))) return expr
  const items: Expr[] = [{ kind: 'literal', value: 1, type: integer }]
  const columns = [{ name: 'exists', type: integer }]
  return { ...expr, query: { ...query, body: { ...body, items }, orderBy: [], columns } }
}

/** `relation:column` of everything that is referred to. */
function usedColumns(query: Query): ReadonlySet<string> {
  const used = new Set<string>()
  walkQuery(query, (expr) => void (expr.kind === 'column' && used.add(keyOf(expr.relation, expr.name))))
  return used
}

const keyOf = (relation: number, name: string): string => `${relation}:${name}`

type Positions = ReadonlySet<number>

function pruneFrom(from: From, used: ReadonlySet<string>, ctes: ReadonlyMap<number, Positions>): From {
  switch (from.kind) {
    case 'table':
      return pruneTable(from, used)
    case 'derived':
      return pruneDerived(from, used)
    case 'cte': {
      const positions = ctes.get(from.cte)
      return positions ? withColumns(from, keepPositions(from.columns, positions)) : from
    }
    default:
      return from
  }
}

function pruneTable(from: TableRelation, used: ReadonlySet<string>): TableRelation {
  return withColumns(
    from,
    from.columns.filter((column) => used.has(keyOf(from.id, column.name))),
  )
}

function pruneDerived(from: DerivedRelation, used: ReadonlySet<string>): DerivedRelation {
  const positions = keepable(from.query, usedPositions(from, used))
  if (!positions) return from
  return { ...from, columns: keepPositions(from.columns, positions), query: keepItems(from.query, positions) }
}

function withColumns<T extends TableRelation | CteRelation>(from: T, columns: readonly RelationColumn[]): T {
  return columns.length === from.columns.length ? from : { ...from, columns }
}

const usedPositions = (
  relation: { id: number; columns: readonly RelationColumn[] },
  used: ReadonlySet<string>,
): number[] =>
  relation.columns.flatMap((column, position) => (used.has(keyOf(relation.id, column.name)) ? [position] : []))

const keepPositions = <T>(list: readonly T[], positions: Positions): T[] =>
  list.filter((_, position) => positions.has(position))

/** For each CTE that can lose columns: the positions that some reference to it needs. */
function ctePositions(query: Query, used: ReadonlySet<string>): ReadonlyMap<number, Positions> {
  const needed = new Map<number, number[]>()
  for (const relation of allRelations(query)) {
    if (relation.kind !== 'cte') continue
    needed.set(relation.cte, [...(needed.get(relation.cte) ?? []), ...usedPositions(relation, used)])
  }
  const kept = new Map<number, Positions>()
  walkQuery(query, {
    query: (part) => {
      for (const cte of part.ctes) {
        const positions = cte.recursive ? undefined : keepable(cte.query, needed.get(cte.id) ?? [])
        if (positions) kept.set(cte.id, positions)
      }
    },
  })
  return kept
}

/** The positions of the items that must stay, or undefined where all must. */
function keepable(query: Query, needed: readonly number[]): Positions | undefined {
  const { body } = query
  // The rows of DISTINCT and of set operations depend on all columns.
  if (body.kind !== 'select' || body.distinct === true) return undefined
  const positions = new Set(needed)
  for (const { expr } of query.orderBy) if (expr.kind === 'output') positions.add(expr.index)
  body.items.forEach((item, position) => {
    if (someExpr(item, decidesRows(body))) positions.add(position)
  })
  if (positions.size === 0) positions.add(0)
  return positions.size < body.items.length ? positions : undefined
}

/** Without GROUP BY an aggregate makes one row of many; a set-returning function makes many of one. */
const decidesRows =
  (select: Select) =>
  (expr: Expr): boolean =>
    (expr.kind === 'aggregate' && !select.groupBy) || (expr.kind === 'call' && expr.fn.kind === 'set')

function keepItems(query: Query, positions: Positions): Query {
  const select = query.body as Select
  const moved = [...positions].sort((a, b) => a - b)
  return {
    ...query,
    body: { ...select, items: keepPositions(select.items, positions) },
    columns: keepPositions(query.columns, positions),
    orderBy: query.orderBy.map((key) =>
      key.expr.kind === 'output' ? { ...key, expr: { ...key.expr, index: moved.indexOf(key.expr.index) } } : key,
    ),
  }
}
