import type { Expr, OutputColumn, Select, SortKey } from '../../engine/tree.ts'
import { relationsOf, someExpr, walkExpr } from '../../engine/walk.ts'
import type * as Ast from '../../sql/ast/index.ts'
import type { Env, ExprEnv } from './binding.ts'
import { isSet } from './calls.ts'
import { asBoolean, resolved } from './coerce.ts'
import { refuse } from './errors.ts'
import { bindExpr } from './expression.ts'
import { bindFrom } from './from.ts'
import { bindGroupBy, checkGrouping, type GroupBy } from './grouping.ts'
import { fillGroupings } from './grouping-call.ts'
import { checkListLength } from './limits.ts'
import { checkComparable, orderSelect } from './order-by.ts'
import { outputName } from './output-name.ts'
import { expandFields } from './record.ts'
import { sameExpr } from './same.ts'
import { Scope } from './scope.ts'
import { expandStar, type StarColumn } from './star.ts'

interface BoundSelect {
  readonly body: Select
  readonly orderBy: readonly SortKey[]
  readonly columns: readonly OutputColumn[]
  readonly scope: Scope
}

/**
 * One SELECT with the ORDER BY of its query.
 *
 * `open`: constants without a type stay so, because the other branches of a set operation may give them one.
 */
export function bindSelect(
  outer: Env,
  select: Ast.SqlSelect,
  sort: readonly Ast.SortItem[],
  open = false,
): BoundSelect {
  const scope = new Scope(outer.scope)
  const env: ExprEnv = { ...outer, scope }
  scope.windows = select.windows
  checkWindowNames(select)
  checkListLength(select.items.length + select.groupBy.length + sort.length, select.at)
  const from = bindFrom(env, select.from)
  const written = bindItems(env, select.items, open)
  checkListLength(written.length, select.at)
  const where = select.where && bindCondition(env, select.where, 'where')
  const having = select.having && bindCondition(env, select.having, 'having')
  const orderBy = orderSelect(env, sort, written, 'ORDER BY')
  const outputs = settled(env, written, orderBy)
  const groupBy = bindGroupBy(env, select, outputs)
  const distinct = bindDistinct(env, select, outputs, orderBy)
  const grouped = groupBy ?? (having && !scope.aggregates ? { keys: [], sets: [[]] } : undefined)
  fillGroupings(env, grouped?.keys ?? [])
  const body: Select = {
    kind: 'select',
    distinct,
    items: outputs.map((output) => output.expr),
    ...(from ? { from } : {}),
    ...(where ? { where } : {}),
    ...(grouped ? { groupBy: grouped } : {}),
    ...(having ? { having } : {}),
  }
  checkDistinctSets(env, body, orderBy)
  if (scope.aggregates) refuseInRecursion(env, body)
  if (grouped || scope.aggregates) checkSelectGrouping(env, body, orderBy, grouped)
  return { body, orderBy, columns: outputs.map((output) => outputColumn(env, output)), scope }
}

function refuseInRecursion({ binding, scope }: ExprEnv, { from, items, having }: Select): void {
  if (!relationsOf(from).some((relation) => relation.kind === 'cte' && binding.recursing.has(relation.cte))) return
  const own: Expr[] = []
  for (const expr of having ? [...items, having] : items)
    walkExpr(expr, (part) => void (binding.aggregateScope.get(part) === scope && own.push(part)))
  refuse(
    'INVALID_RECURSION',
    "aggregate functions are not allowed in a recursive query's recursive term",
    own[0] && binding.at(own[0]),
  )
}

function checkWindowNames({ windows }: Ast.SqlSelect): void {
  windows.forEach(({ name }, i) => {
    if (windows.slice(0, i).some((before) => before.name.text === name.text))
      refuse('WINDOW_ERROR', `window "${name.text}" is already defined`, name.at)
  })
}

function bindItems(env: ExprEnv, items: readonly Ast.SelectItem[], open: boolean): readonly StarColumn[] {
  return items.flatMap((item): readonly StarColumn[] => {
    if (item.expr.kind === 'star') return expandStar(env, item.expr)
    if (item.expr.kind === 'field' && !item.expr.name) return expandFields(env, item.expr)
    const bound = env.scope.within('select', () => bindExpr(env, item.expr))
    const expr = open ? bound : resolved(env.binding, bound)
    if (expr !== bound) env.binding.place(expr, item.expr.at)
    return [{ name: item.alias?.text ?? outputName(item.expr), expr, at: item.expr.at }]
  })
}

function outputColumn({ binding }: ExprEnv, { name, expr }: StarColumn): OutputColumn {
  const origin = binding.origin(expr)
  return { name, type: expr.type, ...(origin ? { origin } : {}) }
}

/** A constant without a type that is sorted by is text, whatever it is joined with. */
function settled(
  { binding }: ExprEnv,
  outputs: readonly StarColumn[],
  orderBy: readonly SortKey[],
): readonly StarColumn[] {
  const sorted = new Set(orderBy.flatMap(({ expr }) => (expr.kind === 'output' ? [expr.index] : [])))
  return outputs.map((output, i) => (sorted.has(i) ? { ...output, expr: resolved(binding, output.expr) } : output))
}

