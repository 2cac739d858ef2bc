import * as types from '../../base/types.ts'
import { bigint, type SqlType, typeText } from '../../base/types.ts'
import { canCast } from '../../engine/functions/index.ts'
import type { Expr, Frame, FrameBound, SortKey, Window, WindowCall } from '../../engine/tree.ts'
import { someExpr } from '../../engine/walk.ts'
import type * as Ast from '../../sql/ast/index.ts'
import { bindFilter, windowIn } from './aggregates.ts'
import type { ExprEnv } from './binding.ts'
import { bindArguments, coerceArguments, functionName, refuseSets } from './calls.ts'
import { coerce, resolved } from './coerce.ts'
import { refuse } from './errors.ts'
import { bindExpr } from './expression.ts'
import { bindSortKey } from './order.ts'
import { checkComparable, membersOf } from './order-by.ts'
import { clauses } from './scope.ts'
import { functionFor } from './typing.ts'

/** `f(…) OVER …` */
export function bindWindowCall(env: ExprEnv, node: Ast.SqlCall, over: Ast.Name | Ast.WindowDefinition): Expr {
  const clause = clauses[env.scope.clause]
  if (!clause.windows) refuse('WINDOW_ERROR', `window functions are not allowed in ${clause.text}`, node.at)
  if (node.withinGroup.length > 0)
    refuse(
      'NOT_SUPPORTED',
      `OVER is not supported for ordered-set aggregate ${functionName(node)}`,
      node.at,
      'Compute it by groups in a subquery, and join that.',
    )
  const args = bindArguments(env, node)
  const fn = functionFor(
    functionName(node),
    args.map((arg) => arg.type),
    node.at,
    { star: node.star },
  )
  checkForms(node, fn.kind, fn.name)
  refuseSets(env, args, 'window')
  const filter = node.filter && bindFilter(env, node.filter)
  const window = bindWindow(env, over)
  const call: WindowCall = {
    kind: 'window',
    fn,
    args: coerceArguments(env, fn, args),
    ...(filter ? { filter } : {}),
    window,
    type: fn.result,
  }
  const { partitionBy, orderBy } = window
  const nested = windowIn(...call.args, ...partitionBy, ...orderBy.map(({ expr }) => expr))
  if (nested) refuse('WINDOW_ERROR', 'window function calls cannot be nested', env.binding.at(nested))
  return call
}

function checkForms(node: Ast.SqlCall, kind: string, name: string): void {
  if (kind !== 'window' && kind !== 'aggregate')
    refuse(
      'WRONG_OBJECT_TYPE',
      `OVER specified, but ${name} is not a window function nor an aggregate function`,
      node.at,
    )
  const refused = (what: string, kinds: string, hint: string) =>
    refuse('NOT_SUPPORTED', `${what} is not implemented for ${kinds}`, node.at, hint)
  if (node.distinct)
    refused(
      'DISTINCT',
      'window functions',
      'Number equal rows in a subquery, and compute over the first ones (FILTER).',
    )
  if (node.orderBy.length > 0) refused('aggregate ORDER BY', 'window functions', 'Give the order to OVER (ORDER BY …).')
  if (node.filter && kind === 'window')
    refused('FILTER', 'non-aggregate window functions', 'Select the rows in a subquery first.')
}

function bindWindow(env: ExprEnv, over: Ast.Name | Ast.WindowDefinition): Window {
  return 'text' in over ? named(env, over) : defined(env, over)
}

function named(env: ExprEnv, name: Ast.Name): Window {
  const { windows } = env.scope
  const found =
    windows.find((window) => window.name.text === name.text) ??
    windows.find((window) => window.name.text.toLowerCase() === name.text.toLowerCase())
  if (!found) return refuse('UNDEFINED_WINDOW', `window "${name.text}" does not exist`, name.at)
  return defined(env, found.definition)
}

/** A definition, with what it takes over from the window it is based on. */
function defined(env: ExprEnv, definition: Ast.WindowDefinition): Window {
  const base = definition.base && inherited(env, definition, definition.base)
  const own = env.scope.within('window', () => ({
    partitionBy: definition.partitionBy.flatMap(partsOf).map((expr) => key(env, expr)),
    orderBy: definition.orderBy.flatMap(membersOf).map((item) => bindSortKey(item, key(env, item.expr))),
  }))
  const orderBy = base && base.orderBy.length > 0 ? base.orderBy : own.orderBy
  const frame = definition.frame && bindFrame(env, definition.frame, orderBy, definition.at)
  return { partitionBy: base ? base.partitionBy : own.partitionBy, orderBy, ...(frame ? { frame } : {}) }
}

