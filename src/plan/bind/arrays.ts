import { arrayOf, integer, text } from '../../base/types.ts'
import type { Expr } from '../../engine/tree.ts'
import type * as Ast from '../../sql/ast.ts'
import type { ExprEnv } from './binding.ts'
import { call } from './build.ts'
import { coerce, shownType } from './coerce.ts'
import { refuse } from './errors.ts'
import { bindExpr } from './expression.ts'
import { common, functionFor } from './typing.ts'

/** `ARRAY[…]` */
export function bindArray(env: ExprEnv, node: Ast.ArrayLiteral): Expr {
  const items = node.items.map((item) => bindExpr(env, item))
  if (items.length === 0)
    return refuse('INDETERMINATE_TYPE', 'cannot determine type of empty array', node.at, 'Cast it: ARRAY[]::integer[].')
  const open = items.every((item) => item.type.name === 'unknown')
  const element = open ? text : common(env.binding, items, 'ARRAY')
  return {
    kind: 'arrayItems',
    items: items.map((item) => coerce(env.binding, item, element)),
    type: element.name === 'array' ? element : arrayOf(element),
  }
}

/** `a[1]`, `a[1:2]` */
export function bindSubscript(env: ExprEnv, node: Ast.Subscript): Expr {
  const operand = bindExpr(env, node.operand)
  if (operand.type.name !== 'array')
    refuse(
      'TYPE_MISMATCH',
      `cannot subscript type ${shownType(operand.type)} because it does not support subscripting`,
      env.binding.at(operand),
    )
  const bounds = [node.index, ...(node.upTo ? [node.upTo] : [])].map((bound) =>
    coerce(env.binding, bindExpr(env, bound), integer),
  )
  const name = node.upTo ? 'array_slice' : 'array_subscript'
  const fn = functionFor(name, [operand.type, ...bounds.map(() => integer)], node.at)
  return call(fn, [operand, ...bounds])
}
