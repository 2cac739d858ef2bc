import { integer } from '../../base/types.ts'
import type { Expr } from '../../engine/tree.ts'
import { someExpr } from '../../engine/walk.ts'
import type * as Ast from '../../sql/ast/index.ts'
import type { ExprEnv } from './binding.ts'
import { refuse } from './errors.ts'
import { bindExpr } from './expression.ts'
import { sameExpr } from './same.ts'
import { clauses } from './scope.ts'

/** GROUPING(…). What is grouped by is known only later: {@link fillGroupings}. */
export function bindGrouping(env: ExprEnv, node: Ast.SqlCall): Expr {
  if (node.args.length === 0 || node.args.length > 31)
    refuse('SYNTAX_ERROR', 'GROUPING must have 1 to 31 arguments', node.at)
  const keys: number[] = []
  const { scope } = env
  const clause = clauses[scope.clause]
  if (!clause.aggregates) refuse('GROUPING_ERROR', `grouping operations are not allowed in ${clause.text}`, node.at)
  const args = node.args.map((arg) => bindExpr(env, arg))
  const outer = (expr: Expr) => expr.kind === 'column' && env.binding.scopeOf.get(expr.relation) !== scope
  if (args.some((arg) => someExpr(arg, outer)))
    refuse('NOT_SUPPORTED', 'GROUPING of the groups of an outer query is not supported', node.at)
  scope.groupings.push({ keys, args, at: node.at })
  return { kind: 'grouping', keys, type: integer }
}

/** Finds the arguments of GROUPING among the keys. */
export function fillGroupings({ binding, scope }: ExprEnv, keys: readonly Expr[]): void {
  for (const grouping of scope.groupings)
    for (const arg of grouping.args) {
      const index = keys.findIndex((key) => sameExpr(key, arg))
      if (index < 0)
        refuse(
          'GROUPING_ERROR',
          'arguments to GROUPING must be grouping expressions of the associated query level',
          binding.at(arg) ?? grouping.at,
        )
      grouping.keys.push(index)
    }
}
