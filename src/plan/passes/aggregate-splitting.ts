import { boolean } from '../../base/types.ts'
import type {
  Aggregate,
  ColumnExpr,
  DerivedRelation,
  Expr,
  From,
  Query,
  Select,
  TableRelation,
} from '../../engine/tree.ts'
import {
  allRelations,
  type Mapper,
  mapExpr,
  mapExprParts,
  mapFromParts,
  mapQueryParts,
  someExpr,
} from '../../engine/walk.ts'
import { conjunctsOf } from '../conditions.ts'
import { shownExprs } from '../shape.ts'

/**
 * Aggregates over one table that no single remote query gives, each column's in a query of its own:
 * `SELECT min(id), max(id), count(*) FROM t` is three small questions instead of the whole table. The same query when
 * there is nothing to take apart; whether it pays is decided by who compares the plans.
 */
export function splitAggregates(query: Query): Query {
  let nextId = 1 + Math.max(0, ...allRelations(query).map((relation) => relation.id))
  const mapper: Mapper = {
    expr: (expr) => mapExprParts(expr, mapper),
    from: (from) => mapFromParts(from, mapper),
    query: (part) => {
      const mapped = mapQueryParts(part, mapper)
      return apart(mapped, () => nextId++) ?? mapped
    },
  }
  return mapper.query(query)
}

/** More questions than this cost more than most tables. */
const PARTS_MAX = 8

function apart(query: Query, freshId: () => number): Query | undefined {
  const select = query.body
  if (select.kind !== 'select' || select.from?.kind !== 'table') return undefined
  if (select.groupBy || select.having || select.distinct !== false || hasSubquery(select.where)) return undefined
  const table = select.from
  const exprs = shownExprs(query, select)
  const groups = exprs.some((expr) => someExpr(expr, isOther)) ? undefined : groupsOf(exprs, table)
  if (!groups || groups.size > PARTS_MAX || (groups.size < 2 && !isFiltered(groups))) return undefined
  const parts = [...groups.values()].map((aggregates) => partOf([...aggregates.values()], select, table, freshId))
  const moved = new Map([...groups.values()].flatMap((aggregates, i) => movedTo(aggregates, parts[i]!)))
  const replace = (expr: Expr): Expr | undefined => (expr.kind === 'aggregate' ? moved.get(keyOf(expr)) : undefined)
  const from = parts.reduce<From>((left, right) => ({ kind: 'join', type: 'cross', left, right }), parts.shift()!)
  return {
    ...query,
    body: { ...select, items: select.items.map((item) => mapExpr(item, replace)), from, where: undefined },
    orderBy: query.orderBy.map((key) => ({ ...key, expr: mapExpr(key.expr, replace) })),
  }
}

const isOther = (expr: Expr): boolean =>
  ['window', 'scalar', 'exists', 'inQuery', 'quantified', 'arrayQuery'].includes(expr.kind) ||
  (expr.kind === 'call' && (expr.fn.volatile || expr.fn.kind !== 'scalar'))

const hasSubquery = (expr: Expr | undefined): boolean => expr !== undefined && someExpr(expr, isOther)

/** What tells an aggregate from others: its function, its column, whether it is DISTINCT, its condition. */
const keyOf = ({ fn, distinct, args, filter }: Aggregate): string =>
  `${fn.key} ${distinct} ${columnOf(args[0])?.name ?? '*'} ${JSON.stringify(filter)}`

function columnOf(arg: Expr | undefined): ColumnExpr | undefined {
  const bare = arg?.kind === 'cast' && !arg.explicit ? arg.operand : arg
  return bare?.kind === 'column' ? bare : undefined
}

type Groups = ReadonlyMap<string, ReadonlyMap<string, Aggregate>>

const isFiltered = (groups: Groups): boolean =>
  [...groups.values()].some((aggregates) => [...aggregates.values()].some(({ filter }) => filter !== undefined))

/** Aggregates that may go together, by column and condition; undefined when one of them is more than a function of a column. */
function groupsOf(exprs: readonly Expr[], table: TableRelation): Map<string, Map<string, Aggregate>> | undefined {
  const groups = new Map<string, Map<string, Aggregate>>()
  let possible = true
  for (const expr of exprs)
    mapExpr(expr, (part) => {
      if (part.kind !== 'aggregate') return undefined
      const group = groupOf(part, table)
      if (group === undefined) possible = false
      else groups.set(group, (groups.get(group) ?? new Map<string, Aggregate>()).set(keyOf(part), part))
      return part
    })
  return possible ? groups : undefined
}

function groupOf(aggregate: Aggregate, table: TableRelation): string | undefined {
  const { args, fn, distinct, filter, orderBy, withinGroup } = aggregate
  if (orderBy.length > 0 || withinGroup.length > 0 || args.length > 1) return undefined
  const column = columnOf(args[0])
  if (args.length === 1 && column?.relation !== table.id) return undefined
  // The least and the greatest key are rows of their own.
  const isKey = column !== undefined && table.table.primaryKey.includes(column.name)
  return `${distinct} ${column?.name ?? '*'} ${isKey ? fn.name : ''} ${JSON.stringify(filter)}`
}

/** One question: the aggregates over the rows that are theirs, under names and ids of its own. */
function partOf(
  aggregates: readonly Aggregate[],
  select: Select,
  table: TableRelation,
  freshId: () => number,
): DerivedRelation {
  const [id, own] = [freshId(), freshId()]
  const mine = (expr: Expr): Expr =>
    mapExpr(expr, (part) =>
      part.kind === 'column' && part.relation === table.id ? { ...part, relation: own } : undefined,
    )
  const where = [...conjunctsOf(select.where), ...conjunctsOf(aggregates[0]!.filter)]
  const columns = aggregates.map(({ type }, i) => ({ name: `a${i}`, type }))
  const body: Select = {
    kind: 'select',
    distinct: false,
    items: aggregates.map((aggregate) => mine({ ...aggregate, filter: undefined })),
    from: { ...table, id: own, alias: `${table.alias}_${own}` },
    where: where.length > 0 ? mine({ kind: 'and', terms: where, type: boolean }) : undefined,
  }
  const query: Query = { kind: 'query', ctes: [], body, orderBy: [], withTies: false, columns }
  return { kind: 'derived', id, alias: `part_${id}`, columns, query, lateral: false }
}

const movedTo = (aggregates: ReadonlyMap<string, Aggregate>, part: DerivedRelation): [string, ColumnExpr][] =>
  [...aggregates].map(([key, { type }], i) => [key, { kind: 'column', relation: part.id, name: `a${i}`, type }])