const partsOf = (expr: Ast.SqlExpr): readonly Ast.SqlExpr[] => (expr.kind === 'row' ? expr.items : [expr])

function key(env: ExprEnv, written: Ast.SqlExpr): Expr {
  const expr = resolved(env.binding, bindExpr(env, written))
  checkComparable(env, expr, 'ordering')
  return expr
}

function inherited(env: ExprEnv, definition: Ast.WindowDefinition, name: Ast.Name): Window {
  const base = named(env, name)
  const cannot = (what: string) => refuse('WINDOW_ERROR', `cannot ${what}`, definition.at)
  if (definition.partitionBy.length > 0) cannot(`override PARTITION BY clause of window "${name.text}"`)
  if (definition.orderBy.length > 0 && base.orderBy.length > 0)
    cannot(`override ORDER BY clause of window "${name.text}"`)
  if (base.frame) cannot(`copy window "${name.text}" because it has a frame clause`)
  return base
}

function bindFrame(env: ExprEnv, frame: Ast.SqlFrame, orderBy: readonly SortKey[], at: number): Frame {
  checkFrame(frame, orderBy, at)
  const { unit, exclude } = frame
  const bound = ({ kind, offset }: Ast.SqlFrameBound): FrameBound => ({
    kind,
    ...(offset ? { offset: bindOffset(env, unit, offset, orderBy) } : {}),
  })
  return { unit, start: bound(frame.start), end: bound(frame.end), ...(exclude ? { exclude } : {}) }
}

/** What the grammar cannot tell of a frame: whether the order it counts by is there. */
function checkFrame({ unit, start, end }: Ast.SqlFrame, orderBy: readonly SortKey[], at: number): void {
  const offsets = start.offset !== undefined || end.offset !== undefined
  if (unit === 'range' && offsets && orderBy.length !== 1)
    refuse('WINDOW_ERROR', 'RANGE with offset PRECEDING/FOLLOWING requires exactly one ORDER BY column', at)
  if (unit === 'groups' && orderBy.length === 0) refuse('WINDOW_ERROR', 'GROUPS mode requires an ORDER BY clause', at)
}

function bindOffset(env: ExprEnv, unit: Ast.SqlFrame['unit'], offset: Ast.SqlExpr, orderBy: readonly SortKey[]): Expr {
  const expr = env.scope.within('frame', () => bindExpr(env, offset))
  const own = (part: Expr) => part.kind === 'column' && env.binding.scopeOf.get(part.relation) === env.scope
  if (someExpr(expr, own))
    refuse('INVALID_COLUMN_REFERENCE', `argument of ${unit.toUpperCase()} must not contain variables`, offset.at)
  if (someExpr(expr, (part) => part.kind === 'column' || part.kind === 'scalar'))
    refuse('NOT_SUPPORTED', 'a window frame whose offset is not constant is not supported', offset.at, 'Give a number.')
  if (unit !== 'range') return coerce(env.binding, expr, bigint)
  const key = orderBy[0]!.expr.type
  const type = distanceType(key, offset.at)
  if (!canCast(expr.type, type, 'implicit'))
    noDistance(`${typeText(key)} and offset type ${typeText(expr.type)}`, offset.at)
  return coerce(env.binding, expr, type)
}

const noDistance = (types: string, at: number): never =>
  refuse('NOT_SUPPORTED', `RANGE with offset PRECEDING/FOLLOWING is not supported for column type ${types}`, at)

/** What may be added to a value of a RANGE frame's order: days to dates are intervals. */
function distanceType(type: SqlType, at: number): SqlType {
  switch (type.name) {
    case 'date':
    case 'timestamp':
    case 'timestamptz':
    case 'time':
    case 'interval':
      return types.interval
    case 'smallint':
    case 'integer':
    case 'bigint':
      return bigint
    case 'numeric':
      return types.numeric()
    case 'real':
    case 'double precision':
      return types.double
    default:
      return noDistance(typeText(type), at)
  }
}
