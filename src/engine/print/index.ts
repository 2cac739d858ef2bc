/**
 * Printing: a bound query as SQLite text that has PostgreSQL's meaning. Not here: what an operator, function, aggregate
 * or cast becomes (../functions), and rewriting of trees (../lower).
 */

import { plainQuery, plainSelect } from '../lower/derive.ts'
import { lower } from '../lower/index.ts'
import type { Expr, Query } from '../tree.ts'
import { exprText } from './expr.ts'
import { fromText } from './from.ts'
import {
  Binds,
  type PrintedQuery,
  type Printer,
  type PrintOptions,
  RelationNames,
  type StagedTable,
} from './printer.ts'
import { queryText } from './query.ts'
import { comparableText } from './sort.ts'

export type { BindValue, PrintOptions, StagedTable } from './printer.ts'

/** Relations of tables must have been staged. */
export function print(query: Query, options: PrintOptions): PrintedQuery {
  const unpacked = new Set<number>()
  const p = printerOf(new RelationNames(query, options.staged), options, unpacked)
  const sql = p.query(query)
  return { sql, binds: p.binds.all(), unpacked }
}

function printerOf(names: RelationNames, options: PrintOptions, unpacked: Set<number>): Printer {
  const p: Printer = {
    ...options,
    names,
    binds: new Binds(),
    expr: (expr) => exprText(expr, p),
    query: (inner) => queryText(lower(inner, p), p),
    from: (from) => fromText(from, p),
    unpack: (columns) => {
      unpacked.add(columns)
      return `zohosql_unpack_${columns}`
    },
  }
  return p
}

/**
 * What rows of one staged table are compared by, as an index has it: columns by their names alone. Undefined where the
 * text needs a value that is bound, which no index may.
 */
export function keyText(expr: Expr, relation: number, table: StagedTable, options: PrintOptions): string | undefined {
  const names = new RelationNames(plainQuery(plainSelect({ items: [expr] }), []), options.staged)
  names.move(relation, table.columns)
  const p = printerOf(names, options, new Set())
  const text = comparableText(expr, p)
  return p.binds.all().length === 0 ? text : undefined
}
