import { integer, type SqlType } from '../../base/types.ts'
import type { RelationNames } from '../print/printer.ts'
import { aggregatesOver, deepAggregate, hasAggregates, someAggregate } from '../print/shape.ts'
import { exprKey } from '../same.ts'
import type { Body, ColumnExpr, Cte, CteRelation, Expr, GroupingCall, Query, Select, SortKey } from '../tree.ts'
import { mapExpr, relationsOf, someExprHere, walkExpr } from '../walk.ts'
import { columnOf, derived, mapByDepth, plainQuery, plainSelect } from './derive.ts'

type GroupingSet = readonly number[]

/** A column of the grouped rows; what it is may differ from one grouping set to another. */
interface GroupedColumn {
  readonly name: string
  readonly type: SqlType
  readonly of: (set: GroupingSet) => Expr
}

const isAggregate = (expr: Expr): boolean => expr.kind === 'aggregate'

function isOneGroup(select: Select): boolean {
  if (select.groupBy !== undefined) return select.groupBy.sets.length === 1 && select.groupBy.sets[0]!.length === 0
  return select.having !== undefined || hasAggregates(select)
}

/**
 * SQLite knows one grouping set only, and only recognises a query as grouped by an aggregate in its select list:
 * `HAVING` or `GROUP BY ()` alone do not make it one.
 */
function mustLower(query: Query, select: Select): boolean {
  if (select.groupBy !== undefined && select.groupBy.sets.length !== 1) return true
  const sorts = sortExprs(query, select)
  if (deepAggregate(select, groupedExprs(query, select))) return true
  const sorted = someAggregate(select, sorts)
  return (isOneGroup(select) || sorted) && !someAggregate(select, select.items) && !hasKeys(select)
}

const hasKeys = (select: Select): boolean => (select.groupBy?.sets[0]?.length ?? 0) > 0

const sortExprs = (query: Query, select: Select): readonly Expr[] => [
  ...query.orderBy.map((key: SortKey) => key.expr),
  ...(typeof select.distinct === 'boolean' ? [] : select.distinct),
]

const groupedExprs = (query: Query, select: Select): readonly (Expr | undefined)[] => [
  ...select.items,
  select.having,
  ...sortExprs(query, select),
]

/** Collects what the outer query needs of the grouped rows, while it is rewritten to take it from there. */
class GroupedRows {
  readonly relation: number
  readonly parts: GroupedColumn[]
  readonly #keys: Map<string, number>
  readonly #byKey = new Map<string, number>()
  readonly #own: ReadonlySet<number>
  /** An aggregate inside of a subquery is computed where its columns come from. */
  readonly #belongsHere: (aggregate: Expr) => boolean

  constructor(query: Query, select: Select, relation: number) {
    this.relation = relation
    this.#belongsHere = aggregatesOver(select, groupedExprs(query, select))
    const keys = select.groupBy?.keys ?? []
    this.#own = new Set(relationsOf(select.from).map((r) => r.id))
    this.#keys = new Map(keys.map((key, i) => [exprKey(key), i]))
    this.parts = keys.map((key, i) => ({
      name: `k${i}`,
      type: key.type,
      of: (set) => (set.includes(i) ? key : { kind: 'literal', value: null, type: key.type }),
    }))
  }

