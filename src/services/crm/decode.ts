/** Cells by the shapes that CRM's fields have. */
import type { Column } from '../../source/index.ts'
import {
  type CellDecoder,
  type CellReader,
  cellReaders,
  decoderWith,
  members,
  ofPerson,
  readEmail,
  readId,
  readName,
  storedForm,
} from '../kit/cells.ts'
import type { PersonNames } from '../kit/people.ts'
import { factsOf } from './catalog/columns.ts'

function readerOf(column: Column, users: PersonNames | undefined): CellReader {
  const { shape, stored } = factsOf(column)
  switch (shape) {
    case 'picklist':
      return storedForm(stored)
    case 'multiselect':
      return members(stored)
    case 'lookup':
    case 'user':
    case 'none':
      return partReader(column, shape === 'user' ? users : undefined)
    default:
      return cellReaders[shape]
  }
}

function partReader(column: Column, users: PersonNames | undefined): CellReader {
  if (column.part === 'id') return readId
  const sent = column.part === 'email' ? readEmail : readName
  return users ? ofPerson(users, column.part === 'email' ? 'email' : 'name', sent) : sent
}

/**
 * The decoder of a column. With `users`, names and e-mails of user columns come from there, and from the row only for
 * users who are not in it.
 *
 * @throws {ZohoSqlError} `REMOTE_ANSWER` from the decoder, for a value that cannot be read as the column's type.
 */
export const decoderOf = (column: Column, users?: PersonNames): CellDecoder =>
  decoderWith(column, readerOf(column, users))
