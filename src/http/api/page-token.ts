import { createHash } from 'node:crypto'
import { ZohoSqlError } from '../../base/errors.ts'

/** Where a page ended: the values that its last row is sorted by. */
export interface PagePosition {
  /** Of what the pages are: table, columns, order and filter. */
  readonly of: string
  readonly values: readonly (null | boolean | number | string)[]
}

/** What is asked for, in a few letters: a token goes on with the same question alone. */
export const questionOf = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16)

export const writeToken = ({ of, values }: PagePosition): string =>
  Buffer.from(JSON.stringify([of, ...values])).toString('base64url')

/**
 * @param keys values that it must hold, where that is known
 * @throws {ZohoSqlError} BAD_REQUEST it is none, or one of another question
 */
export function readToken(token: string, of: string, keys?: number): PagePosition {
  const [was, ...values] = parsed(token)
  if (was === undefined || (keys !== undefined && values.length !== keys))
    throw new ZohoSqlError('BAD_REQUEST', 'The page_token is none of ours.')
  if (was !== of) {
    throw new ZohoSqlError('BAD_REQUEST', 'The page_token belongs to another question.', {
      hint: 'Table, fields, sort and filter stay the same from page to page.',
    })
  }
  return { of, values: values as PagePosition['values'] }
}

function parsed(token: string): readonly unknown[] {
  try {
    const found: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'))
    const isPlain = (value: unknown): boolean =>
      value === null || ['string', 'number', 'boolean'].includes(typeof value)
    return Array.isArray(found) && found.every(isPlain) ? found : []
  } catch {
    return []
  }
}
