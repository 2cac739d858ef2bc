/** Calls to CRM, and what their answers hold. */
import type { WholeAnswer } from '../../net/index.ts'
import type { ReadContext } from '../../source/index.ts'
import { inOrder } from '../kit/answers.ts'
import type { AskService, ServiceCall } from '../kit/calls.ts'
import type { PageAnswer } from '../kit/pages/page.ts'
import type { AnswerRow } from '../kit/rows.ts'
import { answers } from './answers.ts'
import { coqlCredits } from './limits.ts'
import { type CoqlQuery, coqlText } from './query.ts'

/** What Zoho says of a module that is not for lists or searches (facts 4.4, 5.3). */
export const closedModule: ReadonlySet<string> = new Set(['INVALID_MODULE', 'NOT_SUPPORTED', 'NO_PERMISSION'])

/** `data` and `info` of an answer that is whole; none (204) is no rows. */
export function answerOf(json: unknown): PageAnswer {
  if (json === undefined) return { rows: [], more: false }
  const { data, info } = json as { data: AnswerRow[]; info: { more_records: boolean; next_page_token?: string | null } }
  return { rows: data, more: info.more_records, nextToken: info.next_page_token || undefined }
}

/** A query of COQL as a call. */
export const coqlCall = (version: string, text: string, limit: number, whole: WholeAnswer): ServiceCall => ({
  method: 'POST',
  path: `/crm/${version}/coql`,
  body: { select_query: text },
  heavy: true,
  credits: coqlCredits(limit),
  whole,
})

/**
 * Rows of a query, each with its id; in the order of ids where the query says so.
 *
 * @param after the id after which the query begins
 */
export const askCoql = async (
  ask: AskService,
  version: string,
  query: CoqlQuery,
  context: ReadContext,
  after?: string,
): Promise<PageAnswer> =>
  answerOf(await ask(coqlCall(version, coqlText(query), query.limit, rowsOf(query, after)), context))

function rowsOf({ orderBy = [] }: CoqlQuery, after: string | undefined): WholeAnswer {
  const [order] = orderBy
  return order?.column === 'id' ? inOrder(answers.coql, { descending: order.descending, after }) : answers.coql
}
