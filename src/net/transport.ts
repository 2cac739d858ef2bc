import type { Dispatcher } from 'undici'
import { cancelled } from '../base/cancel.ts'
import { isZohoSqlError } from '../base/errors.ts'
import { acceptEncoding, readBody } from './body.ts'
import { networkError } from './failures.ts'
import type { HttpRequest, HttpResponse, Send } from './send.ts'

/**
 * One exchange over the network, its body read to the end.
 *
 * @throws ZohoSqlError 08001 not reached or certificate refused · 08S01 broken off · HYT00 · 57014 · 53000 too large
 */
export const transport =
  (dispatcher: Dispatcher): Send =>
  async (request) => {
    try {
      return await exchange(dispatcher, request)
    } catch (error) {
      if (request.signal?.aborted) throw cancelled(request.signal)
      throw isZohoSqlError(error) ? error : networkError(error, request)
    }
  }

async function exchange(dispatcher: Dispatcher, request: HttpRequest): Promise<HttpResponse> {
  const { origin, pathname, search } = new URL(request.url)
  await request.onDispatch?.()
  const answer = await dispatcher.request({
    origin,
    path: pathname + search,
    method: request.method,
    headers: { accept: 'application/json', 'accept-encoding': acceptEncoding, ...request.headers },
    body: request.body,
    signal: request.signal,
  })
  const headers = plainHeaders(answer.headers)
  const toFile = request.saveTo !== undefined && answer.statusCode === 200 && !isPage(headers)
  const { body, bytes } = await readBody(answer.body, headers['content-encoding'] ?? '', request, toFile)
  return { status: answer.statusCode, headers, body, bytes }
}

// A gateway's page where a file should be: it is read as an answer, so that it is recognised as none.
const isPage = (headers: Readonly<Record<string, string>>): boolean => /\bhtml\b/i.test(headers['content-type'] ?? '')

const plainHeaders = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : value!,
    ]),
  )
