/** Calls as a service makes them: what came with success, or an error with Zoho's words. */
import { type HttpRequest, type HttpResponse, refusal, type WholeAnswer } from '../../net/index.ts'
import type { ReadContext } from '../../source/index.ts'

/** One call to a service's API. Reads are repeated by the transport where that helps. */
export interface ServiceCall
  extends Pick<HttpRequest, 'method' | 'headers' | 'heavy' | 'credits' | 'closedMs' | 'saveTo'> {
  /** Below the API's origin: `/crm/v8/coql`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Default `read`. */
  readonly kind?: 'read' | 'write'
  /** Of the service's table of answers. */
  readonly whole: WholeAnswer
}

/** The way to a service, as `auth` opens it. */
export interface Requester {
  request(request: ServiceCall & ReadContext): Promise<HttpResponse>
}

/** The JSON that came with success, or undefined of an empty body (204). */
export type AskService = (call: ServiceCall, context: ReadContext) => Promise<unknown>

/** @throws {ZohoSqlError} where Zoho refuses, with its code in `zohoCode` */
export async function respond(client: Requester, call: ServiceCall, context: ReadContext): Promise<HttpResponse> {
  const response = await client.request({ ...call, ...context })
  if (response.error || response.status >= 400) throw refusal(response, `${call.method} ${call.path}`)
  return response
}

export const asking =
  (client: Requester): AskService =>
  async (call, context) =>
    (await respond(client, call, context)).json
