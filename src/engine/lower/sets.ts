import { ZohoSqlError } from '../../base/errors.ts'
import { bigint, boolean } from '../../base/types.ts'
import type { RelationNames } from '../print/printer.ts'
import { isSetCall } from '../print/shape.ts'
import { exprKey } from '../same.ts'
import type { Call, ColumnExpr, Expr, From, FunctionRelation, Query, Select } from '../tree.ts'
import { someExpr, someExprHere, walkExpr } from '../walk.ts'
import { columnOf, derived, mapByDepth, plainQuery, plainSelect } from './derive.ts'

/**
 * Set-returning functions in a select list become lateral joins with them. Several run side by side, the shorter ones
 * padded with NULLs.
 */

/** Whether and how often a branch is evaluated cannot be told for a set. */
const isConditional = (expr: Expr): boolean => expr.kind === 'case' && someExpr(expr, isSetCall)

function setCalls(select: Select): readonly Call[] {
  const found = new Map<string, Call>()
  for (const item of select.items) {
    walkExpr(item, {
      expr: (node) => void (isSetCall(node) && found.set(exprKey(node), node as Call)),
      query: () => false,
    })
  }
  const calls = [...found.values()]
  if (select.items.some((item) => someExpr(item, isConditional))) {
    throw new ZohoSqlError('NOT_SUPPORTED', 'set-returning functions are not allowed in CASE')
  }
  if (calls.some((call) => someExprHere(call.args, isSetCall))) {
    throw new ZohoSqlError('NOT_SUPPORTED', 'a set-returning function inside of another one is not supported')
  }
  return calls
}

function functionRelation(call: Call, names: RelationNames): FunctionRelation {
  const id = names.fresh()
  const relation: FunctionRelation = {
    kind: 'function',
    id,
    alias: `${call.fn.name}${id}`,
    fn: call.fn,
    args: call.args,
    withOrdinality: true,
    lateral: true,
    columns: [
      { name: 'value', type: call.type },
      { name: 'ordinality', type: bigint },
    ],
  }
  names.add(relation)
  return relation
}

const value = (relation: FunctionRelation): ColumnExpr => columnOf(relation.id, 'value', relation.columns[0]!.type)
const ordinality = (relation: FunctionRelation): Expr => columnOf(relation.id, 'ordinality', bigint)

/** The number of a row in whichever of the functions has that many. */
const firstOrdinality = (relations: readonly FunctionRelation[]): Expr => ({
  kind: 'case',
  branches: relations.map((relation) => ({
    when: { kind: 'isNull', operand: ordinality(relation), negated: true, type: boolean },
    then: ordinality(relation),
  })),
  type: bigint,
})

function sideBySide(relations: readonly FunctionRelation[]): From {
  let from: From = relations[0]!
  for (let i = 1; i < relations.length; i++) {
    const left = firstOrdinality(relations.slice(0, i))
    const on: Expr = { kind: 'compare', op: '=', left, right: ordinality(relations[i]!), type: boolean }
    from = { kind: 'join', type: 'full', left: from, right: relations[i]!, on }
  }
  return from
}

/** The functions' rows as one relation, and where each call's value is in it. */
function functionRows(calls: readonly Call[], names: RelationNames): { from: From; values: readonly ColumnExpr[] } {
  const relations = calls.map((call) => functionRelation(call, names))
  if (relations.length === 1) return { from: relations[0]!, values: [value(relations[0]!)] }
  const columns = calls.map((call, i) => ({ name: `f${i}`, type: call.type }))
  const select = plainSelect({ items: relations.map(value), from: sideBySide(relations) })
  const relation = derived(plainQuery(select, columns), columns, names)
  return { from: relation, values: columns.map((c) => columnOf(relation.id, c.name, c.type)) }
}

const isGrouped = (select: Select): boolean =>
  select.groupBy !== undefined ||
  select.having !== undefined ||
  select.items.some((item) => someExpr(item, (node) => node.kind === 'aggregate' || node.kind === 'window'))

/** Grouping and windows come before set-returning functions: they are computed in a derived table. */
function afterGrouping(query: Query, select: Select, names: RelationNames): Query {
  const id = names.fresh()
  const items: Expr[] = []
  const keep = (expr: Expr): Expr => {
    const index = items.push(expr) - 1
    return columnOf(id, `i${index}`, expr.type)
  }
  const outer = select.items.map((item) => (someExpr(item, isSetCall) ? keepParts(item, keep) : keep(item)))
  const orderBy = query.orderBy.map((key) =>
    key.expr.kind === 'output'
      ? key
      : { ...key, expr: someExpr(key.expr, isSetCall) ? keepParts(key.expr, keep) : keep(key.expr) },
  )
  const distinct = typeof select.distinct === 'boolean' ? select.distinct : select.distinct.map(keep)
  const columns = items.map((item, i) => ({ name: `i${i}`, type: item.type }))
  const from = derived(plainQuery({ ...select, distinct: false, items }, columns), columns, names, id)
  return { ...query, orderBy, body: plainSelect({ items: outer, distinct, from }) }
}

const keepParts = (expr: Expr, keep: (expr: Expr) => Expr): Expr =>
  mapByDepth(expr, (node, depth) => {
    if (isSetCall(node)) return { ...(node as Call), args: (node as Call).args.map(keep) }
    const computed = node.kind === 'aggregate' || node.kind === 'window' || node.kind === 'grouping'
    return computed || (node.kind === 'column' && depth === 0) ? keep(node) : undefined
  })

export function lowerSetCalls(query: Query, names: RelationNames): Query {
  const select = query.body
  if (select.kind !== 'select') return query
  const calls = setCalls(select)
  if (calls.length === 0) return query
  if (isGrouped(select)) return lowerSetCalls(afterGrouping(query, select, names), names)
  const { from: functions, values } = functionRows(calls, names)
  const place = new Map(calls.map((call, i) => [exprKey(call), values[i]!]))
  const replace = (expr: Expr): Expr =>
    mapByDepth(expr, (node) => (isSetCall(node) ? place.get(exprKey(node)) : undefined))
  const from: From = select.from ? { kind: 'join', type: 'cross', left: select.from, right: functions } : functions
  const orderBy = query.orderBy.map((key) => ({ ...key, expr: replace(key.expr) }))
  const distinct = typeof select.distinct === 'boolean' ? select.distinct : select.distinct.map(replace)
  return { ...query, orderBy, body: { ...select, items: select.items.map(replace), distinct, from } }
}
