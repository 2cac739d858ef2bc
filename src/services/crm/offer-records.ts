import { type Offer, refName, type Want } from '../../source/index.ts'
import { moduleOf } from './columns.ts'
import { keyOf, needsUsers } from './columns-coql.ts'
import { recordsLimits } from './limits.ts'
import { nothingDone, type OfferContext, pathsOf } from './offer-common.ts'
import type { Cell, RecordsRequest } from './request.ts'

/** The list of a module's records: whole, by id, with what it cannot filter left behind. */
export function recordsOffer(want: Want, context: OfferContext, why: string): Offer {
  const { module } = moduleOf(want.table)
  const cells = want.columns.filter((ref) => ref.path.length === 0).map((ref): Cell => ({ key: keyOf(ref), ref }))
  const byId = orderedById(want)
  const exact = want.where.length === 0
  const limited = exact && byId && !want.grouping
  const request: RecordsRequest = {
    kind: 'records',
    module,
    cells,
    converted: convertedParameter(module, context),
    descending: limited && want.orderBy?.[0]?.descending === true,
    limit: limited ? want.limit : undefined,
    offset: limited ? (want.offset ?? 0) : 0,
    rowsHint: want.rowsHint,
  }
  const batches = Math.max(1, Math.ceil(recordFields(cells).length / recordsLimits.fields))
  const bounded = request.limit !== undefined && request.limit + request.offset <= recordsLimits.perPage
  return {
    scan: {
      schema: want.table.schema,
      table: want.table.name,
      road: 'records',
      text: fieldBatches(cells).map((fields) => recordsText(request, fields)),
      columns: cells.map((cell) => refName(cell.ref)),
      request,
    },
    ...nothingDone(want.where, `the list of records has no filter (${why})`),
    ordered: limited,
    limited,
    notes: why ? [`not by COQL: ${why}`] : [],
    refusedPaths: pathsOf(want),
    price: {
      calls: batches,
      credits: batches,
      ...(bounded ? {} : { perPage: { rows: recordsLimits.perPage, credits: batches } }),
    },
  }
}

const orderedById = (want: Want): boolean => {
  const [first] = want.orderBy ?? []
  return first === undefined || refName(first.column) === 'id'
}

const convertedParameter = (module: string, context: OfferContext): RecordsRequest['converted'] => {
  if (module !== 'Leads') return undefined
  return ({ exclude: 'false', include: 'both', only: 'true' } as const)[context.convertedLeads]
}

/** API names to ask for, each once. `id` comes by itself. */
export const recordFields = (cells: readonly Cell[]): string[] => {
  const fields = [...new Set(cells.map((cell) => cell.ref.column.field))].filter((field) => field !== 'id')
  return fields.length ? fields : ['id']
}

/** The fields in lists of 50. `Modified_Time` goes with each: it tells whether a row changed in between. */
export function fieldBatches(cells: readonly Cell[]): string[][] {
  const fields = recordFields(cells)
  if (fields.length <= recordsLimits.fields) return [fields]
  const marker = 'Modified_Time'
  const others = fields.filter((field) => field !== marker)
  const size = recordsLimits.fields - 1
  return Array.from({ length: Math.ceil(others.length / size) }, (_, i) => [
    ...others.slice(i * size, (i + 1) * size),
    marker,
  ])
}

const recordsText = (request: RecordsRequest, fields: readonly string[]): string =>
  `GET ${request.module}?${new URLSearchParams(recordsQuery(request, fields))}`.replaceAll('%2C', ',')

export const recordsQuery = (request: RecordsRequest, fields: readonly string[]): Record<string, string> => ({
  fields: fields.join(','),
  sort_by: 'id',
  sort_order: request.descending ? 'desc' : 'asc',
  per_page: String(recordsLimits.perPage),
  ...(request.converted ? { converted: request.converted } : {}),
})

export const recordsNeedUsers = (cells: readonly Cell[]): boolean => cells.some((cell) => needsUsers(cell.ref))
