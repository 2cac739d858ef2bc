/** What answers say of the rows that were sent. Pure. */
import type { Outcome } from '../../../base/errors.ts'
import { redact } from '../../../base/secret.ts'
import type { HttpResponse } from '../../../net/index.ts'
import type { ChangeRow, Table } from '../../../source/index.ts'
import type { AnswerRow } from '../../kit/rows.ts'
import { listOf } from '../catalog/metadata.ts'
import { kindOf } from './refusals.ts'

export const isRefused = ({ error, status }: HttpResponse): boolean => error !== undefined || status >= 400

export const written = ({ index }: ChangeRow, id: string | null): Outcome => ({
  index,
  outcome: 'written',
  id,
  code: 'SUCCESS',
  message: null,
  column: null,
})

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/**
 * A record that was refused by itself: the first field that is wrong tells what kind of error it is, all are told.
 *
 * @param id of a record that was there before
 * @param scope that the call needs, which Desk does not name
 */
export function refused(
  { index }: ChangeRow,
  id: string | null,
  { error, status }: HttpResponse,
  table: Table,
  scope: string,
): Outcome {
  const code = error?.code ?? `HTTP ${status}`
  const fields = listOf(error?.details.errors)
  const [first] = fields
  const column = first && table.columns.find(({ field }) => field === fieldOf(first))
  const said = [
    error?.message.replace(/\.$/, ''),
    ...fields.map((one) => `${fieldOf(one)}: ${text(one.errorType)} ${text(one.errorMessage)}`.trim()),
    code === 'SCOPE_MISMATCH' && `it takes ${scope}`,
  ]
  return {
    index,
    outcome: 'rejected',
    id,
    code,
    message: redact(said.filter(Boolean).join('; ')),
    column: column?.name ?? null,
    error: kindOf(code, text(first?.errorType), column),
  }
}

/** Fields are told as JSON pointers: `/contactId`, `/cf/cf_serial_no`. */
const fieldOf = ({ fieldName }: AnswerRow): string => text(fieldName).split('/').at(-1) ?? ''

/**
 * Of calls for many records that answer with `results` (facts 4), one for each; a record that is not among them has no
 * outcome. undefined: the answer tells nothing of single records.
 */
export function outcomesOf(
  rows: readonly ChangeRow[],
  idOf: (row: ChangeRow) => string,
  json: unknown,
): readonly Outcome[] | undefined {
  const { results } = (json ?? {}) as AnswerRow
  if (!Array.isArray(results)) return undefined
  const told = new Map(listOf(results).map((one) => [String(one.id), one]))
  return rows.flatMap((row) => {
    const result = told.get(idOf(row))
    return result ? [outcomeOf(row, idOf(row), result)] : []
  })
}

function outcomeOf(row: ChangeRow, id: string, { success, errors }: AnswerRow): Outcome {
  if (success === true || success === 'true') return written(row, id)
  const { errorCode, message, errorMessage } = ((Array.isArray(errors) ? errors[0] : errors) ?? {}) as AnswerRow
  const code = text(errorCode) || 'UNPROCESSABLE_ENTITY'
  const said = redact(text(message) || text(errorMessage) || 'refused without a word')
  return { index: row.index, outcome: 'rejected', id, code, message: said, column: null, error: kindOf(code) }
}
