import { boolean, type SqlType, text } from '../../base/types.ts'
import type { Expr, Query } from '../../engine/tree.ts'
import type * as Ast from '../../sql/ast/index.ts'
import type { Binding, ExprEnv } from './binding.ts'
import { and, negatedIf, or } from './build.ts'
import { coerce, plainType } from './coerce.ts'
import { compare, openType } from './comparison.ts'
import { refuse } from './errors.ts'
import { bindExpr } from './expression.ts'
import { isCharLabel } from './labels.ts'
import { again } from './repeat.ts'
import { compareRows, rowItems } from './rows.ts'
import { bindSubquery, castOutputs } from './subquery.ts'
import { commonOf, operatorFor } from './typing.ts'

export function bindIn(env: ExprEnv, node: Ast.In): Expr {
  if ('kind' in node.list) return inQuery(env, node.operand, node.list, node.negated, node.at)
  const row = rowItems(env, node.operand)
  if (row) return rowIn(env, row, node.list, node)
  const items = node.list.map((item) => bindExpr(env, item))
  return inList(env.binding, bindExpr(env, node.operand), items, node.negated, node.at)
}

function rowIn(env: ExprEnv, row: readonly Expr[], list: readonly Ast.SqlExpr[], node: Ast.In): Expr {
  const each = list.map((item) => {
    const items = rowItems(env, item) ?? refuse('SYNTAX_ERROR', 'a row can only be compared with rows', item.at)
    return compareRows(env.binding, '=', row, items, item.at)
  })
  return negatedIf(node.negated, or(each))
}

/** One list of one type where there is such a type, else an equality for each item. */
export function inList(binding: Binding, operand: Expr, items: readonly Expr[], negated: boolean, at: number): Expr {
  const types = [operand, ...items].map((expr) => expr.type)
  const open = types.every((type) => type.name === 'unknown')
  // PostgreSQL finds no common type for these, and asks for none where there is one item.
  const mixed = types.some(isCharLabel) && types.some((one) => !isCharLabel(one) && one.name !== 'unknown')
  const blank =
    items.length === 1 && types.some(({ name }) => name === 'char') && types.some(({ name }) => name === 'text')
  const type = open ? openType(binding, operand, items[0]!) : mixed || blank ? undefined : commonOf(types)
  if (type === undefined || type.name === 'json') return inEqualities(binding, operand, items, negated, at)
  const compared = plainType(type.name === 'unknown' ? text : type)
  operatorFor('=', compared, compared, at)
  const wide = operand.type.wide && compared.name === 'bigint' ? operand.type : compared
  const each = items.map((item) => coerce(binding, item, wide))
  return { kind: 'inList', operand: coerce(binding, operand, wide), items: each, negated, type: boolean }
}

function inEqualities(binding: Binding, operand: Expr, items: readonly Expr[], negated: boolean, at: number): Expr {
  if (negated) return and(items.map((item) => compare(binding, '<>', again(binding, operand), item, at)))
  return or(items.map((item) => compare(binding, '=', again(binding, operand), item, at)))
}

/** `(a, b) IN (SELECT x, y …)`: each pair brought to the type it is compared in. */
export function inQuery(env: ExprEnv, operand: Ast.SqlExpr, list: Ast.SqlQuery, negated: boolean, at: number): Expr {
  const query = bindSubquery(env, list)
  const operands = rowItems(env, operand) ?? [bindExpr(env, operand)]
  if (query.columns.length < operands.length) refuse('SYNTAX_ERROR', 'subquery has too few columns', at)
  if (query.columns.length > operands.length) refuse('SYNTAX_ERROR', 'subquery has too many columns', at)
  return memberOf(env.binding, operands, query, negated, at)
}

export function memberOf(
  binding: Binding,
  operands: readonly Expr[],
  query: Query,
  negated: boolean,
  at: number,
): Expr {
  const types = operands.map((operand, i) => sharedType(operand.type, query.columns[i]!.type, at))
  return {
    kind: 'inQuery',
    operands: operands.map((operand, i) => coerce(binding, operand, types[i]!)),
    query: castOutputs(binding, query, types),
    negated,
    type: boolean,
  }
}

/** The type in which values of both types are compared. */
export function sharedType(left: SqlType, right: SqlType, at: number): SqlType {
  const shared = plainType(operatorFor('=', left, right, at).args[0]!)
  return shared.name === 'bigint' && (left.wide || right.wide) ? { ...shared, wide: true } : shared
}
