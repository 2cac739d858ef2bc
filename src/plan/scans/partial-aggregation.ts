import { bigint, boolean, numeric, type SqlType } from '../../base/types.ts'
import { resolveFunction, resolveOperator } from '../../engine/functions/index.ts'
import type { Aggregate, ColumnExpr, Expr, Query, Select, TableRelation } from '../../engine/tree.ts'
import { mapExpr, someExpr, walkExpr } from '../../engine/walk.ts'
import type { AggregateWish, ColumnRef } from '../../source/index.ts'
import { holdsQuery, shownExprs } from '../shape.ts'
import { type GroupedQuery, outputColumn, wishName, wishOf } from './aggregate-pushdown.ts'

/**
 * Groups that no service makes, out of finer ones that it does: `GROUP BY date_trunc('month', day)` over the groups by
 * `day`, ROLLUP over the finest groups, `sum(CASE WHEN stage = 'x' THEN 1 END)` and FILTER over the groups by `stage`.
 * Counts and sums of the fine groups are added up. undefined: the query is none of these, or the groups might be many.
 */
export function partialAggregation(query: Query, relation: TableRelation): GroupedQuery | undefined {
  if (query.body.kind !== 'select') return undefined
  const select = query.body
  const exprs = [...shownExprs(query, select), ...(select.groupBy?.keys ?? [])]
  if (exprs.some((expr) => someExpr(expr, isUnfit))) return undefined
  const by = fineColumns(exprs, relation)
  if (by.length === 0 || !by.every(hasFewValues)) return undefined
  const hasRows = select.groupBy?.sets.every((set) => set.length > 0) ?? false
  const sums = new Regrouping(relation, new Set(by.map((column) => column.name)), hasRows)
  const rest = sums.query(query, select)
  if (!rest || sums.wishes.length === 0) return undefined
  const groups = { ...relation, columns: [...by, ...sums.columns] }
  return {
    grouping: { by: by.map((column) => column.ref!), aggregates: sums.wishes },
    groups,
    rest: { ...rest, body: { ...(rest.body as Select), from: groups, where: undefined } },
  }
}

/** What depends on more than the row's values, or on how rows follow one another. */
const isUnfit = (expr: Expr): boolean =>
  holdsQuery(expr) ||
  expr.kind === 'window' ||
  (expr.kind === 'call' && (expr.fn.volatile || expr.fn.kind !== 'scalar')) ||
  (expr.kind === 'aggregate' && (expr.orderBy.length > 0 || expr.withinGroup.length > 0))

type FineColumn = TableRelation['columns'][number]

/** Columns outside of aggregates, in their conditions, and in arguments that are more than a column. */
function fineColumns(exprs: readonly Expr[], relation: TableRelation): FineColumn[] {
  const names = new Set<string>()
  const visit = (expr: Expr): boolean => {
    if (expr.kind === 'column' && expr.relation === relation.id) names.add(expr.name)
    if (expr.kind !== 'aggregate' || !wishOf({ ...expr, filter: undefined }, relation)) return true
    if (expr.filter) walkExpr(expr.filter, visit)
    return false
  }
  for (const expr of exprs) walkExpr(expr, visit)
  return relation.columns.filter((column) => names.has(column.name))
}

/** Days, yes and no, and picklists: what makes groups worth asking for. */
const hasFewValues = ({ ref }: FineColumn): boolean => ref !== undefined && ref.path.length === 0 && isCoarse(ref)
const isCoarse = ({ column }: ColumnRef): boolean =>
  column.picklist !== undefined || column.type.name === 'boolean' || column.type.name === 'date'

/** Aggregates over rows as aggregates over groups of them. */
class Regrouping {
  readonly #relation: TableRelation
  readonly #by: ReadonlySet<string>
  readonly #found = new Map<string, { readonly wish: AggregateWish; readonly column: ColumnExpr }>()
  readonly #hasRows: boolean
  #possible = true

  /** @param hasRows each group of the answer has at least one row */
  constructor(relation: TableRelation, by: ReadonlySet<string>, hasRows: boolean) {
    this.#relation = relation
    this.#by = by
    this.#hasRows = hasRows
  }

