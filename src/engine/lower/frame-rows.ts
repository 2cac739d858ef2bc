import { byName } from '../../base/by-name.ts'
import { bigint, boolean } from '../../base/types.ts'
import { resolveFunction, resolveOperator } from '../functions/index.ts'
import type { RelationNames } from '../print/printer.ts'
import { exprKey } from '../same.ts'
import type {
  ColumnExpr,
  Compare,
  CteRelation,
  Expr,
  Frame,
  FrameBound,
  Literal,
  Query,
  Select,
  SortKey,
  WindowCall,
} from '../tree.ts'
import { relationsOf, walkExpr } from '../walk.ts'
import { columnOf, derived, mapByDepth, plainQuery, plainSelect } from './derive.ts'

/**
 * Window functions whose frame SQLite cannot find: the rows go into a CTE, and each call becomes a subquery over those
 * of its rows that are in the frame of the current one. Slow, and right.
 */

const all = (...terms: readonly (Expr | undefined)[]): Expr => junction('and', terms)
const some = (...terms: readonly (Expr | undefined)[]): Expr => junction('or', terms)
const junction = (kind: 'and' | 'or', terms: readonly (Expr | undefined)[]): Expr => ({
  kind,
  terms: terms.filter((term) => term !== undefined),
  type: boolean,
})
const isNull = (operand: Expr, negated = false): Expr => ({ kind: 'isNull', operand, negated, type: boolean })
const same = (left: Expr, right: Expr): Expr => ({ kind: 'distinct', left, right, negated: true, type: boolean })
const differs = (left: Expr, right: Expr): Expr => ({ kind: 'distinct', left, right, negated: false, type: boolean })
const truth = (value: boolean): Literal => ({ kind: 'literal', value, type: boolean })

/** What one call needs of a row, as columns of the CTE: by the same names for the current row and the framed one. */
interface CallColumns {
  readonly args: readonly Expr[]
  readonly partitionBy: readonly Expr[]
  readonly key: Expr
  readonly filter?: Expr
  readonly number: Expr
}

const columnsOf = (call: WindowCall): CallColumns => ({
  args: call.args,
  partitionBy: call.window.partitionBy,
  key: call.window.orderBy[0]!.expr,
  filter: call.filter,
  number: numberOf(call),
})

/** The row's place in the order of the window. */
const numberOf = ({ window: { partitionBy, orderBy } }: WindowCall): WindowCall => ({
  kind: 'window',
  fn: resolveFunction('row_number', []),
  args: [],
  window: { partitionBy, orderBy },
  type: bigint,
})

const mapColumns = (columns: CallColumns, fn: (expr: Expr) => Expr): CallColumns => ({
  args: columns.args.map(fn),
  partitionBy: columns.partitionBy.map(fn),
  key: fn(columns.key),
  filter: columns.filter && fn(columns.filter),
  number: fn(columns.number),
})

// ------------------------------------------------------------------------------------------------- the frame

type FrameEnd = 'start' | 'end'

/** `key + offset` or `key - offset`, away from the current row. */
function shifted(key: Expr, bound: FrameBound, descending: boolean): Expr {
  if (bound.offset === undefined) return key
  const op = (bound.kind === 'preceding') === descending ? '+' : '-'
  const fn = resolveOperator(op, key.type, bound.offset.type)
  return { kind: 'call', fn, args: [key, bound.offset], type: fn.result }
}

const cast = (operand: Expr, type: Expr['type']): Expr =>
  operand.type.name === type.name ? operand : { kind: 'cast', operand, type, explicit: false }

/** Whether the framed row `y` is on the right side of one end of the frame of `x`. NULLs are peers of each other. */
function within(x: Expr, y: Expr, bound: FrameBound, end: FrameEnd, sort: SortKey): Expr | undefined {
  if (bound.kind.startsWith('unbounded')) return undefined
  const limit = shifted(x, bound, sort.descending)
  const op: Compare['op'] = (end === 'start') === sort.descending ? '<=' : '>='
  const near: Expr = { kind: 'compare', op, left: cast(y, limit.type), right: limit, type: boolean }
  // NULLs lie on one side of all values: where that side is open, NULLs are within.
  const nullsWithin = (end === 'start') !== sort.nullsFirst
  const forNull = all(isNull(x), nullsWithin ? isNull(y) : truth(true))
  const forValue = all(isNull(x, true), some(nullsWithin ? isNull(y) : truth(false), near))
  return some(forNull, forValue)
}

function excluded(x: CallColumns, y: CallColumns, exclude: Frame['exclude']): Expr | undefined {
  switch (exclude) {
    case 'current row':
      return differs(x.number, y.number)
    case 'group':
      return differs(x.key, y.key)
    case 'ties':
      return some(differs(x.key, y.key), same(x.number, y.number))
    case undefined:
      return undefined
  }
}

function inFrame(call: WindowCall, x: CallColumns, y: CallColumns): Expr {
  const frame = call.window.frame!
  const sort = call.window.orderBy[0]!
  return all(
    ...x.partitionBy.map((expr, i) => same(expr, y.partitionBy[i]!)),
    within(x.key, y.key, frame.start, 'start', sort),
    within(x.key, y.key, frame.end, 'end', sort),
    excluded(x, y, frame.exclude),
  )
}

// ------------------------------------------------------------------------------------------------- the call

