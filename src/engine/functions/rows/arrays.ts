import { ZohoSqlError } from '../../../base/errors.ts'
import { type SqlType, unknown } from '../../../base/types.ts'
import type { ArrayItem } from '../../values/array.ts'
import { displayText, type Raw } from '../../values/index.ts'
import { comparator } from '../compare.ts'
import { type FunctionRow, fn, inSession, type SessionRef, setFn, typed } from '../row.ts'

/** Functions on arrays, which are lists of stored members here; lists of lists have more dimensions. */

type Items = readonly ArrayItem[]

const elementOf = (array: SqlType): SqlType => array.element ?? unknown

/** Equality of members as IS NOT DISTINCT FROM has it. */
function sameMember(array: SqlType): (a: ArrayItem, b: ArrayItem) => boolean {
  const compare = comparator(elementOf(array))
  return (a, b) => (a === null || b === null ? a === b : compare(a as Raw, b as Raw) === 0)
}

const depth = (items: Items): number => (Array.isArray(items[0]) ? 1 + depth(items[0] as Items) : 1)
const lengths = (items: Items): number[] =>
  items.length === 0 ? [] : [items.length, ...(Array.isArray(items[0]) ? lengths(items[0] as Items) : [])]

const lengthOf = (items: Items, dimension: number): number | null => lengths(items)[dimension - 1] ?? null
const flat = (items: Items): Raw[] =>
  items.flatMap((item) => (Array.isArray(item) ? flat(item as Items) : [item as Raw]))

function concatenate(a: Items | null, b: Items | null): Items | null {
  if (a === null || b === null) return a ?? b
  if (a.length === 0 || b.length === 0) return a.length === 0 ? b : a
  const [left, right] = [lengths(a), lengths(b)]
  const inner = (outer: readonly number[]): string => String(outer.slice(1))
  if (inner(left) === inner(right) && left.length === right.length) return [...a, ...b]
  if (inner(left) === String(right)) return [...a, b]
  if (inner(right) === String(left)) return [a, ...b]
  throw new ZohoSqlError('ARRAY_SUBSCRIPT', 'cannot concatenate incompatible arrays')
}

const subscript = (items: Items, ...indexes: readonly number[]): Raw => {
  let item: ArrayItem = items
  for (const index of indexes) item = Array.isArray(item) ? ((item as Items)[index - 1] ?? null) : null
  return Array.isArray(item) ? null : (item as Raw)
}

/** From and to of each dimension in turn; an empty array where there is nothing. */
function slice(items: Items, ...bounds: readonly number[]): Items {
  const [from, to, ...inner] = bounds as [number, number, ...number[]]
  if (bounds.length > 2 * depth(items)) return []
  const kept = items.slice(Math.max(from - 1, 0), Math.max(to, 0))
  if (inner.length === 0) return kept
  const parts = kept.map((item) => slice(item as Items, ...inner))
  return parts.some((part) => part.length === 0) ? [] : parts
}

const shape = [
  ...fn('array_length(anyarray,integer) integer', lengthOf),
  ...fn('array_upper(anyarray,integer) integer', lengthOf),
  ...fn('array_lower(anyarray,integer) integer', (items: Items, n: number) => (lengthOf(items, n) === null ? null : 1)),
  ...fn('array_ndims(anyarray) integer', (items: Items) => lengths(items).length || null),
  ...fn(
    'array_dims(anyarray) text',
    (items: Items) =>
      lengths(items)
        .map((n) => `[1:${n}]`)
        .join('') || null,
  ),
  ...fn('cardinality(anyarray) integer', (items: Items) => flat(items).length),
  ...fn('array_subscript(anyarray,integer...) anyelement', subscript),
  ...fn('array_slice(anyarray,integer...) anyarray', slice),
  ...fn('trim_array(anyarray,integer) anyarray', (items: Items, count: number) => {
    if (count >= 0 && count <= items.length) return items.slice(0, items.length - count)
    throw new ZohoSqlError('ARRAY_SUBSCRIPT', `number of elements to trim must be between 0 and ${items.length}`)
  }),
]

const wrong = (message: string): never => {
  throw new ZohoSqlError('ARRAY_SUBSCRIPT', message)
}

/** What array_fill makes: `{}` of no dimensions. */
function filled(item: ArrayItem, sizes: Items | null): Items {
  if (sizes === null) throw new ZohoSqlError('NULL_NOT_ALLOWED', 'dimension array or low bound array cannot be null')
  if (depth(sizes) > 1) wrong('wrong number of array subscripts')
  if (sizes.includes(null)) throw new ZohoSqlError('NULL_NOT_ALLOWED', 'dimension values cannot be null')
  if (sizes.some((size) => Number(size) < 0)) throw new ZohoSqlError('RESULT_LIMIT', 'array size exceeds the maximum')
  if (sizes.length === 0 || sizes.includes(0n)) return []
  return sizes.reduceRight<ArrayItem>((inner, size) => Array<ArrayItem>(Number(size)).fill(inner), item) as Items
}

function filledFrom(item: ArrayItem, sizes: Items | null, from: Items | null): Items {
  if (from === null || sizes === null) return filled(item, null)
  if (from.includes(null)) throw new ZohoSqlError('NULL_NOT_ALLOWED', 'dimension values cannot be null')
  if (from.length !== sizes.length) wrong('wrong number of array subscripts')
  if (from.every((bound) => bound === 1n)) return filled(item, sizes)
  throw new ZohoSqlError('NOT_SUPPORTED', 'arrays that do not begin at 1 are not supported', {
    hint: 'Leave out the lower bounds of array_fill.',
  })
}

const sameLengths = (items: Items): boolean => new Set(items.map((item) => String(lengths(item as Items)))).size <= 1

