import type { ZohoSqlError } from '../../base/errors.ts'
import { redact } from '../../base/secret.ts'

/** True for paths that speak OData, their errors too. */
const isOData = (url: string): boolean => /^\/odata(\/|\?|$)/.test(url)

/** An error in OData's form; its hint is part of the message, which is all that most clients show. */
export function faultBody(error: ZohoSqlError): string {
  const { code, sqlState, message, hint } = error
  const text = hint === undefined ? message : `${message}${/[.!?]$/.test(message) ? '' : '.'} ${hint}`
  return JSON.stringify({
    error: {
      code,
      message: redact(text),
      innererror: { sqlState },
      ...(code === 'TOKEN_INVALIDATED' && { '@zohosql.tokenInvalidated': true }),
    },
  })
}

/** @returns undefined where a path does not speak OData */
export const odataFault = (url: string, error: ZohoSqlError): string | undefined =>
  isOData(url) ? faultBody(error) : undefined
