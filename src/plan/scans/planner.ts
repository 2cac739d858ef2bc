import type { Expr, Query, Select, TableRelation } from '../../engine/tree.ts'
import {
  columnsUsed,
  type Mapper,
  mapExprParts,
  mapFromParts,
  relationsOf,
  relationsUsedIn,
} from '../../engine/walk.ts'
import { type ColumnRef, type Offer, refName, type Want } from '../../source/index.ts'
import { conjunctsOf } from '../conditions.ts'
import type { PlanContext } from '../context.ts'
import { isRowByRow } from '../shape.ts'
import { aggregatePushdown, distinctPushdown, extremeOrder } from './aggregate-pushdown.ts'
import { isConstant, isNever, ScanDrafts } from './drafts.ts'
import { partialAggregation } from './partial-aggregation.ts'
import type { PlannedScan } from './planned-scan.ts'
import { pushedPredicates } from './predicate-pushdown.ts'
import { type LinkWish, semiJoins, standsAlone } from './semi-join.ts'
import { preservedTable, topN, withOrderColumns, withTieBreak } from './top-n.ts'

/** Aggregates may travel in these forms; the first that a service does exactly is taken. */
const aggregations = [aggregatePushdown, distinctPushdown, partialAggregation]

/** Finds the scans of a query: what each table is asked for, and the query that is left. */
export class Planner {
  readonly #drafts: ScanDrafts
  readonly #planned = new Map<Query, Query>()
  readonly #context: PlanContext
  /** Goes into the parts of expressions, so that their subqueries are planned too. */
  readonly #mapper: Mapper

