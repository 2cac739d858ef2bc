/** Refusals of Zoho's, as what they teach. */
import { isZohoSqlError, type ZohoSqlError } from '../../base/errors.ts'
import { type ReadContext, ScanRefused } from '../../source/index.ts'

/** Zoho's refusal of a call, as the transport reports it. */
export interface Refusal {
  readonly code: string
  readonly status: number | undefined
  readonly details: Readonly<Record<string, unknown>>
  readonly error: ZohoSqlError
}

/** The refusal that an error tells of, or undefined when the error is of another kind. */
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

/** It is about what was asked, and would be met again: not about the moment (429, 5xx). */
export const isLasting = ({ status = 400 }: Pick<Refusal, 'status'>): boolean => status < 429

/**
 * What a reader throws when a road is given up: the user is told, and the statement is planned again.
 */
export function givenUp(notice: string, { meter }: ReadContext, cause?: unknown): ScanRefused {
  meter.notices.push(notice)
  return new ScanRefused(notice, cause)
}
