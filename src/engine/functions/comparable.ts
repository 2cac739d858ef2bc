import { type SqlType, unknown } from '../../base/types.ts'
import { type ArrayItem, readArray } from '../values/array.ts'
import { intervalKeyLength } from '../values/interval.ts'
import { jsonbKey, parseJsonb } from '../values/jsonb.ts'
import { decimal, decimalFromNumber, encodeDecimal } from '../values/numeric.ts'
import { typeKey } from './type-key.ts'

/** What SQLite compares, sorts and groups by in place of a stored value. */
export function comparisonKey(value: string, type: SqlType): string {
  switch (type.name) {
    case 'numeric':
    case 'char':
      // Trailing blanks say the display scale (or pad a char): they do not count. Not COLLATE RTRIM: SQLite hands an
      // explicit collation on to every expression around it, so a text next to it would lose its blanks too.
      return `rtrim(${value})`
    case 'interval':
      return `substr(${value}, 1, ${intervalKeyLength})`
    case 'jsonb':
      return `"jsonb key(jsonb)"(${value})`
    case 'array':
      return `"array_key"(${value}, '${typeKey(type.element ?? unknown)}')`
    default:
      return value
  }
}

const end = '\u0001'
const member = '1'
const nullMember = '2'

/** A text whose byte order is the order of arrays: member by member, NULLs last, shorter first. */
export function arrayKey(raw: string, element: SqlType): string {
  return itemsKey(readArray(raw), element)
}

/** Members of all dimensions in a row; where they are equal, the number of dimensions decides, then their lengths. */
const itemsKey = (items: readonly ArrayItem[], element: SqlType): string =>
  `${flatKeys(items, element)}0${shapeOf(items)
    .map((length) => String.fromCharCode(2 + length))
    .join('')}`

const flatKeys = (items: readonly ArrayItem[], element: SqlType): string =>
  items
    .map((item) =>
      item === null ? nullMember : Array.isArray(item) ? flatKeys(item, element) : itemKey(item, element),
    )
    .join('')

const itemKey = (item: ArrayItem, element: SqlType): string =>
  member + memberKey(item, element).replaceAll(end, `${end}\u0002`) + end + end

function shapeOf(items: readonly ArrayItem[]): number[] {
  const lengths: number[] = []
  for (let level: ArrayItem | undefined = items; Array.isArray(level); level = (level as readonly ArrayItem[])[0])
    lengths.push(level.length)
  return lengths.length > 1 ? [lengths.length, ...lengths] : []
}

function memberKey(item: unknown, element: SqlType): string {
  if (typeof item === 'bigint') return encodeDecimal(decimal(item)).trimEnd()
  if (typeof item === 'number') return encodeDecimal(decimalFromNumber(item)).trimEnd()
  const text = item as string
  if (element.name === 'jsonb') return jsonbKey(parseJsonb(text))
  if (element.name === 'interval') return text.slice(0, intervalKeyLength)
  return element.name === 'numeric' || element.name === 'char' ? text.replace(/ +$/, '') : text
}
