import { isVector } from '../../base/pg-types.ts'
import { type SqlType, text } from '../../base/types.ts'
import type { ResolvedFunction } from '../../engine/functions/contract.ts'
import type { Expr } from '../../engine/tree.ts'
import { someExpr } from '../../engine/walk.ts'
import type * as Ast from '../../sql/ast/index.ts'
import { bindAggregate } from './aggregates.ts'
import type { ExprEnv } from './binding.ts'
import { call } from './build.ts'
import { coerce, plainType, resolved } from './coerce.ts'
import { asName, pair } from './comparison.ts'
import { refuse } from './errors.ts'
import { bindExpr } from './expression.ts'
import { bindGrouping } from './grouping-call.ts'
import { asCounts, hypothetical } from './hypothetical.ts'
import { checkArgumentCount } from './limits.ts'
import { inPlace } from './named-arguments.ts'
import { countedRow, jsonRow } from './row-values.ts'
import { clauses } from './scope.ts'
import { common, functionFor, withGiven } from './typing.ts'
import { bindWindowCall } from './windows.ts'

/** PostgreSQL folds names of functions; a schema before them (`pg_catalog.lower`) tells nothing here. */
export const functionName = (node: Ast.SqlCall): string => node.name.at(-1)!.text.toLowerCase()

export const isSet = (expr: Expr): boolean => expr.kind === 'call' && expr.fn.kind === 'set'

/** Their arguments become one type; where there is none, the refusal points to the one that does not fit. */
const alike: ReadonlySet<string> = new Set(['coalesce', 'greatest', 'least'])

/** Vectors are arrays that count from 0: functions of subscripts are others for them. */
const ofVectors: ReadonlyMap<string, string> = new Map([
  ['array_lower', 'vector lower'],
  ['array_upper', 'vector upper'],
  ['generate_subscripts', 'vector subscripts'],
])
const countedFrom = (name: string, [first]: readonly SqlType[]): string =>
  first && isVector(first) ? (ofVectors.get(name) ?? name) : name

/** Functions that put values of any type into a text. */
const makesText: ReadonlySet<string> = new Set(
  'concat concat_ws format quote_literal quote_nullable to_json to_jsonb json_build_object json_build_array jsonb_build_object jsonb_build_array'.split(
    ' ',
  ),
)

/** A call of any kind: scalar, aggregate, window, or of a set. */
export function bindCall(env: ExprEnv, written: Ast.SqlCall): Expr {
  const name = functionName(written)
  const node = inPlace(written, name)
  if (!alike.has(name)) checkArgumentCount(node.args.length, node.at)
  if (name === 'grouping') return bindGrouping(env, node)
  if (hypothetical.has(name) && node.args.length > 0 && node.withinGroup.length === 0) return refuseUngrouped(env, node)
  if (node.over) return bindWindowCall(env, node, node.over)
  if (hypothetical.has(name) && node.withinGroup.length > 0) return bindHypothetical(env, node, name)
  if (name === 'row_to_json' && node.args.length === 1) return rowAsJson(env, node)
  const bound = bindArguments(env, node)
  const args = makesText.has(name) ? bound.map((arg) => asName(env.binding, arg)) : bound
  if (name === 'coalesce' && args.some((arg) => someExpr(arg, isSet)))
    refuse('NOT_SUPPORTED', 'set-returning functions are not allowed in COALESCE', node.at, 'Move it into FROM.')
  if (name === 'pg_typeof' && args[0]?.kind === 'literal' && args[0].type.name === 'unknown')
    return { kind: 'literal', value: 'unknown', type: text }
  if (alike.has(name)) common(env.binding, args, name.toUpperCase())
  if (name === 'nullif' && args.length === 2) return bindNullif(env, args, node.at)
  const sorted = node.withinGroup.map(({ expr }) => bindExpr(env, expr))
  const fn = withGiven(env.binding, [...args, ...sorted], (types) =>
    functionFor(countedFrom(name, types), types, node.at, { star: node.star }),
  )
  if (fn.kind === 'aggregate') {
    refuseSets(env, [...args, ...sorted], 'aggregate')
    return bindAggregate(env, node, fn, args, sorted)
  }
  refuseAggregateForms(node, name)
  if (fn.kind === 'window')
    return refuse('WRONG_OBJECT_TYPE', `window function ${name} requires an OVER clause`, node.at)
  const values = coerceArguments(env, fn, args)
  return fn.kind === 'set' ? setInSelect(env, node, fn, values) : call(fn, values)
}

// With arguments, rank and its like are aggregates, even before OVER.
function refuseUngrouped(env: ExprEnv, node: Ast.SqlCall): never {
  bindArguments(env, node)
  return refuse(
    'WRONG_OBJECT_TYPE',
    `WITHIN GROUP is required for ordered-set aggregate ${functionName(node)}`,
    node.at,
    `Without arguments, ${functionName(node)}() OVER (ORDER BY …) numbers the rows.`,
  )
}

function bindHypothetical(env: ExprEnv, node: Ast.SqlCall, name: string): Expr {
  const counts = asCounts(node, name)
  node.args.forEach((arg, i) => {
    const [key, value] = [bindExpr(env, node.withinGroup[i]!.expr), bindExpr(env, arg)]
    common(env.binding, [key, value], 'WITHIN GROUP')
    env.scope.direct.push(value)
  })
  return bindExpr(env, counts)
}

