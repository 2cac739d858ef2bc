import { ZohoSqlError } from '../base/errors.ts'
import { isObject } from '../base/json.ts'
import type { Check, WholeAnswer } from './parts.ts'
import { addressOf, type Concern, type HttpRequest, type HttpResponse } from './send.ts'

const check =
  (fits: (value: unknown) => boolean, what: string): Check =>
  (value) =>
    fits(value) ? undefined : value === undefined ? ' is missing' : ` is ${what}`

/** Text that is not empty. */
export const text = check((value) => typeof value === 'string' && value !== '', 'no text')
export const flag = check((value) => typeof value === 'boolean', 'neither true nor false')
/** A whole number from 0 on. */
export const count = check((value) => Number.isSafeInteger(value) && (value as number) >= 0, 'no count')

/** Not there, null, or what the check wants. */
export const optional =
  (wanted: Check): Check =>
  (value) =>
    value === undefined || value === null ? undefined : wanted(value)

/** An object with at least these keys. */
export const keys = (checks: Readonly<Record<string, Check>>): Check => {
  const entries = Object.entries(checks)
  return (value) => {
    if (!isObject(value)) return value === undefined ? ' is missing' : ' is no object'
    for (const [key, wanted] of entries) {
      const wrong = wanted(value[key])
      if (wrong !== undefined) return `.${key}${wrong}`
    }
    return undefined
  }
}

/** A list of what the check wants. */
export const listOf =
  (element: Check): Check =>
  (value) => {
    if (!Array.isArray(value)) return value === undefined ? ' is missing' : ' is no list'
    for (let i = 0; i < value.length; i++) {
      const wrong = element(value[i])
      if (wrong !== undefined) return `[${i}]${wrong}`
    }
    return undefined
  }

/** All of them, one after the other. */
export const all =
  (...checks: readonly Check[]): Check =>
  (value) => {
    for (const each of checks) {
      const wrong = each(value)
      if (wrong !== undefined) return wrong
    }
    return undefined
  }

/**
 * Refuses answers that are not whole. Refusals (4xx, 5xx, Zoho's errors) pass: they are answers of their own.
 *
 * @throws ZohoSqlError HV000 `REMOTE_ANSWER`, which is asked again where the status is one of success
 */
export const whole: Concern = (send) => async (request) => {
  const response = await send(request)
  const wrong = request.whole && whatIsWrong(request.whole, response)
  if (wrong !== undefined) throw notWhole(request, response, wrong)
  return response
}

function whatIsWrong(
  wanted: WholeAnswer,
  { status, headers, body, json, bytes, error }: HttpResponse,
): string | undefined {
  if (error !== undefined || status >= 400) return undefined
  if (status === 204 && wanted.empty) return undefined
  if (!wanted.statuses.includes(status)) return 'which is no answer to this'
  // A proxy's empty page names no file.
  const isNamed = wanted.emptyFile && headers['content-disposition'] !== undefined
  if (wanted.body === undefined) return bytes > 0 || isNamed ? undefined : 'and no file'
  if (body.length === 0) return 'without a body'
  const wrong = wanted.body(json)
  return wrong === undefined ? undefined : `but its body${wrong}`
}

const notWhole = (request: HttpRequest, { status, body }: HttpResponse, wrong: string): ZohoSqlError =>
  new ZohoSqlError(
    'REMOTE_ANSWER',
    `${addressOf(request)} answered ${status}, ${wrong}: that is not the whole answer.`,
    {
      hint:
        body.length === 0 || status >= 300
          ? 'A proxy, or the page that a network shows before it lets anyone in, may have answered in Zoho’s place.'
          : undefined,
      status,
    },
  )
