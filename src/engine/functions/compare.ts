import type { SqlType } from '../../base/types.ts'
import { type ArrayItem, readArray } from '../values/array.ts'
import type { Raw } from '../values/index.ts'
import { intervalKeyLength } from '../values/interval.ts'
import { jsonbKey, parseJsonb } from '../values/jsonb.ts'

/** Order and equality of stored values, as SQLite has them for the keys of ./comparable.ts. */
export type CompareRaw = (a: Raw, b: Raw) => number

const compareNative = (a: number | bigint | string, b: number | bigint | string): number => (a < b ? -1 : a > b ? 1 : 0)

/** By code points, as memcmp orders UTF-8; JavaScript's own order differs above U+D800. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)]
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}
// Surrogates stand for code points above U+FFFF.
const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit)

const trimmed = (raw: Raw): string => (raw as string).replace(/ +$/, '')
const intervalKey = (raw: Raw): string => (raw as string).slice(0, intervalKeyLength)

function compareItems(a: readonly ArrayItem[], b: readonly ArrayItem[], element: SqlType): number {
  const compare = comparator(element)
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a[i]!, b[i]!]
    const order =
      Array.isArray(x) && Array.isArray(y) ? compareItems(x, y, element) : compareNullable(x as Raw, y as Raw, compare)
    if (order !== 0) return order
  }
  return a.length - b.length
}

// Inside arrays NULL equals NULL and follows every value.
const compareNullable = (a: Raw, b: Raw, compare: CompareRaw): number =>
  a === null || b === null ? Number(a === null) - Number(b === null) : compare(a, b)

/** For values that are not NULL. */
export function comparator(type: SqlType): CompareRaw {
  switch (type.name) {
    case 'numeric':
    case 'char':
      return (a, b) => compareText(trimmed(a), trimmed(b))
    case 'interval':
      return (a, b) => compareNative(intervalKey(a), intervalKey(b))
    case 'text':
    case 'varchar':
    case 'json':
    case 'unknown':
      return (a, b) => compareText(a as string, b as string)
    case 'jsonb':
      return (a, b) => compareText(jsonbKey(parseJsonb(a as string)), jsonbKey(parseJsonb(b as string)))
    case 'bytea':
      return (a, b) => Buffer.compare(Buffer.from(a as Uint8Array), Buffer.from(b as Uint8Array))
    case 'array':
      return (a, b) => compareItems(readArray(a as string), readArray(b as string), type.element ?? { name: 'unknown' })
    default:
      return (a, b) => compareNative(a as number | bigint, b as number | bigint)
  }
}
