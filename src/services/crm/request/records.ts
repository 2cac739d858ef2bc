import { columnBatches } from '../../kit/batches.ts'
import { recordsLimits } from '../limits.ts'
import { type Cell, MARKER, type RecordsRequest } from './index.ts'

/** API names to ask for, each once. `id` comes by itself. */
export const recordFields = (cells: readonly Cell[]): string[] => {
  const fields = [...new Set(cells.map((cell) => cell.ref.column.field))].filter((field) => field !== 'id')
  return fields.length ? fields : ['id']
}

/** The fields in lists of 50, each with the marker. */
export const fieldBatches = (cells: readonly Cell[]): string[][] =>
  columnBatches(recordFields(cells), recordsLimits.fields, MARKER)

export const recordsQuery = (request: RecordsRequest, fields: readonly string[]): Record<string, string> => ({
  ...(request.criteria ? { criteria: request.criteria } : {}),
  ...(request.ids ? { ids: request.ids.slice(0, recordsLimits.ids).join(',') } : {}),
  fields: fields.join(','),
  ...(request.ids ? {} : { sort_by: 'id', sort_order: request.descending ? 'desc' : 'asc' }),
  per_page: String(recordsLimits.perPage),
  ...(request.converted ? { converted: request.converted } : {}),
})
