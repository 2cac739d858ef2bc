import type { Expr } from '../../engine/tree.ts'
import type * as Ast from '../../sql/ast/index.ts'
import { resolved } from '../bind/coerce.ts'
import type { BoundReturning } from './bound.ts'
import { bindRows, type ChangeEnv, keyOf, ownKey, queryOf } from './rows.ts'

/** RETURNING of INSERT and UPDATE: a query over the table as it is afterwards, for the records written. */
export function bindReturning(
  env: ChangeEnv,
  items: readonly Ast.SelectItem[] | undefined,
): BoundReturning | undefined {
  if (!items) return undefined
  const { body, columns } = bindRows(env, [ownKey(env), ...items], [env.ref], undefined, 'RETURNING')
  const settled = body.items.map((item) => resolved(env.binding, item))
  const query = queryOf(env, { ...body, items: settled }, columns)
  const [id, ...shown] = settled
  const idOnly = shown.every((expr) => isKey(expr, id!, keyOf(env.table)))
  return { columns: query.columns.slice(1), idOnly, query, id }
}

const isKey = (expr: Expr, id: Expr, key: string): boolean =>
  expr.kind === 'column' && expr.name === key && id.kind === 'column' && expr.relation === id.relation
