/**
 * A long list of tickets, department by department: each is read from its own beginning, where pages are cheap and within
 * reach. Whether that was all is for the number of tickets to say.
 */
import type { ReadContext } from '../../../source/index.ts'
import { unflagged } from '../../kit/pages/unflagged.ts'
import { idOf, type Row } from '../../kit/rows.ts'
import { answers } from '../answers.ts'
import type { ModuleSpec } from '../catalog/spec.ts'
import type { Order, RowsRequest } from '../request.ts'
import { EndOfReach, listPage, type Query, sorted } from './pages.ts'
import type { Reader } from './reader.ts'

/** @returns whether all tickets there are have been seen, those in `seen` included */
export async function* byDepartments(
  { spec, order }: RowsRequest,
  query: Query,
  seen: Set<string>,
  reader: Reader,
  context: ReadContext,
): AsyncGenerator<readonly Row[], boolean> {
  for await (const rows of departmentLists(spec, order, query, reader, context)) {
    for (const row of rows) seen.add(idOf(row))
    yield rows
  }
  const json = await reader.ask({ path: 'ticketsCount', whole: answers.count, credits: 3 }, context)
  return Number((json as { readonly count: number | string }).count) <= seen.size
}

/** The list of each department, as far as it reaches. */
export async function* departmentLists(
  spec: ModuleSpec,
  order: Order | undefined,
  query: Query,
  reader: Reader,
  context: ReadContext,
): AsyncGenerator<readonly Row[]> {
  const { param = 'departmentId' } = spec.list.filters.departmentId!
  for (const department of await reader.departments(context)) {
    const asked = { ...query, [param]: department, ...sorted(order) }
    const pages = unflagged({
      limit: spec.list.max,
      reach: undefined,
      tooLong: () => new EndOfReach(),
      ask: (from, limit) => listPage(spec, asked, from, limit, reader, context),
    })
    try {
      yield* pages
    } catch (error) {
      if (!(error instanceof EndOfReach)) throw error
    }
  }
}
