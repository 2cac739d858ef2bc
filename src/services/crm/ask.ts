import { isZohoSqlError, type ZohoSqlError } from '../../base/errors.ts'
import type { Whole } from '../../net/index.ts'
import type { ReadContext } from '../../source/index.ts'
import type { Row } from '../kit/rows.ts'
import { answers, inOrder } from './answers.ts'
import { coqlCredits } from './limits.ts'
import { type CoqlQuery, coqlText } from './query.ts'

/** One call to the CRM API. Reads are repeated by the transport where that helps. */
export interface CrmCall {
  readonly method: 'GET' | 'POST'
  /** Below the API's origin: `/crm/v8/coql`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly heavy?: boolean
  readonly credits?: number
  /** Of the table of answers. */
  readonly whole: Whole
}

/** What came back with success: the JSON, or undefined of an empty body (204). */
export type Ask = (call: CrmCall, context: ReadContext) => Promise<unknown>

/** Zoho's refusal of a call, as the transport reports it. */
export interface Refusal {
  readonly code: string
  readonly status: number | undefined
  readonly details: Readonly<Record<string, unknown>>
  readonly error: ZohoSqlError
}

/** What Zoho says of a module that is not for lists or searches (facts 4.4, 5.3). */
export const closedModule: ReadonlySet<string> = new Set(['INVALID_MODULE', 'NOT_SUPPORTED', 'NO_PERMISSION'])

/** The refusal behind an error, or undefined when the error is of another kind. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!isZohoSqlError(error) || error.zohoCode === undefined) return undefined
  return { code: error.zohoCode, status: error.status, details: detailsOf(error.detail), error }
}

function detailsOf(detail: string | undefined): Readonly<Record<string, unknown>> {
  try {
    return detail ? (JSON.parse(detail) as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

export interface Answer {
  readonly rows: readonly Row[]
  readonly more: boolean
  readonly nextToken: string | undefined
}

/** `data` and `info` of an answer that is whole; none (204) is no rows. */
export function answerOf(json: unknown): Answer {
  if (json === undefined) return { rows: [], more: false, nextToken: undefined }
  const { data, info } = json as { data: Row[]; info: { more_records: boolean; next_page_token?: string | null } }
  return { rows: data, more: info.more_records, nextToken: info.next_page_token || undefined }
}

/** A query of COQL as a call. */
export const coqlCall = (version: string, text: string, limit: number, whole: Whole): CrmCall => ({
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
 * @param after the id behind which the query begins
 */
export const askCoql = async (
  ask: Ask,
  version: string,
  query: CoqlQuery,
  context: ReadContext,
  after?: string,
): Promise<Answer> =>
  answerOf(await ask(coqlCall(version, coqlText(query), query.limit, rowsOf(query, after)), context))

function rowsOf({ orderBy = [] }: CoqlQuery, after: string | undefined): Whole {
  const [order] = orderBy
  return order?.column === 'id' ? inOrder(answers.coql, { descending: order.descending, after }) : answers.coql
}
