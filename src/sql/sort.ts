import type { SortItem } from './ast/index.ts'
import { unsupported } from './errors.ts'
import { readExpression } from './expression.ts'
import type { TokenReader } from './reader.ts'

/** ORDER BY as it stands in a query, a window, and an aggregate's brackets; empty when there is none. */
export function readOrderBy(r: TokenReader): readonly SortItem[] {
  if (!r.accept('order')) return []
  r.expect('by')
  return r.list(() => readSortItem(r))
}

function readSortItem(r: TokenReader): SortItem {
  const expr = readExpression(r)
  const descending = r.sees('using') ? readUsing(r) : r.acceptOne('asc', 'desc') === 'desc'
  if (r.accept('nulls', 'first')) return { expr, descending, nullsFirst: true }
  return r.accept('nulls', 'last') ? { expr, descending, nullsFirst: false } : { expr, descending }
}

/** `USING <` and `USING >` are the two directions; other operators would need an order of their own. */
function readUsing(r: TokenReader): boolean {
  const at = r.next().start
  const op = r.acceptOne('<', '>')
  if (!op && r.peek()?.kind !== 'operator' && !r.sees('operator')) throw r.fail()
  if (!op) throw unsupported('ORDER BY … USING this operator', at, 'Write ASC or DESC.')
  return op === '>'
}
