/**
 * A long list of tickets, department by department: each is read from its own beginning, where pages are cheap and within
 * reach. Whether that was all is for the number of tickets to say.
 */
import type { ReadContext } from '../../../source/index.ts'
import { unflagged } from '../../kit/pages/unflagged.ts'
import { idOf, type Row } from '../../kit/rows.ts'
import { answers } from '../answers.ts'
import type { RowsRequest } from '../request.ts'
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
  for (const department of await reader.departments(context)) {
    const asked = { ...query, departmentIds: department, ...sorted(order) }
    const pages = unflagged({
      limit: spec.list.max,
      reach: undefined,
      tooLong: () => new EndOfReach(),
      ask: (from, limit) => listPage(spec, asked, from, limit, reader, context),
    })
    try {
      for await (const rows of pages) {
        for (const row of rows) seen.add(idOf(row))
        yield rows
      }
    } catch (error) {
      if (!(error instanceof EndOfReach)) throw error
    }
  }
  const json = await reader.ask({ path: 'ticketsCount', whole: answers.count, credits: 3 }, context)
  return Number((json as { readonly count: number | string }).count) <= seen.size
}
