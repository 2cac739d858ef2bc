/**
 * A long list of tickets, department by department: each is read from its own beginning, where pages are cheap and within
 * reach. Whether that was all is for the number of tickets to say.
 */
import type { ReadContext } from '../../../source/index.ts'
import { unflagged } from '../../kit/pages/unflagged.ts'
import { type AnswerRow, idOf } from '../../kit/rows.ts'
import { answers } from '../answers.ts'
import type { DeskModuleSpec } from '../catalog/spec.ts'
import type { DeskOrder, RowsRequest } from '../request.ts'
import { EndOfReach, listPage, type QueryTexts, sorted } from './pages.ts'
import type { DeskReader } from './reader.ts'

/** @returns whether all tickets there are have been seen, those in `seen` included */
export async function* byDepartments(
  { spec, order }: RowsRequest,
  query: QueryTexts,
  seen: Set<string>,
  reader: DeskReader,
  context: ReadContext,
): AsyncGenerator<readonly AnswerRow[], boolean> {
  for await (const rows of departmentLists(spec, order, query, reader, context)) {
    for (const row of rows) seen.add(idOf(row))
    yield rows
  }
  const json = await reader.ask({ path: 'ticketsCount', whole: answers.count, credits: 3 }, context)
  return Number((json as { readonly count: number | string }).count) <= seen.size
}

/** The list of each department, as far as it reaches. */
export async function* departmentLists(
  spec: DeskModuleSpec,
  order: DeskOrder | undefined,
  query: QueryTexts,
  reader: DeskReader,
  context: ReadContext,
): AsyncGenerator<readonly AnswerRow[]> {
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
