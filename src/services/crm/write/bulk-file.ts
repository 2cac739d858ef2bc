/** The file of a bulk write job, and the outcomes in its answer. */
import { stringify } from 'csv-stringify/sync'
import { strToU8, zipSync } from 'fflate'
import type { Outcome } from '../../../base/errors.ts'
import type { Value } from '../../../base/types.ts'
import type { Change, ChangeRow, Column } from '../../../source/index.ts'
import type { AnswerRow } from '../../kit/rows.ts'
import { factsOf } from '../catalog/columns.ts'
import { kindOf } from './refusals.ts'

/** ASSUMPTION: as bulk read writes them: true and false, members joined by `;`, numbers plain (facts 11.59). */
const cell = (value: Value | undefined): string => (value === null || value === undefined ? '' : String(value))

/** A ZIP with one CSV, whose first line names the fields. */
export function bulkFile({ columns }: Change, rows: readonly ChangeRow[]): Uint8Array {
  const lines = rows.map(({ values }) => columns.map((_, i) => cell(values[i])))
  const csv = stringify([columns.map(({ field }) => field), ...lines])
  return zipSync({ 'rows.csv': strToU8(csv) }, { level: 6 })
}

/** Where each field's value stands, and how it is written. */
export const mappingsOf = ({ columns }: Change): readonly object[] =>
  columns.map((column, index) => ({ api_name: column.field, index, ...formOf(column) }))

function formOf(column: Column): object {
  const { shape } = factsOf(column)
  if (shape === 'date') return { format: 'yyyy-MM-dd' }
  return shape === 'lookup' || shape === 'user' ? { find_by: 'id' } : {}
}

/** What became of each row, by its line; undefined: the file is not of these rows. */
export function bulkOutcomes(
  change: Change,
  rows: readonly ChangeRow[],
  lines: readonly AnswerRow[],
): readonly Outcome[] | undefined {
  if (lines.length !== rows.length) return undefined
  return rows.map((row, i) => outcomeOf(change, row, lines[i]!))
}

function outcomeOf(change: Change, { index, values }: ChangeRow, line: AnswerRow): Outcome {
  const { STATUS: state, RECORD_ID: id, ERRORS: errors } = line
  const own = change.action === 'update' ? String(values[0]) : null
  const base = { index, message: null, column: null }
  if (state === 'ADDED' || state === 'UPDATED')
    return { ...base, outcome: 'written', id: textOf(id) ?? own, code: 'SUCCESS' }
  if (state !== 'SKIPPED') return { ...base, outcome: 'notSent', id: own, code: textOf(state) ?? 'UNPROCESSED' }
  // `MANDATORY_NOT_FOUND-Company,Last_Name:DUPLICATE_DATA-Email`
  const [first = ''] = String(errors ?? '').split(':')
  const [code, fields = ''] = first.split('-') as [string, string?]
  const [field] = fields.split(',')
  const column = change.columns.find((each) => each.field === field)
  const blamed = column?.name ?? (field === '' ? null : (field ?? null))
  const kind = kindOf(code, column)
  return { ...base, outcome: 'rejected', id: own, code, message: String(errors ?? ''), column: blamed, error: kind }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
