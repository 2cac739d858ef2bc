import { bigint, boolean, integer, type SqlType, text, type Value } from '../../src/base/types.ts'
import type { ResolvedFunction } from '../../src/engine/functions/contract.ts'
import { LocalEngine, type StoreRow } from '../../src/engine/index.ts'
import type {
  Aggregate,
  ColumnExpr,
  Compare,
  Expr,
  From,
  Literal,
  Query,
  Select,
  SortKey,
  TableRelation,
} from '../../src/engine/tree.ts'
import type { Table } from '../../src/source/index.ts'

/** Bound trees by hand, for what needs no binder. */

export const lit = (value: Value, type: SqlType = typeof value === 'string' ? text : integer): Literal => ({
  kind: 'literal',
  value,
  type,
})
export const col = (relation: number, name: string, type: SqlType = integer): ColumnExpr => ({
  kind: 'column',
  relation,
  name,
  type,
})
export const compare = (left: Expr, op: Compare['op'], right: Expr): Compare => ({
  kind: 'compare',
  op,
  left,
  right,
  type: boolean,
})
export const asc = (expr: Expr, nullsFirst = false): SortKey => ({ expr, descending: false, nullsFirst })
export const desc = (expr: Expr, nullsFirst = true): SortKey => ({ expr, descending: true, nullsFirst })

const noTable = (name: string): Table => ({
  schema: 'crm',
  name,
  kind: 'table',
  description: '',
  columns: [],
  primaryKey: [],
  lookups: [],
})

export const table = (id: number, alias: string, columns: Readonly<Record<string, SqlType>>): TableRelation => ({
  kind: 'table',
  id,
  alias,
  table: noTable(alias),
  columns: Object.entries(columns).map(([name, type]) => ({ name, type })),
})

export const select = (items: readonly Expr[], from?: From, more: Partial<Select> = {}): Select => ({
  kind: 'select',
  distinct: false,
  items,
  from,
  ...more,
})

export const query = (body: Query['body'], types: readonly SqlType[], more: Partial<Query> = {}): Query => ({
  kind: 'query',
  ctes: [],
  body,
  orderBy: [],
  withTies: false,
  columns: types.map((type, i) => ({ name: `column${i}`, type })),
  ...more,
})

/** A query over one select, with the types of its items. */
export const ask = (body: Select, more: Partial<Query> = {}): Query =>
  query(
    body,
    body.items.map((item) => item.type),
    more,
  )

const countStar: ResolvedFunction = {
  key: 'count(*)',
  name: 'count',
  kind: 'aggregate',
  args: [],
  result: bigint,
  volatile: false,
}

/** `count(*)` */
export const counted: Aggregate = {
  kind: 'aggregate',
  fn: countStar,
  args: [],
  distinct: false,
  orderBy: [],
  withinGroup: [],
  type: bigint,
}

/** Opens an engine over these rows, runs, closes. */
export function rowsOf(
  asked: Query,
  staged: readonly { readonly relation: TableRelation; readonly rows: readonly (readonly Value[])[] }[] = [],
  parameters: readonly Value[] = [],
): StoreRow[] {
  const engine = LocalEngine.open()
  try {
    for (const { relation, rows } of staged) engine.stage([relation.id], relation.columns).insert(rows)
    return [...engine.run(asked, parameters)]
  } finally {
    engine.close()
  }
}
