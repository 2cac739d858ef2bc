import { isZohoSqlError } from '../../base/errors.ts'
import type { Expr } from '../../engine/tree.ts'
import type * as Ast from '../../sql/ast/index.ts'
import { resolved } from '../bind/coerce.ts'
import { refuse } from '../bind/errors.ts'
import type { BoundReturning } from './bound.ts'
import { bindRows, type ChangeEnv, keyOf, ownColumns, ownKey, parentColumns, queryOf } from './rows.ts'

/** RETURNING of INSERT and UPDATE: a query over the table as it is afterwards, for the records written. */
export function bindReturning(
  env: ChangeEnv,
  items: readonly Ast.SelectItem[] | undefined,
  hasFrom = false,
): BoundReturning | undefined {
  if (!items) return undefined
  const parents = ownColumns(env, parentColumns(env.table))
  const { body, columns } = named(hasFrom, () =>
    bindRows(env, [ownKey(env), ...items, ...parents], [env.ref], undefined, 'RETURNING'),
  )
  const settled = body.items.map((item) => resolved(env.binding, item))
  const width = settled.length - parents.length
  const query = queryOf(env, { ...body, items: settled.slice(0, width) }, columns.slice(0, width))
  const [id, ...shown] = settled.slice(0, width)
  const idOnly = shown.every((expr) => isKey(expr, id!, keyOf(env.table)))
  return { columns: query.columns.slice(1), idOnly, query, id, parent: settled[width] }
}

/** Tables of FROM are there for PostgreSQL; here the rows are read again, and those of FROM are gone by then. */
function named<T>(hasFrom: boolean, bound: () => T): T {
  try {
    return bound()
  } catch (error) {
    if (!hasFrom || !isZohoSqlError(error) || error.code !== 'UNDEFINED_TABLE') throw error
    const message = 'not supported: RETURNING of columns of the tables in FROM'
    return refuse('NOT_SUPPORTED', message, error.position, 'RETURNING tells of the table that is written alone.')
  }
}

const isKey = (expr: Expr, id: Expr, key: string): boolean =>
  expr.kind === 'column' && expr.name === key && id.kind === 'column' && expr.relation === id.relation
