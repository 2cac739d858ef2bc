/**
 * Printing: a bound query as SQLite text that has PostgreSQL's meaning. Not here: what an operator, function, aggregate
 * or cast becomes (../functions), and rewriting of trees (../lower).
 */
import { lower } from '../lower/index.ts'
import type { Query } from '../tree.ts'
import { exprText } from './expr.ts'
import { fromText } from './from.ts'
import { Binds, type PrintedQuery, type Printer, type PrintOptions, RelationNames } from './printer.ts'
import { queryText } from './query.ts'

export type { BindValue, StagedTable } from './printer.ts'

/** Relations of tables must have been staged. */
export function print(query: Query, options: PrintOptions): PrintedQuery {
  const unpacked = new Set<number>()
  const names = new RelationNames(query, options.staged)
  const binds = new Binds()
  const p: Printer = {
    ...options,
    names,
    binds,
    expr: (expr) => exprText(expr, p),
    query: (inner) => queryText(lower(inner, p), p),
    from: (from) => fromText(from, p),
    unpack: (columns) => {
      unpacked.add(columns)
      return `zohosql_unpack_${columns}`
    },
  }
  const sql = p.query(query)
  return { sql, binds: binds.all(), unpacked }
}
