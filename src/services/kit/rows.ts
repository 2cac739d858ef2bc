/** Rows as answers hold them, told apart by their ids. */
import { ZohoSqlError } from '../../base/errors.ts'

/** A row as JSON or CSV has it: values by key. */
export type AnswerRow = Readonly<Record<string, unknown>>

/** @throws {ZohoSqlError} `REMOTE_ANSWER`: without an id a row cannot be told from another. */
export function idOf(row: AnswerRow): string {
  const { id } = row
  if (typeof id === 'string' && id !== '') return id
  if (typeof id === 'number' && Number.isSafeInteger(id)) return String(id)
  throw new ZohoSqlError('REMOTE_ANSWER', 'Zoho sent a row without its id.')
}

/** Ids are numbers of up to 19 digits, kept as text: the longer one is the greater. */
export const compareIds = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)