/** Arrays as the members of one: all have to be of one shape. */
function accumulated(items: Items): Items {
  if (items.includes(null)) throw new ZohoSqlError('NULL_NOT_ALLOWED', 'cannot accumulate null arrays')
  if (items.some((item) => (item as Items).length === 0)) wrong('cannot accumulate empty arrays')
  return sameLengths(items) ? items : wrong('cannot accumulate arrays of different dimensionality')
}

/** `ARRAY[a, b]` of arrays; those that are NULL count as empty. */
function nested(items: Items): Items {
  const arrays = items.map((item) => item ?? [])
  if (!sameLengths(arrays)) wrong('multidimensional arrays must have array expressions with matching dimensions')
  return arrays.every((item) => (item as Items).length === 0) ? [] : arrays
}

const ofArrays = [
  ...fn('arrays accumulated(anyarray) anyarray', accumulated),
  ...fn('arrays nested(anyarray) anyarray', nested),
]

function appendable(items: Items | null): Items {
  if (items && depth(items) > 1) throw new ZohoSqlError('ARRAY_FORM', 'argument must be empty or one-dimensional array')
  return items ?? []
}

const building = [
  ...fn(['||(anyarray,anyarray) anyarray', 'array_cat(anyarray,anyarray) anyarray'], concatenate, { nulls: true }),
  ...fn(
    ['||(anyarray,anyelement) anyarray', 'array_append(anyarray,anyelement) anyarray'],
    (items: Items | null, item: ArrayItem) => [...appendable(items), item],
    { nulls: true },
  ),
  ...fn(
    ['||(anyelement,anyarray) anyarray', 'array_prepend(anyelement,anyarray) anyarray'],
    (item: ArrayItem, items: Items | null) => [item, ...appendable(items)],
    { nulls: true },
  ),
  ...fn('array_fill(anyelement,integer[]) anyarray', filled, { nulls: true }),
  ...fn('array_fill(anyelement,integer[],integer[]) anyarray', filledFrom, { nulls: true }),
]

/** PostgreSQL's own refusal. */
function oneDimension(items: Items, doing: string): Items {
  if (items.some((item) => Array.isArray(item)))
    throw new ZohoSqlError('NOT_SUPPORTED', `${doing} multidimensional arrays is not supported`)
  return items
}

function position(type: SqlType, items: Items | null, item: ArrayItem, start: number | null = 1): number | null {
  if (items === null) return null
  oneDimension(items, 'searching for elements in')
  if (items.length === 0) return null
  if (start === null) throw new ZohoSqlError('NULL_NOT_ALLOWED', 'initial position must not be null')
  const same = sameMember(type)
  const index = items.findIndex((each, at) => at >= start - 1 && same(each, item))
  return index < 0 ? null : index + 1
}

const searching = [
  ...typed('array_position(anyarray,anyelement,integer?) integer', position, { nulls: true }),
  ...typed(
    'array_positions(anyarray,anyelement) integer[]',
    (type, items: Items | null, item: ArrayItem) => {
      const same = sameMember(type)
      return (
        items &&
        oneDimension(items, 'searching for elements in').flatMap((each, index) =>
          same(each, item) ? [BigInt(index + 1)] : [],
        )
      )
    },
    { nulls: true },
  ),
  ...typed(
    'array_remove(anyarray,anyelement) anyarray',
    (type, items: Items | null, item: ArrayItem) => {
      const same = sameMember(type)
      return items && oneDimension(items, 'removing elements from').filter((each) => !same(each, item))
    },
    { nulls: true },
  ),
  ...typed(
    'array_replace(anyarray,anyelement,anyelement) anyarray',
    (type, items: Items | null, item: ArrayItem, by: ArrayItem) => {
      const same = sameMember(type)
      const replaced = (list: Items): Items =>
        list.map((each) => (Array.isArray(each) ? replaced(each) : same(each, item) ? by : each))
      return items && replaced(items)
    },
    { nulls: true },
  ),
]

// NULL members are contained in nothing.
const containsAll = (type: SqlType, items: Items, wanted: Items): boolean => {
  const same = sameMember(type)
  const [all, parts] = [flat(items), flat(wanted)]
  return parts.every((part) => part !== null && all.some((item) => same(item, part)))
}
const sets = [
  ...typed('@>(anyarray,anyarray) boolean', containsAll),
  ...typed('<@(anyarray,anyarray) boolean', (type, a: Items, b: Items) => containsAll(type, b, a)),
  ...typed('&&(anyarray,anyarray) boolean', (type, a: Items, b: Items) => {
    const same = sameMember(type)
    const others = flat(b)
    return flat(a).some((item) => item !== null && others.some((other) => same(item, other)))
  }),
]

function joinMembers(session: SessionRef) {
  return (type: SqlType, items: Items | null, separator: string | null, nullText?: string | null): string | null => {
    if (items === null || separator === null) return null
    const show = (item: Raw) => (item === null ? (nullText ?? []) : displayText(item, elementOf(type), session.current))
    return flat(items).flatMap(show).join(separator)
  }
}

const texts = inSession('array_to_string(anyarray,text,text?) text', joinMembers, { typed: true, nulls: true })

const unnesting = [
  ...setFn('unnest(anyarray) anyelement', function* (items: Items) {
    for (const item of flat(items)) yield [item]
  }),
  ...setFn('generate_subscripts(anyarray,integer) integer', function* (items: Items, dimension: number) {
    for (let i = 1; i <= (lengthOf(items, dimension) ?? 0); i++) yield [i]
  }),
]

export const arrayRows: readonly FunctionRow[] = [
  ...shape,
  ...building,
  ...ofArrays,
  ...searching,
  ...sets,
  ...texts,
  ...unnesting,
]
