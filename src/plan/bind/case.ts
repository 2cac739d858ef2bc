import type { Expr } from '../../engine/tree.ts'
import type * as Ast from '../../sql/ast.ts'
import type { ExprEnv } from './binding.ts'
import { asBoolean, coerce, resolved } from './coerce.ts'
import { compare } from './comparison.ts'
import { bindExpr } from './expression.ts'
import { again } from './repeat.ts'
import { common } from './typing.ts'

/** CASE, its simple form written out as comparisons. */
export function bindCase(env: ExprEnv, node: Ast.Case): Expr {
  const operand = node.operand && resolved(env.binding, bindExpr(env, node.operand))
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

function bindWhen(env: ExprEnv, operand: Expr | undefined, when: Ast.Expr): Expr {
  const bound = bindExpr(env, when)
  if (operand) return compare(env.binding, '=', again(env.binding, operand), bound, when.at)
  return asBoolean(env.binding, bound, 'CASE/WHEN')
}
