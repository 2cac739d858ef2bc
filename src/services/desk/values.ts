/** Values as parameters and rows have them. */
import type { SqlType, Value } from '../../base/types.ts'
import type { Column, Constant, Predicate } from '../../source/index.ts'
import { searchLimits } from './limits.ts'
import type { TimeWindow } from './request.ts'

/** `column = value` or `column IN (values)`, whatever way it was written. */
export function equalityOf(predicate: Predicate): readonly Constant[] | undefined {
  if (predicate.kind === 'compare' && predicate.op === '=') return [predicate.constant]
  return predicate.kind === 'in' && !predicate.negated ? predicate.constants : undefined
}

const wholeNumber = /^-?\d+(?:\.0*)?$/

/** A value in the one form in which values of the column are compared; undefined: the column has none like it. */
export function comparable(value: Value, { name }: SqlType): string | undefined {
  if (name === 'bigint' || name === 'integer') {
    const text = String(value)
    return wholeNumber.test(text) ? String(BigInt(text.replace(/\..*$/, ''))) : undefined
  }
  return String(value)
}

/** Whether values of this type are compared by that form. */
export const isComparable = ({ type: { name } }: Column): boolean =>
  name === 'text' || name === 'bigint' || name === 'integer' || name === 'boolean'

/** Commas part values, and Desk may cut blanks. */
export const isListable = (text: string): boolean => text !== '' && text.trim() === text && !/[,*$]/.test(text)

/** Of a text that is searched for; nobody says what other signs mean in it. */
export function isSearchable(text: string): boolean {
  const length = [...text].length
  return isListable(text) && length >= searchLimits.textMin && length <= searchLimits.textMax && !/["'\\{}:]/.test(text)
}

const [YEAR_MIN, YEAR_MAX] = [Date.UTC(1900, 0, 1), Date.UTC(2999, 0, 1)]

/** An instant as ranges have it (facts 3.2). */
const instantText = (ms: number): string => new Date(Math.min(Math.max(ms, YEAR_MIN), YEAR_MAX)).toISOString()

/** The parameter of a range. */
export const rangeText = ({ from, to }: TimeWindow): string =>
  `${instantText(from ?? 0)},${instantText(to ?? Date.UTC(2100, 0, 1))}`

const fold = (text: string): string => text.normalize('NFKC').toLowerCase()

/** A value of the picklist, unlike its others by more than case. */
export const isPickOf = ({ picklist = [] }: Column, text: string): boolean => {
  const alike = picklist.filter((value) => fold(value) === fold(text))
  return alike.length === 1 && alike[0] === text
}
