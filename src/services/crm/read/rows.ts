import type { Value } from '../../../base/types.ts'
import type { ReadContext } from '../../../source/index.ts'
import type { Row } from '../../kit/rows.ts'
import { factsOf, needsUsers } from '../catalog/columns.ts'
import { type Decoder, decoderOf } from '../decode.ts'
import type { Cell } from '../request/index.ts'
import type { Reader } from './index.ts'

/** Rows of an answer as flat values of the cells; users are named by their list, which is read for it if need be. */
export async function rowDecoder(
  cells: readonly Cell[],
  rows: readonly Row[],
  reader: Reader,
  context: ReadContext,
): Promise<(row: Row) => Value[]> {
  const userCells = cells.filter((cell) => needsUsers(cell.ref))
  const users = userCells.length > 0 ? await reader.users(userIds(userCells, rows), context) : undefined
  const decoders: readonly Decoder[] = cells.map((cell) =>
    decoderOf(cell.ref.column, needsUsers(cell.ref) ? users : undefined),
  )
  const keys = cells.map((cell) => cell.key)
  // A loop, as this is where most of a large scan's time goes.
  return (row) => {
    const values = new Array<Value>(keys.length)
    for (let i = 0; i < keys.length; i++) values[i] = decoders[i]!(row[keys[i]!])
    return values
  }
}

/** The same of whole records, whose keys are fields. */
export const recordDecoder = (
  cells: readonly Cell[],
  rows: readonly Row[],
  reader: Reader,
  context: ReadContext,
): Promise<(row: Row) => Value[]> =>
  rowDecoder(
    cells.map((cell) => ({ ...cell, key: cell.ref.column.field })),
    rows,
    reader,
    context,
  )

function userIds(cells: readonly Cell[], rows: readonly Row[]): Set<string> {
  const ids = new Set<string>()
  for (const row of rows) for (const cell of cells) addId(row[cell.key], ids)
  return ids
}

function addId(value: unknown, ids: Set<string>): void {
  const id = typeof value === 'object' && value !== null ? (value as { id?: unknown }).id : value
  if (typeof id === 'string' && id !== '') ids.add(id)
}

/** Lists cut long rich text and may leave out files: only the answer for one record is sure to be whole. */
export const isIncomplete = (row: Row, cell: Cell): boolean => {
  if (factsOf(cell.ref.column).roads.records !== 'single') return false
  const value = row[cell.ref.column.field]
  if (!Object.hasOwn(row, cell.ref.column.field)) return true
  return typeof value === 'string' && value.length >= RICH_TEXT_CUT
}

/** Characters of rich text that a list shows (facts 4.3). */
const RICH_TEXT_CUT = 500
