import { arrayOf, integer, text } from '../../base/types.ts'
import type { Expr } from '../../engine/tree.ts'
import type * as Ast from '../../sql/ast/index.ts'
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

/** The most dimensions an array may have. */
const maxDimensions = 6

/** `a[1]`, `a[1:2]`, `a[1][2]`: subscripts that stand together are of one array. */
export function bindSubscript(env: ExprEnv, node: Ast.Subscript): Expr {
  const chain: Ast.Subscript[] = [node]
  while (chain[0]!.further) chain.unshift(chain[0]!.operand as Ast.Subscript)
  const operand = bindExpr(env, chain[0]!.operand)
  if (operand.type.name !== 'array')
    refuse(
      'TYPE_MISMATCH',
      `cannot subscript type ${shownType(operand.type)} because it does not support subscripting`,
      env.binding.at(operand),
    )
  if (chain.length > maxDimensions)
    refuse(
      'RESULT_LIMIT',
      `number of array dimensions (${chain.length}) exceeds the maximum allowed (${maxDimensions})`,
      node.at,
    )
  const slices = chain.some(({ upTo }) => upTo)
  const bounds = chain
    .flatMap((each) => boundsOf(each, slices))
    .map((bound) => coerce(env.binding, bindExpr(env, bound), integer))
  const fn = functionFor(
    slices ? 'array_slice' : 'array_subscript',
    [operand.type, ...bounds.map(() => integer)],
    node.at,
  )
  return call(fn, [operand, ...bounds])
}

/** Beside slices a single subscript is one too, from 1 on. */
function boundsOf({ index, upTo, at }: Ast.Subscript, slices: boolean): readonly Ast.Expr[] {
  if (!slices) return [index]
  return upTo ? [index, upTo] : [{ kind: 'number', text: '1', at }, index]
}
