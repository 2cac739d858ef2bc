import type { Expr, Query } from '../tree.ts'
import { explainExpr, explainQuery } from './query.ts'

/**
 * Bound trees as readable SQL, for EXPLAIN and error texts. Not here: the text SQLite runs (`../print`).
 *
 * @param scope the query an expression is from, so that its columns are qualified where they need it
 */
export const explainText = (node: Expr | Query, scope?: Query): string =>
  node.kind === 'query' ? explainQuery(node) : explainExpr(node, scope)
