import { ZohoSqlError } from '../../../base/errors.ts'
import type { ODataAnswer } from '../service.ts'
import type { BatchPart, PartAnswer } from './run.ts'

const wrong = (message: string): ZohoSqlError => new ZohoSqlError('BAD_REQUEST', message)

/** `{ requests: [{ id, method, url, headers }] }` */
export function readJsonBatch(body: unknown): readonly BatchPart[] {
  const { requests } = (body ?? {}) as { readonly requests?: unknown }
  if (!Array.isArray(requests))
    throw wrong('A batch is { "requests": [{ "id": "1", "method": "GET", "url": "Deals" }] }.')
  const parts = requests.map(part)
  const ids = new Set(parts.map(({ id }) => id))
  if (ids.size !== parts.length) throw wrong('The ids of a batch’s requests differ from one another.')
  return parts
}

function part(request: unknown): BatchPart {
  const { id, method, url, headers, dependsOn } = (request ?? {}) as Record<string, unknown>
  if (typeof id !== 'string' || typeof method !== 'string' || typeof url !== 'string')
    throw wrong('Each request of a batch has the texts id, method and url.')
  return { id, method, url, headers: texts(headers), dependsOn: Array.isArray(dependsOn) ? dependsOn.map(String) : [] }
}

const texts = (headers: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries((headers ?? {}) as object).map(([name, value]) => [name.toLowerCase(), String(value)]),
  )

/** Bodies of JSON stand as they are, others as texts. */
export function writeJsonBatch(answers: readonly PartAnswer[]): ODataAnswer {
  const responses = answers.map(({ id, status, headers, body }) => {
    const isJson = headers['content-type']?.startsWith('application/json')
    const told = { id, status, headers }
    const start = JSON.stringify(told).slice(0, -1)
    return body === '' ? `${start}}` : `${start},"body":${isJson ? body : JSON.stringify(body)}}`
  })
  return {
    status: 200,
    headers: { 'odata-version': '4.01', 'content-type': 'application/json;charset=utf-8' },
    body: `{"responses":[${responses.join(',')}]}`,
  }
}
