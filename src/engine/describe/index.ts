/**
 * Bound trees as readable SQL, for EXPLAIN and error texts. Not here: the text that SQLite runs (../print).
 */
import type { Expr, Query } from '../tree.ts'
import { explainExpr, explainQuery } from './query.ts'

/** @param scope the query an expression is from, so that its columns are qualified where they need it */
export const explainText = (node: Expr | Query, scope?: Query): string =>
  node.kind === 'query' ? explainQuery(node) : explainExpr(node, scope)
