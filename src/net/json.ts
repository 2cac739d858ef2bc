import { isAscii } from 'node:buffer'
import { ZohoSqlError } from '../base/errors.ts'
import { addressOf, type Concern, type HttpRequest, type HttpResponse } from './send.ts'
import { zohoError } from './zoho-error.ts'

// Numbers with so many digits before the point may not fit a double. Ids are strings, so this is rarely met.
const longNumber = /[:[,] ?-?\d{14}/

/**
 * The text parsed; numbers that a double would change (ids sent as numbers, large amounts) come as strings.
 *
 * @throws SyntaxError if it is not JSON
 */
export function parseExactly(text: string): unknown {
  return longNumber.test(text)
    ? JSON.parse(text, exactNumber as (key: string, value: unknown) => unknown)
    : JSON.parse(text)
}

function exactNumber(_key: string, value: unknown, context: { readonly source?: string }): unknown {
  const { source } = context
  if (typeof value !== 'number' || source === undefined || isExact(value, source)) return value
  return /^-?\d+(\.\d+)?$/.test(source) ? source : value
}

function isExact(value: number, source: string): boolean {
  if (!source.includes('.')) return Number.isSafeInteger(value)
  return source.replace(/\D/g, '').length <= 15 || String(value) === source.replace(/\.?0+$/, '')
}

/** Parses every body that should be JSON and recognises the errors in it. */
export const parsing: Concern = (send) => async (request) => {
  const response = await send(request)
  if (response.body.length === 0) return response
  const json = parseBody(response.body)
  if (json !== undefined) return { ...response, json, error: zohoError(response.status, json) }
  // A refusal without JSON is still a refusal; its status tells enough.
  if (response.status >= 400) return response
  throw notJson(request, response)
}

function parseBody(body: Buffer): unknown {
  try {
    return parseExactly(textOf(body))
  } catch {
    return undefined
  }
}

const decoder = new TextDecoder()

// Most pages are ASCII, and those are decoded ten times faster as Latin-1.
const textOf = (body: Buffer): string => (isAscii(body) ? body.toString('latin1') : decoder.decode(body))

/** Retried where it came with a success status: an overloaded gateway's page, or an answer that was cut. */
function notJson(request: HttpRequest, { status, body, headers }: HttpResponse): ZohoSqlError {
  const moved = status >= 300 && status < 400
  const isPage = /^\s*</.test(body.toString('latin1', 0, 200))
  const what = moved ? `a redirection to ${headers.location ?? 'nowhere'}` : isPage ? 'a web page' : 'broken JSON'
  return new ZohoSqlError('REMOTE_ANSWER', `${addressOf(request)} answered ${status} with ${what} instead of JSON.`, {
    hint: isPage || moved ? 'Check that the endpoint is an API host.' : undefined,
    status,
  })
}
