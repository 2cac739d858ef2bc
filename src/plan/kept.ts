import type { Expr, From, Select, TableRelation } from '../engine/tree.ts'
import { someExpr } from '../engine/walk.ts'
import { conjunctsOf } from './conditions.ts'

/**
 * The table whose rows all come out of a chain of left joins, each once: to its right stand tables that are joined by
 * their key alone. Its order and its limit are those of the whole. undefined: the joins may add rows or drop some.
 */
export function keptRelation({ from }: Select): TableRelation | undefined {
  let left: From | undefined = from
  while (left?.kind === 'join' && left.type === 'left' && addsNone(left.right, left.on)) left = left.left
  return left?.kind === 'table' ? left : undefined
}

/** No more than one row of it fits. */
const addsNone = (right: From, on: Expr | undefined): boolean =>
  right.kind === 'table' && right.table.primaryKey.length === 1 && conjunctsOf(on).some((test) => isByKey(test, right))

function isByKey(test: Expr, { id, table }: TableRelation): boolean {
  if (test.kind !== 'compare' || test.op !== '=') return false
  const [mine, other] = isOf(test.left, id) ? [test.left, test.right] : [test.right, test.left]
  return isOf(mine, id) && mine.name === table.primaryKey[0] && other.kind === 'column' && other.relation !== id
}

const isOf = (expr: Expr, id: number): expr is Expr & { kind: 'column' } =>
  expr.kind === 'column' && expr.relation === id

/** One row in, one row out: order and limit mean the same before and after. */
export const isRowByRow = (select: Select): boolean =>
  select.distinct === false && !select.groupBy && !select.having && !select.items.some((item) => someExpr(item, isWide))

const isWide = (expr: Expr): boolean =>
  expr.kind === 'aggregate' || expr.kind === 'window' || (expr.kind === 'call' && expr.fn.kind === 'set')
