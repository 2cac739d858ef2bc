/** Whether a record holds what was sent: Zoho trims texts, and puts members of a list into its own order. Pure. */
import type { SqlType, Value } from '../../base/types.ts'
import { type Column, isMultiple, tagNames } from '../../source/index.ts'

const text = (value: Value): string => String(value).replaceAll('\r\n', '\n').trim()

const members = (value: Value): string => String(value).split(';').map(text).sort().join(';')

const sameTags = (value: Value): Value =>
  (tagNames(value) ?? [])
    .map((name) => name.toLowerCase())
    .sort()
    .join(';') || null

function normal(value: Value, { type, fieldType, settable }: Pick<Column, 'type' | 'fieldType' | 'settable'>): Value {
  if (settable?.form === 'tags') return sameTags(value)
  // A checkbox is never empty.
  if (value === null) return type.name === 'boolean' ? false : null
  if (isMultiple({ fieldType })) return members(value) || null
  // Fractions of a second are not kept.
  if (type.name === 'timestamptz') return Math.floor(Number(value) / 1000)
  return isNumber(type) ? Number(value) : typeof value === 'string' ? text(value) || null : value
}

/** Ids are digits that a double would change. */
const isNumber = ({ name }: SqlType): boolean => /^(smallint|integer|numeric|double precision|real)$/.test(name)

/** True where each value that was sent is held; what was not set may be anything. */
export const holds = (
  columns: readonly Column[],
  sent: readonly (Value | undefined)[],
  held: readonly Value[],
): boolean =>
  columns.every((column, i) => sent[i] === undefined || normal(sent[i], column) === normal(held[i] ?? null, column))

/** The same text for values that hold the same. */
export const sameText = (columns: readonly Column[], values: readonly (Value | undefined)[]): string =>
  JSON.stringify(columns.map((column, i) => normal(values[i] ?? null, column)))
