import type { SqlType, Value } from '../base/types.ts'
import type { Expr, Query, Select, SortKey, TableRelation } from '../engine/tree.ts'
import {
  allRelations,
  columnsUsed,
  type Mapper,
  mapExprParts,
  mapFromParts,
  relationsOf,
  someExpr,
} from '../engine/walk.ts'
import {
  type ColumnRef,
  type Conjunct,
  type Offer,
  refName,
  type SortWish,
  type Table,
  type Want,
} from '../source/index.ts'
import { conjunctsOf, isOn, shrinking } from './conditions.ts'
import { finerQuery } from './finer.ts'
import { distinctQuery, extremeOrder, groupedQuery } from './grouping.ts'
import { isRowByRow, keptRelation } from './kept.ts'
import { type KeyLink, keysQuery, type LinkWish, semiJoins } from './links.ts'
import { normalize, refOf } from './normalize.ts'

/** What planning needs from outside. All of it is pure. */
export interface PlanContext {
  /** False: whole tables are read and everything is decided here. */
  readonly pushdown: boolean
  /** False: a service refused to group although it had offered to. */
  readonly grouping: boolean
  readonly offer: (want: Want) => Offer
  /** The value of an expression without columns, or undefined when it has none before the query runs. */
  readonly evaluate: (expr: Expr) => { readonly value: Value } | undefined
  readonly describe: (expr: Expr) => string
  readonly tableOf: (schema: string, name: string) => Table | undefined
}

export interface PlannedScan {
  /** The relation whose rows it brings. */
  readonly relation: number
  /** Further relations that have the same rows: other names of the table in the query. */
  readonly also?: readonly { readonly relation: number; readonly alias: string }[]
  readonly alias: string
  readonly table: TableRelation
  readonly want: Want
  readonly offer: Offer
  /** What the scan's rows hold, in order: {@link Offer.scan}'s columns with their types. */
  readonly columns: readonly { readonly name: string; readonly type: SqlType }[]
  /** Conditions on this relation alone that its rows have yet to pass. */
  readonly checks: readonly Expr[]
  /** The query that is left tests all its conditions again. */
  readonly rechecked: boolean
  /** Ways to narrow the scan to the keys that other scans bring. */
  readonly links: readonly KeyLink[]
  /** A condition can never be true, or no row is wanted: nothing is asked. */
  readonly empty: boolean
}

type Draft = Omit<PlannedScan, 'links' | 'also'> & { readonly wishes: readonly LinkWish[] }

/** Finds the scans of a query: what each table is asked for, and the query that is left. */
export class Planner {
  readonly #drafts: Draft[] = []
  readonly #planned = new Map<Query, Query>()
  readonly #context: PlanContext
  readonly #exprs = new WeakMap<Conjunct, Expr>()
  /** Goes into the parts of expressions, so that their subqueries are planned too. */
  readonly #mapper: Mapper

