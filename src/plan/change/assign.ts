/** Assignment: an expression as a value for a column, by PostgreSQL's rules for what is cast without being told. */
import { isZohoSqlError, ZohoSqlError } from '../../base/errors.ts'
import { category, type SqlType, text } from '../../base/types.ts'
import type { Expr } from '../../engine/tree.ts'
import type { Column } from '../../source/index.ts'
import type { Binding } from '../bind/binding.ts'
import { coerce, plainType, shownType } from '../bind/coerce.ts'
import { refuse } from '../bind/errors.ts'

/** Where a value is to go, for messages. */
export interface ValueTarget {
  readonly column: Column
  /** From 1; absent where the statement computes many rows by one expression. */
  readonly row?: number
  readonly at?: number
}

export const placeText = ({ column, row }: ValueTarget): string =>
  row === undefined ? `column "${column.name}"` : `row ${row}, column "${column.name}"`

/**
 * The expression in a type that the column's values are made of when rows are checked: numbers and texts stay as they
 * are, so that what does not fit is said with row, column and value.
 *
 * @throws {ZohoSqlError} 42804 where PostgreSQL would not cast by itself · 22P02, 22007 … for constants
 */
export function assigned(binding: Binding, expr: Expr, place: ValueTarget): Expr {
  // Tags are JSON where they are read, and given as names.
  const wanted = place.column.settable?.form === 'tags' ? text : plainType(place.column.type)
  if (expr.type.name === 'unknown') return named(place, () => coerce(binding, expr, wanted))
  const { type } = expr
  if (category(type) === category(wanted) && category(type) !== 'datetime' && category(type) !== 'array') return expr
  if (!isAssignable(type, wanted)) refuseType(type, place, binding.at(expr))
  return coerce(binding, expr, wanted)
}

function refuseType(type: SqlType, place: ValueTarget, at: number | undefined): never {
  return refuse(
    'TYPE_MISMATCH',
    `column "${place.column.name}" is of type ${shownType(place.column.type)} but expression is of type ${shownType(type)}`,
    at ?? place.at,
    'You will need to rewrite or cast the expression.',
  )
}

/** What is cast for an assignment and not only when told (pg_cast, contexts i and a). */
function isAssignable(from: SqlType, to: SqlType): boolean {
  if (to.name === text.name) return true
  if (from.name === 'array' || to.name === 'array') return false
  const kind = category(from)
  return kind === category(to) && kind !== 'other'
}

/** What is wrong with a constant, with the place it was meant for. */
function named<T>(place: ValueTarget, fn: () => T): T {
  try {
    return fn()
  } catch (error) {
    if (!isZohoSqlError(error)) throw error
    const { code, message, hint, position } = error
    throw new ZohoSqlError(code, `${message} (${placeText(place)})`, { hint, position, cause: error })
  }
}
