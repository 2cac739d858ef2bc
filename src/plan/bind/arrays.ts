import { char1 } from '../../base/pg-types.ts'
import { arrayOf, integer, text } from '../../base/types.ts'
import { canCast } from '../../engine/functions/index.ts'
import type { Expr } from '../../engine/tree.ts'
import type * as Ast from '../../sql/ast/index.ts'
import type { ExprEnv } from './binding.ts'
import { call } from './build.ts'
import { coerce, shownType } from './coerce.ts'
import { refuse } from './errors.ts'
import { bindExpr } from './expression.ts'
import { fromOne } from './references.ts'
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
  if (operand.type.name === 'jsonb') return jsonbSubscript(env, operand, chain)
  // A name is an array of characters that counts from 0.
  if (operand.type.label === 'name' && chain.length === 1 && !chain[0]!.upTo) return characterOf(env, operand, node)
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
    .map((bound) => fromOne(env.binding, operand, coerce(env.binding, bindExpr(env, bound), integer)))
  const fn = functionFor(
    slices ? 'array_slice' : 'array_subscript',
    [operand.type, ...bounds.map(() => integer)],
    node.at,
  )
  return call(fn, [operand, ...bounds])
}

/** `j['a'][0]`: a path of keys and indexes. */
function jsonbSubscript(env: ExprEnv, operand: Expr, chain: readonly Ast.Subscript[]): Expr {
  const path = chain.map(({ index, upTo, at }) => {
    if (upTo) refuse('TYPE_MISMATCH', 'jsonb subscript does not support slices', at)
    const step = bindExpr(env, index)
    if (step.type.name === 'unknown') return coerce(env.binding, step, text)
    const fits = ([integer, text] as const).find((type) => canCast(step.type, type, 'implicit'))
    if (fits === undefined)
      return refuse(
        'TYPE_MISMATCH',
        `subscript type ${shownType(step.type)} is not supported`,
        at,
        'jsonb subscript must be coercible to either integer or text.',
      )
    return coerce(env.binding, coerce(env.binding, step, fits), text, true)
  })
  const fn = functionFor('jsonb_extract_path', [operand.type, ...path.map(() => text)], chain[0]!.at)
  return call(fn, [operand, ...path])
}

function characterOf(env: ExprEnv, name: Expr, { index, at }: Ast.Subscript): Expr {
  const one: Expr = { kind: 'literal', value: 1, type: integer }
  const from = call(functionFor('+', [integer, integer], at), [coerce(env.binding, bindExpr(env, index), integer), one])
  return { ...call(functionFor('substring', [text, integer, integer], at), [name, from, one]), type: char1 }
}

/** Among slices a single subscript is one too, from 1 on. */
function boundsOf({ index, upTo, at }: Ast.Subscript, slices: boolean): readonly Ast.SqlExpr[] {
  if (!slices) return [index]
  return upTo ? [index, upTo] : [{ kind: 'number', text: '1', at }, index]
}