  constructor(context: PlanContext) {
    this.#context = context
    this.#drafts = new ScanDrafts(context)
    this.#mapper = {
      expr: (expr) => mapExprParts(expr, this.#mapper),
      query: (query) => this.query(query),
      from: (from) => mapFromParts(from, this.#mapper),
    }
  }

  /** The scans of all queries that were planned, with what may narrow them. */
  scans(): PlannedScan[] {
    return this.#drafts.finish(this.#planned)
  }

  refusedPaths(): ReadonlySet<string> {
    return this.#drafts.refusedPaths()
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
    const preserved = body.kind === 'select' && this.#preserved(withCtes, body)
    if (preserved) return { ...this.#keys(preserved.query), body: this.#joined(body, preserved) }
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
  #preserved(query: Query, select: Select): PreservedTopN | undefined {
    const relation = this.#context.pushdown && query.limit ? preservedTable(select) : undefined
    const ordering = relation && isRowByRow(select) ? topN(query, select, relation, this.#context) : undefined
    const terms = conjunctsOf(select.where).filter((term) => !isOneTime(term))
    const where = relation ? this.#drafts.conjuncts(relation, terms) : []
    if (!relation || ordering?.limit === undefined || where.some(isConstant)) return undefined
    const { orderBy, limit, offset = 0 } = ordering
    const columns = withOrderColumns(refsOf(relation), orderBy)
    const want: Want = { table: relation.table, columns, where, orderBy, limit: limit + offset }
    const offer = this.#context.offer(want)
    // The rest of the query cuts the rows again, and leaves out what the offset says.
    return offer.exact && offer.limited ? { relation, want, query: withTieBreak(query, relation, want) } : undefined
  }

  /** A select over several relations: each is scanned for itself. */
  #joined(select: Select, preserved?: PreservedTopN): Select {
    const { alone: conditions, links } = pushedPredicates(select.from, select.where)
    const semi = semiJoins(select)
    for (const relation of relationsOf(select.from)) {
      if (relation.kind !== 'table') continue
      const own = [...links, ...semi].filter((link) => link.relation === relation.id)
      if (relation.id === preserved?.relation.id) {
        this.#drafts.add(relation, preserved.want, own)
        continue
      }
      const where = this.#drafts.conjuncts(relation, conditions.get(relation.id) ?? [])
      this.#drafts.add(relation, { table: relation.table, columns: refsOf(relation), where }, own)
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

  /** A query over one table: everything may travel. */
  #single(query: Query, select: Select, relation: TableRelation): Query {
    const where = this.#drafts.conjuncts(relation, conjunctsOf(select.where))
    const base: Want = { table: relation.table, columns: refsOf(relation), where }
    const links = [...pushedPredicates(relation, select.where).links, ...semiJoins(select)].filter(
      (link) => link.relation === relation.id,
    )
    if (!this.#context.pushdown || where.some(isNever)) {
      this.#drafts.add(relation, base, links)
      return { ...this.#keys(query), body: this.#parts(select) }
    }
    const known = { ...base, where: where.filter((conjunct) => !isConstant(conjunct)) }
    return (
      this.#grouped(query, relation, known) ??
      this.#gated(query, select, relation, links) ??
      this.#extreme(query, select, relation, known) ??
      this.#plain(query, select, relation, known, links)
    )
  }

  #grouped(query: Query, relation: TableRelation, base: Want): Query | undefined {
    if (!this.#context.grouping) return undefined
    for (const form of aggregations) {
      const grouped = form(query, relation)
      if (!grouped) continue
      const want: Want = { ...base, columns: [], grouping: grouped.grouping }
      const offer = this.#context.offer(want)
      if (!offer.grouped || !offer.exact) continue
      this.#drafts.add(grouped.groups, want, [], offer)
      return this.#keys(grouped.rest)
    }
    return undefined
  }

  /** All rows or none, as a condition on none of them says: the first ones are enough either way. */
  #gated(query: Query, select: Select, relation: TableRelation, links: readonly LinkWish[]): Query | undefined {
    if (!conjunctsOf(select.where).some(isOneTime)) return undefined
    const preserved = this.#preserved(query, select)
    if (!preserved) return undefined
    this.#drafts.add(relation, preserved.want, links)
    return { ...this.#keys(preserved.query), body: this.#parts(select) }
  }

  /** The least or greatest value of one column is in the first row of its order. */
  #extreme(query: Query, select: Select, relation: TableRelation, base: Want): Query | undefined {
    const order = extremeOrder(query, select, relation)
    if (!order) return undefined
    const want: Want = { ...base, columns: [order.column], orderBy: [order], limit: 1 }
    const offer = this.#context.offer(want)
    if (!offer.exact || !offer.limited) return undefined
    this.#drafts.add(relation, want, [], offer)
    return { ...this.#keys(query), body: { ...select, where: undefined } }
  }

  #plain(query: Query, select: Select, relation: TableRelation, base: Want, links: readonly LinkWish[]): Query {
    const ordering = isRowByRow(select) ? topN(query, select, relation, this.#context) : undefined
    const columns = withOrderColumns(base.columns, ordering?.orderBy ?? [])
    // For each row around it a correlated query wants other rows, and how many is not said.
    const hint = isCorrelated(query, relation) ? { rowsHint: undefined } : {}
    const want: Want = ordering ? { ...base, ...ordering, ...hint, columns } : base
    const offered = this.#context.offer(want)
    const left: Select = offered.exact ? { ...select, where: undefined } : select
    const finished = ordering ? withTieBreak(withoutOffered(query, offered), relation, want) : query
    const [asked, offer] = this.#pruned(relation, want, offered, { ...finished, body: left })
    this.#drafts.add(relation, asked, links, offer)
    return { ...this.#keys(finished), body: this.#parts(left) }
  }

  /** The want and its offer without the columns that only conditions needed which the service has seen to. */
  #pruned(relation: TableRelation, want: Want, offered: Offer, rest: Query): readonly [Want, Offer] {
    const used = columnsUsed(rest, relation.id)
    const pruned = { ...want, columns: want.columns.filter((ref) => used.has(refName(ref))) }
    const asGiven = [want, offered] as const
    if (!offered.exact || offered.refusedPaths.length > 0 || pruned.columns.length === want.columns.length)
      return asGiven
    const offer = this.#context.offer(pruned)
    const same = offer.exact && offer.ordered === offered.ordered && offer.limited === offered.limited
    return same ? [pruned, offer] : asGiven
  }
}

/** A table whose first rows are all that is needed of it, and the query that cuts off the same ones. */
interface PreservedTopN {
  readonly relation: TableRelation
  readonly want: Want
  readonly query: Query
}

/** The query without the order, limit and offset that the scan has seen to. */
function withoutOffered(query: Query, { ordered, limited }: Offer): Query {
  const limits = limited ? { limit: undefined, offset: undefined } : {}
  return { ...query, ...(ordered ? { orderBy: [] } : {}), ...limits }
}

/** `EXISTS (…)` that refers to nothing around it: the same for all rows. */
const isOneTime = (expr: Expr): boolean => expr.kind === 'exists' && standsAlone(expr.query)

const isCorrelated = (query: Query, { id }: TableRelation): boolean =>
  [...relationsUsedIn(query)].some((used) => used !== id)

const alone = (select: Select): Query => ({
  kind: 'query',
  ctes: [],
  body: select,
  orderBy: [],
  withTies: false,
  columns: [],
})

const refsOf = (relation: TableRelation): ColumnRef[] =>
  relation.columns.flatMap((column) => (column.ref ? [column.ref] : []))
