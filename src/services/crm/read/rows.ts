import { ownValue } from '../../../base/by-name.ts'
import type { Value } from '../../../base/types.ts'
import type { ReadContext } from '../../../source/index.ts'
import { type CellDecoder, flatRows } from '../../kit/cells.ts'
import { idsOf } from '../../kit/people.ts'
import type { AnswerRow } from '../../kit/rows.ts'
import { factsOf, needsUsers } from '../catalog/columns.ts'
import { decoderOf } from '../decode.ts'
import type { CoqlCell } from '../request/index.ts'
import type { CrmReader } from './reader.ts'

/** Rows of an answer as flat values of the cells; users are named by their list, which is read for it if need be. */
export async function rowDecoder(
  cells: readonly CoqlCell[],
  rows: readonly AnswerRow[],
  reader: CrmReader,
  context: ReadContext,
): Promise<(row: AnswerRow) => Value[]> {
  const userCells = cells.filter((cell) => needsUsers(cell.ref))
  const users = userCells.length > 0 ? await reader.users(idsOf(cellsOf(userCells, rows)), context) : undefined
  const decoders: readonly CellDecoder[] = cells.map((cell) =>
    decoderOf(cell.ref.column, needsUsers(cell.ref) ? users : undefined),
  )
  return flatRows(
    cells.map((cell) => cell.key),
    decoders,
  )
}

function* cellsOf(cells: readonly CoqlCell[], rows: readonly AnswerRow[]): Generator<unknown> {
  for (const row of rows) for (const cell of cells) yield ownValue(row, cell.key)
}

/** The same of whole records, whose keys are fields. */
export const recordDecoder = (
  cells: readonly CoqlCell[],
  rows: readonly AnswerRow[],
  reader: CrmReader,
  context: ReadContext,
): Promise<(row: AnswerRow) => Value[]> =>
  rowDecoder(
    cells.map((cell) => ({ ...cell, key: cell.ref.column.field })),
    rows,
    reader,
    context,
  )

/** Lists cut long rich text and may leave out files: only the answer for one record is sure to be whole. */
export const isIncomplete = (row: AnswerRow, cell: CoqlCell): boolean => {
  if (factsOf(cell.ref.column).roads.records !== 'single') return false
  const value = ownValue(row, cell.ref.column.field)
  if (!Object.hasOwn(row, cell.ref.column.field)) return true
  return typeof value === 'string' && value.length >= RICH_TEXT_CUT
}

/** Characters of rich text that a list shows (facts 4.3). */
const RICH_TEXT_CUT = 500