const places: Readonly<Record<string, { readonly descending: boolean }>> = byName({
  first_value: { descending: false },
  nth_value: { descending: false },
  last_value: { descending: true },
})

/** `nth_value(v, n)`: all but n - 1 rows are skipped. */
function skipped(x: CallColumns): Expr | undefined {
  const n = x.args[1]
  if (n === undefined) return undefined
  const fn = resolveOperator('-', n.type, n.type)
  return { kind: 'call', fn, args: [n, { kind: 'literal', value: 1, type: n.type }], type: fn.result }
}

function callOverFrame(call: WindowCall, from: CteRelation, x: CallColumns, y: CallColumns): Expr {
  const order: SortKey = { expr: y.number, descending: false, nullsFirst: false }
  const where = inFrame(call, x, y)
  const columns = [{ name: 'value', type: call.type }]
  const place = places[call.fn.name]
  if (place !== undefined) {
    const rows = plainQuery(plainSelect({ items: [y.args[0]!], from, where }), columns)
    const limit: Literal = { kind: 'literal', value: 1, type: bigint }
    const query: Query = { ...rows, orderBy: [{ ...order, ...place }], limit, offset: skipped(x) }
    return { kind: 'scalar', query, type: call.type }
  }
  const aggregate: Expr = {
    kind: 'aggregate',
    fn: call.fn,
    args: y.args,
    distinct: false,
    orderBy: y.args.length > 0 ? [order] : [],
    withinGroup: [],
    filter: y.filter,
    type: call.type,
  }
  return {
    kind: 'scalar',
    query: plainQuery(plainSelect({ items: [aggregate], from, where }), columns),
    type: call.type,
  }
}

// ------------------------------------------------------------------------------------------------ the query

/** The columns of the CTE: each expression once. */
class CteColumns {
  readonly #names = new Map<string, string>()
  readonly items: Expr[] = []

  add(expr: Expr): Expr {
    const key = exprKey(expr)
    if (!this.#names.has(key)) this.#names.set(key, `b${this.items.push(expr) - 1}`)
    return expr
  }

  nameOf(expr: Expr): string | undefined {
    return this.#names.get(exprKey(expr))
  }

  get columns() {
    return this.items.map((item, i) => ({ name: `b${i}`, type: item.type }))
  }

  /** The expression as a column of a relation that has these columns. */
  at(relation: number): (expr: Expr) => ColumnExpr {
    return (expr) => columnOf(relation, this.nameOf(expr)!, expr.type)
  }
}

function collect(query: Query, select: Select, calls: readonly WindowCall[]): CteColumns {
  const base = new CteColumns()
  const own = new Set(relationsOf(select.from).map((relation) => relation.id))
  const visit = (node: Expr) => void (node.kind === 'column' && own.has(node.relation) && base.add(node))
  for (const expr of [...select.items, ...query.orderBy.map((key) => key.expr)]) walkExpr(expr, visit)
  if (typeof select.distinct !== 'boolean') for (const expr of select.distinct) walkExpr(expr, visit)
  for (const call of calls) mapColumns(columnsOf(call), (expr) => base.add(expr))
  return base
}

function overBase(base: CteColumns, cte: number, names: RelationNames): CteRelation {
  const id = names.fresh()
  const relation: CteRelation = { kind: 'cte', id, alias: `rows${id}`, cte, columns: base.columns }
  names.add(relation)
  return relation
}

/** Replaces `calls`, all of a select without grouping, by what is computed row by row. */
export function frameByRows(query: Query, calls: readonly WindowCall[], names: RelationNames): Query {
  const select = query.body as Select
  const base = collect(query, select, calls)
  const cteId = names.fresh()
  const baseQuery = plainQuery(plainSelect({ items: base.items, from: select.from, where: select.where }), base.columns)
  const current = overBase(base, cteId, names)
  const computed = calls.map((call) => {
    const framed = overBase(base, cteId, names)
    const columns = columnsOf(call)
    return callOverFrame(
      call,
      framed,
      mapColumns(columns, base.at(current.id)),
      mapColumns(columns, base.at(framed.id)),
    )
  })
  const columns = [...base.columns, ...computed.map((expr, i) => ({ name: `w${i}`, type: expr.type }))]
  const items = [...base.columns.map((c) => columnOf(current.id, c.name, c.type)), ...computed]
  const cte = { id: cteId, name: `rows${cteId}`, recursive: false, query: baseQuery }
  const from = derived(plainQuery(plainSelect({ items, from: current }), columns, [cte]), columns, names)
  return overRows(query, select, calls, base, from)
}

function overRows(
  query: Query,
  select: Select,
  calls: readonly WindowCall[],
  base: CteColumns,
  from: { id: number } & Select['from'],
) {
  const places = new Map(calls.map((call, i) => [exprKey(call), `w${i}`]))
  const replace = (expr: Expr): Expr =>
    mapByDepth(expr, (node) => {
      const name =
        (node.kind === 'window' && places.get(exprKey(node))) || (node.kind === 'column' && base.nameOf(node))
      return name ? columnOf(from.id, name, node.type) : undefined
    })
  const distinct = typeof select.distinct === 'boolean' ? select.distinct : select.distinct.map(replace)
  const orderBy = query.orderBy.map((key) => ({ ...key, expr: replace(key.expr) }))
  return { ...query, orderBy, body: plainSelect({ items: select.items.map(replace), distinct, from }) }
}
