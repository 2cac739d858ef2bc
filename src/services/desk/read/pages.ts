/** Pages of lists and searches as they are asked for, with what refusals teach. */
import { type ReadContext, ScanRefused } from '../../../source/index.ts'
import { givenUp, isLasting, refusalOf } from '../../kit/refusals.ts'
import type { AnswerRow } from '../../kit/rows.ts'
import { answers, firstSearch, rowsOf } from '../answers.ts'
import type { DeskModuleSpec } from '../catalog/spec.ts'
import { learn } from '../learn.ts'
import { pageCredits, searchLimits } from '../limits.ts'
import type { DeskOrder } from '../request.ts'
import { noteCounters } from './counters.ts'
import type { DeskReader } from './reader.ts'

/** Pages reach no farther. */
export class EndOfReach extends Error {
  override readonly name = 'EndOfReach'
}

export type QueryTexts = Readonly<Record<string, string>>

export const sorted = (order: DeskOrder | undefined): QueryTexts =>
  order ? { sortBy: `${order.descending ? '-' : ''}${order.by}` } : {}

/** What to throw: where something is given up, the statement is planned again. */
function taught(
  error: unknown,
  spec: DeskModuleSpec,
  road: 'list' | 'search',
  query: QueryTexts,
  reader: DeskReader,
  context: ReadContext,
): unknown {
  const refusal = refusalOf(error)
  // Of a fault of the server's only a name in `fields` is thought to be the cause (facts 3.4).
  if (!refusal || (!isLasting(refusal) && !(refusal.status === 500 && 'fields' in query))) return error
  const lesson = learn(refusal, { module: spec.name, road, query }, reader.knowledge)
  if (lesson === undefined) return error
  // How long a page may be is no loss that a user need know of.
  if (Number(query.limit) > (reader.knowledge.of(spec.name).listMax ?? Infinity)) return new ScanRefused(lesson, error)
  return givenUp(`${lesson}: asked in another way`, context, error)
}

/** A page of a list. */
export async function listPage(
  spec: DeskModuleSpec,
  query: QueryTexts,
  from: number,
  limit: number,
  reader: DeskReader,
  context: ReadContext,
): Promise<readonly AnswerRow[]> {
  const { name, list } = spec
  if (list.reach !== undefined && from > list.reach) throw new EndOfReach()
  const paging: QueryTexts = list.paged ? { from: String(from), limit: String(limit) } : {}
  const whole = list.key === 'teams' ? answers.teams : answers.list
  const retries = 'fields' in query && from === 0 ? { retriesMax: 2 } : {}
  try {
    const call = {
      path: name,
      query: { ...query, ...paging },
      whole,
      credits: list.paged ? pageCredits(from) : 1,
      ...retries,
    }
    const rows = rowsOf(await reader.ask(call, context), list.key)
    if (name === 'tickets') noteCounters(rows, true, context)
    return rows
  } catch (error) {
    if (from > 0 && refusalOf(error)?.status === 422) throw new EndOfReach(String(error), { cause: error })
    throw from > 0 ? error : taught(error, spec, 'list', { ...query, ...paging }, reader, context)
  }
}

export interface FoundRows {
  readonly rows: readonly AnswerRow[]
  /** Hits in all, as far as it is told. */
  readonly count: number | undefined
}

/** A page of a search; none is asked for beyond its reach. */
export async function searchPage(
  spec: DeskModuleSpec,
  query: QueryTexts,
  from: number,
  limit: number,
  reader: DeskReader,
  context: ReadContext,
): Promise<FoundRows> {
  const { knowledge } = reader
  if (from > knowledge.searchReach || from + limit > searchLimits.hits) throw new EndOfReach()
  const paging = { from: String(from), limit: String(limit) }
  try {
    const call = {
      path: `${spec.name}/search`,
      query: { ...query, ...paging },
      whole: from === 0 ? firstSearch : answers.search,
      credits: pageCredits(from),
    }
    const json = (await reader.ask(call, context)) as { readonly count?: number | string } | undefined
    const rows = rowsOf(json)
    if (spec.name === 'tickets') noteCounters(rows, false, context)
    return {
      rows,
      count: json === undefined ? 0 : json.count === undefined ? undefined : Number(json.count),
    }
  } catch (error) {
    if (from > 0 && refusalOf(error)?.status === 422) {
      knowledge.searchReach = Math.min(knowledge.searchReach, from - 1)
      throw new EndOfReach(String(error), { cause: error })
    }
    throw from > 0 ? error : taught(error, spec, 'search', query, reader, context)
  }
}