  get wishes(): AggregateWish[] {
    return [...this.#found.values()].map(({ wish }) => wish)
  }

  get columns(): { readonly name: string; readonly type: SqlType }[] {
    return [...this.#found.values()].map(({ column }) => ({ name: column.name, type: column.type }))
  }

  /** undefined: one of the aggregates cannot be made of those of the groups. */
  query(query: Query, select: Select): Query | undefined {
    const map = (expr: Expr): Expr =>
      mapExpr(expr, (part) => (part.kind === 'aggregate' ? this.#aggregate(part) : undefined))
    const body: Select = {
      ...select,
      items: select.items.map(map),
      distinct: typeof select.distinct === 'boolean' ? select.distinct : select.distinct.map(map),
      having: select.having && map(select.having),
    }
    const orderBy = query.orderBy.map((key) => ({ ...key, expr: map(key.expr) }))
    return this.#possible ? { ...query, body, orderBy } : undefined
  }

  #aggregate(expr: Aggregate): Expr {
    const { fn, filter, args, distinct } = expr
    const wish = wishOf({ ...expr, filter: undefined }, this.#relation)
    const known = args.every((arg) => !someExpr(arg, (part) => part.kind === 'column' && !this.#by.has(part.name)))
    if (known && args.length > 0 && (distinct || insensitive.has(fn.name))) return expr
    if (known && args.length === 1 && !wish) return this.#ofKnown(expr, args[0]!)
    if (wish?.fn === 'count') return this.#total(this.#column(wish, expr), filter)
    if (wish?.fn === 'sum') return added(this.#column(wish, expr), expr.type, filter)
    if (wish?.fn === 'min' || wish?.fn === 'max') return { ...expr, args: [this.#column(wish, expr)] }
    this.#possible = false
    return expr
  }

  /** The argument is the same in all rows of a group: it counts as often as there are rows. */
  #ofKnown(expr: Aggregate, arg: Expr): Expr {
    const rows = this.#column({ fn: 'count' }, { ...expr, type: bigint })
    const isThere: Expr = { kind: 'isNull', operand: arg, negated: true, type: boolean }
    if (expr.fn.name === 'count') {
      return total({ kind: 'case', branches: [{ when: isThere, then: rows }], type: bigint }, expr.filter)
    }
    if (expr.fn.name === 'sum' && exactTypes.has(arg.type.name))
      return added(product(arg, rows), expr.type, expr.filter)
    this.#possible = false
    return expr
  }

  #total(count: ColumnExpr, filter: Expr | undefined): Expr {
    return this.#hasRows && !filter ? added(count, bigint, undefined) : total(count, filter)
  }

  #column(wish: AggregateWish, expr: Aggregate): ColumnExpr {
    const name = wishName(wish)
    const known = this.#found.get(name) ?? { wish, column: outputColumn(wish, expr, this.#relation) }
    this.#found.set(name, known)
    return known.column
  }
}

/** The same over groups as over rows, where the argument is the same in all rows of a group. */
const insensitive: ReadonlySet<string> = new Set(['min', 'max', 'bool_and', 'bool_or', 'every'])
const exactTypes: ReadonlySet<SqlType['name']> = new Set(['smallint', 'integer', 'bigint', 'numeric'])

const cast = (operand: Expr, type: SqlType): Expr =>
  operand.type.name === type.name ? operand : { kind: 'cast', operand, type, explicit: false }

function product(arg: Expr, rows: Expr): Expr {
  const fn = resolveOperator('*', numeric(), numeric())
  return { kind: 'call', fn, args: [cast(arg, numeric()), cast(rows, numeric())], type: fn.result }
}

/** The sum, in the type that the aggregate over rows has. */
function added(arg: Expr, type: SqlType, filter: Expr | undefined): Expr {
  const fn = resolveFunction('sum', [arg.type])
  const sum: Aggregate = {
    kind: 'aggregate',
    fn,
    args: [arg],
    distinct: false,
    orderBy: [],
    withinGroup: [],
    filter,
    type: fn.result,
  }
  return cast(sum, type)
}

/** A sum that is 0 over nothing, as counts are. */
function total(arg: Expr, filter: Expr | undefined): Expr {
  const sum = added(arg, bigint, filter)
  const isThere: Expr = { kind: 'isNull', operand: sum, negated: true, type: boolean }
  const none: Expr = { kind: 'literal', value: 0, type: bigint }
  return { kind: 'case', branches: [{ when: isThere, then: sum }], otherwise: none, type: bigint }
}
