/** Cells of rows, which each answer has in its own way. */

import { byName, ownValue } from '../../../base/by-name.ts'
import { isObject } from '../../../base/json.ts'
import type { Value } from '../../../base/types.ts'
import type { Column, ColumnRef } from '../../../source/index.ts'
import { decoderWith } from '../../kit/cells.ts'
import type { AnswerRow } from '../../kit/rows.ts'
import { factsOf } from '../catalog/columns.ts'
import type { Keep } from '../request.ts'
import { comparable } from '../values.ts'

/** What no row of a table is: lists and searches leave out what is in the trash, and so do readers of single records. */
const never: ReadonlySet<string> = new Set(['isTrashed', 'isDeleted'])

/** Whether the answer says anything of the column; plain list rows have no custom values, or null for all of them. */
export function hasCell(row: AnswerRow, column: Column): boolean {
  if (never.has(column.field)) return true
  if (!factsOf(column).custom) return Object.hasOwn(row, column.field)
  return isObject(row.cf) && Object.hasOwn(row.cf, column.field)
}

function cellOf(row: AnswerRow, column: Column): unknown {
  const { field } = column
  if (never.has(field)) return row[field] ?? false
  if (!factsOf(column).custom) return ownValue(row, field)
  return isObject(row.cf) ? ownValue(row.cf, field) : undefined
}

export function decoder(column: Column): (row: AnswerRow) => Value {
  const decode = decoderWith(column, factsOf(column).read)
  return (row) => decode(cellOf(row, column))
}

export function rowDecoder(columns: readonly ColumnRef[]): (row: AnswerRow) => Value[] {
  const decoders = columns.map(({ column }) => decoder(column))
  return (row) => decoders.map((decode) => decode(row))
}

type RowTest = (row: AnswerRow) => boolean

const compares: Readonly<Record<string, (a: number, b: number) => boolean>> = byName({
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '=': (a, b) => a === b,
})

/** Whether a row passes; of a row that does not show the column: whether it may. */
function keepTest(keep: Keep): RowTest {
  const { column } = keep.ref
  const decode = decoder(column)
  if (keep.kind === 'in') {
    const values = new Set(keep.values)
    return (row) => {
      const value = hasCell(row, column) ? decode(row) : undefined
      return value === undefined || (value !== null && values.has(comparable(value, column.type) ?? ''))
    }
  }
  const compare = compares[keep.op]!
  return (row) => {
    const value = hasCell(row, column) ? decode(row) : undefined
    return value === undefined || (value !== null && compare(Number(value), keep.value))
  }
}

export function keepsTest(keeps: readonly Keep[]): RowTest {
  const tests = keeps.map(keepTest)
  return (row) => tests.every((test) => test(row))
}

/** In the trash: lists do not show it, single reads do. */
export const isTrashed = ({ isTrashed, isDeleted }: AnswerRow): boolean =>
  [isTrashed, isDeleted].some((flag) => flag === true || flag === 'true')

/** Milliseconds of a time as an answer has it. */
export const instantOf = (value: unknown): number =>
  typeof value === 'string' && !/^\d+$/.test(value) ? Date.parse(value) : Number(value)
