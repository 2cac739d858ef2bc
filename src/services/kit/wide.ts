/**
 * Rows with more columns than one call brings, put together from several lists. A marker that goes with each list (the
 * time of the last change) tells whether a row changed in between; one that did, or is in some lists only, is torn and
 * has to be read again.
 */
import { bare } from '../../base/by-name.ts'
import { ZohoSqlError } from '../../base/errors.ts'
import { type AnswerRow, idOf } from './rows.ts'

/** Rows that change between lists are read again so often. */
export const REREADS_MAX = 3

/** Of rows that were read again and again. */
export const restless = (table: string, rows: number): ZohoSqlError =>
  new ZohoSqlError('REMOTE_ANSWER', `${rows} rows of ${table} changed each time they were read.`, {
    hint: 'Select fewer columns, or try again when fewer changes are being made.',
  })

export type RowsById = ReadonlyMap<string, AnswerRow>

export const byId = (rows: Iterable<AnswerRow>): Map<string, AnswerRow> =>
  new Map(Array.from(rows, (row) => [idOf(row), row]))

export interface Wide {
  /** The rows wanted, in this order. */
  readonly ids: Iterable<string>
  /** Lists of columns; each should have every row. */
  readonly lists: readonly RowsById[]
  readonly marker: string
  /** Reads these rows again, whole; without those that are gone. */
  readonly again: (torn: readonly string[]) => Promise<RowsById>
}

/** The rows with all their columns; those that are gone since are left out. */
export async function wholeRows({ ids, lists, marker, again }: Wide): Promise<Map<string, AnswerRow>> {
  const found = new Map(Array.from(ids, (id) => [id, joined(id, lists, marker)] as const))
  const torn = [...found].filter(([, row]) => row === undefined).map(([id]) => id)
  const anew: RowsById = torn.length > 0 ? await again(torn) : new Map()
  return new Map([...found].flatMap(([id, row = anew.get(id)]) => (row ? [[id, row] as const] : [])))
}

/** undefined: torn. */
function joined(id: string, lists: readonly RowsById[], marker: string): AnswerRow | undefined {
  const pieces = lists.map((list) => list.get(id))
  const same = pieces.every((piece) => piece && piece[marker] === pieces[0]![marker])
  return same ? Object.assign(bare(), ...pieces) : undefined
}
