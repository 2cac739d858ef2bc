import type { Offer, OfferOptions, Price, Want } from '../../../source/index.ts'
import { type Column, type ColumnRef, refName } from '../../../source/index.ts'
import { factsOf, schema } from '../catalog/columns.ts'
import type { AnswerKind } from '../catalog/spec.ts'
import type { DeskKnowledge } from '../knowledge.ts'
import { searchLimits } from '../limits.ts'
import { type DeskRequest, scanKey } from '../request.ts'

/** What an offer depends on besides the want. */
export interface DeskOfferContext extends OfferOptions {
  readonly knowledge: DeskKnowledge
}

export const ownColumns = ({ columns }: Want): readonly ColumnRef[] => columns.filter(({ path }) => path.length === 0)

export const scanOf = (
  { table, columns }: Want,
  road: string,
  text: readonly string[],
  request: DeskRequest,
): Offer['scan'] => ({
  schema,
  table: table.name,
  road,
  text,
  columns: columns.filter(({ path }) => path.length === 0).map(refName),
  key: scanKey(table, request),
  request,
})

/** `GET /tickets/search?status=Open`, for EXPLAIN. */
export function callText(path: string, query: Readonly<Record<string, string>> = {}): string {
  const parameters = Object.entries(query).map(([name, value]) => `${name}=${value}`)
  return `GET /${path}${parameters.length > 0 ? `?${parameters.join('&')}` : ''}`
}

/** What is read besides for columns that rows of a place do not show. */
export function detailsOf(
  columns: readonly Column[],
  place: AnswerKind,
  canSearch: boolean,
  named: ReadonlySet<string> = new Set(),
): Price['details'] {
  const missing = columns.filter((column) => !factsOf(column).places.has(place) && !named.has(column.field))
  if (missing.length === 0) return undefined
  const bySearch = canSearch ? missing.filter((column) => factsOf(column).places.has('search')) : []
  return {
    ...(bySearch.length > 0 ? { rows: searchLimits.ids } : {}),
    singly: bySearch.length < missing.length,
  }
}
