/**
 * Rows with more columns than one query may select: the page brings the first of them, the rest follows by the ids of
 * the page. A row that changed in between is read again, as a whole.
 */
import { batches } from '../../kit/batches.ts'
import { type AnswerRow, idOf } from '../../kit/rows.ts'
import { byId, REREADS_MAX, type RowsById, restless, wholeRows } from '../../kit/wide.ts'
import { both, type CoqlCondition, type CoqlQuery, type CoqlTest, textValue } from '../query.ts'
import { MARKER } from '../request/index.ts'

/** Values of one IN list, and lists of one query, that every version takes (facts 6.2). */
const IDS_IN_LIST = 50
const LISTS_MAX = 20

export interface WidePage {
  readonly module: string
  /** Lists of columns; the rows have the first already. */
  readonly batches: readonly (readonly string[])[]
  /** Where the page holds all ids of a range: what else was asked of its rows, and their direction. */
  readonly run: { readonly where: CoqlCondition | undefined; readonly descending: boolean } | undefined
}

type AskCoql = (query: CoqlQuery) => Promise<readonly AnswerRow[]>

/** The rows with all their columns, in their order; those that are gone since are left out. */
export async function widened(rows: readonly AnswerRow[], page: WidePage, ask: AskCoql): Promise<AnswerRow[]> {
  return [...(await whole(rows, page, ask, 0)).values()]
}

async function whole(rows: readonly AnswerRow[], page: WidePage, ask: AskCoql, attempt: number): Promise<RowsById> {
  if (rows.length === 0) return new Map()
  if (attempt > REREADS_MAX) throw restless(page.module, rows.length)
  const [first, ...others] = page.batches as [readonly string[], ...(readonly string[])[]]
  const queries = page.run ? [rangeOf(rows, page.run)] : listsOf(rows.map(idOf))
  const parts = await Promise.all(others.map((select) => askAll(queries, select, page.module, ask)))
  return wholeRows({
    ids: rows.map(idOf),
    lists: [rows, ...parts].map(byId),
    marker: MARKER,
    // A page is read again by lists of ids: what is torn is no range any more.
    again: async (torn) =>
      whole(await askAll(listsOf(torn), first, page.module, ask), { ...page, run: undefined }, ask, attempt + 1),
  })
}

type QueryPart = Pick<CoqlQuery, 'where' | 'orderBy' | 'limit'>

async function askAll(
  queries: readonly QueryPart[],
  select: readonly string[],
  from: string,
  ask: AskCoql,
): Promise<readonly AnswerRow[]> {
  const parts = await Promise.all(queries.map((query) => ask({ ...query, select, from })))
  return parts.flat()
}

/** As many rows as there are, from the first one on, in the page's own direction. */
function rangeOf(rows: readonly AnswerRow[], { where, descending }: NonNullable<WidePage['run']>): QueryPart {
  const edge = BigInt(idOf(rows[0]!)) + (descending ? 1n : -1n)
  const bound: CoqlTest = {
    kind: 'compare',
    column: 'id',
    op: descending ? '<' : '>',
    value: textValue(String(edge)),
  }
  return { where: both(where, bound)!, orderBy: [{ column: 'id', descending }], limit: rows.length }
}

function listsOf(ids: readonly string[]): QueryPart[] {
  return batches(ids, IDS_IN_LIST * LISTS_MAX).map((part) => {
    const lists = batches(part, IDS_IN_LIST).map(
      (some): CoqlTest => ({ kind: 'in', column: 'id', values: some.map(textValue), negated: false }),
    )
    const where: CoqlCondition = lists.length === 1 ? lists[0]! : { kind: 'or', terms: lists }
    return { where, orderBy: [{ column: 'id', descending: false }], limit: part.length }
  })
}
