import { bigint } from '../../base/types.ts'
import type { Cte, Expr, OutputColumn, Query, SortKey } from '../../engine/tree.ts'
import { someExpr } from '../../engine/walk.ts'
import type * as Ast from '../../sql/ast/index.ts'
import type { Env, ExprEnv } from './binding.ts'
import { coerce } from './coerce.ts'
import { bindCtes } from './ctes.ts'
import { refuse } from './errors.ts'
import { bindExpr } from './expression.ts'
import { bindSortKey } from './order.ts'
import { checkComparable, outputIndex } from './order-by.ts'
import { startOf } from './position.ts'
import { Scope } from './scope.ts'
import { bindSelect } from './select.ts'
import { type BoundBody, bindSetOperation, resolvedBody } from './setop.ts'
import { bindValues } from './values.ts'

interface Sorted extends BoundBody {
  readonly orderBy: readonly SortKey[]
  /** Of a select: LIMIT is refused its columns by name, not as unknown ones. */
  readonly scope?: Scope
}

/** A query: its WITH, its body, then ORDER BY, LIMIT and OFFSET. `open`: as of `bindSelect`. */
export function bindQuery(outer: Env, node: Ast.SqlQuery, open = false): Query {
  const { ctes, entries } = bindCtes(outer, node)
  const env: Env = entries.length > 0 ? { ...outer, ctes: [...entries, ...outer.ctes] } : outer
  return finishQuery(env, node, ctes, bindSorted(env, node, open))
}

export function finishQuery(env: Env, node: Ast.SqlQuery, ctes: readonly Cte[], sorted: Sorted): Query {
  const scope = sorted.scope ?? new Scope(env.scope)
  const limit = bindLimit({ ...env, scope }, node.limit, 'limit')
  const offset = bindLimit({ ...env, scope }, node.offset, 'offset')
  if (node.withTies && node.orderBy.length === 0)
    refuse('SYNTAX_ERROR', 'WITH TIES cannot be specified without ORDER BY clause', node.limit?.at ?? node.at)
  const { body, orderBy, columns } = sorted
  return {
    kind: 'query',
    ctes,
    body,
    orderBy,
    ...(limit ? { limit } : {}),
    withTies: node.withTies,
    ...(offset ? { offset } : {}),
    columns,
  }
}

function bindSorted(env: Env, node: Ast.SqlQuery, open: boolean): Sorted {
  const { body } = node
  if (body.kind === 'select') return bindSelect(env, body, node.orderBy, open && body.distinct === false)
  const bound = bindBody(env, body)
  return {
    ...bound,
    orderBy: node.orderBy.map((item) => bindSortKey(item, sortedOutput(env, item.expr, bound.columns))),
  }
}

function bindBody(env: Env, body: Exclude<Ast.QueryBody, Ast.SqlSelect>): BoundBody {
  switch (body.kind) {
    case 'setop':
      return resolvedBody(env, bindSetOperation(env, body))
    case 'values':
      return bindValues(env, body)
    case 'query': {
      const query = bindQuery(env, body)
      return { body: query, columns: query.columns }
    }
  }
}

/** ORDER BY over anything but a select: columns of the result by name or number. */
function sortedOutput(env: Env, written: Ast.SqlExpr, columns: readonly OutputColumn[]): Expr {
  const index = outputIndex(columns, written, 'ORDER BY')
  if (index === undefined) return noOutput(written, columns)
  const output: Expr = { kind: 'output', index, type: columns[index]!.type }
  checkComparable(env, env.binding.place(output, written.at), 'ordering')
  return output
}

function noOutput(written: Ast.SqlExpr, columns: readonly OutputColumn[]): never {
  if (written.kind === 'column' && written.path.length === 1)
    return refuse(
      'UNDEFINED_COLUMN',
      `column "${written.path[0]!.text}" does not exist`,
      written.at,
      `The result has the columns ${columns.map((column) => `"${column.name}"`).join(', ')}.`,
    )
  return refuse(
    'NOT_SUPPORTED',
    'invalid UNION/INTERSECT/EXCEPT ORDER BY clause: only names and numbers of result columns can be used',
    startOf(written),
    'Add the expression to every SELECT, or move the UNION into a FROM clause.',
  )
}

/** A count of rows: bigint, and the same for all rows. */
function bindLimit(env: ExprEnv, written: Ast.SqlExpr | undefined, clause: 'limit' | 'offset'): Expr | undefined {
  if (!written) return undefined
  const { scope } = env
  const bound = scope.within(clause, () => bindExpr(env, written))
  const expr = coerceCount(env, bound, clause.toUpperCase())
  const own = (part: Expr) => part.kind === 'column' && env.binding.scopeOf.get(part.relation) === scope
  if (someExpr(expr, own))
    refuse('INVALID_COLUMN_REFERENCE', `argument of ${clause.toUpperCase()} must not contain variables`, written.at)
  return expr
}

function coerceCount(env: ExprEnv, expr: Expr, what: string): Expr {
  const { name } = expr.type
  if (!['unknown', 'smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision'].includes(name))
    refuse('TYPE_MISMATCH', `argument of ${what} must be type bigint, not type ${name}`, env.binding.at(expr))
  return coerce(env.binding, expr, bigint)
}
