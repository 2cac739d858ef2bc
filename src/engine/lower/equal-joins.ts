import { text } from '../../base/types.ts'
import { isEquality, isSafe, joinsOf, onTerms, soughtTable, termsOf } from '../equalities.ts'
import { resolveFunction } from '../functions/index.ts'
import type { Printer } from '../print/printer.ts'
import type { Compare, DerivedRelation, Expr, From, Query, Select } from '../tree.ts'
import {
  type Mapper,
  mapExprParts,
  mapFromParts,
  mapQueryParts,
  type RelationNode,
  relationsOf,
  relationsUsed,
  relationsUsedIn,
  someExpr,
} from '../walk.ts'
import { columnOf, derived, plainQuery, plainSelect } from './derive.ts'

/**
 * Joins by equal expressions (`lower(a.phone) = lower(b.phone)`, also a bare numeric, whose equal values may differ in
 * form): SQLite makes an index of its own for a join, but only by a column. So the expression becomes a column of the
 * relation on the right, which is written out once.
 */

/** The one relation whose columns a side of an equality names, where that side can be computed for all its rows. */
function sideOf(expr: Expr): number | undefined {
  if (someExpr(expr, (part) => !isSafe(part))) return undefined
  const [relation, second] = relationsUsed(expr)
  return second === undefined ? relation : undefined
}

/** Relations from left to right that stand on their own: a lateral one cannot be written out once. */
function places({ ctes }: Query, select: Select): ReadonlyMap<number, number> {
  // A recursive term may not name its own CTE in a subquery: only those that are made right here are taken.
  const isHere = (relation: RelationNode) => relation.kind !== 'cte' || ctes.some(({ id }) => id === relation.cte)
  const relations = relationsOf(select.from).filter(isHere)
  const ids = new Set(relations.map(({ id }) => id))
  return new Map(relations.flatMap((relation, i) => (isLateral(relation, ids) ? [] : [[relation.id, i] as const])))
}

const isLateral = (relation: RelationNode, siblings: ReadonlySet<number>): boolean =>
  relation.kind === 'function' ||
  (relation.kind === 'derived' && [...relationsUsedIn(relation.query)].some((id) => siblings.has(id)))

/** SQLite looks nothing up in the right side of a RIGHT JOIN: it becomes the left one; in that of a FULL JOIN by indexes alone. */
function leftwards(from: From): From {
  if (from.kind !== 'join') return from
  const [left, right] = [leftwards(from.left), leftwards(from.right)]
  if (from.type === 'right') return { ...from, type: 'left', left: right, right: left }
  if (from.type === 'full' && soughtTable(from) === from.left) return { ...from, left: right, right: left }
  return left === from.left && right === from.right ? from : { ...from, left, right }
}

/** A column of stored rows: one that a subquery computes is computed in its place again. */
function isStored(expr: Expr, from: From | undefined, { ctes }: Pick<Query, 'ctes'>): boolean {
  if (expr.kind !== 'column') return false
  const relation = relationsOf(from).find(({ id }) => id === expr.relation)
  const cte = relation?.kind === 'cte' ? ctes.find(({ id }) => id === relation.cte) : undefined
  const query = relation?.kind === 'derived' ? relation.query : cte?.recursive ? undefined : cte?.query
  if (relation?.kind === 'function') return false
  if (!relation || query?.body.kind !== 'select') return true
  const item = query.body.items[relation.columns.findIndex(({ name }) => name === expr.name)]
  return item !== undefined && isStored(item, query.body.from, query)
}

export const lowerEqualJoins = (query: Query, p: Printer): Query => new EqualJoins(p).lower(query)

class EqualJoins {
  readonly #names: Printer['names']
  readonly #comparable: Printer['functions']['comparisonKey']

  constructor({ names, functions }: Printer) {
    this.#names = names
    this.#comparable = functions.comparisonKey
  }

