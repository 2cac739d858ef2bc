import { columnBatches } from '../../kit/batches.ts'
import { recordsLimits } from '../limits.ts'
import { type CoqlCell, type Listing, MARKER, type RecordsRequest, type SearchRequest } from './index.ts'

/** API names to ask for, each once. `id` comes by itself. */
export const recordFields = (cells: readonly CoqlCell[]): string[] => {
  const fields = [...new Set(cells.map((cell) => cell.ref.column.field))].filter((field) => field !== 'id')
  return fields.length ? fields : ['id']
}

/** The fields in lists of 50, each with the marker. */
export const fieldBatches = (cells: readonly CoqlCell[]): string[][] =>
  columnBatches(recordFields(cells), recordsLimits.fields, MARKER)

/** The parameters of a list of all records, or of the first of certain ids. */
export function recordsQuery(request: RecordsRequest, fields: readonly string[]): Record<string, string> {
  const ids = request.ids?.slice(0, recordsLimits.ids).join(',')
  return ids === undefined ? listQuery(request, fields) : { ids, ...fieldsQuery(request, fields) }
}

export const searchQuery = (request: SearchRequest, fields: readonly string[]): Record<string, string> => ({
  criteria: request.criteria,
  ...listQuery(request, fields),
})

const listQuery = (request: Listing, fields: readonly string[]): Record<string, string> => {
  const { fields: names, ...others } = fieldsQuery(request, fields)
  return { fields: names!, sort_by: 'id', sort_order: request.descending ? 'desc' : 'asc', ...others }
}

const fieldsQuery = ({ converted }: Listing, fields: readonly string[]): Record<string, string> => ({
  fields: fields.join(','),
  per_page: String(recordsLimits.perPage),
  ...(converted ? { converted } : {}),
})