  constructor(context: PlanContext) {
    this.#context = context
    this.#mapper = {
      expr: (expr) => mapExprParts(expr, this.#mapper),
      query: (query) => this.query(query),
      from: (from) => mapFromParts(from, this.#mapper),
    }
  }

  /** The scans of all queries that were planned, with what may narrow them. */
  scans(): PlannedScan[] {
    return this.#drafts.map(({ wishes, ...scan }) => ({
      ...scan,
      links: wishes.flatMap((wish) => this.#link(wish)),
    }))
  }

  #link(wish: LinkWish): KeyLink[] {
    const { column } = wish
    if ('query' in wish) {
      const { query, single } = wish
      const keys = this.#planned.get(query)
      if (!keys) return []
      const others = allRelations(keys).flatMap((relation) => (relation.kind === 'table' ? [relation.id] : []))
      const says = this.#context.describe({ kind: 'scalar', query, type: query.columns[0]!.type })
      return [{ column, others, keys, single, says }]
    }
    const other = this.#drafts.find((draft) => draft.relation === wish.other)
    const keys = other && keysQuery(other, wish.otherColumn)
    if (!keys) return []
    return [{ column, others: [wish.other], keys, single: false, says: `${other.alias}.${wish.otherColumn}` }]
  }

  refusedPaths(): ReadonlySet<string> {
    return new Set(
      this.#drafts.flatMap(({ relation, offer }) => offer.refusedPaths.map((path) => pathKey(relation, path))),
    )
  }

  query(query: Query): Query {
    const planned = this.#query(query)
    this.#planned.set(query, planned)
    return planned
  }

  #query(query: Query): Query {
    const ctes = query.ctes.map((cte) => ({ ...cte, query: this.query(cte.query) }))
    const withCtes = ctes.length ? { ...query, ctes } : query
    const { body } = withCtes
    if (body.kind === 'select' && body.from?.kind === 'table') return this.#single(withCtes, body, body.from)
    const kept = body.kind === 'select' && this.#kept(withCtes, body)
    if (kept) return { ...this.#keys(kept.query), body: this.#joined(body, kept) }
    return { ...this.#keys(withCtes), body: this.#body(body) }
  }

  #keys(query: Query): Query {
    return {
      ...query,
      orderBy: query.orderBy.map((key) => ({ ...key, expr: this.#mapper.expr(key.expr) })),
      limit: query.limit && this.#mapper.expr(query.limit),
      offset: query.offset && this.#mapper.expr(query.offset),
    }
  }

  #body(body: Query['body']): Query['body'] {
    switch (body.kind) {
      case 'query':
        return this.query(body)
      case 'setop':
        return { ...body, left: this.#body(body.left), right: this.#body(body.right) }
      case 'values':
        return { ...body, rows: body.rows.map((row) => row.map(this.#mapper.expr)) }
      case 'select':
        return body.from?.kind === 'table' ? this.#single(alone(body), body, body.from).body : this.#joined(body)
    }
  }

  /** The table whose order and limit are those of the whole, if no more rows of it have to be asked for. */
  #kept(query: Query, select: Select): Kept | undefined {
    const relation = this.#context.pushdown && query.limit ? keptRelation(select) : undefined
    const ordering = relation && isRowByRow(select) ? this.#ordering(query, select, relation) : undefined
    const where = relation ? this.#conjuncts(relation, conjunctsOf(select.where)) : []
    if (!relation || ordering?.limit === undefined || where.some(isConstant)) return undefined
    const { orderBy, limit, offset = 0 } = ordering
    const columns = withColumns(refsOf(relation), orderBy)
    const want: Want = { table: relation.table, columns, where, orderBy, limit: limit + offset }
    const offer = this.#context.offer(want)
    // The rest of the query cuts the rows again, and leaves out what the offset says.
    return offer.exact && offer.limited ? { relation, want, query: withTieBreak(query, relation, want) } : undefined
  }

  /** A select over several relations: each is scanned for itself. */
  #joined(select: Select, kept?: Kept): Select {
    const { alone: conditions, links } = shrinking(select.from, select.where)
    const semi = semiJoins(select)
    for (const relation of relationsOf(select.from)) {
      if (relation.kind !== 'table') continue
      const where = this.#conjuncts(relation, conditions.get(relation.id) ?? [])
      const own = [...links, ...semi].filter((link) => link.relation === relation.id)
      if (relation.id === kept?.relation.id) this.#scan(relation, kept.want, own)
      else this.#scan(relation, { table: relation.table, columns: refsOf(relation), where }, own)
    }
    return this.#parts(select)
  }

  #parts(select: Select): Select {
    const { expr, from } = this.#mapper
    return {
      ...select,
      distinct: typeof select.distinct === 'boolean' ? select.distinct : select.distinct.map(expr),
      items: select.items.map(expr),
      from: select.from && from(select.from),
      where: select.where && expr(select.where),
      groupBy: select.groupBy && { ...select.groupBy, keys: select.groupBy.keys.map(expr) },
      having: select.having && expr(select.having),
    }
  }

  #conjuncts(relation: TableRelation, exprs: readonly Expr[]): Conjunct[] {
    if (!this.#context.pushdown) return []
    const { evaluate, describe } = this.#context
    return exprs.map((expr) => {
      const predicate = normalize(expr, { relation, evaluate, describe })
      const conjunct = { predicate, sql: describe(expr) }
      this.#exprs.set(conjunct, expr)
      return conjunct
    })
  }

  #scan(relation: TableRelation, want: Want, links: readonly LinkWish[], made?: Offer): Offer {
    const never = want.where.some(({ predicate }) => predicate.kind === 'constant' && !predicate.value)
    const where = want.where.filter(({ predicate }) => predicate.kind !== 'constant')
    const offer = made ?? this.#context.offer({ ...want, where })
    const types = new Map([...relation.columns, ...want.columns.map(asColumn)].map(({ name, type }) => [name, type]))
    const columns = offer.scan.columns.map((name) => ({ name, type: types.get(name)! }))
    const { id, alias } = relation
    const checks = where.flatMap((conjunct, i) => {
      const expr = this.#exprs.get(conjunct)
      return expr && offer.verdicts[i]?.outcome !== 'exact' && isAlone(expr, id) ? [expr] : []
    })
    const empty = never || (offer.limited && want.limit === 0)
    this.#drafts.push({
      relation: id,
      alias,
      table: relation,
      want: { ...want, where },
      offer,
      columns,
      checks,
      rechecked: !made?.exact,
      wishes: links,
      empty,
    })
    return offer
  }

  /** A query over one table: everything may travel. */
  #single(query: Query, select: Select, relation: TableRelation): Query {
    const exprs = conjunctsOf(select.where)
    const where = this.#conjuncts(relation, exprs)
    const known = where.filter(({ predicate }) => predicate.kind !== 'constant')
    const impossible = where.some(({ predicate }) => predicate.kind === 'constant' && !predicate.value)
    const base: Want = { table: relation.table, columns: refsOf(relation), where }
    const links = [...shrinking(relation, select.where).links, ...semiJoins(select)].filter(
      (l) => l.relation === relation.id,
    )
    if (!this.#context.pushdown || impossible) {
      this.#scan(relation, base, links)
      return { ...this.#keys(query), body: this.#parts(select) }
    }
    return (
      this.#grouped(query, relation, { ...base, where: known }) ??
      this.#extreme(query, select, relation, { ...base, where: known }) ??
      this.#plain(query, select, relation, { ...base, where: known }, links)
    )
  }

  #grouped(query: Query, relation: TableRelation, base: Want): Query | undefined {
    if (!this.#context.grouping) return undefined
    for (const form of [groupedQuery, distinctQuery, finerQuery]) {
      const grouped = form(query, relation)
      if (!grouped) continue
      const want: Want = { ...base, columns: [], grouping: grouped.grouping }
      const offer = this.#context.offer(want)
      if (!offer.grouped || !offer.exact) continue
      this.#scan(grouped.groups, want, [], offer)
      return this.#keys(grouped.rest)
    }
    return undefined
  }

  /** The least or greatest value of one column is in the first row of its order. */
  #extreme(query: Query, select: Select, relation: TableRelation, base: Want): Query | undefined {
    const order = extremeOrder(query, select, relation)
    if (!order) return undefined
    const want: Want = { ...base, columns: [order.column], orderBy: [order], limit: 1 }
    const offer = this.#context.offer(want)
    if (!offer.exact || !offer.limited) return undefined
    this.#scan(relation, want, [], offer)
    return { ...this.#keys(query), body: { ...select, where: undefined } }
  }

  #plain(query: Query, select: Select, relation: TableRelation, base: Want, links: readonly LinkWish[]): Query {
    const ordering = isRowByRow(select) ? this.#ordering(query, select, relation) : undefined
    const want: Want = ordering ? { ...base, ...ordering, columns: withColumns(base.columns, ordering.orderBy) } : base
    const offered = this.#context.offer(want)
    const finished: Query = {
      ...query,
      orderBy: ordering && offered.ordered ? [] : query.orderBy,
      limit: ordering && offered.limited ? undefined : query.limit,
      offset: ordering && offered.limited ? undefined : query.offset,
    }
    const left: Select = offered.exact ? { ...select, where: undefined } : select
    const keyed = ordering ? withTieBreak(finished, relation, want) : finished
    this.#scan(relation, ...this.#lean(relation, want, offered, links, { ...keyed, body: left }))
    return { ...this.#keys(keyed), body: this.#parts(left) }
  }

  /** The want and its offer without the columns that only conditions needed which the service has seen to. */
  #lean(
    relation: TableRelation,
    want: Want,
    offered: Offer,
    links: readonly LinkWish[],
    rest: Query,
  ): [Want, readonly LinkWish[], Offer] {
    const used = columnsUsed(rest, relation.id)
    const lean = { ...want, columns: want.columns.filter((ref) => used.has(refName(ref))) }
    const asGiven: [Want, readonly LinkWish[], Offer] = [want, links, offered]
    if (!offered.exact || offered.refusedPaths.length > 0 || lean.columns.length === want.columns.length) return asGiven
    const offer = this.#context.offer(lean)
    const same = offer.exact && offer.ordered === offered.ordered && offer.limited === offered.limited
    return same ? [lean, links, offer] : asGiven
  }

  /** ORDER BY, LIMIT and OFFSET as wishes; undefined when an ordering key is not a column of the table. */
  #ordering(
    query: Query,
    select: Select,
    relation: TableRelation,
  ): { orderBy: SortWish[]; limit?: number; offset?: number; rowsHint?: number } | undefined {
    if (query.withTies) return undefined
    const wishes = query.orderBy.map((key) => sortWish(key, select, relation))
    const limit = countOf(query.limit, this.#context)
    const offset = countOf(query.offset, this.#context)
    if (wishes.some((wish) => !wish) || limit === undefined || offset === undefined) return undefined
    const orderBy = wishes as SortWish[]
    if (orderBy.length > 0 && limit !== null) orderBy.push(...tieBreak(relation.table, orderBy))
    const rowsHint = limit !== null && orderBy.length === 0 ? limit + (offset ?? 0) : undefined
    return { orderBy, limit: limit ?? undefined, offset: offset ?? undefined, rowsHint }
  }
}

/** It says the same each time, of this relation and no other. */
const isAlone = (expr: Expr, id: number): boolean =>
  isOn(expr, id) && !someExpr(expr, (part) => part.kind === 'call' && part.fn.volatile)

const alone = (select: Select): Query => ({
  kind: 'query',
  ctes: [],
  body: select,
  orderBy: [],
  withTies: false,
  columns: [],
})

const asColumn = (ref: ColumnRef) => ({ name: refName(ref), type: ref.column.type })

const refsOf = (relation: TableRelation): ColumnRef[] =>
  relation.columns.flatMap((column) => (column.ref ? [column.ref] : []))

/** A table whose first rows are all that is needed of it, and the query that cuts off the same ones. */
interface Kept {
  readonly relation: TableRelation
  readonly want: Want
  readonly query: Query
}

const isConstant = ({ predicate }: Conjunct): boolean => predicate.kind === 'constant'

function sortWish(key: SortKey, select: Select, relation: TableRelation): SortWish | undefined {
  const expr = key.expr.kind === 'output' ? select.items[key.expr.index]! : key.expr
  const column = expr.kind === 'column' ? refOf(expr, relation) : undefined
  return column && { column, descending: key.descending, nullsFirst: key.nullsFirst }
}

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

const withColumns = (columns: readonly ColumnRef[], wishes: readonly SortWish[]): readonly ColumnRef[] => {
  const missing = wishes.filter((wish) => !columns.some((ref) => refName(ref) === refName(wish.column)))
  return [...columns, ...missing.map((wish) => wish.column)]
}

/** The same tie break where the ordering stayed here. */
function withTieBreak(query: Query, relation: TableRelation, want: Want): Query {
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

/** A LIMIT or OFFSET: null when there is none, undefined when it is not known before running. */
export function countOf(expr: Expr | undefined, context: PlanContext): number | null | undefined {
  if (!expr) return null
  const result = context.evaluate(expr)
  if (!result) return undefined
  if (result.value === null) return null
  const count = Number(result.value)
  return Number.isSafeInteger(count) && count >= 0 ? count : undefined
}

/** A path of a relation, as a key. */
export const pathKey = (relation: number, path: readonly string[]): string => `${relation}:${path.join('.')}`