  lower(query: Query): Query {
    const select = query.body
    if (select.kind !== 'select' || select.from?.kind !== 'join') return query
    const turned: Select = { ...select, from: leftwards(select.from) }
    const keys = this.#keysOf(query, turned)
    const start: Query = turned.from === select.from ? query : { ...query, body: turned }
    return [...keys].reduce((lowered, [relation, own]) => this.#written(lowered, relation, own), start)
  }

  #isPlain(expr: Expr): boolean {
    return expr.kind === 'column' && this.#comparable('x', expr.type) === 'x'
  }

  /** By relation: the expressions to look it up by. Those that can be looked up by a column as it is have none. */
  #keysOf(query: Query, select: Select): ReadonlyMap<number, readonly Expr[]> {
    const found = new Map<number, Expr[]>()
    const plain = new Set<number>()
    const order = places(query, select)
    const isPlain = (expr: Expr): boolean => this.#isPlain(expr) && isStored(expr, select.from, query)
    // Inner joins are read in any order, so that either side may be looked up.
    const isFree = joinsOf(select.from).every(({ type }) => type === 'inner' || type === 'cross')
    for (const term of [...onTerms(select.from), ...termsOf(select.where)]) {
      if (!isEquality(term)) continue
      const [left, right] = [sideOf(term.left), sideOf(term.right)]
      if (left === undefined || right === undefined || left === right) continue
      if (!order.has(left) || !order.has(right)) continue
      const later = order.get(left)! < order.get(right)! ? right : left
      const [sought, other] = later === right ? [term.right, term.left] : [term.left, term.right]
      if (isPlain(sought) || (isFree && isPlain(other))) plain.add(later)
      else found.set(later, [...(found.get(later) ?? []), sought])
    }
    for (const relation of plain) found.delete(relation)
    for (const join of joinsOf(select.from)) if (join.type === 'full') found.delete(soughtTable(join)?.id ?? -1)
    return found
  }

  /** The value as SQLite compares it. */
  #key(expr: Expr): Expr {
    if (this.#comparable('x', expr.type) === 'x') return expr
    return { kind: 'call', fn: resolveFunction('comparison key', [expr.type]), args: [expr], type: text }
  }

  #written(query: Query, id: number, own: readonly Expr[]): Query {
    const select = query.body as Select
    const inner = relationsOf(select.from).find((relation) => relation.id === id)!
    const keys = own.map((expr) => this.#key(expr))
    const columns = [
      ...inner.columns.map(({ name, type }) => ({ name, type })),
      ...keys.map((key, i) => ({ name: `key ${i}`, type: key.type })),
    ]
    const items = [...inner.columns.map(({ name, type }) => columnOf(id, name, type)), ...keys]
    const outer: DerivedRelation = {
      ...derived(plainQuery(plainSelect({ items, from: inner }), columns), columns, this.#names),
      materialized: true,
    }
    return this.#moved(query, inner, outer, own)
  }

  /** All that named the relation names the one that was written out, and the terms its key columns. */
  #moved(query: Query, inner: RelationNode, outer: DerivedRelation, own: readonly Expr[]): Query {
    const mapper: Mapper = {
      expr: (expr) => {
        if (isEquality(expr)) {
          const [left, right] = [own.indexOf(expr.left), own.indexOf(expr.right)]
          if (left >= 0) return this.#compared(expr, this.#key(mapper.expr(expr.right)), outer, left)
          if (right >= 0) return this.#compared(expr, this.#key(mapper.expr(expr.left)), outer, right)
        }
        return expr.kind === 'column' && expr.relation === inner.id
          ? columnOf(outer.id, expr.name, expr.type)
          : mapExprParts(expr, mapper)
      },
      query: (each) => mapQueryParts(each, mapper),
      from: (from) => (from === inner ? outer : mapFromParts(from, mapper)),
    }
    return mapper.query(query)
  }

  #compared(term: Compare, other: Expr, outer: DerivedRelation, key: number): Expr {
    const name = `key ${key}`
    const type = outer.columns.find((column) => column.name === name)!.type
    return { ...term, left: other, right: columnOf(outer.id, name, type) }
  }
}