  readonly replace = (expr: Expr): Expr => mapByDepth(expr, (node, depth) => this.#replacement(node, depth))

  #replacement(node: Expr, depth: number): Expr | undefined {
    if (node.kind === 'grouping' && depth === 0) return this.#part(exprKey(node), integer, groupingBits(node))
    if (node.kind === 'aggregate' && (depth === 0 || this.#belongsHere(node))) {
      return this.#part(exprKey(node), node.type, () => node)
    }
    const key = this.#keys.get(exprKey(node))
    if (key !== undefined) return columnOf(this.relation, `k${key}`, node.type)
    if (node.kind !== 'column' || !this.#own.has(node.relation)) return undefined
    return this.#part(exprKey(node), node.type, () => node)
  }

  #part(key: string, type: SqlType, of: GroupedColumn['of']): ColumnExpr {
    const index = this.#byKey.get(key) ?? this.parts.push({ name: `p${this.parts.length}`, type, of }) - 1
    this.#byKey.set(key, index)
    return columnOf(this.relation, this.parts[index]!.name, type)
  }
}

/** GROUPING(a, b): a bit for each key, set where the set does not group by it. */
const groupingBits =
  (call: GroupingCall) =>
  (set: GroupingSet): Expr => ({
    kind: 'literal',
    value: call.keys.reduce((bits, key) => bits * 2 + (set.includes(key) ? 0 : 1), 0),
    type: integer,
  })

/** The rows before grouping, computed once for all sets. */
interface UngroupedRows {
  readonly cte: Cte
  readonly columns: ReadonlyMap<string, string>
}

function baseRows(select: Select, parts: readonly GroupedColumn[], names: RelationNames): UngroupedRows {
  const { keys, sets } = select.groupBy!
  const own = new Set(relationsOf(select.from).map((relation) => relation.id))
  const found = new Map(keys.map((key) => [exprKey(key), key]))
  for (const part of parts.slice(keys.length)) {
    walkExpr(part.of(sets[0]!), (node) => {
      if (node.kind === 'column' && own.has(node.relation)) found.set(exprKey(node), node)
      return !found.has(exprKey(node))
    })
  }
  const items = [...found.values()]
  const columns = items.map((item, i) => ({ name: `b${i}`, type: item.type }))
  const query = plainQuery(plainSelect({ items, from: select.from, where: select.where }), columns)
  const id = names.fresh()
  return {
    cte: { id, name: `base${id}`, recursive: false, query },
    columns: new Map([...found.keys()].map((key, i) => [key, `b${i}`])),
  }
}

function overBase(base: UngroupedRows, names: RelationNames): { relation: CteRelation; replace: (expr: Expr) => Expr } {
  const id = names.fresh()
  const { columns } = base.cte.query
  const relation: CteRelation = { kind: 'cte', id, alias: `base${id}`, cte: base.cte.id, columns }
  names.add(relation)
  const replace = (expr: Expr) =>
    mapExpr(expr, (node) => {
      const name = base.columns.get(exprKey(node))
      return name === undefined ? undefined : columnOf(id, name, node.type)
    })
  return { relation, replace }
}

/** The groups of one set. The empty set has one group whatever rows there are, so without aggregates none is read. */
function branch(
  select: Select,
  parts: readonly GroupedColumn[],
  set: GroupingSet,
  base: UngroupedRows | undefined,
  names: RelationNames,
): Select {
  const items = parts.map((part) => part.of(set))
  if (set.length === 0 && !someExprHere(items, isAggregate)) return plainSelect({ items })
  const keys = set.map((i) => select.groupBy!.keys[i]!)
  const groupBy = (list: readonly Expr[]) =>
    list.length === 0 ? undefined : { keys: list, sets: [list.map((_, i) => i)] }
  if (base === undefined) return plainSelect({ items, from: select.from, where: select.where, groupBy: groupBy(keys) })
  const { relation, replace } = overBase(base, names)
  return plainSelect({ items: items.map(replace), from: relation, groupBy: groupBy(keys.map(replace)) })
}

function groupedQuery(select: Select, parts: readonly GroupedColumn[], names: RelationNames): Query {
  const sets = select.groupBy?.sets ?? [[]]
  const base = sets.length > 1 ? baseRows(select, parts, names) : undefined
  const branches: readonly Body[] = sets.map((set) => branch(select, parts, set, base, names))
  const body = branches.reduce((left, right) => ({ kind: 'setop', op: 'union', all: true, left, right }))
  return plainQuery(body, parts, base ? [base.cte] : [])
}

const isGrouped = (query: Query, select: Select): boolean =>
  select.groupBy !== undefined || isOneGroup(select) || someAggregate(select, sortExprs(query, select))

/**
 * A query over groups as a query over a derived table of these groups, where HAVING is a WHERE.
 *
 * @param always also where SQLite would take the query as it is
 */
export function lowerGrouping(query: Query, names: RelationNames, always = false): Query {
  const select = query.body
  if (select.kind !== 'select' || !(mustLower(query, select) || (always && isGrouped(query, select)))) return query
  const rows = new GroupedRows(query, select, names.fresh())
  const outer = {
    items: select.items.map(rows.replace),
    where: select.having && rows.replace(select.having),
    distinct: typeof select.distinct === 'boolean' ? select.distinct : select.distinct.map(rows.replace),
  }
  const orderBy = query.orderBy.map((key) => ({ ...key, expr: rows.replace(key.expr) }))
  const columns = rows.parts.map(({ name, type }) => ({ name, type }))
  const from = derived(groupedQuery(select, rows.parts, names), columns, names, rows.relation)
  return { ...query, orderBy, body: plainSelect({ ...outer, from }) }
}
