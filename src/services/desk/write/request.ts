/** The requests that rows become. Pure. */
import { ZohoSqlError } from '../../../base/errors.ts'
import type { Change, ChangeRow, Column } from '../../../source/index.ts'
import { writeLimits } from '../limits.ts'
import { bodyOf, encodeValue } from './encode.ts'
import { setColumns, type WriteRequest } from './offer.ts'

export interface DeskExchange {
  readonly method: 'POST' | 'PATCH' | 'DELETE'
  /** Below the API. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: object
  readonly credits: number
}

const valueIn = ({ columns }: Change, { values }: ChangeRow, name: string | undefined): string =>
  String(values[columns.findIndex((column) => column.name === name)])

/** Id of the record that a row changes. */
export const idOf = (change: Change, row: ChangeRow): string => valueIn(change, row, change.table.primaryKey[0])

/** Id of the ticket whose comment it is. */
export function parentOf(change: Change, row: ChangeRow): string {
  const id = valueIn(change, row, change.table.changes?.within)
  if (/^\d+$/.test(id)) return id
  throw new ZohoSqlError('FOREIGN_KEY', `The ticket of comment ${idOf(change, row)} is not known.`)
}

/** Whoever closes a ticket does not mean to write to the customer. */
const closesQuietly = { disableClosureNotification: 'true' } as const

/** The request for one row by itself. */
export function exchangeOf(change: Change, { module, isComment, trash }: WriteRequest, row: ChangeRow): DeskExchange {
  const { action, table } = change
  const path = isComment ? `tickets/${parentOf(change, row)}/comments` : module
  const set = setColumns(change)
  const body = bodyOf(change.columns, row, (column) => set.includes(column) && column.name !== table.changes?.within)
  if (action === 'insert') return { method: 'POST', path, body, credits: 1 }
  const credits = writeLimits.deleteCredits
  if (action === 'delete') {
    if (isComment) return { method: 'DELETE', path: `${path}/${idOf(change, row)}`, credits }
    return { method: 'POST', path: `${module}/moveToTrash`, body: { [trash!]: [idOf(change, row)] }, credits }
  }
  const query = table.name === 'tickets' && 'status' in body ? { query: closesQuietly } : {}
  return { method: 'PATCH', path: `${path}/${idOf(change, row)}`, ...query, body, credits: 1 }
}

/** The request that throws away all records of a batch. */
export const trashOf = (change: Change, { module, trash }: WriteRequest, rows: readonly ChangeRow[]): DeskExchange => ({
  method: 'POST',
  path: `${module}/moveToTrash`,
  body: { [trash!]: rows.map((row) => idOf(change, row)) },
  credits: writeLimits.deleteCredits * rows.length,
})

/** Characters of a value for many records (facts 11). */
const manyLength = 320

/** The request that gives one value to one column of all records of a batch; undefined where it cannot be said so. */
export function manyOf(change: Change, { module }: WriteRequest, rows: readonly ChangeRow[]): DeskExchange | undefined {
  const [column] = setColumns(change) as [Column]
  const value = rows[0]!.values[change.columns.indexOf(column)]
  if (value === undefined || value === null || value === '' || String(value).length > manyLength) return undefined
  const ids = rows.map((row) => idOf(change, row))
  const isCustomField = column.name.startsWith('cf_')
  const body = { ids, fieldName: column.field, fieldValue: encodeValue(column, value), isCustomField }
  return { method: 'POST', path: `${module}/updateMany`, body, credits: writeLimits.manyCredits }
}
