import type { Expr } from '../../engine/tree.ts'
import type * as Ast from '../../sql/ast/index.ts'
import type { ExprEnv } from './binding.ts'
import { findItem } from './columns.ts'
import { refuse } from './errors.ts'
import { pathText } from './names.ts'
import type { ScopeColumn } from './scope.ts'

/** One column of a result. */
export interface StarColumn {
  readonly name: string
  readonly expr: Expr
  /** Of the item it was written in. */
  readonly at: number
}

/** `*` and `t.*` as columns. */
export function expandStar(env: ExprEnv, star: Ast.Star): readonly StarColumn[] {
  const forClients = env.binding.settings.session.state.clientNames
  return columnsOf(env, star).map((column) => {
    const expr = env.binding.place(column.refer(), star.at)
    const name = forClients ? (column.clientName ?? column.name) : column.name
    return { name, expr: env.binding.withOrigin(expr, column.origin), at: star.at }
  })
}

function columnsOf(env: ExprEnv, star: Ast.Star): readonly ScopeColumn[] {
  if (star.path.length > 0) {
    const item = findItem(env.scope, star.path)
    return item?.columns ?? noItem(star)
  }
  const items = env.scope.namespace.filter((item) => item.columnsVisible)
  if (items.length === 0) refuse('SYNTAX_ERROR', 'SELECT * with no tables specified is not valid', star.at)
  return items.flatMap((item) => item.columns)
}

const noItem = (star: Ast.Star): never =>
  refuse('UNDEFINED_TABLE', `missing FROM-clause entry for table "${pathText(star.path)}"`, star.at)