function bindCondition(env: ExprEnv, condition: Ast.SqlExpr, clause: 'where' | 'having'): Expr {
  return env.scope.within(clause, () => asBoolean(env.binding, bindExpr(env, condition), clause.toUpperCase()))
}

function bindDistinct(
  env: ExprEnv,
  select: Ast.SqlSelect,
  outputs: readonly StarColumn[],
  orderBy: readonly SortKey[],
): Select['distinct'] {
  if (select.distinct === false) return false
  if (outputs.length === 0) refuse('SYNTAX_ERROR', 'SELECT DISTINCT must have at least one column', select.at)
  if (select.distinct === true) for (const output of outputs) checkComparable(env, output.expr, 'equality')
  if (select.distinct === true) {
    checkDistinctOrder(env, orderBy)
    return true
  }
  return bindDistinctOn(env, select.distinct, outputs, orderBy)
}

function checkDistinctOrder(env: ExprEnv, orderBy: readonly SortKey[]): void {
  const missing = orderBy.find((key) => key.expr.kind !== 'output')
  if (missing)
    refuse(
      'INVALID_COLUMN_REFERENCE',
      'for SELECT DISTINCT, ORDER BY expressions must appear in select list',
      env.binding.at(missing.expr),
    )
}

/** DISTINCT ON: what the first keys of ORDER BY order by, in any sequence. */
function bindDistinctOn(
  env: ExprEnv,
  written: readonly Ast.SqlExpr[],
  outputs: readonly StarColumn[],
  orderBy: readonly SortKey[],
): readonly Expr[] {
  const items = written.map((expr): Ast.SortItem => ({ expr, descending: false }))
  const keys = env.scope.within('distinctOn', () => orderSelect(env, items, outputs, 'DISTINCT ON'))
  const among = (expr: Expr, sorts: readonly SortKey[]) => sorts.some((sort) => sameExpr(sort.expr, expr))
  const end = orderBy.findIndex((sort) => !among(sort.expr, keys))
  if (end >= 0 && !keys.every((key) => among(key.expr, orderBy.slice(0, end))))
    refuse(
      'INVALID_COLUMN_REFERENCE',
      'SELECT DISTINCT ON expressions must match initial ORDER BY expressions',
      written[0]!.at,
    )
  return keys.map(({ expr }) => (expr.kind === 'output' ? outputs[expr.index]!.expr : expr))
}

function checkSelectGrouping(
  env: ExprEnv,
  body: Select,
  orderBy: readonly SortKey[],
  groupBy: GroupBy | undefined,
): void {
  const having = body.having ? [body.having] : []
  const distinct = typeof body.distinct === 'boolean' ? [] : body.distinct
  const checked = [...body.items, ...having, ...orderBy.map((key) => key.expr), ...distinct]
  checkGrouping(env, [...checked, ...env.scope.direct], groupBy, body.from)
  const several = groupBy !== undefined && groupBy.sets.length > 1
  if (several) checkDirect(env)
  checkSets(env, [...(several ? body.items : []), ...(groupBy?.keys ?? [])])
}

/** A direct argument is read from the rows of its group, where a key has a value although its set leaves it out. */
function checkDirect({ binding, scope }: ExprEnv): void {
  const own = (expr: Expr) => expr.kind === 'column' && binding.scopeOf.get(expr.relation) === scope
  const keyed = scope.direct.find((arg) => someExpr(arg, own))
  if (keyed)
    refuse(
      'NOT_SUPPORTED',
      'a key of several grouping sets cannot be a direct argument of an ordered-set aggregate',
      binding.at(keyed),
      'Give a constant, or group by one set.',
    )
}

/** A set cannot be grouped by, and would be expanded once for each of several grouping sets. */
function checkSets({ binding }: ExprEnv, exprs: readonly Expr[]): void {
  const set = exprs.find((expr) => someExpr(expr, isSet))
  if (set)
    refuse(
      'NOT_SUPPORTED',
      'set-returning functions are not supported in GROUP BY or with several grouping sets',
      binding.at(set),
      'Expand the set in a subquery, and group around it.',
    )
}

/** PostgreSQL expands a set after DISTINCT ON where ORDER BY does not need it, and before it otherwise. */
function checkDistinctSets(env: ExprEnv, body: Select, orderBy: readonly SortKey[]): void {
  if (typeof body.distinct === 'boolean' || orderBy.length === 0) return
  const isSetItem = (expr: Expr) => someExpr(expr, isSet)
  const sorted = (key: Expr) => isSetItem(key.kind === 'output' ? body.items[key.index]! : key)
  const free = body.items.find(isSetItem)
  if (free && ![...orderBy.map((key) => key.expr), ...body.distinct].some(sorted))
    refuse(
      'NOT_SUPPORTED',
      'DISTINCT ON with a set-returning function that is none of its keys is not supported',
      env.binding.at(free),
      'Select DISTINCT ON in a subquery, and expand the set around it.',
    )
}
