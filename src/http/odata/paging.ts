import { ZohoSqlError } from '../../base/errors.ts'
import { type PagePosition, questionOf, readToken, writeToken } from '../api/page-token.ts'
import type { ODataOptions } from './options.ts'

/** Where an answer goes on: the place of the row before it, and how many rows were given. */
export interface Continuation {
  readonly place: PagePosition
  readonly taken: number
  /** Rows of a page, which the first request told. */
  readonly pageSize: number
}

/** What must stay the same from page to page: the path and all options but those that tell pages apart. */
export function questionText(path: string, query: string): string {
  const parts = query
    .split('&')
    .filter((part) => part !== '' && !/^(\$|%24)?(skiptoken|skip|count|format)=/i.test(part))
  return questionOf(path, parts.toSorted())
}

/** @throws {ZohoSqlError} BAD_REQUEST it is none of ours, or another question's */
export function continuationOf(token: string, of: string): Continuation {
  try {
    const [taken, pageSize, ...values] = readToken(token, of).values
    if (typeof taken !== 'number' || typeof pageSize !== 'number') throw new ZohoSqlError('BAD_REQUEST', '')
    return { taken, pageSize, place: { of, values } }
  } catch (cause) {
    throw new ZohoSqlError('BAD_REQUEST', 'The $skiptoken is none of ours, or belongs to another question.', {
      cause,
      hint: 'Follow @odata.nextLink as it is.',
    })
  }
}

export const tokenOf = ({ place, taken, pageSize }: Continuation): string =>
  writeToken({ of: place.of, values: [taken, pageSize, ...place.values] })

/** The address of the next page: all options stay, but those that tell where a page begins. */
export function nextQuery(query: string, token: string): string {
  const parts = query.split('&').filter((part) => part !== '' && !/^(\$|%24)?(skiptoken|skip)=/i.test(part))
  return [...parts, `$skiptoken=${token}`].join('&')
}

/** Which rows an answer has. */
export interface RowWindow {
  /** Rows that are shown at the most; undefined: all. */
  readonly size: number | undefined
  /** More rows may follow: then one more is read, which tells. */
  readonly more: boolean
}

export function windowOf({ top }: ODataOptions, taken: number, pageSize: number | undefined): RowWindow {
  const left = top === undefined ? undefined : Math.max(top - taken, 0)
  if (pageSize === undefined || (left !== undefined && left <= pageSize)) return { size: left, more: false }
  return { size: pageSize, more: true }
}
