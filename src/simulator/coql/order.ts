/** ORDER BY: how rows compare, and the first of them without keeping all. */
import type { SimColumn } from '../columns.ts'
import { hashText } from '../hash.ts'
import type { LookupValue, Variants } from '../model.ts'
import { comparable, compare } from '../values.ts'

export interface OrderKey {
  readonly column: SimColumn
  readonly descending: boolean
}

type SortValue = string | number | bigint | boolean | null

/** What is sorted: the values of the keys and what finds the row again. */
export interface Sortable<Row> {
  readonly values: readonly SortValue[]
  readonly id: string
  readonly row: Row
}

/** The value of a cell in the form it is sorted by. Lookups are sorted by name. */
export function sortValue(column: SimColumn, cell: unknown, variants: Variants): SortValue {
  if (cell === null) return null
  if (column.kind === 'reference' && typeof cell === 'object') return collated((cell as LookupValue).name, variants)
  const value = comparable(column.kind, cell)
  return typeof value === 'string' && (column.kind === 'text' || column.kind === 'multi')
    ? collated(value, variants)
    : value
}

const collated = (text: string, variants: Variants): string =>
  variants.coqlTextOrder === 'insensitive' ? text.toLowerCase() : text

const collator = new Intl.Collator('en')

/** Compares rows by the keys; rows that tie stand in no order one could rely on, another one on each page. */
export function comparator(keys: readonly OrderKey[], variants: Variants, offset: number) {
  const byKey = keys.map((key) => compareKey(key, variants))
  return (a: Sortable<unknown>, b: Sortable<unknown>): number => {
    for (const [i, byThis] of byKey.entries()) {
      const order = byThis(a.values[i]!, b.values[i]!)
      if (order !== 0) return order
    }
    return hashText(a.id, offset) - hashText(b.id, offset) || compare(a.id, b.id)
  }
}

function compareKey({ column, descending }: OrderKey, variants: Variants) {
  const sign = descending ? -1 : 1
  const emptyFirst = placeOfEmpty(variants.coqlNullOrder, descending)
  const locale = variants.coqlTextOrder === 'locale' && ['text', 'multi', 'reference'].includes(column.kind)
  const values = locale ? (a: SortValue, b: SortValue) => collator.compare(a as string, b as string) : compare
  return (a: SortValue, b: SortValue): number => {
    if (a !== null && b !== null) return sign * values(a as string, b as string)
    if (a === b) return 0
    return (a === null) === emptyFirst ? -1 : 1
  }
}

function placeOfEmpty(order: Variants['coqlNullOrder'], descending: boolean): boolean {
  if (order === 'first' || order === 'last') return order === 'first'
  return (order === 'smallest') !== descending
}

/** The first `count` of the rows, sorted; holds at most twice as many at a time. */
export function firstOf<Row>(
  rows: Iterable<Sortable<Row>>,
  count: number,
  order: (a: Sortable<Row>, b: Sortable<Row>) => number,
): Sortable<Row>[] {
  let held: Sortable<Row>[] = []
  for (const row of rows) {
    held.push(row)
    if (held.length >= 2 * count + 1000) held = held.sort(order).slice(0, count)
  }
  return held.sort(order).slice(0, count)
}
