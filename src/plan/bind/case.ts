import type { Expr } from '../../engine/tree.ts'
import type * as Ast from '../../sql/ast/index.ts'
import type { ExprEnv } from './binding.ts'
import { call } from './build.ts'
import { asBoolean, coerce, resolved } from './coerce.ts'
import { againstAll, compare, isVolatile } from './comparison.ts'
import { bindExpr } from './expression.ts'
import { again } from './repeat.ts'
import { common, functionFor } from './typing.ts'

/** CASE, its simple form written out as comparisons. */
export function bindCase(env: ExprEnv, node: Ast.SqlCase): Expr {
  const operand = node.operand && resolved(env.binding, bindExpr(env, node.operand))
  const once = operand && isVolatile(operand) && bindOnce(env, node, operand)
  if (once) return once
  const whens = node.branches.map(({ when }) => bindWhen(env, operand, when))
  const thens = node.branches.map(({ then }) => bindExpr(env, then))
  const otherwise = node.otherwise && bindExpr(env, node.otherwise)
  // PostgreSQL looks at ELSE first, so its type wins where several would do.
  const results = otherwise ? [otherwise, ...thens] : thens
  const type = common(env.binding, results, 'CASE')
  return {
    kind: 'case',
    branches: whens.map((when, i) => ({ when, then: coerce(env.binding, thens[i]!, type) })),
    ...(otherwise ? { otherwise: coerce(env.binding, otherwise, type) } : {}),
    type,
  }
}

/** `CASE random() WHEN …`: the operand is another each time it is asked. */
function bindOnce(env: ExprEnv, node: Ast.SqlCase, operand: Expr): Expr | undefined {
  const { binding } = env
  const whens = node.branches.map(({ when }) => bindExpr(env, when))
  const compared = againstAll(binding, operand, whens, node.at)
  if (!compared) return undefined
  const thens = node.branches.map(({ then }) => bindExpr(env, then))
  const otherwise = node.otherwise ? [bindExpr(env, node.otherwise)] : []
  const type = common(binding, [...otherwise, ...thens], 'CASE')
  const [value, ...others] = compared
  const results = [...thens, ...otherwise].map((result) => coerce(binding, result, type))
  const args = [
    results[0]!,
    value!,
    ...others.flatMap((when, i) => [when, results[i]!]),
    ...results.slice(thens.length),
  ]
  const types = args.map((arg) => arg.type)
  return call(functionFor('case of', types, node.at), args)
}

function bindWhen(env: ExprEnv, operand: Expr | undefined, when: Ast.SqlExpr): Expr {
  const bound = bindExpr(env, when)
  if (operand) return compare(env.binding, '=', again(env.binding, operand), bound, when.at)
  return asBoolean(env.binding, bound, 'CASE/WHEN')
}