/** Sets have no rows yet where calls of these kinds are computed. */
export function refuseSets({ binding }: ExprEnv, args: readonly Expr[], kind: 'aggregate' | 'window'): void {
  const stray = args.find((arg) => someExpr(arg, isSet))
  if (!stray) return
  const text = `${kind} function calls cannot contain set-returning function calls`
  refuse('NOT_SUPPORTED', text, binding.at(stray), 'Move the set-returning function into FROM.')
}

/** NULLIF gives back what `=` compares: its left side, made wider only where no operator takes both types as they are. */
function bindNullif({ binding }: ExprEnv, [left, right]: readonly Expr[], at: number): Expr {
  const sides = pair(binding, '=', left!, right!, at)
  const types = sides.map((side) => plainType(side.type))
  const value = call(functionFor('nullif', types, at), sides)
  const kept = comparedAsTheyAre.some((family) => family.has(left!.type.name) && family.has(types[0]!.name))
  return kept ? coerce(binding, value, plainType(left!.type)) : value
}

const comparedAsTheyAre: readonly ReadonlySet<string>[] = [
  new Set(['smallint', 'integer', 'bigint']),
  new Set(['real', 'double precision']),
  new Set(['date', 'timestamp', 'timestamptz']),
]

const typesOf = (exprs: readonly Expr[]) => exprs.map((expr) => expr.type)

/** The arguments; some functions take a row among them. */
export function bindArguments(env: ExprEnv, node: Ast.SqlCall): readonly Expr[] {
  const name = functionName(node)
  if (name === 'count') return node.args.map((arg) => countedRow(env, arg, node.distinct) ?? bindExpr(env, arg))
  if (!takesJson.has(name)) return node.args.map((arg) => bindExpr(env, arg))
  return node.args.map((arg) => jsonRow(env, arg, name === 'json_agg') ?? bindExpr(env, arg))
}

/** Functions that make JSON of any value, rows among them. */
const takesJson: ReadonlySet<string> = new Set(
  'json_agg to_json json_build_array json_build_object json_object_agg jsonb_agg to_jsonb jsonb_build_array jsonb_build_object jsonb_object_agg'.split(
    ' ',
  ),
)

/** `row_to_json(t)` is the row as JSON, and nothing more. */
function rowAsJson(env: ExprEnv, node: Ast.SqlCall): Expr {
  refuseAggregateForms(node, 'row_to_json')
  const inside = jsonInside(node)
  if (inside) return bindExpr(env, inside)
  return (
    jsonRow(env, node.args[0]!, false) ??
    refuse('UNDEFINED_FUNCTION', 'function row_to_json does not exist for a value that is no row', node.at)
  )
}

/** `row_to_json((SELECT r FROM … r))` as `(SELECT row_to_json(r) FROM … r)`: where r is in sight, its members are too. */
function jsonInside(node: Ast.SqlCall): Ast.SqlExpr | undefined {
  const [arg] = node.args
  const body = arg?.kind === 'subquery' ? arg.query.body : undefined
  if (arg?.kind !== 'subquery' || body?.kind !== 'select' || body.items.length !== 1) return undefined
  const [item] = body.items
  const json: Ast.SqlCall = { ...node, args: [item!.expr] }
  return { ...arg, query: { ...arg.query, body: { ...body, items: [{ ...item!, expr: json }] } } }
}

export const coerceArguments = (env: ExprEnv, fn: ResolvedFunction, args: readonly Expr[]): readonly Expr[] =>
  args.map((arg, i) => coerce(env.binding, arg, fn.args[i]!))

function refuseAggregateForms(node: Ast.SqlCall, name: string): void {
  const wrong = (what: string) =>
    refuse('WRONG_OBJECT_TYPE', `${what} specified, but ${name} is not an aggregate function`, node.at)
  if (node.star) wrong('*')
  if (node.distinct) wrong('DISTINCT')
  if (node.orderBy.length > 0) wrong('ORDER BY')
  if (node.withinGroup.length > 0) wrong('WITHIN GROUP')
  if (node.filter) wrong('FILTER')
}

/** A function in FROM: of a set, or of one value, which is a set of one row. */
export function bindSetCall(env: ExprEnv, node: Ast.SqlCall): { fn: ResolvedFunction; args: readonly Expr[] } {
  const args = bindArguments(env, node)
  const types = typesOf(args)
  const fn = functionFor(countedFrom(functionName(node), types), types, node.at)
  refuseAggregateForms(node, fn.name)
  if (fn.kind === 'aggregate')
    refuse('GROUPING_ERROR', `aggregate functions are not allowed in ${clauses.function.text}`, node.at)
  if (fn.kind === 'window')
    refuse('WINDOW_ERROR', `window functions are not allowed in ${clauses.function.text}`, node.at)
  return { fn, args: coerceArguments(env, fn, args).map((arg) => resolved(env.binding, arg)) }
}

/** `SELECT generate_series(1, 3)`: the engine joins the rows of the set to those of the select. */
function setInSelect(env: ExprEnv, node: Ast.SqlCall, fn: ResolvedFunction, args: readonly Expr[]): Expr {
  const { clause } = env.scope
  if (clause !== 'select')
    refuse(
      'NOT_SUPPORTED',
      `set-returning functions are not allowed in ${clauses[clause].text}`,
      node.at,
      'Call it in FROM.',
    )
  return call(fn, args)
}
