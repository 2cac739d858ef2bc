import { ZohoSqlError } from '../base/errors.ts'
import { type Concern, givenUpOn, type HttpRequest, type HttpResponse } from '../net/index.ts'
import type { ZohoToken } from './token.ts'
import type { TokenSource } from './token-source.ts'

/** 401 with these is not about the token. */
const otherRefusals: ReadonlySet<string> = new Set(['OAUTH_SCOPE_MISMATCH', 'SCOPE_MISMATCH', 'DUPLICATE_DATA'])

/** What Zoho did with a 401 is nothing, so that even a write may be sent again. */
const refusesToken = ({ status, error }: HttpResponse): boolean =>
  status === 401 && !otherRefusals.has(error?.code ?? '')

/** The store may hold tokens that are refused as well, each of them once. */
const replacementsMax = 3

/**
 * Sends each request with the account's token; when Zoho refuses it, again with another. A token made after the first
 * refusal is the last one tried.
 *
 * @throws ZohoSqlError 28000 if that is refused too, or none can be made
 */
export const authorizing =
  (tokens: TokenSource, now: () => number = Date.now): Concern =>
  (send) =>
  async (request) => {
    let token = await tokens.current(request.signal).catch(rethrow)
    let response = await send(carrying(request, token))
    const refusedAt = now()
    for (let replaced = 0; refusesToken(response); replaced += 1) {
      const isNew = replaced > 0 && token.obtainedAt >= refusedAt
      if (isNew || replaced === replacementsMax) throw refusedAnew(response)
      token = await tokens.replace(token, request.signal).catch(rethrow)
      response = await send(carrying(request, token))
    }
    return response
  }

/** Of tokens there are but ten in ten minutes: the accounts server was asked as often as it may be. */
const rethrow = (error: unknown): never => {
  throw givenUpOn(error)
}

export const authorizationOf = ({ value }: ZohoToken): string => `Zoho-oauthtoken ${value.reveal()}`

const carrying = (request: HttpRequest, token: ZohoToken): HttpRequest => ({
  ...request,
  headers: { ...request.headers, authorization: authorizationOf(token) },
})

const refusedAnew = ({ error, status }: HttpResponse): ZohoSqlError =>
  new ZohoSqlError('AUTHENTICATION_FAILED', 'Zoho refused an access token that was made a moment ago.', {
    hint: 'Check that endpoint is of the data centre, and of the environment (production, sandbox), of the refresh token.',
    status,
    zohoCode: error?.code,
    detail: error?.message || undefined,
  })
