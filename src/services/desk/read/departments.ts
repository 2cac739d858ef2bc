/**
 * A long list of tickets, department by department: each is read from its own ends, where pages are cheap and within
 * reach. Whether that was all is for the number of tickets to say.
 */
import type { ReadContext } from '../../../source/index.ts'
import { type AnswerRow, idOf } from '../../kit/rows.ts'
import { answers } from '../answers.ts'
import type { DeskModuleSpec } from '../catalog/spec.ts'
import type { DeskOrder, RowsRequest } from '../request.ts'
import { EndToEnd } from './ends.ts'
import type { QueryTexts } from './pages.ts'
import type { DeskReader } from './reader.ts'

/** Tickets there are; undefined where an answer without a body tells nothing. */
export async function ticketsCount(
  reader: DeskReader,
  context: ReadContext,
  query: QueryTexts = {},
): Promise<number | undefined> {
  const json = await reader.ask({ path: 'ticketsCount', query, whole: answers.count, credits: 3 }, context)
  return json === undefined ? undefined : Number((json as { readonly count: number | string }).count)
}

interface Parted {
  readonly query: QueryTexts
  /** Tickets that were read before. */
  readonly seen: Set<string>
  /** Desk counts them. */
  readonly isCounted: boolean
}

/** @returns whether all tickets there are have been seen, those in `seen` included */
export async function* byDepartments(
  { spec, order }: RowsRequest,
  { query, seen, isCounted }: Parted,
  reader: DeskReader,
  context: ReadContext,
): AsyncGenerator<readonly AnswerRow[], boolean> {
  const lists = departmentLists(spec, order, query, reader, context)
  let step = await lists.next()
  for (; !step.done; step = await lists.next()) {
    for (const row of step.value) seen.add(idOf(row))
    yield step.value
  }
  const count = isCounted ? await ticketsCount(reader, context) : undefined
  return count === undefined ? step.value : count <= seen.size
}

/** The list of each department. @returns whether all of them have been read to their ends */
export async function* departmentLists(
  spec: DeskModuleSpec,
  order: DeskOrder | undefined,
  query: QueryTexts,
  reader: DeskReader,
  context: ReadContext,
): AsyncGenerator<readonly AnswerRow[], boolean> {
  const { param = 'departmentId' } = spec.list.filters.departmentId!
  let isWhole = true
  for (const department of await reader.departments(context)) {
    const ends = new EndToEnd({ spec, query: { ...query, [param]: department }, order }, reader, context)
    if (!(yield* ends.rest(true))) isWhole = false
  }
  return isWhole
}
