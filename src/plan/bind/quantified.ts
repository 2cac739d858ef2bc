import { byName } from '../../base/by-name.ts'
import { arrayOf, boolean, type SqlType, text } from '../../base/types.ts'
import type { Compare, Expr, Like, Quantified, Query } from '../../engine/tree.ts'
import { parseArrayText } from '../../engine/values/array.ts'
import type * as Ast from '../../sql/ast/index.ts'
import type { ExprEnv } from './binding.ts'
import { and, isPresent, or } from './build.ts'
import { coerce, plainType } from './coerce.ts'
import { compare, isComparison, operate } from './comparison.ts'
import { refuse } from './errors.ts'
import { bindExpr, likeOf } from './expression.ts'
import { inList, inQuery, memberOf, sharedType } from './in.ts'
import { literal } from './literals.ts'
import { again } from './repeat.ts'
import { compareRows, rowItems } from './rows.ts'
import { bindSubquery, castOutputs } from './subquery.ts'
import { unnested } from './unnest.ts'

/** `x op ANY (…)`, `x op ALL (…)` over a subquery, a written array, or any other array. */
export function bindQuantified(env: ExprEnv, node: Ast.SqlQuantified): Expr {
  const { op } = node
  if (!isComparison(op)) return overWritten(env, node)
  if (node.left.kind === 'row') return overRows(env, node, op)
  const left = bindExpr(env, node.left)
  if (node.right.kind !== 'query') return overArray(env, node, op, left, node.right)
  const query = bindSubquery(env, node.right)
  if (query.columns.length !== 1) refuse('SYNTAX_ERROR', 'subquery has too many columns', node.at)
  return overQuery(env, node, op, left, query)
}

const likes: Readonly<Record<string, readonly [op: Like['op'], negated: boolean]>> = byName({
  like: ['like', false],
  '~~': ['like', false],
  'not like': ['like', true],
  '!~~': ['like', true],
  ilike: ['ilike', false],
  '~~*': ['ilike', false],
  'not ilike': ['ilike', true],
  '!~~*': ['ilike', true],
})

/** Operators that are no comparison: over the members of an array that stands in the statement. */
function overWritten(env: ExprEnv, node: Ast.SqlQuantified): Expr {
  const { op, quantifier, right, at } = node
  const items = right.kind === 'query' ? undefined : writtenItems(bindExpr(env, right))
  if (!items)
    return refuse(
      'NOT_SUPPORTED',
      `${op} ${quantifier.toUpperCase()} (…) is not supported`,
      at,
      'Write the members: ANY (ARRAY[a, b]).',
    )
  const left = bindExpr(env, node.left)
  const like = likes[op]
  const each = items.map((item) => {
    const value = again(env.binding, left)
    const truth = like ? likeOf(env, ...like, value, item, at) : operate(env.binding, op, value, item, at)
    if (truth.type.name === 'boolean') return truth
    return refuse('WRONG_OBJECT_TYPE', 'op ANY/ALL (array) requires operator to yield boolean', at)
  })
  return quantifier === 'any' ? or(each) : and(each)
}

function writtenItems(array: Expr): readonly Expr[] | undefined {
  if (array.kind === 'arrayItems') return array.items
  if (array.kind !== 'literal' || array.type.name !== 'unknown' || typeof array.value !== 'string') return undefined
  return parseArrayText(array.value, (member) => member).map((item) => ({ ...array, value: item as string | null }))
}

/** Rows are in a subquery or not; anything else has no meaning that is worth having. */
function overRows(env: ExprEnv, node: Ast.SqlQuantified, op: Compare['op']): Expr {
  const { quantifier, right, at } = node
  if (right.kind === 'array') {
    const row = rowItems(env, node.left)!
    const each = right.items.map((item) => compareRows(env.binding, op, row, rowItems(env, item) ?? noRow(item), at))
    return quantifier === 'any' ? or(each) : and(each)
  }
  const member = (op === '=' && quantifier === 'any') || (op === '<>' && quantifier === 'all')
  if (right.kind !== 'query' || !member)
    return refuse(
      'NOT_SUPPORTED',
      `a row ${op} ${quantifier.toUpperCase()} (…) is not supported`,
      at,
      'Use IN or EXISTS.',
    )
  return inQuery(env, node.left, right, quantifier === 'all', at)
}

const noRow = (item: Ast.SqlExpr): never =>
  refuse('UNDEFINED_FUNCTION', 'operator does not exist: a row can only be compared with rows', item.at)

function overQuery(env: ExprEnv, node: Ast.SqlQuantified, op: Compare['op'], left: Expr, query: Query): Expr {
  const { quantifier, at } = node
  if (op === '=' && quantifier === 'any') return memberOf(env.binding, [left], query, false, at)
  if (op === '<>' && quantifier === 'all') return memberOf(env.binding, [left], query, true, at)
  const type = sharedType(left.type, query.columns[0]!.type, at)
  const quantified: Quantified = {
    kind: 'quantified',
    op,
    quantifier,
    left: coerce(env.binding, left, type),
    query: castOutputs(env.binding, query, [type]),
    type: boolean,
  }
  return quantified
}

function overArray(env: ExprEnv, node: Ast.SqlQuantified, op: Compare['op'], left: Expr, right: Ast.SqlExpr): Expr {
  const array = asArray(env, bindExpr(env, right), left, node.at)
  if (array.kind === 'arrayItems' && array.items.length > 0) return overItems(env, node, op, left, array.items)
  const found = overQuery(env, node, op, left, unnested(env, again(env.binding, array), node.at))
  // Nothing is a member of an array that is NULL, nor is it none. The planner knows this of lists that are constant.
  if (array.kind === 'arrayItems') return found
  if (array.kind === 'literal' && array.value === null) return literal(env.binding, null, boolean, node.at)
  const given = array.kind === 'parameter' || array.kind === 'literal'
  if (found.kind === 'inQuery' && given) return found
  return { kind: 'case', branches: [{ when: isPresent(array), then: found }], type: boolean }
}

function overItems(env: ExprEnv, node: Ast.SqlQuantified, op: Compare['op'], left: Expr, items: readonly Expr[]): Expr {
  const any = node.quantifier === 'any'
  if (op === '=' && any) return inList(env.binding, left, items, false, node.at)
  if (op === '<>' && !any) return inList(env.binding, left, items, true, node.at)
  const each = items.map((item) => compare(env.binding, op, again(env.binding, left), item, node.at))
  return any ? or(each) : and(each)
}

/** `'{a,b}'` and `$1` take the type of the other side; a parameter keeps the members' type of its value. */
function asArray(env: ExprEnv, array: Expr, left: Expr, at: number): Expr {
  if (array.type.name === 'array') return array
  if (array.type.name !== 'unknown')
    return refuse('WRONG_OBJECT_TYPE', 'op ANY/ALL (array) requires array on right side', at)
  const given = array.kind === 'parameter' ? env.binding.parameters.given(array.index) : undefined
  const element: SqlType = left.type.name === 'unknown' ? elementOfType(given) : plainType(left.type)
  return coerce(env.binding, array, arrayOf(element))
}

const elementOfType = (type: SqlType | undefined): SqlType => type?.element ?? text
