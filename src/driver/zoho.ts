import { inspect } from 'node:util'
import { ZohoSqlError } from '../base/errors.ts'
import { refusal } from '../net/index.ts'
import { newMeter } from '../source/index.ts'
import type { RequestOptions } from './face/index.ts'
import type { OpenAccount } from './open.ts'

/** Requests of a user's own to Zoho's API, by the account's way: token, retries, limits. */

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
type HttpMethod = (typeof methods)[number]

/** Success in any form; what it holds is the caller's affair. */
const whole = { statuses: [200, 201, 202, 207], empty: true, body: () => undefined }

/** @throws {ZohoSqlError} 22023 · 25006 · what Zoho refuses */
export async function ask(
  account: OpenAccount,
  method: string,
  path: string,
  { query, body, headers = {}, signal }: RequestOptions & { readonly signal: AbortSignal },
): Promise<unknown> {
  const how = methodOf(method)
  const where = pathOf(path)
  const reads = how === 'GET' || account.reads(how, where.path)
  if (account.config.readOnly && !reads) {
    throw new ZohoSqlError('READ_ONLY', `${how} ${where.path} may change something, and readOnly is true.`)
  }
  const own = Object.keys(headers).find((name) => /^(authorization|host)$/i.test(name))
  if (own !== undefined) throw argument(`The header ${own} is this package's own affair.`)
  const response = await account.request({
    method: how,
    path: where.path,
    query: { ...where.query, ...query },
    body,
    headers,
    kind: reads ? 'read' : 'write',
    whole,
    signal,
    meter: newMeter(),
  })
  if (response.error || response.status >= 400) throw refusal(response, `${how} ${where.path}`)
  if (response.body.length > 0 && response.json === undefined) {
    throw new ZohoSqlError('REMOTE_ANSWER', `${how} ${where.path} answered something else than JSON.`)
  }
  return response.json
}

const argument = (message: string): ZohoSqlError => new ZohoSqlError('INVALID_ARGUMENT', message)

function methodOf(given: string): HttpMethod {
  const method = methods.find((known) => known === String(given).toUpperCase())
  if (method) return method
  throw argument(`"${given}" is no method: there are ${methods.join(', ')}.`)
}

/** From the host's root, with its query apart. Whatever could lead to another host is refused. */
function pathOf(given: string): { path: string; query: Record<string, string> } {
  const nowhere = 'https://path.invalid'
  const plain = typeof given === 'string' && /^\/(?![/\\])[^\\\s]*$/.test(given)
  const url = plain ? URL.parse(given, nowhere) : null
  if (!url || url.origin !== nowhere || url.hash !== '') {
    throw argument(`"${given}" is no path from the host's root, such as /crm/v8/settings/modules.`)
  }
  return { path: url.pathname, query: Object.fromEntries(url.searchParams) }
}

const masked = { Authorization: '***' }

/** What shows instead of headers; fetch looks at none of it. */
const veil = { [inspect.custom]: () => masked, toJSON: () => masked }

/** Headers that work as they are, spread or not, and show their token in no log and no JSON. */
export const hidden = (authorization: string): Record<string, string> =>
  Object.assign(Object.create(veil), { Authorization: authorization })
