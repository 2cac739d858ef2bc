import { boolean } from '../base/types.ts'
import type { Column, Expr, Query } from '../engine/tree.ts'
import type { PlannedScan } from './planner.ts'

/**
 * The values of a column in the rows that a scan brought, those left out that cannot be in the answer: what another
 * scan that is joined to it need ask for.
 */
export function keysQuery(scan: PlannedScan, name: string): Query {
  const { type } = scan.columns.find((column) => column.name === name)!
  const column: Column = { kind: 'column', relation: scan.relation, name, type }
  const isThere: Expr = { kind: 'isNull', operand: column, negated: true, type: boolean }
  return {
    kind: 'query',
    ctes: [],
    body: {
      kind: 'select',
      distinct: true,
      items: [column],
      from: scan.table,
      where: { kind: 'and', terms: [isThere, ...scan.checks], type: boolean },
    },
    orderBy: [],
    withTies: false,
    columns: [{ name, type }],
  }
}
