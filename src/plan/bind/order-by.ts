import { matching } from '../../base/names.ts'
import { typeText } from '../../base/types.ts'
import type { Expr, SortKey } from '../../engine/tree.ts'
import type * as Ast from '../../sql/ast/index.ts'
import type { ExprEnv } from './binding.ts'
import { resolved } from './coerce.ts'
import { refuse } from './errors.ts'
import { bindExpr } from './expression.ts'
import { bindSortKey } from './order.ts'
import { sameExpr } from './same.ts'
import type { StarColumn } from './star.ts'
import { isRow } from './typing.ts'

/** Clauses whose bare names and numbers may mean columns of the result. */
type ResultClause = 'ORDER BY' | 'GROUP BY' | 'DISTINCT ON'

/** ORDER BY of a select: names of its columns, their numbers, or expressions over its rows. */
export function orderSelect(
  env: ExprEnv,
  items: readonly Ast.SortItem[],
  outputs: readonly StarColumn[],
  clause: ResultClause,
): readonly SortKey[] {
  return items.flatMap(membersOf).map((item) => {
    const index = outputIndex(outputs, item.expr, clause) ?? -1
    return bindSortKey(
      item,
      index >= 0 ? asOutput(env, outputs, index, item.expr.at) : expressionKey(env, outputs, item),
    )
  })
}

/** A row comes where its members do. */
export const membersOf = (item: Ast.SortItem): readonly Ast.SortItem[] =>
  item.expr.kind === 'row'
    ? item.expr.items.map((expr) => ({ expr, descending: item.descending, nullsFirst: item.descending }))
    : [item]

function expressionKey(env: ExprEnv, outputs: readonly StarColumn[], item: Ast.SortItem): Expr {
  const { scope, binding } = env
  const clause = scope.clause === 'distinctOn' ? 'distinctOn' : 'orderBy'
  const expr = resolved(
    binding,
    scope.within(clause, () => bindExpr(env, item.expr)),
  )
  const index = outputs.findIndex((output) => sameExpr(output.expr, expr))
  if (index >= 0) return asOutput(env, outputs, index, item.expr.at)
  checkComparable(env, expr, 'ordering')
  return expr
}

function asOutput(env: ExprEnv, outputs: readonly StarColumn[], index: number, at: number): Expr {
  const { expr } = outputs[index]!
  checkComparable(env, expr, 'ordering')
  return env.binding.place({ kind: 'output', index, type: expr.type }, at)
}

/** The column of the result that a bare name or a number means; undefined for expressions. */
export function outputIndex(
  outputs: readonly { readonly name: string; readonly expr?: Expr }[],
  expr: Ast.SqlExpr,
  clause: ResultClause,
): number | undefined {
  if (expr.kind === 'column' && expr.path.length === 1) return namedOutput(outputs, expr.path[0]!, clause)
  const constant = constantOf(expr)
  if (constant === undefined) return undefined
  if (!/^-?\d{1,9}$/.test(constant)) return refuse('SYNTAX_ERROR', `non-integer constant in ${clause}`, expr.at)
  const position = Number(constant)
  if (position < 1 || position > outputs.length)
    refuse('INVALID_COLUMN_REFERENCE', `${clause} position ${constant} is not in select list`, expr.at)
  return position - 1
}

function namedOutput(
  outputs: readonly { readonly name: string; readonly expr?: Expr }[],
  name: Ast.Name,
  clause: ResultClause,
): number | undefined {
  const found = matching(outputs, (output) => output.name, name.text)
  const [first] = found
  if (!first) return undefined
  if (found.some((other) => (!first.expr || !other.expr ? other !== first : !sameExpr(first.expr, other.expr))))
    refuse('AMBIGUOUS_COLUMN', `${clause} "${name.text}" is ambiguous`, name.at)
  return outputs.indexOf(first)
}

/** The text of a constant; anything that is no number counts as such, so that it is refused. */
function constantOf(expr: Ast.SqlExpr): string | undefined {
  if (expr.kind === 'number') return expr.text
  if (expr.kind === 'string' || expr.kind === 'null' || expr.kind === 'boolean') return 'constant'
  if (expr.kind === 'unary' && expr.op === '-' && expr.operand.kind === 'number') return `-${expr.operand.text}`
  return undefined
}

/** 42883 for types that have no order, and so no equality either. */
export function checkComparable(
  { binding }: Pick<ExprEnv, 'binding'>,
  expr: Expr,
  what: 'ordering' | 'equality',
): void {
  if (isRow(expr.type))
    refuse(
      'NOT_SUPPORTED',
      `${what} of rows as values is not supported`,
      binding.at(expr),
      'Name their members one by one.',
    )
  if (expr.type.name !== 'json') return
  const hint = 'Cast it to text.'
  refuse(
    'UNDEFINED_FUNCTION',
    `could not identify an ${what} operator for type ${typeText(expr.type)}`,
    binding.at(expr),
    hint,
  )
}
