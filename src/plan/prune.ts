import { integer } from '../base/types.ts'
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
} from '../engine/tree.ts'
import {
  allRelations,
  type Mapper,
  mapExprParts,
  mapFromParts,
  mapQueryParts,
  someExpr,
  walkQuery,
} from '../engine/walk.ts'

/**
 * Columns that nobody refers to are taken out of tables, subqueries in FROM and CTEs: `SELECT a FROM (SELECT * FROM t)`
 * asks Zoho for `a`. Taking one out may free others, so it is done until nothing changes.
 */
export function prune(query: Query): Query {
  for (let current = query; ; ) {
    const pruned = pruneOnce(current)
    if (pruned === current) return current
    current = pruned
  }
}

function pruneOnce(query: Query): Query {
  const used = usedColumns(query)
  const keptOfCtes = ctePlaces(query, used)
  const mapper: Mapper = {
    expr: (expr) => {
      const mapped = mapExprParts(expr, mapper)
      return mapped.kind === 'exists' ? pruneExists(mapped) : mapped
    },
    query: (part) => {
      const mapped = mapQueryParts(part, mapper)
      const ctes = mapped.ctes.map((cte) => {
        const places = keptOfCtes.get(cte.id)
        return places ? { ...cte, query: keepItems(cte.query, places) } : cte
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

type Places = ReadonlySet<number>

function pruneFrom(from: From, used: ReadonlySet<string>, ctes: ReadonlyMap<number, Places>): From {
  switch (from.kind) {
    case 'table':
      return pruneTable(from, used)
    case 'derived':
      return pruneDerived(from, used)
    case 'cte': {
      const places = ctes.get(from.cte)
      return places ? withColumns(from, keepPlaces(from.columns, places)) : from
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
  const places = keepable(from.query, usedPlaces(from, used))
  if (!places) return from
  return { ...from, columns: keepPlaces(from.columns, places), query: keepItems(from.query, places) }
}

function withColumns<T extends TableRelation | CteRelation>(from: T, columns: readonly RelationColumn[]): T {
  return columns.length === from.columns.length ? from : { ...from, columns }
}

const usedPlaces = (
  relation: { id: number; columns: readonly RelationColumn[] },
  used: ReadonlySet<string>,
): number[] => relation.columns.flatMap((column, place) => (used.has(keyOf(relation.id, column.name)) ? [place] : []))

const keepPlaces = <T>(list: readonly T[], places: Places): T[] => list.filter((_, place) => places.has(place))

/** For each CTE that can lose columns: the places that some reference to it needs. */
function ctePlaces(query: Query, used: ReadonlySet<string>): ReadonlyMap<number, Places> {
  const needed = new Map<number, number[]>()
  for (const relation of allRelations(query)) {
    if (relation.kind !== 'cte') continue
    needed.set(relation.cte, [...(needed.get(relation.cte) ?? []), ...usedPlaces(relation, used)])
  }
  const kept = new Map<number, Places>()
  walkQuery(query, {
    query: (part) => {
      for (const cte of part.ctes) {
        const places = cte.recursive ? undefined : keepable(cte.query, needed.get(cte.id) ?? [])
        if (places) kept.set(cte.id, places)
      }
    },
  })
  return kept
}

/** The places of the items that must stay, or undefined where all must. */
function keepable(query: Query, needed: readonly number[]): Places | undefined {
  const { body } = query
  // The rows of DISTINCT and of set operations depend on all columns.
  if (body.kind !== 'select' || body.distinct === true) return undefined
  const places = new Set(needed)
  for (const { expr } of query.orderBy) if (expr.kind === 'output') places.add(expr.index)
  body.items.forEach((item, place) => {
    if (someExpr(item, decidesRows(body))) places.add(place)
  })
  if (places.size === 0) places.add(0)
  return places.size < body.items.length ? places : undefined
}

/** Without GROUP BY an aggregate makes one row of many; a set-returning function makes many of one. */
const decidesRows =
  (select: Select) =>
  (expr: Expr): boolean =>
    (expr.kind === 'aggregate' && !select.groupBy) || (expr.kind === 'call' && expr.fn.kind === 'set')

function keepItems(query: Query, places: Places): Query {
  const select = query.body as Select
  const moved = [...places].sort((a, b) => a - b)
  return {
    ...query,
    body: { ...select, items: keepPlaces(select.items, places) },
    columns: keepPlaces(query.columns, places),
    orderBy: query.orderBy.map((key) =>
      key.expr.kind === 'output' ? { ...key, expr: { ...key.expr, index: moved.indexOf(key.expr.index) } } : key,
    ),
  }
}
