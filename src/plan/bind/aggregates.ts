import type { ResolvedFunction } from '../../engine/functions/contract.ts'
import type { Aggregate, Expr, SortKey } from '../../engine/tree.ts'
import { walkExpr } from '../../engine/walk.ts'
import type * as Ast from '../../sql/ast/index.ts'
import type { ExprEnv } from './binding.ts'
import { asBoolean, coerce } from './coerce.ts'
import { refuse } from './errors.ts'
import { bindExpr } from './expression.ts'
import { bindSortKey } from './order.ts'
import { checkComparable } from './order-by.ts'
import { sameExpr } from './same.ts'
import { clauses, type Scope } from './scope.ts'

/** An aggregate whose arguments are bound already; `sorted` are the expressions of WITHIN GROUP. */
export function bindAggregate(
  env: ExprEnv,
  node: Ast.SqlCall,
  fn: ResolvedFunction,
  args: readonly Expr[],
  sorted: readonly Expr[],
): Expr {
  const { binding } = env
  const direct = args.map((arg, i) => coerce(binding, arg, fn.args[i]!))
  const withinGroup = node.withinGroup.map((item, i): SortKey => {
    const expr = coerce(binding, sorted[i]!, fn.args[args.length + i]!)
    return { ...bindSortKey(item, expr) }
  })
  const orderBy = node.orderBy.map((item) => bindSortKey(item, bindExpr(env, item.expr)))
  for (const { expr } of [...orderBy, ...withinGroup]) checkComparable(env, expr, 'ordering')
  if (node.distinct) for (const arg of direct) checkComparable(env, arg, 'equality')
  if (node.distinct) checkDistinct(env, direct, orderBy)
  const filter = node.filter && bindFilter(env, node.filter)
  const aggregate: Aggregate = {
    kind: 'aggregate',
    fn,
    args: direct,
    distinct: node.distinct,
    orderBy,
    withinGroup,
    ...(filter ? { filter } : {}),
    type: fn.result,
  }
  const scope = enter(env, aggregate, node.at)
  if (withinGroup.length > 0) scope.direct.push(...direct)
  return aggregate
}

export const bindFilter = (env: ExprEnv, filter: Ast.SqlExpr): Expr =>
  env.scope.within('filter', () => asBoolean(env.binding, bindExpr(env, filter), 'FILTER'))

function checkDistinct({ binding }: ExprEnv, args: readonly Expr[], orderBy: readonly SortKey[]): void {
  const stray = orderBy.find((key) => !args.some((arg) => sameExpr(arg, key.expr)))
  if (!stray) return
  refuse(
    'INVALID_COLUMN_REFERENCE',
    'in an aggregate with DISTINCT, ORDER BY expressions must appear in argument list',
    binding.at(stray.expr),
  )
}

/** Makes out whose rows the aggregate runs over, and that it may stand where it does. */
function enter(env: ExprEnv, aggregate: Aggregate, at: number): Scope {
  const parts = [
    ...aggregate.args,
    ...[...aggregate.orderBy, ...aggregate.withinGroup].map((key) => key.expr),
    ...(aggregate.filter ? [aggregate.filter] : []),
  ]
  const scope = scopeOf(env, parts)
  const clause = clauses[scope.clause]
  if (!clause.aggregates) refuse('GROUPING_ERROR', `aggregate functions are not allowed in ${clause.text}`, at)
  const nested = (expr: Expr) => expr.kind === 'aggregate' && env.binding.aggregateScope.get(expr) === scope
  const inner = findIn(parts, nested)
  if (inner) refuse('GROUPING_ERROR', 'aggregate function calls cannot be nested', env.binding.at(inner))
  const grouping = findIn(parts, ({ kind }) => kind === 'grouping', false)
  if (grouping) refuse('GROUPING_ERROR', 'grouping operations are not allowed in aggregate arguments', at)
  const window = windowIn(...parts)
  if (window)
    refuse('GROUPING_ERROR', 'aggregate function calls cannot contain window function calls', env.binding.at(window))
  env.binding.aggregateScope.set(aggregate, scope)
  scope.aggregates = true
  return scope
}

/** The innermost select that a column of the arguments belongs to; of no columns at all, the one it is written in. */
function scopeOf(env: ExprEnv, parts: readonly Expr[]): Scope {
  const chain = [...env.scope.chain()]
  let innermost = chain.length
  for (const part of parts)
    walkExpr(part, (expr) => {
      const owner = ownerOf(env, expr)
      const depth = owner ? chain.indexOf(owner) : -1
      if (depth >= 0 && depth < innermost) innermost = depth
    })
  return chain[innermost] ?? env.scope
}

function ownerOf(env: ExprEnv, expr: Expr): Scope | undefined {
  if (expr.kind === 'column') return env.binding.scopeOf.get(expr.relation)
  return expr.kind === 'aggregate' ? env.binding.aggregateScope.get(expr) : undefined
}

/** The first node that satisfies `test`; subqueries are looked into only with `deep`. */
function findIn(exprs: readonly Expr[], test: (expr: Expr) => boolean, deep = true): Expr | undefined {
  let found: Expr | undefined
  for (const part of exprs)
    walkExpr(part, {
      expr: (expr) => {
        if (!found && test(expr)) found = expr
        return found === undefined
      },
      query: () => deep,
    })
  return found
}

/** The first window call of this select itself: those inside of subqueries are their own. */
export const windowIn = (...exprs: readonly Expr[]): Expr | undefined =>
  findIn(exprs, (expr) => expr.kind === 'window', false)
