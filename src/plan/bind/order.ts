import type { Expr, SortKey } from '../../engine/tree.ts'
import type { SortItem } from '../../sql/ast/index.ts'

/** Where NULLs go when the statement does not say: last ascending, first descending. */
export const bindSortKey = (item: SortItem, expr: Expr): SortKey => ({
  expr,
  descending: item.descending,
  nullsFirst: item.nullsFirst ?? item.descending,
})
