import { boolean } from '../../base/types.ts'
import type { Compare, Expr, Scalar } from '../../engine/tree.ts'
import type * as Ast from '../../sql/ast/index.ts'
import type { Binding, ExprEnv } from './binding.ts'
import { and, isAbsent, isPresent, or } from './build.ts'
import { findColumn, findItem } from './columns.ts'
import { compare } from './comparison.ts'
import { refuse } from './errors.ts'
import { bindExpr } from './expression.ts'
import { again } from './repeat.ts'
import type { FromItem } from './scope.ts'
import { bindSubquery, derivedColumns } from './subquery.ts'

/** What takes rows is written out for their members wherever it can be; rows as values are in record.ts. */

/** The members of a written row, bound; undefined for anything else. */
export const rowItems = (env: ExprEnv, node: Ast.SqlExpr): readonly Expr[] | undefined =>
  node.kind === 'row' ? node.items.flatMap((item) => rowItem(env, item)) : undefined

/** `ROW(t.*, 1)` has the columns of t among its members. */
function rowItem(env: ExprEnv, item: Ast.SqlExpr): readonly Expr[] {
  if (item.kind !== 'star') return [bindExpr(env, item)]
  return wholeRow(env, item)?.columns.map((column) => column.refer()) ?? [bindExpr(env, item)]
}

/** `t` or `t.*` for a row of t; a column of that name comes first. */
export function wholeRow(env: ExprEnv, node: Ast.SqlExpr): FromItem | undefined {
  if (node.kind === 'star') return node.path.length > 0 ? findItem(env.scope, node.path) : undefined
  if (node.kind !== 'column' || node.path.length !== 1 || findColumn(env.scope, node.path)) return undefined
  return findItem(env.scope, node.path)
}

/** A comparison with a row on either side; undefined when there is none. */
export function bindRowComparison(env: ExprEnv, op: Compare['op'], node: Ast.Binary): Expr | undefined {
  const left = rowItems(env, node.left)
  const right = rowItems(env, node.right)
  if (left && right) return compareRows(env.binding, op, left, right, node.at)
  if (left && node.right.kind === 'subquery') return compareWithQuery(env, op, left, node.right)
  if ((left || right) && bindExpr(env, left ? node.right : node.left).type.name !== 'record')
    return refuse('UNDEFINED_FUNCTION', `operator does not exist: a row ${op} a value that is none`, node.at)
  return undefined
}

/** A comparison of rows, member by member. */
export function compareRows(
  binding: Binding,
  op: Compare['op'],
  left: readonly Expr[],
  right: readonly Expr[],
  at: number,
): Expr {
  if (left.length !== right.length) refuse('SYNTAX_ERROR', 'unequal number of entries in row expressions', at)
  if (left.length === 0) refuse('NOT_SUPPORTED', 'cannot compare rows of zero length', at)
  const compared = (which: Compare['op'], i: number) =>
    compare(binding, which, again(binding, left[i]!), again(binding, right[i]!), at)
  if (op === '=') return and(left.map((_, i) => compared('=', i)))
  if (op === '<>') return or(left.map((_, i) => compared('<>', i)))
  // Each position decides only where all before it are equal.
  const strict = op === '<' || op === '<=' ? '<' : '>'
  const last = left.length - 1
  return or(
    left.map((_, i) =>
      and([...left.slice(0, i).map((_, before) => compared('=', before)), compared(i === last ? op : strict, i)]),
    ),
  )
}

/** `(a, b) = (SELECT x, y …)`: the comparison is made where the one row is. */
function compareWithQuery(env: ExprEnv, op: Compare['op'], left: readonly Expr[], node: Ast.ScalarSubquery): Expr {
  const query = bindSubquery(env, node.query)
  const { from, columns } = derivedColumns(env.binding, query)
  const compared = compareRows(env.binding, op, left, columns, node.at)
  const scalar: Scalar = {
    kind: 'scalar',
    query: {
      kind: 'query',
      ctes: [],
      body: { kind: 'select', distinct: false, items: [compared], from },
      orderBy: [],
      withTies: false,
      columns: [{ name: '?column?', type: boolean }],
    },
    type: boolean,
  }
  return scalar
}

/** IS [NOT] NULL of a row: every member is, or every member is not. Undefined for single values. */
export function bindRowNullTest(env: ExprEnv, node: Ast.IsTest): Expr | undefined {
  const members = rowItems(env, node.operand) ?? rowMembers(env, node)
  return members && and(members.map(node.negated ? isPresent : isAbsent))
}

// A table's row is NULL exactly when its key is; that it has no NULL in it takes all columns to tell.
function rowMembers(env: ExprEnv, node: Ast.IsTest): readonly Expr[] | undefined {
  const item = wholeRow(env, node.operand)
  if (!item) return undefined
  if (!node.negated && item.present) return [item.present()]
  return item.columns.map((column) => column.refer())
}
