import type { Expr, From, Select } from '../../engine/tree.ts'
import { type RelationNode, relationsOf, someExpr, walkExpr } from '../../engine/walk.ts'
import type * as Ast from '../../sql/ast/index.ts'
import { windowIn } from './aggregates.ts'
import type { ExprEnv } from './binding.ts'
import { resolved } from './coerce.ts'
import { refuse } from './errors.ts'
import { bindExpr } from './expression.ts'
import { groupingSets, type Keys } from './grouping-sets.ts'
import { checkComparable, outputIndex } from './order-by.ts'
import { sameExpr } from './same.ts'
import type { StarColumn } from './star.ts'

export type GroupBy = NonNullable<Select['groupBy']>

/** GROUP BY, with ROLLUP, CUBE and GROUPING SETS written out as sets of keys. */
export function bindGroupBy(env: ExprEnv, select: Ast.SqlSelect, outputs: readonly StarColumn[]): GroupBy | undefined {
  if (select.groupBy.length === 0) return undefined
  const keys: Expr[] = []
  const outputOf = new Map<number, number>()
  let twin: Ast.SqlExpr | undefined
  const indexOf: Keys = (written) => {
    const parts = written.kind === 'row' ? written.items : [written]
    return parts.map((part) => {
      const output = isInput(env, part) ? undefined : outputIndex(outputs, part, 'GROUP BY')
      const key = groupKey(env, part, output === undefined ? undefined : outputs[output]!.expr)
      const known = keys.findIndex((other) => sameExpr(other, key))
      const index = known >= 0 ? known : keys.push(key) - 1
      if (output !== undefined && (outputOf.get(index) ?? output) !== output) twin = part
      if (output !== undefined) outputOf.set(index, output)
      return index
    })
  }
  const sets = groupingSets(select.groupBy, indexOf, select.groupDistinct)
  if (twin && sets.length > 1) refuseTwin(twin)
  return { keys, sets }
}

// PostgreSQL groups by each column of the result on its own, so one may be NULL where the other is not.
const refuseTwin = (twin: Ast.SqlExpr): never =>
  refuse(
    'NOT_SUPPORTED',
    'several grouping sets over one expression under two names are not supported',
    twin.at,
    'Name one of the two only.',
  )

/** @param output the column of the result that is meant */
function groupKey(env: ExprEnv, written: Ast.SqlExpr, output: Expr | undefined): Expr {
  const { scope, binding } = env
  const key =
    output ??
    resolved(
      binding,
      scope.within('groupBy', () => bindExpr(env, written)),
    )
  const aggregate = (expr: Expr) => expr.kind === 'aggregate' && binding.aggregateScope.get(expr) === scope
  if (someExpr(key, aggregate)) refuse('GROUPING_ERROR', 'aggregate functions are not allowed in GROUP BY', written.at)
  if (windowIn(key)) refuse('WINDOW_ERROR', 'window functions are not allowed in GROUP BY', written.at)
  checkComparable(env, key, 'equality')
  return key
}

/** In GROUP BY a bare name is a column of FROM first, and of the result only then. */
function isInput({ scope }: ExprEnv, written: Ast.SqlExpr): boolean {
  if (written.kind !== 'column' || written.path.length !== 1) return false
  return scope.namespace.some((item) => item.columnsVisible && item.find(written.path[0]!.text).length > 0)
}

/** 42803 for columns that have no single value in a group. */
export function checkGrouping(
  env: ExprEnv,
  exprs: readonly Expr[],
  groupBy: GroupBy | undefined,
  from: From | undefined,
): void {
  const relations = new Map(relationsOf(from).map((relation) => [relation.id, relation]))
  const keys = groupBy?.keys ?? []
  const determined = determinedRelations(groupBy, relations)
  const { scope, binding } = env
  for (const written of exprs) {
    walkExpr(written, (expr) => {
      if (keys.some((key) => sameExpr(key, expr))) return false
      if (expr.kind === 'aggregate' && binding.aggregateScope.get(expr) === scope) return false
      const relation = expr.kind === 'column' ? relations.get(expr.relation) : undefined
      if (expr.kind === 'column' && relation && !determined.has(relation.id))
        ungrouped(relation, expr.name, binding.at(expr))
      return true
    })
  }
}

function ungrouped(relation: RelationNode, column: string, at: number | undefined): never {
  return refuse(
    'GROUPING_ERROR',
    `column "${relation.alias}.${column}" must appear in the GROUP BY clause or be used in an aggregate function`,
    at,
  )
}

/** Tables whose primary key is among the keys of every set: it decides all their other columns. */
function determinedRelations(
  groupBy: GroupBy | undefined,
  relations: ReadonlyMap<number, RelationNode>,
): ReadonlySet<number> {
  if (!groupBy) return new Set()
  const inEverySet = groupBy.keys.filter((_, i) => groupBy.sets.every((set) => set.includes(i)))
  const isKey = (id: number, name: string) =>
    inEverySet.some((key) => key.kind === 'column' && key.relation === id && key.name === name)
  const determined = [...relations.values()].filter(
    (relation) =>
      relation.kind === 'table' &&
      relation.table.primaryKey.length > 0 &&
      relation.table.primaryKey.every((name) => isKey(relation.id, name)),
  )
  return new Set(determined.map((relation) => relation.id))
}
