import type { SqlType } from '../../base/types.ts'
import type { RelationNames } from '../print/printer.ts'
import type { Body, ColumnExpr, Cte, DerivedRelation, Expr, OutputColumn, Query, Select } from '../tree.ts'
import { type Mapper, mapExprParts, mapFromParts, mapQueryParts } from '../walk.ts'

/** Building blocks of trees that the lowering makes. */

export const plainQuery = (body: Body, columns: readonly OutputColumn[], ctes: readonly Cte[] = []): Query => ({
  kind: 'query',
  ctes,
  body,
  orderBy: [],
  withTies: false,
  columns,
})

export const plainSelect = (parts: Partial<Select> & Pick<Select, 'items'>): Select => ({
  kind: 'select',
  distinct: false,
  ...parts,
})

export function derived(query: Query, columns: readonly OutputColumn[], names: RelationNames, id = names.fresh()) {
  const relation: DerivedRelation = { kind: 'derived', id, alias: `derived${id}`, columns, query, lateral: false }
  names.add(relation)
  return relation
}

export const columnOf = (relation: number, name: string, type: SqlType): ColumnExpr => ({
  kind: 'column',
  relation,
  name,
  type,
})

/** Like `mapExpr`, also saying how many queries deep a node is: 0 is the level of the expression itself. */
export function mapByDepth(expr: Expr, fn: (expr: Expr, depth: number) => Expr | undefined): Expr {
  const at = (depth: number): Mapper => {
    const m: Mapper = {
      expr: (node) => fn(node, depth) ?? mapExprParts(node, m),
      query: (query) => mapQueryParts(query, at(depth + 1)),
      from: (from) => mapFromParts(from, m),
    }
    return m
  }
  return at(0).expr(expr)
}
